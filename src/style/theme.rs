//! Themes: TOML files that set paper, faces, sizes and colours.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::nearest::nearest;
use super::toml_file::{TomlError, parse_toml};
use super::type_style::{BodyStyle, HeadingStyle, HeadingStyles, Ink, TypeFamily};
use super::{Choices, Leading, MOST_COLUMNS, MOST_EXPANSION, Paper, Template};
use crate::unit::{Length, Sides};

/// Built-in themes: name and TOML.
pub const THEMES: [(&str, &str); 3] = [
    ("book", include_str!("../../themes/book.toml")),
    ("report", include_str!("../../themes/report.toml")),
    ("newspaper", include_str!("../../themes/newspaper.toml")),
];

/// Choices of a theme, which the user's own choices override.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Theme {
    /// Everything that the theme sets, with the styles of headings and of body text.
    pub choices: Choices,
}

impl Theme {
    /// Returns the TOML of a built-in theme.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static str> {
        THEMES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// Returns the built-in theme with the most similar name.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static str> {
        nearest(name, &THEMES.map(|(name, _)| name))
    }

    /// Parses a theme.
    ///
    /// # Errors
    /// A syntax error, an unknown key, or a value out of range.
    pub fn parse(text: &str) -> Result<Self, TomlError> {
        Self::parse_over(text, Choices::default())
    }

    /// Parses a theme whose keys replace `choices`. Choices without a key in the theme remain.
    ///
    /// # Errors
    /// As [`Theme::parse`].
    pub fn parse_over(text: &str, mut choices: Choices) -> Result<Self, TomlError> {
        let file: ThemeFile = parse_toml(text)?;
        let mut headings = choices.headings.unwrap_or_default();
        let mut body = choices.body.unwrap_or_default();
        file.page.apply(&mut choices, &mut body);
        file.text.apply(&mut choices, &mut body);
        let HeadingStyles { title, subtitle, byline, levels: [first, second, third, ..] } =
            &mut headings;
        file.title.apply(title);
        file.subtitle.apply(subtitle);
        file.byline.apply(byline);
        file.heading_1.apply(first);
        file.heading_2.apply(second);
        if let Some(section) = file.heading_3 {
            section.apply(third);
            let third = *third;
            headings.levels[3..].fill(third);
        }
        choices.headings = Some(headings);
        choices.body = Some(body);
        Ok(Self { choices })
    }
}

/// Sections of a theme.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ThemeFile {
    page: PageSection,
    text: TextSection,
    title: HeadingSection,
    subtitle: HeadingSection,
    byline: HeadingSection,
    heading_1: HeadingSection,
    heading_2: HeadingSection,
    /// Also the style of all deeper levels.
    heading_3: Option<HeadingSection>,
}

/// Defines a section of a theme. Each line is a key, the type of its value, and its effect.
///
/// A new key is a line here, a field in [`Choices`] where the command line can set it too, else in
/// `BodyStyle` or `HeadingStyle`, and a row in `docs/themes.md`.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident, $header:literal, ($($target:ident: $style:ty),+) {
        $($key:ident: $value:ty => |$given:ident| $effect:expr,)+
    }) => {
        $(#[$doc])*
        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        #[serde(expecting = $header)]
        struct $name {
            $($key: Option<$value>,)+
        }

        impl $name {
            fn apply(self, $($target: &mut $style),+) {
                $(if let Some($given) = self.$key {
                    $effect;
                })+
            }
        }
    };
}

section! {
    /// Keys of `[page]`.
    PageSection, "a section [page]", (choices: Choices, body: BodyStyle) {
        answers: Scaled<0, 100, 1> => |lines| body.answer_lines = lines.parts,
        column_rules: bool => |on| body.column_rules = on,
        columns: Scaled<1, MOST_COLUMNS, 1> => |count| choices.columns = Some(count.parts),
        contents: bool => |on| choices.toc = on,
        duplex: bool => |on| choices.duplex = on,
        figures: Figures => |place| body.floats = place == Figures::Float,
        first_page: Scaled<1, 999_999, 1> => |page| choices.first_page = Some(page.parts),
        footer: Parsed<Template> => |template| choices.footer = Some(template.0),
        grey: bool => |on| choices.grey = on,
        landscape: bool => |on| choices.landscape = on,
        line_numbers: Scaled<0, 100, 1> => |interval| body.line_numbers = interval.parts,
        margin: Parsed<Sides<Length>> => |margin| choices.margin = Some(margin.0),
        name_line: bool => |on| body.name_line = on,
        paper: Parsed<Paper> => |paper| choices.paper = Some(paper.0),
        running_head: Parsed<Template> => |template| choices.headline = Some(template.0),
    }
}

