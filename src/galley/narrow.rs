//! Narrow measures: below which lines are set ragged.
//!
//! Comes in: a face, a measure. Goes out: how many characters it holds. Never done here: setting.

use crate::diagnostic::{Diagnostic, Place};
use crate::font::Faces;
use crate::shape::Font;
use crate::unit::Length;

/// English of common letters in about their common shares, spaces included; its length over its
/// letters is the width of a character. Kerning is left out: a bound needs none.
const SAMPLE: &str = "there is a time in the life of each of us when we are glad to find that \
                      not all that was said had been meant as it was understood";

/// Characters that a line must hold to be justified: with fewer, spaces become holes whatever the
/// algorithm (45 is the least of Bringhurst's range for a justified text, 2.1.2).
const LEAST: i64 = 45;
/// The same for a list or a quotation inside a column that is justified: ragged lines in the midst
/// of justified ones are the greater evil for a while.
const LEAST_INSIDE: i64 = 36;

/// What lines must be wide to be justified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Narrow {
    /// Width of a character.
    character: Length,
    /// The whole column is too narrow.
    column: bool,
}

impl Narrow {
    /// Looks at a column of `measure` set in `font`.
    pub(super) fn new(faces: &Faces, font: Font, measure: Length) -> Self {
        let face = faces.face(faces.serve(font.role, font.style));
        let units =
            |letter| face.glyph(letter).map_or(0, |glyph| i64::from(face.advance(glyph)));
        let units: i64 = SAMPLE.chars().map(units).sum();
        let width = font.size.fraction(units, i64::from(face.units_per_em).max(1));
        let letters = i64::try_from(SAMPLE.chars().count()).unwrap_or(1);
        let character = width / letters.max(1);
        Self { character, column: measure < character * LEAST }
    }

    /// Whether lines of this width are set ragged.
    pub(super) fn is_ragged(&self, width: Length) -> bool {
        self.column || width < self.character * LEAST_INSIDE
    }

    /// What is said of a column that is too narrow.
    pub(super) fn diagnostic(&self, measure: Length) -> Option<Diagnostic> {
        let holds = measure.sp() / self.character.sp().max(1);
        let message = format!(
            "a measure of {measure} holds about {holds} characters, too few to be justified: its \
             lines are set ragged"
        );
        self.column.then(|| {
            Diagnostic::warning("narrow-measure", Place::default(), message)
                .hint("give a wider measure, smaller type or fewer columns")
        })
    }
}
