//! Page content: lines become text operators.

use std::borrow::Cow;
use std::ops::Index;

use super::codes::{Codes, FontIndex, SPACE};
use super::gather::{Gathered, WordEnding, key};
use super::lines::{self, LineOnPage};
use super::mark::{Artifact, ContentLeaf, Mark, MarkedContent};
use super::missing;
use super::number::{fixed, integer, push_decimal, push_integer};
use super::pictures;
use super::words::{Coded, MissingBox, PartKind, WordPart, Words, count_codes};
use crate::galley::{Galley, Item, Line, LineEnd, PictureId, Text, TextOrigin};
use crate::paginate::Page;
use crate::style::{Ink, Paper};
use crate::unit::Length;

/// Decimals of a coordinate in points: the error of 0.005 pt, 2 µm, is below any printer's dot.
const COORDINATE: u32 = 2;
/// Decimals of word spacing in points: twenty spaces add up to less than 0.01 pt.
const SPACING: u32 = 3;
/// A word that stands this many points from its place is moved by a number in the `TJ` array.
const TOLERANCE: f64 = 0.008;

/// Everything that the content of a page is written from.
#[derive(Clone, Copy)]
pub(super) struct ContentSource<'s> {
    /// The galley.
    pub(super) galley: &'s Galley,
    /// Its words as bytes.
    pub(super) words: &'s Words,
    /// Their fonts.
    pub(super) codes: &'s Codes,
    /// The word spaces of the fonts.
    pub(super) spaces: &'s SpaceWidths,
    /// The size of the page.
    pub(super) paper: Paper,
}

/// Advance of the word space of each font, in thousandths of an em; none where it has none.
#[derive(Debug)]
pub(super) struct SpaceWidths(Vec<Option<f64>>);

impl SpaceWidths {
    /// Measures the word space of every font.
    pub(super) fn measure(codes: &Codes, gathered: &Gathered<'_>) -> Self {
        let width = |face| {
            let measures = gathered.measures(face);
            measures.space.map(|glyph| measures.width(glyph))
        };
        Self(codes.fonts.iter().map(|font| width(font.face)).collect())
    }

    /// Returns the first font that has a word space.
    fn first(&self) -> Option<FontIndex> {
        self.0.iter().position(Option::is_some).map(FontIndex::new)
    }
}

impl Index<FontIndex> for SpaceWidths {
    type Output = Option<f64>;

    fn index(&self, font: FontIndex) -> &Option<f64> {
        &self.0[font.index()]
    }
}

/// Operators and marked content of a page.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Its operators.
    pub(super) bytes: Vec<u8>,
    /// Its stretches of the article; the index of each is its marked-content identifier.
    pub(super) leaves: Vec<MarkedContent>,
}

/// Writes the content of a page: its lines inside one text object, the article's first, then the rules and
/// the pictures. Its marked content is numbered from `first`.
pub(super) fn page(page: &Page, source: ContentSource<'_>, first: usize) -> Content {
    let mut writer = ContentWriter::new(source);
    writer.first = first;
    writer.out.extend_from_slice(b"BT\n");
    writer.set_leading(page);
    lines::page_lines(page, source.galley).for_each(|placed_line| writer.line(&placed_line));
    writer.end_mark();
    writer.ink(Ink::BLACK);
    writer.out.extend_from_slice(b"ET\n");
    writer.boxes();
    writer.pictures();
    Content { bytes: writer.out, leaves: writer.leaves }
}

/// A rectangle to be filled, in hundredths of a point: left, bottom, width, height.
type FilledArea = [i64; 4];

