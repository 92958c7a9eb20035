//! Minimum measure: the width below which lines are ragged.

use crate::diagnostic::{Diagnostic, Place};
use crate::font::Faces;
use crate::shape::Font;
use crate::unit::Length;

/// English text with letters in about their usual frequencies, spaces included. Its width over its
/// length is the width of an average character; kerning is left out.
const SAMPLE: &str = "there is a time in the life of each of us when we are glad to find that \
                      not all that was said had been meant as it was understood";

/// Least number of characters of a justified line. With fewer, spaces become holes whatever the
/// algorithm (Bringhurst, 2.1.2: 45 to 75).
const MIN_CHARACTERS: i64 = 45;
/// The same inside a justified column, for a list or a quotation: lines that are ragged among
/// justified ones look worse than somewhat wide spaces.
const MIN_CHARACTERS_INSIDE: i64 = 36;

/// Minimum measure of a column in its font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MinimumMeasure {
    /// Width of an average character.
    character: Length,
    /// The whole column is too narrow.
    narrow_column: bool,
}

impl MinimumMeasure {
    /// Calculates the minimum for a column of width `measure` in `font`.
    pub(super) fn new(faces: &Faces, font: Font, measure: Length) -> Self {
        let face = faces.face(faces.serve(font.role, font.style));
        let units =
            |letter| face.glyph(letter).map_or(0, |glyph| i64::from(face.advance(glyph)));
        let units: i64 = SAMPLE.chars().map(units).sum();
        let width = font.size.fraction(units, i64::from(face.units_per_em));
        let character = width / SAMPLE.len() as i64;
        Self { character, narrow_column: measure < character * MIN_CHARACTERS }
    }

    /// True if lines of this width are ragged.
    pub(super) fn is_ragged(&self, width: Length) -> bool {
        self.narrow_column || width < self.character * MIN_CHARACTERS_INSIDE
    }

    /// Returns a warning if the whole column is too narrow.
    pub(super) fn diagnostic(&self, measure: Length) -> Option<Diagnostic> {
        let holds = measure.sp() / self.character.sp().max(1);
        let message = format!(
            "a measure of {measure} holds about {holds} characters, too few to be justified: its \
             lines are set ragged"
        );
        self.narrow_column.then(|| {
            Diagnostic::warning("narrow-measure", Place::default(), message)
                .hint("give a wider measure, smaller type or fewer columns")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::MinimumMeasure;
    use crate::font::{FaceStyle, Faces, FontRole};
    use crate::shape::{Features, Font};
    use crate::unit::Length;

    #[test]
    fn a_justified_line_holds_45_characters_or_36_inside_a_justified_column() {
        let faces = Faces::embedded();
        let font = Font {
            role: FontRole::Text,
            style: FaceStyle::default(),
            size: Length::from_pt(11.0),
            features: Features::default(),
        };
        let column = |width| MinimumMeasure::new(&faces, font, width);
        let character = column(Length::ZERO).character;
        let hair = Length::from_sp(1);
        let wide = column(character * 45);
        assert!(!wide.is_ragged(character * 36) && wide.is_ragged(character * 36 - hair));
        assert!(wide.diagnostic(character * 45).is_none());
        let narrow = column(character * 45 - hair);
        assert!(narrow.is_ragged(character * 60));
        assert!(narrow.diagnostic(character * 45 - hair).is_some());
    }
}
