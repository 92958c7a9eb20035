//! Shaping: a text in one font becomes glyphs.
//!
//! Takes text with a [`Font`], a language and a direction, and gives [`Shaped`] runs, each in a face
//! that has its characters. It knows nothing of the width of a line.

pub mod bidi;
mod foreign;
mod itemise;
mod plan;
mod shaper;

use crate::article::Language;
use crate::font::{FaceId, FaceStyle, FontRole};
use crate::unit::Length;

pub use foreign::{ForeignPassage, foreign_passages, script_name};
pub use shaper::Shaper;

/// Font as layout requests it. The face is chosen for each character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Font {
    /// Use of the text.
    pub role: FontRole,
    /// Style: upright or italic, regular or bold.
    pub style: FaceStyle,
    /// Font size.
    pub size: Length,
    /// Features of figures and letters.
    pub features: Features,
}

/// OpenType features that layout chooses. Kerning, ligatures and localized forms are always on, except
/// ligatures in monospaced faces.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Features {
    /// Lining tabular figures (`lnum`, `tnum`) instead of old-style proportional ones.
    pub lining: bool,
    /// Small capitals for the lower case (`smcp`).
    pub small_caps: bool,
    /// Small capitals for the upper case too (`c2sc`).
    pub all_small_caps: bool,
    /// Superscript glyphs of the font (`sups`).
    pub superior: bool,
    /// Letter spacing in thousandths of the font size. Above zero there are no ligatures.
    pub tracking: u16,
}

/// Text to be shaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShapeRequest<'t> {
    /// Text in logical order, without spaces at which a line may break.
    pub text: &'t str,
    /// Requested font.
    pub font: Font,
    /// Language, for localized forms.
    pub language: Language,
    /// Right-to-left direction (an odd bidi level).
    pub rtl: bool,
}

/// Shaped text.
#[derive(Debug, Clone, PartialEq)]
pub struct Shaped {
    /// Text in logical order.
    pub text: Box<str>,
    /// Runs in visual order, from left to right.
    pub runs: Box<[Run]>,
    /// Sum of the advances of the runs.
    pub advance: Length,
}

impl Shaped {
    /// Returns the clusters in logical order, each with its first byte and its advance.
    #[must_use]
    pub fn clusters(&self) -> Vec<(usize, Length)> {
        let mut clusters: Vec<(usize, Length)> = Vec::new();
        for run in &self.runs {
            if run.glyphs.is_empty() {
                clusters.push((run.bytes.0 as usize, run.advance));
            }
            let units: i64 = run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
            for glyph in &run.glyphs {
                let advance = run.advance.fraction(i64::from(glyph.advance), units.max(1));
                clusters.push((glyph.cluster as usize, advance));
            }
        }
        clusters.sort_by_key(|cluster| cluster.0);
        clusters.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 += later.1;
            }
            same
        });
        clusters
    }
}

/// Glyphs of one face at one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Face.
    pub face: FaceId,
    /// Font size.
    pub size: Length,
    /// Script (ISO 15924 tag), as in `Latn`.
    pub script: [u8; 4],
    /// Letter spacing in thousandths of the font size, included in the advances.
    pub tracking: u16,
    /// Right-to-left direction: the clusters descend.
    pub rtl: bool,
    /// Glyphs from left to right.
    pub glyphs: Box<[Glyph]>,
    /// Sum of the advances of the glyphs at this size.
    pub advance: Length,
    /// Character that no face has. It is shown as a box with its code, and `glyphs` is empty.
    pub missing: Option<char>,
    /// Range of bytes of [`Shaped::text`].
    pub bytes: (u32, u32),
}

/// Glyph. Lengths are in font units of its face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// Index in the face.
    pub id: u16,
    /// Advance, with kerning and letter spacing.
    pub advance: i32,
    /// Offset to the right of the pen.
    pub dx: i16,
    /// Offset above the baseline.
    pub dy: i16,
    /// First byte of its cluster in [`Shaped::text`].
    pub cluster: u32,
    /// A line break before this glyph changes the shapes on both sides.
    pub unsafe_to_break: bool,
}

/// Width of the box for a missing character of four hexadecimal digits, in thousandths of the
/// em: two rows of two digits at 0.4 em, with space for the frame (Unicode's advice for fallback
/// glyphs, chapter 5.3).
const MISSING_NARROW: i64 = 800;
/// Width of the box for a missing character of five or six digits: two rows of three.
const MISSING_WIDE: i64 = 1100;

/// Returns the advance of the box with the code of a missing character: 0.8 em to U+FFFF, else
/// 1.1 em.
#[must_use]
pub fn missing_advance(character: char, size: Length) -> Length {
    let wide = u32::from(character) > 0xFFFF;
    size.fraction(if wide { MISSING_WIDE } else { MISSING_NARROW }, 1000)
}