/// The text state a reader is in (ISO 32000-1, 9.3), and where its pen stands.
struct ContentWriter<'s> {
    source: ContentSource<'s>,
    out: Vec<u8>,
    font: Option<(FontIndex, Length)>,
    /// `Tw` in thousandths of a point.
    word_spacing: i64,
    /// `Tc` in thousandths of a point.
    tracking: i64,
    /// `g` or `rg`.
    ink: Ink,
    /// `Tz` in thousandths.
    scaling: u16,
    /// `Ts` in hundredths of a point.
    rise: i64,
    /// `TL` in hundredths of a point.
    leading: i64,
    /// Start of the line, in hundredths of a point from the lower left corner.
    origin: (i64, i64),
    /// Exact start of the line, in points from the left edge of the page.
    left: f64,
    /// Intended position of the pen, in points from the left edge of the page.
    wanted: f64,
    /// Position of a reader's pen.
    drawn: f64,
    /// Inside a `TJ` array; inside a string of it.
    array: bool,
    string: bool,
    filled: Vec<FilledArea>,
    /// Pictures by their numbers, what they are, and where they stand.
    pictures: Vec<(usize, Mark, FilledArea)>,
    /// Open marked content.
    mark: Option<Mark>,
    /// The stretch of the article that was shown last.
    leaf: Option<ContentLeaf>,
    leaves: Vec<MarkedContent>,
    /// The number of its first marked content.
    first: usize,
}

impl<'s> ContentWriter<'s> {
    fn new(source: ContentSource<'s>) -> Self {
        Self {
            source,
            out: Vec::with_capacity(8 << 10),
            font: None,
            word_spacing: 0,
            tracking: 0,
            ink: Ink::BLACK,
            scaling: 1000,
            rise: 0,
            leading: 0,
            origin: (0, 0),
            left: 0.0,
            wanted: 0.0,
            drawn: 0.0,
            array: false,
            string: false,
            filled: Vec::new(),
            pictures: Vec::new(),
            mark: None,
            leaf: None,
            leaves: Vec::new(),
            first: 0,
        }
    }

