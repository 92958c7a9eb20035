//! Themes: a style file that sets paper, faces, sizes, colours.
//!
//! Comes in: TOML. Goes out: a [`Theme`], or a [`ThemeError`] with the line and what was perhaps
//! meant. Never done here: opening a file. `docs/themes.md` lists the keys.

use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::look::{HeadLook, Ink, Letters, Look};
use super::manner::Manner;
use super::nearest::nearest;
use super::{Choices, MOST_COLUMNS, MOST_EXPANSION};
use crate::unit::Length;

/// The themes in the program, by name.
pub const THEMES: [(&str, &str); 3] = [
    ("book", include_str!("../../themes/book.toml")),
    ("report", include_str!("../../themes/report.toml")),
    ("newspaper", include_str!("../../themes/newspaper.toml")),
];

/// The sizes of headings that a theme may ask for, in hundredths of the text's.
const HEAD_SIZES: (f64, f64) = (0.5, 6.0);

/// What a theme chooses. What the person chooses besides overrules it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Theme {
    /// Paper, margins, sizes, running head and footer.
    pub choices: Choices,
}

/// What is wrong with a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// The line of the file, counted from 1; 0 where it is about no line.
    pub line: usize,
    /// What is wrong, and how to mend it.
    pub message: String,
}

impl fmt::Display for ThemeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(out, "line {}: ", self.line)?;
        }
        out.write_str(&self.message)
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// The theme of this name in the program.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static str> {
        THEMES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// The name that was perhaps meant.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static str> {
        nearest(name, &THEMES.map(|(name, _)| name))
    }

    /// Reads a theme.
    ///
    /// # Errors
    /// Where it is no TOML, has a key that is none, or a value that does not fit.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        Self::parse_over(text, Choices::default())
    }

    /// Reads a theme over what is chosen already: a key of the theme replaces a choice, and
    /// everything that the theme does not name stays as chosen.
    ///
    /// # Errors
    /// As [`Theme::parse`].
    pub fn parse_over(text: &str, chosen: Choices) -> Result<Self, ThemeError> {
        let reader = Reader { text };
        let table = DeTable::parse(text).map_err(|error| {
            reader.error(error.span().unwrap_or_default(), error.message().to_owned())
        })?;
        let mut look = chosen.look.unwrap_or_default();
        let mut manner = chosen.manner.unwrap_or_default();
        let mut choices = chosen;
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            let Some(section) = value.get_ref().as_table() else {
                return Err(reader.unknown(key.span(), name, &SECTIONS, "a section"));
            };
            match name {
                "page" => reader
                    .each(section, &PAGE_KEYS, |entry| page(entry, &mut choices, &mut manner)),
                "text" => reader.each(section, &TEXT_KEYS, |entry| {
                    text_key(entry, &mut choices, (&mut look, &mut manner))
                }),
                "title" => reader.head(section, &mut look.title),
                "subtitle" => reader.head(section, &mut look.subtitle),
                "byline" => reader.head(section, &mut look.byline),
                "heading-1" => reader.head(section, &mut look.headings[0]),
                "heading-2" => reader.head(section, &mut look.headings[1]),
                "heading-3" => {
                    let result = reader.head(section, &mut look.headings[2]);
                    let third = look.headings[2];
                    look.headings[3..].fill(third);
                    result
                }
                _ => Err(reader.unknown(key.span(), name, &SECTIONS, "a section")),
            }?;
        }
        choices.look = Some(look);
        choices.manner = Some(manner);
        Ok(Self { choices })
    }
}

const SECTIONS: [&str; 8] =
    ["page", "text", "title", "subtitle", "byline", "heading-1", "heading-2", "heading-3"];
