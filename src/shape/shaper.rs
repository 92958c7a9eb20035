//! The shaper: pieces of text become runs of glyphs.
//!
//! Comes in: [`Request`]s. Goes out: [`Shaped`]. Never done here: choosing a font, breaking lines.

use std::fmt;

use harfrust::{Buffer, BufferFlags, ShapeOptions, ShaperFont};

use super::itemise::{Itemiser, Piece, is_ignorable, stand_in};
use super::plan::{Plan, PlanKey, Plans};
use super::{Glyph, Request, Run, Shaped, missing_advance};
use crate::font::{Face, FaceId, Faces};
use crate::unit::Length;

/// Shapes texts with the faces of one case of type. It keeps buffers and plans, so use one for
/// each thread and keep it; [`Faces`] may be shared.
pub struct Shaper<'f> {
    faces: &'f Faces,
    fonts: Vec<Option<Opened<'f>>>,
    plans: Plans,
    itemiser: Itemiser,
    pieces: Vec<Piece>,
    buffer: Buffer,
}

/// A face that the shaper has opened.
struct Opened<'f> {
    font: ShaperFont<'f, 'static>,
    /// It has every printable ASCII character, so that plain words need no look at each.
    has_ascii: bool,
}

impl fmt::Debug for Shaper<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Shaper").field("faces", &self.faces).finish_non_exhaustive()
    }
}

impl<'f> Shaper<'f> {
    /// A shaper that has opened no face yet.
    #[must_use]
    pub fn new(faces: &'f Faces) -> Self {
        Self {
            faces,
            fonts: Vec::new(),
            plans: Plans::default(),
            itemiser: Itemiser::new(),
            pieces: Vec::new(),
            buffer: Buffer::new(),
        }
    }

    /// The faces it shapes with.
    #[must_use]
    pub fn faces(&self) -> &'f Faces {
        self.faces
    }

    /// Shapes a text. Runs come in visual order and their bytes partition the text; characters
    /// that no face has come as runs of their own, one for each.
    pub fn shape(&mut self, request: &Request<'_>) -> Shaped {
        let mut pieces = std::mem::take(&mut self.pieces);
        self.divide(request, &mut pieces);
        let mut runs = Vec::with_capacity(pieces.len());
        if request.rtl {
            runs.extend(pieces.iter().rev().map(|piece| self.run(request, piece)));
        } else {
            runs.extend(pieces.iter().map(|piece| self.run(request, piece)));
        }
        self.pieces = pieces;
        let advance = runs.iter().map(|run| run.advance).sum();
        Shaped { text: request.text.into(), runs: runs.into(), advance }
    }

    /// Divides the text by face and script; a plain word in a face that has ASCII is one piece.
    fn divide(&mut self, request: &Request<'_>, pieces: &mut Vec<Piece>) {
        let text = request.text;
        let (role, cut) = (request.font.role, request.font.cut);
        let face = self.faces.serve(role, cut);
        let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if is_plain && self.open(face).is_some_and(|opened| opened.has_ascii) {
            pieces.clear();
            if !text.is_empty() {
                let end = text.len();
                pieces.push(Piece { face, script: *b"Latn", start: 0, end, missing: None });
            }
            return;
        }
        self.itemiser.divide(self.faces, (role, cut), text, pieces);
    }

    /// The opened face, if it is a font at all.
    fn open(&mut self, id: FaceId) -> Option<&Opened<'f>> {
        let place = usize::from(id.0);
        if self.fonts.len() <= place {
            self.fonts.resize_with(place + 1, || None);
        }
        let slot = self.fonts.get_mut(place)?;
        if slot.is_none() {
            let face = self.faces.face(id);
            *slot = face.parsed().map(|font| Opened {
                font: ShaperFont::new(font),
                has_ascii: (' '..='~').all(|character| face.glyph(character).is_some()),
            });
        }
        slot.as_ref()
    }

    /// One piece as a run.
    fn run(&mut self, request: &Request<'_>, piece: &Piece) -> Run {
        let size = request.font.size;
        // Letters that join, or stand in the room of one, are not moved apart.
        let apart = matches!(&piece.script, b"Latn" | b"Grek" | b"Cyrl" | b"Zyyy");
        let apart = apart && piece.missing.is_none();
        let tracking = if apart { request.font.features.tracking } else { 0 };
        let (glyphs, advance) = match piece.missing {
            Some(character) => (Box::default(), missing_advance(character, size)),
            None => {
                let mut glyphs = self.glyphs(request, piece);
                if tracking > 0 {
                    track(&mut glyphs, tracking, self.faces.face(piece.face));
                }
                let units = glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
                (glyphs, at_size(units, size, self.faces.face(piece.face)))
            }
        };
        Run {
            face: piece.face,
            size,
            script: piece.script,
            tracking,
            rtl: request.rtl,
            glyphs,
            advance,
            missing: piece.missing,
            bytes: (offset(piece.start), offset(piece.end)),
        }
    }

    /// The glyphs of one piece, in visual order.
    fn glyphs(&mut self, request: &Request<'_>, piece: &Piece) -> Box<[Glyph]> {
        self.open(piece.face);
        let face = self.faces.face(piece.face);
        let text = request.text.get(piece.start..piece.end).unwrap_or("");
        let key = PlanKey {
            face: piece.face,
            script: piece.script,
            rtl: request.rtl,
            language: request.language,
            role: request.font.role,
            features: request.font.features,
        };
        let opened = self.fonts.get(usize::from(piece.face.0)).and_then(Option::as_ref);
        let plan = face.parsed().and_then(|font| self.plans.get(font, key));
        let (Some(opened), Some(plan)) = (opened, plan) else { return Box::default() };
        fill(&mut self.buffer, text, piece.start, face, plan);
        let options = ShapeOptions::new().plan(Some(&plan.shape)).features(&plan.features);
        let shaped = harfrust::shape(&opened.font, &mut self.buffer, options);
        if shaped.is_err() || !self.buffer.allocation_successful() {
            return unshaped(face, text, piece.start, request.rtl);
        }
        read(&self.buffer)
    }
}