    /// Sets `TL` to the most frequent distance of two lines, so that `T*` reaches the next one.
    fn set_leading(&mut self, page: &Page) {
        let mut steps: Vec<i64> = page
            .body
            .windows(2)
            .filter_map(|pair| match pair {
                [upper, lower] => Some(fixed((lower.y - upper.y).pt(), 2)),
                _ => None,
            })
            .collect();
        steps.sort_unstable();
        let leading =
            steps.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).and_then(<[_]>::first);
        if let Some(&leading) = leading.filter(|&&step| step > 0) {
            self.leading = leading;
            push_decimal(&mut self.out, leading, COORDINATE);
            self.out.extend_from_slice(b" TL\n");
        }
    }

    /// Writes one line.
    fn line(&mut self, placed_line: &LineOnPage<'_>) {
        let line = placed_line.line;
        self.ink(line.ink);
        self.go_to(placed_line);
        self.scale(line);
        self.space_words(line);
        let ends_word = match line.end {
            LineEnd::Space | LineEnd::Forced => true,
            LineEnd::AddedSpace => Mark::says_added(placed_line),
            LineEnd::Paragraph => !placed_line.last,
            LineEnd::Hyphen | LineEnd::Explicit | LineEnd::Wrapped => false,
        };
        if line.reading.is_empty() {
            for (nth, item) in line.items.iter().enumerate() {
                let mark = self.mark_of(nth, item, placed_line);
                self.item(nth, mark, line);
            }
            if ends_word {
                self.last_space(placed_line);
            }
        } else {
            self.in_reading_order(placed_line, ends_word);
        }
        self.end_array();
    }

    /// Returns the mark of an item; none for white that is not said.
    fn mark_of(&self, nth: usize, item: &Item, placed_line: &LineOnPage<'_>) -> Option<Mark> {
        match item {
            Item::Text(text) => Some(Mark::of(text, nth, placed_line)),
            Item::Space { passage, added, .. } => {
                Some(Mark::of_space(*passage, *added, placed_line))
            }
            Item::Picture { .. } => {
                let own =
                    placed_line.entry.and_then(|entry| placed_line.line.node.or(entry.node));
                Some(Mark::of_leaf(own, None))
            }
            Item::Kern(_) | Item::Rule { .. } => None,
        }
    }

    /// Writes the item of this index where the pen should be, and moves on.
    fn item(&mut self, nth: usize, mark: Option<Mark>, line: &Line) {
        match &line.items[nth] {
            Item::Text(text) => {
                mark.into_iter().for_each(|mark| self.open_mark(mark));
                self.text(text, WordEnding::of(text, line, nth));
            }
            Item::Space { width, .. } => {
                mark.into_iter().for_each(|mark| self.open_mark(mark));
                self.space(*width, line);
            }
            Item::Kern(width) => self.wanted += width.pt(),
            Item::Rule { width, thickness, rise } => {
                self.rule(*width, *thickness, *rise);
                self.wanted += width.pt();
            }
            Item::Picture { id, width, height, .. } => {
                let mark = mark.unwrap_or(Mark::Artifact(Artifact::Ornament));
                self.picture(*id, mark, *width, *height);
                self.wanted += width.pt();
            }
        }
    }

    /// Returns the distance that the item of this index moves the pen, in points.
    fn width_of(&self, nth: usize, line: &Line) -> f64 {
        match &line.items[nth] {
            Item::Text(text) => {
                let says = WordEnding::of(text, line, nth);
                self.advance(self.source.words.get(key(text, says)), text)
            }
            Item::Space { width, .. } => width.pt() * self.factor() + line.word_space.pt(),
            Item::Kern(width) | Item::Rule { width, .. } | Item::Picture { width, .. } => {
                width.pt()
            }
        }
    }

    /// Writes a line that has text from right to left: stretches of one mark in the order of
    /// reading. One whose glyphs stand in another order has what it says; the structure says it (ISO 32000-1, 14.9.4): readers that go by the glyphs turn them round themselves.
    fn in_reading_order(&mut self, placed_line: &LineOnPage<'_>, ends_word: bool) {
        let line = placed_line.line;
        let mut places = Vec::with_capacity(line.items.len());
        let mut pen = self.wanted;
        for nth in 0..line.items.len() {
            places.push(pen);
            pen += self.width_of(nth, line);
        }
        // What was put before the line, as a label is, is read first.
        let before = line.items.len().saturating_sub(line.reading.len());
        let turned = line.reading.iter().map(|&place| before + place as usize);
        let order: Vec<(usize, Option<Mark>)> = (0..before)
            .chain(turned)
            .map(|nth| (nth, self.mark_of(nth, &line.items[nth], placed_line)))
            .collect();
        let mut rest = &*order;
        while let Some(&(_, mark)) = rest.first() {
            let same = rest.iter().take_while(|(_, other)| *other == mark).count();
            let (stretch, later) = rest.split_at(same);
            rest = later;
            let mut seen: Vec<usize> = stretch.iter().map(|&(nth, _)| nth).collect();
            seen.sort_unstable();
            let turned = is_turned(stretch, line);
            if turned {
                // A stretch of its own, whatever stood before it.
                self.end_mark();
            }
            mark.into_iter().for_each(|mark| self.open_mark(mark));
            if turned
                && matches!(mark, Some(Mark::Article(_)))
                && let Some(shown) = self.leaves.last_mut()
            {
                let said = stretch.iter().filter_map(|&(nth, _)| said(&line.items[nth]));
                shown.said = Some(said.collect::<String>().into());
            }
            for nth in seen {
                self.wanted = places[nth];
                self.item(nth, mark, line);
            }
            if turned {
                self.end_mark();
            }
        }
        self.wanted = pen;
        if ends_word {
            self.last_space(placed_line);
        }
    }

    /// Opens a span that says something else than it shows.
    fn open_span(&mut self, said: impl Iterator<Item = u16>) {
        self.out.extend_from_slice(b"/Span<</ActualText<FEFF");
        for half in said {
            self.out.extend_from_slice(format!("{half:04X}").as_bytes());
        }
        self.out.extend_from_slice(b">>>BDC\n");
    }

    /// Opens marked content, unless it is what is open.
    fn open_mark(&mut self, mark: Mark) {
        if self.mark == Some(mark) {
            return;
        }
        self.end_mark();
        match mark {
            Mark::Artifact(artifact) => self.out.extend_from_slice(artifact.opening()),
            Mark::Article(leaf) => {
                self.out.extend_from_slice(b"/P<</MCID ");
                push_integer(&mut self.out, integer(self.first + self.leaves.len()));
                self.out.extend_from_slice(b">>BDC\n");
                self.leaves.push(MarkedContent { leaf, said: None });
                self.leaf = Some(leaf);
            }
        }
        self.mark = Some(mark);
    }

    /// Ends the open marked content.
    fn end_mark(&mut self) {
        if self.mark.take().is_some() {
            self.end_array();
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    /// The space at a line's end, which nobody sees: whoever reads on from line to line would else
    /// take two words for one (ISO 32000-1, 14.8.2.5). It is the article's also where the line ends
    /// with what is not: with the mark of a note, or with what the press added.
    fn last_space(&mut self, placed_line: &LineOnPage<'_>) {
        if !placed_line.line.items.iter().any(|item| matches!(item, Item::Text(_))) {
            return;
        }
        let structure = &self.source.galley.structure;
        let mark = match (Mark::of_space(None, false, placed_line), self.leaf) {
            // A passage that goes on behind the line's end must not be closed before the space.
            (Mark::Article(own), Some(leaf)) if leaf.node == own.node => {
                Mark::Article(ContentLeaf {
                    passage: structure.outside_note_marks(leaf.passage),
                    ..leaf
                })
            }
            (mark, _) => mark,
        };
        if matches!(mark, Mark::Article(_)) && self.font.is_some() {
            self.open_mark(mark);
            if self.space_font() {
                self.open_string();
                self.out.push(SPACE);
            }
        }
    }

    /// Sees to it that the font at hand has a word space, where any font has one.
    fn space_font(&mut self) -> bool {
        let Some((font, size)) = self.font else { return false };
        let spaces = self.source.spaces;
        if spaces[font].is_some() {
            return true;
        }
        let other = spaces.first();
        if let Some(other) = other {
            self.select(other, size);
        }
        other.is_some()
    }

    /// Moves to the start of the line, from the start of the one before.
    fn go_to(&mut self, placed_line: &LineOnPage<'_>) {
        self.left = (placed_line.x + placed_line.line.x).pt();
        let up = (self.source.paper.height - placed_line.y).pt();
        let (x, y) = (fixed(self.left, 2), fixed(up, 2));
        let (right, up) = (x - self.origin.0, y - self.origin.1);
        if right == 0 && up == -self.leading && up != 0 {
            self.out.extend_from_slice(b"T*\n");
        } else {
            push_decimal(&mut self.out, right, COORDINATE);
            self.out.push(b' ');
            push_decimal(&mut self.out, up, COORDINATE);
            self.out.extend_from_slice(b" Td\n");
        }
        self.origin = (x, y);
        self.wanted = self.left;
        self.drawn = x as f64 / 100.0;
    }

    /// Sets the colour of what follows, where it changes.
    fn ink(&mut self, ink: Ink) {
        if ink == self.ink {
            return;
        }
        self.ink = ink;
        let grey = ink.is_grey();
        for &part in if grey { &ink.0[..1] } else { &ink.0[..] } {
            // Thousandths tell all of the 256 steps apart.
            push_decimal(&mut self.out, i64::from(part) * 1000 / 255, 3);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(if grey { b"g\n" } else { b"rg\n" });
    }

    fn scale(&mut self, line: &Line) {
        if self.scaling != line.scaling {
            self.scaling = line.scaling;
            push_decimal(&mut self.out, i64::from(line.scaling), 1);
            self.out.extend_from_slice(b" Tz\n");
        }
    }

    /// Horizontal scaling as a factor.
    fn factor(&self) -> f64 {
        f64::from(self.scaling) / 1000.0
    }

    /// Sets `Tw` to what the first space of the line wants; a space of another width in the same
    /// line is put right by a number. `Tw` is scaled horizontally too (ISO 32000-1, 9.4.4).
    fn space_words(&mut self, line: &Line) {
        let Some((width, face, size)) = line.items.iter().find_map(|item| match item {
            Item::Space { width, face, size, .. } => Some((*width, *face, *size)),
            _ => None,
        }) else {
            return;
        };
        let font = self.source.codes.fonts.iter().position(|font| font.face == face);
        let own = font.and_then(|font| self.source.spaces[FontIndex::new(font)]);
        let Some(own) = own else { return };
        // What follows each letter follows the space too.
        let tracking = line.items.iter().find_map(|item| match item {
            Item::Text(text) => text.shaped.runs.first().map(|run| run.tracking),
            _ => None,
        });
        let natural = (own + f64::from(tracking.unwrap_or(0))) * size.pt() / 1000.0;
        let extra = width.pt() - natural + line.word_space.pt() / self.factor().max(0.001);
        let spacing = fixed(extra, 3);
        if spacing != self.word_spacing {
            self.word_spacing = spacing;
            push_decimal(&mut self.out, spacing, SPACING);
            self.out.extend_from_slice(b" Tw\n");
        }
    }

    /// A word space: its code in the font at hand, or only white where there is none.
    fn space(&mut self, width: Length, line: &Line) {
        if self.space_font()
            && let Some((font, size)) = self.font
            && let Some(own) = self.source.spaces[font]
        {
            self.correct();
            self.open_string();
            self.out.push(SPACE);
            let spacing = (self.word_spacing + self.tracking) as f64 / 1000.0;
            self.drawn += (own * size.pt() / 1000.0 + spacing) * self.factor();
        }
        self.wanted += width.pt() * self.factor() + line.word_space.pt();
    }

    /// A word, copied from [`Words`].
    fn text(&mut self, text: &Text, says: WordEnding) {
        let words = self.source.words;
        let word = words.get(key(text, says));
        let left = self.wanted;
        for piece in words.pieces(word) {
            self.piece(piece, text, left);
        }
        self.wanted = left + self.advance(word, text);
    }

    fn advance(&self, word: &Coded, text: &Text) -> f64 {
        (word.advance + text.tracking.pt() * f64::from(word.glyphs)) * self.factor()
    }

    fn piece(&mut self, piece: &WordPart, text: &Text, left: f64) {
        let tracked = text.tracking.pt() * f64::from(piece.glyphs_before);
        self.wanted = left + (piece.at + tracked) * self.factor();
        if let PartKind::BoxOpens(id) = piece.kind {
            let source = self.source;
            let MissingBox { text, at, width, size } = source.words.missing_box(id);
            let left = left + (at + tracked) * self.factor();
            self.open_box(text, left, width * self.factor(), *size);
        }
        self.track(text.tracking + piece.size.fraction(i64::from(piece.tracking), 1000));
        self.raise(fixed(piece.rise + text.rise.pt(), 2));
        self.select(piece.font, piece.size);
        self.correct();
        self.open_string();
        let bytes = self.source.words.bytes(piece);
        self.out.extend_from_slice(bytes);
        self.drawn += piece.drawn * self.factor();
        if text.tracking != Length::ZERO {
            let codes = count_codes(bytes) as f64;
            let tracking = fixed(text.tracking.pt(), 3) as f64 / 1000.0;
            self.drawn += codes * tracking * self.factor();
        }
        if piece.kind == PartKind::BoxCloses {
            self.end_array();
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    fn track(&mut self, tracking: Length) {
        let tracking = fixed(tracking.pt(), 3);
        if tracking != self.tracking {
            self.end_array();
            self.tracking = tracking;
            push_decimal(&mut self.out, tracking, SPACING);
            self.out.extend_from_slice(b" Tc\n");
        }
    }

    fn raise(&mut self, rise: i64) {
        if rise != self.rise {
            self.end_array();
            self.rise = rise;
            push_decimal(&mut self.out, rise, COORDINATE);
            self.out.extend_from_slice(b" Ts\n");
        }
    }

    fn select(&mut self, font: FontIndex, size: Length) {
        if self.font != Some((font, size)) {
            self.end_array();
            self.font = Some((font, size));
            self.out.push(b'/');
            self.out.extend_from_slice(font.resource_name().as_bytes());
            self.out.push(b' ');
            push_decimal(&mut self.out, fixed(size.pt(), 3), 3);
            self.out.extend_from_slice(b" Tf\n");
        }
    }

    /// Moves the pen by a number where it is out of its place.
    fn correct(&mut self) {
        let off = self.wanted - self.drawn;
        let Some((_, size)) = self.font else { return };
        let em = size.pt() * self.factor();
        if off.abs() < TOLERANCE || em <= 0.0 {
            return;
        }
        let thousandths = fixed(off / em, 3);
        if thousandths == 0 {
            return;
        }
        if !self.array {
            self.out.push(b'[');
            self.array = true;
        } else if self.string {
            self.out.push(b')');
            self.string = false;
        }
        push_integer(&mut self.out, -thousandths);
        self.drawn += thousandths as f64 * em / 1000.0;
    }

    fn open_string(&mut self) {
        if !self.array {
            self.out.push(b'[');
            self.array = true;
        }
        if !self.string {
            self.out.push(b'(');
            self.string = true;
        }
    }

    fn end_array(&mut self) {
        if self.string {
            self.out.push(b')');
            self.string = false;
        }
        if self.array {
            self.out.extend_from_slice(b"]TJ\n");
            self.array = false;
        }
    }

    /// Notes a rule that begins at the pen.
    fn rule(&mut self, width: Length, thickness: Length, rise: Length) {
        let bottom = self.origin.1 + fixed(rise.pt(), 2);
        let left = fixed(self.wanted, 2);
        self.filled.push([left, bottom, fixed(width.pt(), 2), fixed(thickness.pt(), 2).max(1)]);
    }

    /// Notes a picture whose lower left corner is at the pen.
    fn picture(&mut self, id: PictureId, mark: Mark, width: Length, height: Length) {
        let number = pictures::number(self.source.galley, id);
        let (left, bottom) = (fixed(self.wanted, 2), self.origin.1);
        let place = [left, bottom, fixed(width.pt(), 2), fixed(height.pt(), 2)];
        self.pictures.push((number, mark, place));
    }

    /// Opens the box of a missing character: its digits say the character, its edges are drawn
    /// with the rules.
    fn open_box(&mut self, text: &str, left: f64, width: f64, size: Length) {
        self.end_array();
        self.open_span(text.encode_utf16());
        let part = |share: f64| fixed(share * size.pt(), 2);
        let (side, stroke, height) =
            (part(missing::SIDE), part(missing::STROKE).max(1), part(missing::HEIGHT));
        let (left, bottom) = (fixed(left, 2) + side, self.origin.1);
        let width = (fixed(width, 2) - 2 * side).max(stroke);
        self.filled.push([left, bottom, width, stroke]);
        self.filled.push([left, bottom + height - stroke, width, stroke]);
        self.filled.push([left, bottom, stroke, height]);
        self.filled.push([left + width - stroke, bottom, stroke, height]);
    }

    /// Fills the rules of the page, outside the text object as they must be.
    fn boxes(&mut self) {
        if self.filled.is_empty() {
            return;
        }
        self.out.extend_from_slice(Artifact::Ornament.opening());
        for rectangle in std::mem::take(&mut self.filled) {
            for number in rectangle {
                push_decimal(&mut self.out, number, COORDINATE);
                self.out.push(b' ');
            }
            self.out.extend_from_slice(b"re\n");
        }
        self.out.extend_from_slice(b"f\nEMC\n");
    }

    /// Paints the pictures of the page: the unit square of each is brought to its place (ISO
    /// 32000-1, 8.9.5).
    fn pictures(&mut self) {
        for (number, mark, place) in std::mem::take(&mut self.pictures) {
            let [left, bottom, width, height] = place;
            self.open_mark(mark);
            self.out.extend_from_slice(b"q ");
            for place in [width, 0, 0, height, left, bottom] {
                push_decimal(&mut self.out, place, COORDINATE);
                self.out.push(b' ');
            }
            let name = pictures::name(number);
            self.out.extend_from_slice(format!("cm /{name} Do Q\n").as_bytes());
            self.end_mark();
        }
    }
}

/// Returns true if the glyphs of a stretch, whose items are in the order of reading, stand in another
/// order.
fn is_turned(stretch: &[(usize, Option<Mark>)], line: &Line) -> bool {
    let is_rtl = |&(nth, _): &(usize, Option<Mark>)| match &line.items[nth] {
        Item::Text(text) => text.shaped.runs.iter().any(|run| run.rtl),
        Item::Space { .. } | Item::Picture { .. } | Item::Kern(_) | Item::Rule { .. } => false,
    };
    !stretch.is_sorted_by_key(|&(nth, _)| nth) || stretch.iter().any(is_rtl)
}

/// Returns the text of an item, in the order of reading.
fn said(item: &Item) -> Option<Cow<'_, str>> {
    match item {
        Item::Text(text) if text.origin == TextOrigin::Hyphenated => {
            // The hyphen is ours, and says that the word goes on.
            let shown = &text.shaped.text;
            let own = shown.strip_suffix(['-', '\u{2010}']).unwrap_or(shown);
            Some(format!("{own}\u{AD}").into())
        }
        Item::Text(text) => Some(Cow::Borrowed(&text.shaped.text)),
        Item::Space { .. } => Some(" ".into()),
        Item::Kern(_) | Item::Rule { .. } | Item::Picture { .. } => None,
    }
}
