//! Editions: styles for certain readers and purposes.
//!
//! Comes in: a name, a size of paper. Goes out: [`Choices`] that follow a published guideline.
//! Never done here: a value in code; each edition is a theme of `themes/`. `docs/editions.md` has
//! the guidelines.

use std::fmt;
use std::str::FromStr;

use super::nearest::nearest;
use super::{Choices, Paper, Theme};
use crate::unit::{Length, Sides};

/// For whom or for what an article is printed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For everyone.
    #[default]
    Standard,
    /// For readers with low vision.
    LargePrint,
    /// For readers with dyslexia.
    Dyslexia,
    /// To spare ink and paper.
    LowInk,
    /// For a class: lines are numbered, and there is room to write.
    Class,
    /// To be corrected by hand.
    Proof,
}

/// The editions by name, with their themes.
pub const EDITIONS: [(&str, Edition, &str); 6] = [
    ("standard", Edition::Standard, ""),
    ("large-print", Edition::LargePrint, include_str!("../../themes/large-print.toml")),
    ("dyslexia", Edition::Dyslexia, include_str!("../../themes/dyslexia.toml")),
    ("low-ink", Edition::LowInk, include_str!("../../themes/low-ink.toml")),
    ("class", Edition::Class, include_str!("../../themes/class.toml")),
    ("proof", Edition::Proof, include_str!("../../themes/proof.toml")),
];

/// A column of an edition is at least this wide, in millimetres: paper that has no room for two
/// such gets one.
const LEAST_COLUMN_MM: f64 = 75.0;

impl Edition {
    /// What the edition chooses on this paper: margins that are meant for A4 shrink with it.
    #[must_use]
    pub fn choices(self, paper: Paper) -> Choices {
        self.choices_over(Choices::default(), paper)
    }

    /// What the edition chooses on this paper together with a theme: the edition's own keys replace
    /// those of the theme, for its guideline must hold, and all other keys of the theme stay.
    #[must_use]
    pub fn choices_over(self, theme: Choices, paper: Paper) -> Choices {
        let text = EDITIONS.iter().find(|it| it.1 == self).map_or("", |it| it.2);
        if text.is_empty() {
            return theme;
        }
        let own = Self::parsed(text, Choices::default());
        let mut choices = Self::parsed(text, theme);
        let share = paper.width.ratio(Paper::A4.width).min(1.0);
        let margin = own.margin.map(|margin| {
            let scaled = |length: Length| length.scale(share);
            Sides {
                top: scaled(margin.top),
                right: scaled(margin.right),
                bottom: scaled(margin.bottom),
                left: scaled(margin.left),
            }
        });
        choices.margin = margin.or(choices.margin);
        let sides = margin.map_or(Length::ZERO, |it| it.left + it.right);
        let column = Length::from_mm(LEAST_COLUMN_MM);
        let is_wide =
            |columns: &u32| (paper.width - sides) / i64::from(*columns.max(&1)) >= column;
        if own.columns.is_some() {
            choices.columns = own.columns.filter(is_wide);
        }
        choices
    }

    /// The theme of an edition over other choices.
    #[expect(clippy::expect_used, reason = "the themes of editions are part of the program")]
    fn parsed(text: &str, over: Choices) -> Choices {
        let theme = Theme::parse_over(text, over);
        theme.expect("the theme of every edition is read by a test").choices
    }
}

/// Why a text names no edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseEditionError(String);

impl fmt::Display for ParseEditionError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = EDITIONS.map(|(name, ..)| name);
        match nearest(&self.0, &names) {
            Some(near) => {
                write!(out, "there is no edition `{}`: did you mean `{near}`?", self.0)
            }
            None => {
                write!(
                    out,
                    "there is no edition `{}`: choose one of {}",
                    self.0,
                    names.join(", ")
                )
            }
        }
    }
}

impl std::error::Error for ParseEditionError {}

impl FromStr for Edition {
    type Err = ParseEditionError;

    fn from_str(text: &str) -> Result<Self, ParseEditionError> {
        let found = EDITIONS.iter().find(|(name, ..)| *name == text);
        found.map(|&(_, edition, _)| edition).ok_or_else(|| ParseEditionError(text.to_owned()))
    }
}
