//! Shaping: a piece of text in one font becomes glyphs.
//!
//! Comes in: text, a [`Font`], a language, a direction. Goes out: [`Shaped`] runs, each in a face
//! that has its characters. Never done here: knowing the width of a line.

pub mod bidi;
mod itemise;
mod plan;
mod shaper;

use crate::article::Language;
use crate::font::{Cut, FaceId, Role};
use crate::unit::Length;

pub use shaper::Shaper;

/// A font as layout asks for it; which face serves is decided character by character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Font {
    /// What the type is for.
    pub role: Role,
    /// Upright or italic, regular or bold.
    pub cut: Cut,
    /// Type size.
    pub size: Length,
    /// Figures and letters.
    pub features: Features,
}

/// OpenType features that layout chooses; kerning, ligatures and local forms are always on
/// (except in fixed-width faces).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Features {
    /// Lining tabular figures (`lnum`, `tnum`) instead of old-style proportional ones.
    pub lining: bool,
    /// Small capitals for the lower case (`smcp`).
    pub small_caps: bool,
    /// Small capitals for the upper case too (`c2sc`).
    pub all_small_caps: bool,
    /// Real superior figures and letters (`sups`).
    pub superior: bool,
    /// White after each glyph, in thousandths of the type size; with any, letters are not joined
    /// to ligatures.
    pub tracking: u16,
}

/// What is to be shaped: text without spaces at which a line may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Request<'t> {
    /// The text, in logical order.
    pub text: &'t str,
    /// The font wished.
    pub font: Font,
    /// Its language, for local forms.
    pub language: Language,
    /// Right to left (an odd bidi level).
    pub rtl: bool,
}

/// Shaped text: runs in visual order from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct Shaped {
    /// The text that was shaped, whole and in logical order.
    pub text: Box<str>,
    /// One run for each face needed.
    pub runs: Box<[Run]>,
    /// Sum of the runs' advances.
    pub advance: Length,
}

impl Shaped {
    /// The clusters in logical order: the byte at which each begins, and its advance.
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
    /// The face that serves.
    pub face: FaceId,
    /// Type size.
    pub size: Length,
    /// ISO 15924 tag of the script, as in `Latn`.
    pub script: [u8; 4],
    /// White after each glyph, in thousandths of the type size; the glyphs' advances have it.
    pub tracking: u16,
    /// Right to left: glyphs are in visual order, their clusters descend.
    pub rtl: bool,
    /// The glyphs, from left to right.
    pub glyphs: Box<[Glyph]>,
    /// Sum of the glyphs' advances at this size.
    pub advance: Length,
    /// No face has this character: it is shown as a box with its code, and `glyphs` is empty.
    pub missing: Option<char>,
    /// The bytes of [`Shaped::text`] that the run covers.
    pub bytes: (u32, u32),
}

/// One glyph. Measures are in font units of its face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// Index in the face.
    pub id: u16,
    /// How far the pen moves, kerning included.
    pub advance: i32,
    /// How far the glyph is drawn to the right of the pen.
    pub dx: i16,
    /// How far above the baseline.
    pub dy: i16,
    /// Where its cluster begins in [`Shaped::text`], in bytes.
    pub cluster: u32,
    /// A line may not be broken before this glyph without shaping both sides anew.
    pub unsafe_to_break: bool,
}

/// Width of the box for a missing character of four hexadecimal digits, in thousandths of the
/// em: two rows of two digits at 0.4 em, with room for the frame (Unicode's advice for fallback
/// glyphs, chapter 5.3).
const MISSING_NARROW: i64 = 800;
/// The same for five or six digits: two rows of three.
const MISSING_WIDE: i64 = 1100;

/// The advance of the box that shows a missing character's code in two rows: 0.8 em for up to
/// four digits (to U+FFFF), 1.1 em for more.
#[must_use]
pub fn missing_advance(character: char, size: Length) -> Length {
    let wide = u32::from(character) > 0xFFFF;
    size.fraction(if wide { MISSING_WIDE } else { MISSING_NARROW }, 1000)
}
