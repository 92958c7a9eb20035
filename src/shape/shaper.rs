//! Shaper: a text becomes runs of glyphs.

use std::fmt;

use harfrust::{Buffer, BufferFlags, ShapeOptions, ShaperFont};

use super::itemise::{Itemiser, TextPiece, is_ignorable, stand_in};
use super::plan::{PlanCache, PlanKey, ShapingPlan};
use super::{Glyph, Run, ShapeRequest, Shaped, missing_advance};
use crate::font::{Face, FaceId, Faces};
use crate::unit::Length;

/// Shapes texts with one set of faces. A shaper caches plans and reuses buffers: keep one for each
/// thread. [`Faces`] can be shared.
pub struct Shaper<'f> {
    faces: &'f Faces,
    fonts: Vec<Option<ShaperFace<'f>>>,
    plans: PlanCache,
    itemiser: Itemiser,
    pieces: Vec<TextPiece>,
    buffer: Buffer,
}

/// Face that the shaper has opened.
struct ShaperFace<'f> {
    font: ShaperFont<'f, 'static>,
    /// It has every printable ASCII character, so that the characters of plain words are not looked up.
    has_ascii: bool,
}

impl fmt::Debug for Shaper<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Shaper").field("faces", &self.faces).finish_non_exhaustive()
    }
}

impl<'f> Shaper<'f> {
    /// Creates a shaper. It opens faces when they are needed.
    #[must_use]
    pub fn new(faces: &'f Faces) -> Self {
        Self {
            faces,
            fonts: Vec::new(),
            plans: PlanCache::default(),
            itemiser: Itemiser::new(),
            pieces: Vec::new(),
            buffer: Buffer::new(),
        }
    }

    /// Returns the faces.
    #[must_use]
    pub fn faces(&self) -> &'f Faces {
        self.faces
    }

    /// Shapes a text. The runs are in visual order, and their bytes partition the text. A character
    /// that no face has is a run of its own.
    pub fn shape(&mut self, request: &ShapeRequest<'_>) -> Shaped {
        let mut pieces = std::mem::take(&mut self.pieces);
        self.divide_text(request, &mut pieces);
        let mut runs = Vec::with_capacity(pieces.len());
        if request.rtl {
            runs.extend(pieces.iter().rev().map(|piece| self.shape_piece(request, piece)));
        } else {
            runs.extend(pieces.iter().map(|piece| self.shape_piece(request, piece)));
        }
        self.pieces = pieces;
        let advance = runs.iter().map(|run| run.advance).sum();
        Shaped { text: request.text.into(), runs: runs.into(), advance }
    }

    /// Divides the text by face and script. ASCII text is one piece if the face has all of ASCII.
    fn divide_text(&mut self, request: &ShapeRequest<'_>, pieces: &mut Vec<TextPiece>) {
        let text = request.text;
        let (role, style) = (request.font.role, request.font.style);
        let face = self.faces.serve(role, style);
        let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if is_plain && self.open(face).is_some_and(|font| font.has_ascii) {
            pieces.clear();
            if !text.is_empty() {
                let end = text.len();
                pieces.push(TextPiece { face, script: *b"Latn", start: 0, end, missing: None });
            }
            return;
        }
        self.itemiser.divide(self.faces, role, style, text, pieces);
    }

    /// Opens a face; none for the face without glyphs.
    fn open(&mut self, id: FaceId) -> Option<&ShaperFace<'f>> {
        let place = usize::from(id.0);
        if self.fonts.len() <= place {
            self.fonts.resize_with(place + 1, || None);
        }
        let slot = &mut self.fonts[place];
        if slot.is_none() {
            let face = self.faces.face(id);
            *slot = face.parsed().map(|font| ShaperFace {
                font: ShaperFont::new(font),
                has_ascii: (' '..='~').all(|character| face.glyph(character).is_some()),
            });
        }
        slot.as_ref()
    }

    /// Shapes one piece.
    fn shape_piece(&mut self, request: &ShapeRequest<'_>, piece: &TextPiece) -> Run {
        let size = request.font.size;
        // Letter spacing would separate letters that join, and signs of one square each.
        let spaced = matches!(&piece.script, b"Latn" | b"Grek" | b"Cyrl" | b"Zyyy");
        let spaced = spaced && piece.missing.is_none();
        let tracking = if spaced { request.font.features.tracking } else { 0 };
        let (glyphs, advance) = match piece.missing {
            Some(character) => (Box::default(), missing_advance(character, size)),
            None => {
                let mut glyphs = self.shape_glyphs(request, piece);
                if tracking > 0 {
                    add_tracking(&mut glyphs, tracking, self.faces.face(piece.face));
                }
                let units = glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
                (glyphs, scale_units(units, size, self.faces.face(piece.face)))
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
            bytes: (byte_offset(piece.start), byte_offset(piece.end)),
        }
    }

    /// Returns the glyphs of one piece, in visual order.
    fn shape_glyphs(&mut self, request: &ShapeRequest<'_>, piece: &TextPiece) -> Box<[Glyph]> {
        self.open(piece.face);
        let face = self.faces.face(piece.face);
        let text = &request.text[piece.start..piece.end];
        let key = PlanKey {
            face: piece.face,
            script: piece.script,
            rtl: request.rtl,
            language: request.language,
            role: request.font.role,
            features: request.font.features,
        };
        let opened = self.fonts[usize::from(piece.face.0)].as_ref();
        let (Some(opened), Some(font)) = (opened, face.parsed()) else {
            debug_assert!(
                text.chars().all(is_ignorable),
                "a face without glyphs has no character"
            );
            return Box::default();
        };
        let plan = self.plans.plan(font, key);
        fill_buffer(&mut self.buffer, text, piece.start, face, plan);
        let options = ShapeOptions::new().plan(Some(&plan.shape)).features(&plan.features);
        let shaped = harfrust::shape(&opened.font, &mut self.buffer, options);
        if shaped.is_err() || !self.buffer.allocation_successful() {
            return map_characters(face, text, piece.start, request.rtl);
        }
        read_glyphs(&self.buffer)
    }
}

