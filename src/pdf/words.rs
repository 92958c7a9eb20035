//! Words as bytes: each is encoded once and copied.

use std::ops::Range;

use super::codes::{CodedUnit, Codes, FontIndex};
use super::gather::{Gathered, ShownWord, WordId, WordKey};
use super::glyph_text::GlyphTextId;
use super::measures::FaceMeasures;
use super::missing;
use super::number::{fixed, number, push_integer};
use crate::map::Map;
use crate::shape::Run;
use crate::unit::Length;

/// The kind of a piece of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    /// Glyphs of the word.
    Glyphs,
    /// The first digits in the box of a missing character.
    BoxOpens(BoxId),
    /// The last digits in the box.
    BoxCloses,
}

/// A box, by index in [`Words::boxes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BoxId(u32);

/// The box of a missing character.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MissingBox {
    /// The character, with the invisible ones behind it.
    pub(super) text: Box<str>,
    /// Left edge of the box's advance, in points to the right of the word's left edge.
    pub(super) at: f64,
    /// Width of the box's advance, in points.
    pub(super) width: f64,
    /// Type size around it.
    pub(super) size: Length,
}

/// Glyphs of one font at one size and one height, as they stand between `(` and `)` of a `TJ`
/// array; kerning closes the string and opens it again.
#[derive(Debug, Clone)]
pub(super) struct WordPart {
    /// Its kind.
    pub(super) kind: PartKind,
    /// The font of its codes.
    pub(super) font: FontIndex,
    /// Type size.
    pub(super) size: Length,
    /// White that a reader adds after each glyph, in thousandths of the type size.
    pub(super) tracking: u16,
    /// Above the baseline of the word, in points.
    pub(super) rise: f64,
    /// Its left edge, in points to the right of the word's left edge.
    pub(super) at: f64,
    /// Glyphs of the word before it, for tracking.
    pub(super) glyphs_before: u32,
    /// The distance it moves the pen of a reader, in points.
    pub(super) drawn: f64,
    bytes: Range<usize>,
}

/// A word ready to be copied into content.
#[derive(Debug, Clone)]
pub(super) struct Coded {
    pieces: Range<usize>,
    /// Glyphs in it, for tracking.
    pub(super) glyphs: u32,
    /// Its advance in points.
    pub(super) advance: f64,
}

/// Every word in use, encoded.
#[derive(Debug, Default)]
pub(super) struct Words {
    index: Map<WordKey, WordId>,
    words: Vec<Coded>,
    pieces: Vec<WordPart>,
    boxes: Vec<MissingBox>,
    bytes: Vec<u8>,
}

impl Words {
    /// Encodes every gathered word.
    pub(super) fn encode(gathered: &mut Gathered<'_>, codes: &Codes) -> Self {
        let count = gathered.words.len();
        let mut words = Self {
            index: std::mem::take(&mut gathered.index),
            words: Vec::with_capacity(count),
            pieces: Vec::with_capacity(count),
            boxes: Vec::new(),
            bytes: Vec::with_capacity(gathered.ids.len() * 2),
        };
        for word in &gathered.words {
            words.encode_word(word, gathered, codes);
        }
        words
    }

    /// Returns the word with this key.
    pub(super) fn get(&self, key: WordKey) -> &Coded {
        let id = self.index.get(&key).expect("every word of the pages was gathered");
        &self.words[id.index()]
    }

    /// Returns the pieces of a word.
    pub(super) fn pieces(&self, word: &Coded) -> &[WordPart] {
        &self.pieces[word.pieces.clone()]
    }

    /// Returns a box.
    pub(super) fn missing_box(&self, id: BoxId) -> &MissingBox {
        &self.boxes[id.0 as usize]
    }

    /// Returns the bytes of a piece.
    pub(super) fn bytes(&self, piece: &WordPart) -> &[u8] {
        &self.bytes[piece.bytes.clone()]
    }

    fn encode_word(&mut self, word: &ShownWord<'_>, gathered: &Gathered<'_>, codes: &Codes) {
        let first = self.pieces.len();
        let mut ids = &gathered.ids[word.ids.clone()];
        let (mut at, mut glyphs) = (0.0, 0);
        for run in &word.shaped.runs {
            let face = gathered.measures(run.face);
            let own = match run.missing {
                Some(letter) => missing::digits(letter).count(),
                None => run.glyphs.len(),
            };
            let (run_ids, rest) =
                ids.split_at_checked(own).expect("each glyph and digit of a word has a unit");
            ids = rest;
            let part =
                RunToEncode { run, ids: run_ids, face, at, glyphs_before: glyphs, gathered };
            match run.missing {
                Some(_) => {
                    let text = &word.shaped.text[run.bytes.0 as usize..run.bytes.1 as usize];
                    self.encode_box(part, text.into(), codes);
                }
                None => self.encode_run(part, codes),
            }
            at += run.advance.pt();
            glyphs += number(run.glyphs.len());
        }
        let pieces = first..self.pieces.len();
        self.words.push(Coded { pieces, glyphs, advance: at });
    }

