//! Templates of running head and footer: words and fields.
//!
//! Comes in: `{title}`, `{page} / {pages}`. Goes out: a [`Template`] that is known to be right and
//! can be filled. Never done here: knowing what the fields hold, or where the line stands.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use super::nearest::slips_between;

/// Something that a template can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The headline of the article.
    Title,
    /// Who wrote it.
    Byline,
    /// The date as the article shows it.
    Date,
    /// The publication's name.
    Site,
    /// Address of the original.
    Source,
    /// The section that the page begins in.
    Section,
    /// The folio.
    Page,
    /// The folio of the last page.
    Pages,
}

impl Field {
    /// Every field with its name.
    const NAMES: [(&'static str, Self); 8] = [
        ("title", Self::Title),
        ("byline", Self::Byline),
        ("date", Self::Date),
        ("site", Self::Site),
        ("source", Self::Source),
        ("section", Self::Section),
        ("page", Self::Page),
        ("pages", Self::Pages),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|&(_, field)| field)
    }
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they stand.
    Words(String),
    /// Whatever the field holds.
    Field(Field),
}

/// What a running head or a footer says, in up to three parts that tab characters divide: one
/// part alone, or left and right, or left, centre and right.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Vec<Piece>>,
}

/// The most parts that a line of furniture has: left, centre, right.
const MOST_PARTS: usize = 3;

impl Template {
    /// The template that prints nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Whether it prints nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Its parts from left to right, none to three.
    #[must_use]
    #[doc(hidden)]
    pub fn parts(&self) -> &[Vec<Piece>] {
        &self.parts
    }

    /// Whether it names this field.
    #[must_use]
    #[doc(hidden)]
    pub fn names(&self, field: Field) -> bool {
        self.parts.iter().flatten().any(|piece| *piece == Piece::Field(field))
    }

    /// Its parts with every field's text put in. A part whose fields are all empty is empty:
    /// words that stand round nothing, such as `by {byline}`, say nothing.
    #[must_use]
    #[doc(hidden)]
    pub fn fill<'t>(&self, mut text_of: impl FnMut(Field) -> &'t str) -> Vec<String> {
        let mut fill_part = |pieces: &Vec<Piece>| {
            let (mut fields, mut filled) = (0, 0);
            let mut text = String::new();
            for piece in pieces {
                match piece {
                    Piece::Words(words) => text.push_str(words),
                    Piece::Field(field) => {
                        let value = text_of(*field);
                        fields += 1;
                        filled += usize::from(!value.is_empty());
                        text.push_str(value);
                    }
                }
            }
            if fields > 0 && filled == 0 { String::new() } else { text.trim().to_owned() }
        };
        self.parts.iter().map(&mut fill_part).collect()
    }

    /// One of the house's own templates; a test holds them to be right.
    pub(super) fn house(text: &str) -> Self {
        text.parse().unwrap_or_default()
    }
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseTemplateError {
    /// A field that does not exist, and the one that was perhaps meant.
    UnknownField {
        /// The name as written.
        name: String,
        /// The nearest name.
        nearest: Option<&'static str>,
    },
    /// A brace without its partner.
    LoneBrace(char),
    /// More parts than left, centre and right.
    TooManyParts(usize),
}

impl fmt::Display for ParseTemplateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { name, nearest } => {
                write!(out, "there is no field {{{name}}}: ")?;
                if let Some(nearest) = nearest {
                    return write!(out, "did you mean {{{nearest}}}?");
                }
                write!(out, "the fields are")?;
                Field::NAMES.iter().try_for_each(|(name, _)| write!(out, " {{{name}}}"))
            }
            Self::LoneBrace(brace) => {
                write!(out, "a `{brace}` stands alone: write `{brace}{brace}` to print one")
            }
            Self::TooManyParts(parts) => {
                write!(
                    out,
                    "{parts} parts stand between tabs, and {MOST_PARTS} is the most: "
                )?;
                write!(out, "left, centre and right")
            }
        }
    }
}

impl std::error::Error for ParseTemplateError {}

impl FromStr for Template {
    type Err = ParseTemplateError;

    /// Reads fields in braces; `{{` and `}}` print a brace, a tab begins the next part.
    fn from_str(text: &str) -> Result<Self, ParseTemplateError> {
        if text.trim().is_empty() {
            return Ok(Self::empty());
        }
        let parts: Vec<_> = text.split('\t').map(parse_part).collect::<Result<_, _>>()?;
        if parts.len() > MOST_PARTS {
            return Err(ParseTemplateError::TooManyParts(parts.len()));
        }
        Ok(Self { parts })
    }
}

/// Reads what stands between two tabs.
fn parse_part(text: &str) -> Result<Vec<Piece>, ParseTemplateError> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        words.push_str(&rest[..at]);
        let brace = if rest[at..].starts_with('{') { '{' } else { '}' };
        let after = &rest[at + 1..];
        if let Some(after) = after.strip_prefix(brace) {
            words.push(brace);
            rest = after;
            continue;
        }
        let field = (brace == '{').then(|| after.split_once('}')).flatten();
        let (name, after) = field.ok_or(ParseTemplateError::LoneBrace(brace))?;
        if !words.is_empty() {
            pieces.push(Piece::Words(tidy(&std::mem::take(&mut words))));
        }
        pieces.push(Piece::Field(field_named(name)?));
        rest = after;
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Words(tidy(&words)));
    }
    Ok(pieces)
}

/// Words for one line: whatever is no printable character becomes a space.
fn tidy(words: &str) -> String {
    words.replace(char::is_control, " ")
}

/// The field of this name, in any letter case.
fn field_named(name: &str) -> Result<Field, ParseTemplateError> {
    let wanted = name.trim().to_lowercase();
    Field::named(&wanted).ok_or_else(|| ParseTemplateError::UnknownField {
        name: name.to_owned(),
        nearest: nearest_name(&wanted),
    })
}

/// What people call the fields, where that is no slip of the finger.
const SYNONYMS: [(&str, &str); 10] = [
    ("author", "byline"),
    ("headline", "title"),
    ("heading", "section"),
    ("chapter", "section"),
    ("url", "source"),
    ("link", "source"),
    ("publication", "site"),
    ("folio", "page"),
    ("total", "pages"),
    ("count", "pages"),
];

/// The name that was perhaps meant: a synonym, or one at most two slips away.
fn nearest_name(wanted: &str) -> Option<&'static str> {
    if let Some((_, name)) = SYNONYMS.iter().find(|(other, _)| *other == wanted) {
        return Some(name);
    }
    let shared =
        |name: &str| wanted.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    // Of two equally near the one that begins alike: `titel` means `title`, not `site`. Of those
    // the later: `pags` means `pages`, all of whose letters but one it has in their order.
    let near = Field::NAMES.iter().rev().filter_map(|(name, _)| {
        let slips = slips_between(wanted, name)?;
        Some((slips, Reverse(shared(name)), *name))
    });
    let (slips, _, name) = near.min_by_key(|&(slips, shared, _)| (slips, shared))?;
    (slips < wanted.chars().count()).then_some(name)
}