const PAGE_KEYS: [&str; 15] = [
    "answers",
    "column-rules",
    "figures",
    "grey",
    "line-numbers",
    "name-line",
    "contents",
    "paper",
    "landscape",
    "margin",
    "duplex",
    "columns",
    "running-head",
    "footer",
    "first-page",
];
const TEXT_KEYS: [&str; 14] = [
    "abbreviations",
    "size",
    "leading",
    "face",
    "expansion",
    "colour",
    "emphasis",
    "hyphens",
    "justify",
    "least-size",
    "paragraphs",
    "tracking",
    "word-space",
    "drop-cap",
];
/// Most white after a letter, in hundredths of the type size; more, and words fall apart.
const MOST_TRACKING: f64 = 25.0;
/// Most word space, as a multiple of the face's own.
const MOST_WORD_SPACE: f64 = 4.0;
/// Most lines between numbers, and most lines for answers.
const MOST_LINES: u32 = 100;
const HEAD_KEYS: [&str; 7] = ["face", "bold", "italic", "capitals", "align", "size", "colour"];

/// A key and its value.
struct Entry<'e> {
    key: &'e str,
    value: &'e DeValue<'e>,
}

impl Entry<'_> {
    fn word(&self) -> Result<&str, String> {
        self.value.as_str().ok_or_else(|| format!("`{}` wants a text in quotes", self.key))
    }

    fn flag(&self) -> Result<bool, String> {
        self.value.as_bool().ok_or_else(|| format!("`{}` is true or false", self.key))
    }

    fn number(&self, (least, most): (f64, f64)) -> Result<f64, String> {
        let text = match self.value {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => "",
        };
        let number = text.parse::<f64>().ok().filter(|it| (least..=most).contains(it));
        number.ok_or_else(|| format!("`{}` is a number from {least} to {most}", self.key))
    }

    fn whole(&self, (least, most): (u32, u32)) -> Result<u32, String> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range is checked"
        )]
        self.number((f64::from(least), f64::from(most))).map(|number| number as u32)
    }

    /// A number in parts of the unit that it is written in.
    fn scaled(&self, range: (f64, f64), parts: f64) -> Result<u16, String> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range is checked"
        )]
        self.number(range).map(|number| (number * parts).round() as u16)
    }

    /// A value that reads itself from a text.
    fn read<T: std::str::FromStr<Err: fmt::Display>>(&self) -> Result<T, String> {
        self.word()?.parse().map_err(|error| format!("{error}"))
    }

    fn one_of<T: Copy>(&self, values: &[(&str, T)]) -> Result<T, String> {
        let word = self.word()?;
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let found = values.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        found.ok_or_else(|| {
            format!("`{}` is one of {}, not `{word}`", self.key, names.join(", "))
        })
    }
}

fn page(entry: &Entry<'_>, choices: &mut Choices, manner: &mut Manner) -> Result<(), String> {
    match entry.key {
        "answers" => manner.answers = entry.whole((0, MOST_LINES))?,
        "column-rules" => manner.column_rules = entry.flag()?,
        "figures" => manner.floats = entry.one_of(&[("float", true), ("in-place", false)])?,
        "grey" => choices.grey = entry.flag()?,
        "line-numbers" => manner.numbered = entry.whole((0, MOST_LINES))?,
        "name-line" => manner.name_line = entry.flag()?,
        "paper" => choices.paper = Some(entry.read()?),
        "landscape" => choices.landscape = entry.flag()?,
        "margin" => choices.margin = Some(entry.read()?),
        "contents" => choices.toc = entry.flag()?,
        "duplex" => choices.duplex = entry.flag()?,
        "columns" => choices.columns = Some(entry.whole((1, MOST_COLUMNS))?),
        "running-head" => choices.headline = Some(entry.read()?),
        "footer" => choices.footer = Some(entry.read()?),
        _ => choices.first_page = Some(entry.whole((1, 999_999))?),
    }
    Ok(())
}