    /// Encodes the glyphs of a run. Gaps are whole thousandths of an em; what rounding leaves over
    /// is carried on, so that it never adds up.
    fn encode_run(&mut self, part: RunToEncode<'_>, codes: &Codes) {
        let RunToEncode { run, ids, face, at, glyphs_before, gathered } = part;
        let em = run.size.pt() / 1000.0;
        let (mut pen, mut drawn) = (0.0, 0.0); // thousandths of an em
        let mut open: Option<WordPart> = None;
        for ((glyph, &id), glyphs_before) in run.glyphs.iter().zip(ids).zip(glyphs_before..) {
            let CodedUnit { font, code } = codes.of(id);
            let wanted = pen + f64::from(glyph.dx) * face.thousandths;
            let rise = f64::from(glyph.dy) * face.thousandths * em;
            match &mut open {
                Some(piece) if piece.font == font && piece.rise == rise => {
                    let gap = f64::round(wanted - drawn);
                    if gap != 0.0 {
                        self.push_gap(gap);
                        drawn += gap;
                    }
                }
                _ => {
                    self.close(open.take(), drawn * em + at);
                    let start = self.bytes.len();
                    open = Some(WordPart {
                        kind: PartKind::Glyphs,
                        font,
                        size: run.size,
                        tracking: run.tracking,
                        rise,
                        at: at + wanted * em,
                        glyphs_before,
                        drawn: 0.0,
                        bytes: start..start,
                    });
                    drawn = wanted;
                }
            }
            self.bytes.push(code);
            drawn += gathered.width(id) + f64::from(run.tracking);
            pen += f64::from(glyph.advance) * face.thousandths;
        }
        self.close(open, drawn * em + at);
    }

    /// White of `gap` thousandths of an em inside a string.
    fn push_gap(&mut self, gap: f64) {
        self.bytes.push(b')');
        push_integer(&mut self.bytes, fixed(-gap, 0));
        self.bytes.push(b'(');
    }

    /// Ends a piece where the pen of a reader stands, in points from the word's left edge.
    fn close(&mut self, piece: Option<WordPart>, pen: f64) {
        if let Some(mut piece) = piece {
            piece.bytes.end = self.bytes.len();
            piece.drawn = pen - piece.at;
            self.pieces.push(piece);
        }
    }

    /// Encodes the digits in the box of a missing character: two rows, each centred.
    fn encode_box(&mut self, part: RunToEncode<'_>, text: Box<str>, codes: &Codes) {
        let RunToEncode { run, ids, at, glyphs_before, gathered, .. } = part;
        let size = run.size.scale(missing::DIGIT_SIZE);
        let width = run.advance.pt();
        let first = self.pieces.len();
        let row_length = ids.len().div_ceil(missing::ROWS).max(1);
        let em = size.pt() / 1000.0;
        let glyphs: Vec<_> = ids.iter().map(|&id| (gathered.width(id) * em, id)).collect();
        for (row, rise) in glyphs.chunks(row_length).zip([missing::UPPER, missing::LOWER]) {
            let mut left = (width - row.iter().map(|(advance, _)| advance).sum::<f64>()) / 2.0;
            let row_start = self.pieces.len();
            for &(drawn, id) in row {
                let CodedUnit { font, code } = codes.of(id);
                let start = self.bytes.len();
                self.bytes.push(code);
                let end = self.bytes.len();
                match self.pieces[row_start..].last_mut() {
                    Some(before) if before.font == font => {
                        before.bytes.end = end;
                        before.drawn += drawn;
                    }
                    _ => self.pieces.push(WordPart {
                        kind: PartKind::Glyphs,
                        font,
                        size,
                        tracking: 0,
                        rise: rise * run.size.pt(),
                        at: at + left,
                        glyphs_before,
                        drawn,
                        bytes: start..end,
                    }),
                }
                left += drawn;
            }
        }
        let [opening, .., closing] = &mut self.pieces[first..] else {
            unreachable!("the code of a character has two rows of digits");
        };
        opening.kind = PartKind::BoxOpens(BoxId(number(self.boxes.len())));
        self.boxes.push(MissingBox { text, at, width, size: run.size });
        closing.kind = PartKind::BoxCloses;
    }
}

/// A run of a word, ready to be encoded.
struct RunToEncode<'p> {
    run: &'p Run,
    /// The units of its glyphs, or of the digits in its box.
    ids: &'p [GlyphTextId],
    face: &'p FaceMeasures<'p>,
    gathered: &'p Gathered<'p>,
    /// Its left edge, in points to the right of the word's left edge.
    at: f64,
    /// Glyphs of the word before it.
    glyphs_before: u32,
}

/// Counts the codes in the strings of a piece, whose numbers stand between `)` and `(`.
pub(super) fn count_codes(bytes: &[u8]) -> usize {
    let mut inside = true;
    bytes
        .iter()
        .filter(|byte| {
            match byte {
                b')' => inside = false,
                b'(' => inside = true,
                _ => return inside,
            }
            false
        })
        .count()
}