/// Adds letter spacing after the last glyph of each cluster, so that marks stay on their letters.
fn add_tracking(glyphs: &mut [Glyph], tracking: u16, face: &Face) {
    let space = (i32::from(face.units_per_em) * i32::from(tracking) + 500) / 1000;
    for nth in 0..glyphs.len() {
        let next = glyphs.get(nth + 1).map(|next| next.cluster);
        if next != Some(glyphs[nth].cluster) {
            glyphs[nth].advance += space;
        }
    }
}

/// Fills the buffer with the text of a piece that begins at byte `start` of the whole text. Clusters
/// are byte offsets in the whole text.
fn fill_buffer(buffer: &mut Buffer, text: &str, start: usize, face: &Face, plan: &ShapingPlan) {
    buffer.clear();
    buffer.reserve(text.len());
    for (at, character) in text.char_indices() {
        let character =
            if matches!(character, ' '..='~') { character } else { stand_in(face, character) };
        buffer.push(u32::from(character), byte_offset(start + at));
    }
    buffer.set_content_type(Some(harfrust::ContentType::Unicode));
    buffer.set_direction(plan.direction);
    buffer.set_script(plan.script);
    buffer.set_flags(BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
}

/// Converts the glyphs of the buffer.
fn read_glyphs(buffer: &Buffer) -> Box<[Glyph]> {
    let infos = buffer.glyph_infos().iter();
    infos
        .zip(buffer.glyph_positions())
        .map(|(info, position)| Glyph {
            // Only a malformed font has larger ids; glyph 0 shows that a glyph is missing.
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            advance: position.x_advance,
            dx: clamp_offset(position.x_offset),
            dy: clamp_offset(position.y_offset),
            cluster: info.cluster,
            unsafe_to_break: info.unsafe_to_break(),
        })
        .collect()
}

/// Maps characters to glyphs one by one, for fonts whose tables stop the shaper.
fn map_characters(face: &Face, text: &str, start: usize, rtl: bool) -> Box<[Glyph]> {
    let glyph = |(at, character): (usize, char)| {
        let id = face.glyph(stand_in(face, character)).unwrap_or(0);
        let advance = if is_ignorable(character) { 0 } else { i32::from(face.advance(id)) };
        let cluster = byte_offset(start + at);
        Glyph { id, advance, dx: 0, dy: 0, cluster, unsafe_to_break: false }
    };
    let mut glyphs: Vec<Glyph> = text.char_indices().map(glyph).collect();
    if rtl {
        glyphs.reverse();
    }
    glyphs.into()
}

/// Converts font units to a length, rounded to the nearest scaled point; saturates.
fn scale_units(units: i64, size: Length, face: &Face) -> Length {
    let em = i64::from(face.units_per_em.max(1));
    if let Some(product) = units.checked_mul(size.sp()).and_then(|it| it.checked_add(em / 2)) {
        return Length::from_sp(product.div_euclid(em));
    }
    let upem = i128::from(em);
    let scaled = (i128::from(units) * i128::from(size.sp()) + upem / 2).div_euclid(upem);
    let limit = if scaled < 0 { i64::MIN } else { i64::MAX };
    Length::from_sp(i64::try_from(scaled).unwrap_or(limit))
}

/// Converts a byte offset to the type in runs and glyphs.
fn byte_offset(at: usize) -> u32 {
    u32::try_from(at).expect("the glyphs of 4 GiB of text would not fit in memory")
}

/// Converts the offset of a glyph. Only malformed fonts have offsets that are clamped.
fn clamp_offset(units: i32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of i16")]
    let units = units.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
    units
}