/// Adds white after the last glyph of each cluster: marks stay on their letters.
fn track(glyphs: &mut [Glyph], tracking: u16, face: &Face) {
    let white = (i32::from(face.units_per_em) * i32::from(tracking) + 500) / 1000;
    for nth in 0..glyphs.len() {
        let next = glyphs.get(nth + 1).map(|next| next.cluster);
        if let Some(glyph) = glyphs.get_mut(nth).filter(|glyph| next != Some(glyph.cluster)) {
            glyph.advance += white;
        }
    }
}

/// Puts the text of a piece into the buffer, each character with its place in the whole text.
fn fill(buffer: &mut Buffer, text: &str, start: usize, face: &Face, plan: &Plan) {
    buffer.clear();
    buffer.reserve(text.len());
    for (at, character) in text.char_indices() {
        let character =
            if matches!(character, ' '..='~') { character } else { stand_in(face, character) };
        buffer.push(u32::from(character), offset(start + at));
    }
    buffer.set_content_type(Some(harfrust::ContentType::Unicode));
    buffer.set_direction(plan.direction);
    buffer.set_script(plan.script);
    buffer.set_flags(BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
}

/// The buffer's glyphs in our own form.
fn read(buffer: &Buffer) -> Box<[Glyph]> {
    let infos = buffer.glyph_infos().iter();
    infos
        .zip(buffer.glyph_positions())
        .map(|(info, position)| Glyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            advance: position.x_advance,
            dx: clamped(position.x_offset),
            dy: clamped(position.y_offset),
            cluster: info.cluster,
            unsafe_to_break: info.unsafe_to_break(),
        })
        .collect()
}

/// Character by character, for the text that a hostile font keeps the shaper from shaping.
fn unshaped(face: &Face, text: &str, start: usize, rtl: bool) -> Box<[Glyph]> {
    let glyph = |(at, character): (usize, char)| {
        let id = face.glyph(stand_in(face, character)).unwrap_or(0);
        let advance = if is_ignorable(character) { 0 } else { i32::from(face.advance(id)) };
        let cluster = offset(start + at);
        Glyph { id, advance, dx: 0, dy: 0, cluster, unsafe_to_break: false }
    };
    let mut glyphs: Vec<Glyph> = text.char_indices().map(glyph).collect();
    if rtl {
        glyphs.reverse();
    }
    glyphs.into()
}

/// Font units at a size: rounded once, to the nearest scaled point.
fn at_size(units: i64, size: Length, face: &Face) -> Length {
    let em = i64::from(face.units_per_em.max(1));
    if let Some(product) = units.checked_mul(size.sp()).and_then(|it| it.checked_add(em / 2)) {
        return Length::from_sp(product.div_euclid(em));
    }
    let upem = i128::from(em);
    let scaled = (i128::from(units) * i128::from(size.sp()) + upem / 2).div_euclid(upem);
    let limit = if scaled < 0 { i64::MIN } else { i64::MAX };
    Length::from_sp(i64::try_from(scaled).unwrap_or(limit))
}

/// A byte offset as runs and glyphs hold it; a text beyond 4 GiB stops at the end.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A glyph's offset as we hold it; fonts do not exceed it, hostile ones are held.
fn clamped(units: i32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of i16")]
    let units = units.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
    units
}