section! {
    /// Keys of `[text]`.
    TextSection, "a section [text]", (choices: Choices, body: BodyStyle) {
        abbreviations: Abbreviations =>
            |form| body.small_abbreviations = form == Abbreviations::SmallCapitals,
        colour: Parsed<HexColour> => |colour| body.ink = colour.0.0,
        drop_cap: bool => |on| choices.drop_cap = on,
        emphasis: Emphasis => |form| body.bold_emphasis = form == Emphasis::Bold,
        expansion: Scaled<0, { MOST_EXPANSION as u32 }, 10> =>
            |percent| choices.expansion = Some(percent.parts_u16()),
        face: TypeFamily => |family| body.family = family,
        hyphens: bool => |on| body.hyphens = on,
        justify: bool => |on| body.justified = on,
        leading: Parsed<Leading> => |leading| choices.leading = Some(leading.0),
        least_size: Parsed<Length> => |size| body.least_size = size.0,
        paragraphs: Paragraphs => |form| body.spaced_paragraphs = form == Paragraphs::Apart,
        size: Parsed<Length> => |size| choices.font_size = Some(size.0),
        // With more tracking, words no longer hold together.
        tracking: Scaled<0, 250, 10> => |hundredths| body.tracking = hundredths.parts_u16(),
        word_space: Scaled<100, 400, 100> => |times| body.word_space = times.parts_u16(),
    }
}

section! {
    /// Keys of the title block and of headings.
    HeadingSection, "a section such as [title]", (style: HeadingStyle) {
        align: HeadingAlign => |side| style.centred = side == HeadingAlign::Centre,
        bold: bool => |on| style.bold = on,
        capitals: Capitals => |form| style.small_capitals = form == Capitals::Small,
        colour: Parsed<HexColour> => |colour| style.ink = colour.0.0,
        face: TypeFamily => |family| style.family = family,
        italic: bool => |on| style.italic = on,
        size: Scaled<50, 600, 100> => |times| style.size = times.parts.into(),
    }
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Figures {
    Float,
    InPlace,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Abbreviations {
    SmallCapitals,
    Capitals,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Emphasis {
    Italic,
    Bold,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Paragraphs {
    Indented,
    Apart,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum HeadingAlign {
    Left,
    Centre,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Capitals {
    Small,
    None,
}

/// Value written as a string, such as `"11pt"`.
struct Parsed<T>(T);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Self).map_err(D::Error::custom)
    }
}

/// Number of parts of a unit, `UNIT` to one, from `LEAST` to `MOST`. It is written in units.
struct Scaled<const LEAST: u32, const MOST: u32, const UNIT: u32> {
    parts: u32,
}

impl<const LEAST: u32, const MOST: u32, const UNIT: u32> Scaled<LEAST, MOST, UNIT> {
    fn parts_u16(&self) -> u16 {
        u16::try_from(self.parts).expect("MOST is below 2^16 where this is called")
    }
}

impl<'de, const LEAST: u32, const MOST: u32, const UNIT: u32> Deserialize<'de>
    for Scaled<LEAST, MOST, UNIT>
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (least, most, unit) = (f64::from(LEAST), f64::from(MOST), f64::from(UNIT));
        let parts = f64::deserialize(deserializer).map(|number| number * unit);
        match parts {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the range is checked"
            )]
            Ok(parts) if (least..=most).contains(&parts) => {
                Ok(Self { parts: parts.round() as u32 })
            }
            _ => Err(D::Error::custom(format!(
                "expected a number from {} to {}",
                least / unit,
                most / unit
            ))),
        }
    }
}

/// Colour such as `#1f3a5f`.
struct HexColour(Ink);

impl FromStr for HexColour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let number =
            number.ok_or_else(|| format!("`{text}` is not a colour: write one as #1f3a5f"))?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self(Ink([red, green, blue])))
    }
}