fn text_key(
    entry: &Entry<'_>,
    choices: &mut Choices,
    (look, manner): (&mut Look, &mut Manner),
) -> Result<(), String> {
    match entry.key {
        "size" => choices.font_size = Some(entry.read::<Length>()?),
        "leading" => choices.leading = Some(entry.read::<Length>()?),
        "face" => look.text = letters(entry)?,
        "colour" => manner.ink = ink(entry.word()?)?,
        "emphasis" => {
            manner.bold_emphasis = entry.one_of(&[("bold", true), ("italic", false)])?;
        }
        "abbreviations" => {
            let values = [("small-capitals", true), ("capitals", false)];
            manner.small_abbreviations = entry.one_of(&values)?;
        }
        "hyphens" => manner.hyphens = entry.flag()?,
        "justify" => manner.justified = entry.flag()?,
        "least-size" => manner.least = entry.read::<Length>()?,
        "paragraphs" => {
            manner.apart = entry.one_of(&[("apart", true), ("indented", false)])?;
        }
        "tracking" => manner.tracking = entry.scaled((0.0, MOST_TRACKING), 10.0)?,
        "word-space" => manner.word_space = entry.scaled((1.0, MOST_WORD_SPACE), 100.0)?,
        "drop-cap" => choices.drop_cap = entry.flag()?,
        _ => {
            let most = f64::from(MOST_EXPANSION) / 10.0;
            choices.expansion = Some(entry.scaled((0.0, most), 10.0)?);
        }
    }
    Ok(())
}

fn letters(entry: &Entry<'_>) -> Result<Letters, String> {
    entry.one_of(&[("serif", Letters::Text), ("sans", Letters::Head)])
}

fn head_key(entry: &Entry<'_>, head: &mut HeadLook) -> Result<(), String> {
    match entry.key {
        "face" => head.letters = letters(entry)?,
        "bold" => head.bold = entry.flag()?,
        "italic" => head.italic = entry.flag()?,
        "capitals" => {
            head.small_capitals = entry.one_of(&[("small", true), ("none", false)])?;
        }
        "align" => head.centred = entry.one_of(&[("centre", true), ("left", false)])?,
        "size" => {
            #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
            let hundredths = (entry.number(HEAD_SIZES)? * 100.0).round() as i64;
            head.size = hundredths;
        }
        _ => head.ink = ink(entry.word()?)?,
    }
    Ok(())
}

/// Reads `#1f3a5f`.
fn ink(text: &str) -> Result<Ink, String> {
    let wrong = || format!("`{text}` is not a colour: write one as #1f3a5f");
    let digits = text.strip_prefix('#').filter(|it| it.len() == 6).ok_or_else(wrong)?;
    let number = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok(Ink([red, green, blue]))
}

/// Reads a file and knows its lines.
struct Reader<'r> {
    text: &'r str,
}

impl Reader<'_> {
    fn error(&self, span: Range<usize>, message: String) -> ThemeError {
        let before = self.text.get(..span.start).unwrap_or_default();
        ThemeError { line: before.matches('\n').count() + 1, message }
    }

    fn unknown(
        &self,
        span: Range<usize>,
        name: &str,
        names: &[&str],
        what: &str,
    ) -> ThemeError {
        let advice = match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        self.error(span, format!("`{name}` is not {what} of a theme: {advice}"))
    }

    fn head(&self, table: &DeTable<'_>, head: &mut HeadLook) -> Result<(), ThemeError> {
        self.each(table, &HEAD_KEYS, |entry| head_key(entry, head))
    }

    /// Takes each key of a section; one that is none is refused.
    fn each(
        &self,
        table: &DeTable<'_>,
        keys: &[&str],
        mut take: impl FnMut(&Entry<'_>) -> Result<(), String>,
    ) -> Result<(), ThemeError> {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if !keys.contains(&name) {
                return Err(self.unknown(key.span(), name, keys, "a key of this section"));
            }
            let entry = Entry { key: name, value: value.get_ref() };
            take(&entry).map_err(|message| self.error(value.span(), message))?;
        }
        Ok(())
    }
}
