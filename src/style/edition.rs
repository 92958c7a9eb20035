//! Editions: styles for certain readers and purposes.
//!
//! Each edition is a theme in `themes/`; `docs/editions.md` has the guidelines that they follow.

use std::fmt;
use std::str::FromStr;

use super::nearest::nearest;
use super::{Choices, Paper, Theme};
use crate::unit::{Length, Sides};

/// Readers or purpose of a print.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// All readers.
    #[default]
    Standard,
    /// Readers with low vision.
    LargePrint,
    /// Readers with dyslexia.
    Dyslexia,
    /// Less ink and paper.
    LowInk,
    /// A class: numbered lines and space to write.
    Class,
    /// Correction by hand.
    Proof,
}

/// Name, edition, and theme in TOML.
pub const EDITIONS: [(&str, Edition, &str); 6] = [
    ("standard", Edition::Standard, ""),
    ("large-print", Edition::LargePrint, include_str!("../../themes/large-print.toml")),
    ("dyslexia", Edition::Dyslexia, include_str!("../../themes/dyslexia.toml")),
    ("low-ink", Edition::LowInk, include_str!("../../themes/low-ink.toml")),
    ("class", Edition::Class, include_str!("../../themes/class.toml")),
    ("proof", Edition::Proof, include_str!("../../themes/proof.toml")),
];

/// Least width of one of an edition's columns, in millimetres. Paper without space for two such
/// columns gets one.
const LEAST_COLUMN_MM: f64 = 75.0;

impl Edition {
    /// Returns the choices of the edition for this paper. Its margins are for A4, and shrink in
    /// proportion on narrower paper.
    #[must_use]
    pub fn choices(self, paper: Paper) -> Choices {
        self.choices_over(Choices::default(), paper)
    }

    /// Returns the choices of the edition for this paper together with those of a theme. The keys of
    /// the edition replace those of the theme, because its guideline takes precedence.
    #[must_use]
    pub fn choices_over(self, theme: Choices, paper: Paper) -> Choices {
        let edition = EDITIONS.iter().find(|(_, edition, _)| *edition == self);
        let (.., text) = edition.expect("EDITIONS lists every edition");
        if text.is_empty() {
            return theme;
        }
        let parse_over = |choices| {
            Theme::parse_over(text, choices).expect("a test parses every edition").choices
        };
        let own = parse_over(Choices::default());
        let mut choices = parse_over(theme);
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
}

/// Error for a name that is not an edition.
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
