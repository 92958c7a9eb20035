//! The case of type: faces, their metrics, and which one has a character.
//!
//! Comes in: font files. Goes out: [`Faces`]. Never done here: layout, or parsing a table before
//! it is wanted.

use std::sync::Arc;

/// A face in [`Faces`], by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// Headings and captions.
    Head,
    /// Code and whatever is set in fixed width.
    Code,
}

/// Which style of a family.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cut {
    /// Bold, or the family's heading weight.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

/// One face: a font file and the metrics that layout asks for, in font units.
#[derive(Debug, Clone)]
pub struct Face {
    /// PostScript name: `LibertinusSerif-Regular`.
    pub name: String,
    /// Family name: `Libertinus Serif`.
    pub family: String,
    /// The file's bytes, shared.
    pub data: FaceData,
    /// Which face of a collection.
    pub index: u32,
    /// Font units to the em.
    pub units_per_em: u16,
    /// Height above the baseline (hhea or OS/2 typographic ascender).
    pub ascent: i16,
    /// Depth below the baseline, negative.
    pub descent: i16,
    /// Height of a capital.
    pub cap_height: i16,
    /// Height of a small x.
    pub x_height: i16,
    /// Slant in degrees counter-clockwise from the vertical (post table).
    pub italic_angle: f64,
    /// Outlines are CFF (else TrueType).
    pub is_cff: bool,
    /// Every glyph has the same advance.
    pub is_monospaced: bool,
}

/// A font file's bytes: from the binary or from a file.
#[derive(Debug, Clone)]
pub enum FaceData {
    /// Inside the binary.
    Static(&'static [u8]),
    /// Read by the caller.
    Shared(Arc<[u8]>),
}

impl FaceData {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

/// The case of type: every face at hand, and which one serves.
#[derive(Debug, Default, Clone)]
pub struct Faces {
    faces: Vec<Face>,
}

impl Faces {
    /// The face with this id.
    ///
    /// # Panics
    /// Only if the id comes from another case of type.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }
}
