//! Templates of running head and footer: words and fields.

use std::fmt;
use std::str::FromStr;

use super::nearest::nearest;

/// Field of a running head or footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Headline of the article.
    Title,
    /// Author.
    Byline,
    /// Date as the article shows it.
    Date,
    /// Name of the publication.
    Site,
    /// Address of the original.
    Source,
    /// Section that the page begins in.
    Section,
    /// Folio.
    Page,
    /// Folio of the last page.
    Pages,
}

const FIELDS: [(&str, Field); 8] = [
    ("title", Field::Title),
    ("byline", Field::Byline),
    ("date", Field::Date),
    ("site", Field::Site),
    ("source", Field::Source),
    ("section", Field::Section),
    ("page", Field::Page),
    ("pages", Field::Pages),
];

/// Other words for fields.
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

/// Piece of a template with fields of type `F`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePiece<F> {
    /// Literal words.
    Words(String),
    /// The value of a field.
    Field(F),
}

/// Template of a running head or footer, in up to three parts separated by tabs: a single part, or
/// left and right, or left, centre and right. The default prints nothing.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Vec<TemplatePiece<Field>>>,
}

/// Most parts of a running head or footer: left, centre, right.
const MOST_PARTS: usize = 3;

impl Template {
    /// Returns the parts with the values of their fields. A part is empty if it has fields and all
    /// of them are empty, so that `by {byline}` does not print `by`.
    #[must_use]
    #[doc(hidden)]
    pub fn fill<'t>(&self, mut text_of: impl FnMut(Field) -> &'t str) -> Vec<String> {
        let mut fill_part = |pieces: &Vec<TemplatePiece<Field>>| {
            let (mut fields, mut filled) = (0, 0);
            let mut text = String::new();
            for piece in pieces {
                match piece {
                    TemplatePiece::Words(words) => text.push_str(words),
                    TemplatePiece::Field(field) => {
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
}

impl FromStr for Template {
    type Err = ParseTemplateError;

    fn from_str(text: &str) -> Result<Self, ParseTemplateError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        // A part is a single line: control characters, such as line ends, are spaces.
        let printable = |part: &str| part.replace(char::is_control, " ");
        let parts = text.split('\t').map(|part| parse_template(&printable(part), &FIELDS));
        let parts: Vec<_> = parts.collect::<Result<_, _>>()?;
        if parts.len() > MOST_PARTS {
            return Err(ParseTemplateError::TooManyParts(parts.len()));
        }
        Ok(Self { parts })
    }
}

/// Error in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseTemplateError {
    /// An unknown field.
    UnknownField {
        /// Name as written.
        name: String,
        /// The most similar name.
        nearest: Option<&'static str>,
        /// All names of fields.
        known: Vec<&'static str>,
    },
    /// A brace without its partner.
    LoneBrace(char),
    /// More parts than left, centre and right.
    TooManyParts(usize),
}

impl fmt::Display for ParseTemplateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { name, nearest: Some(near), .. } => {
                write!(out, "there is no field {{{name}}}: did you mean {{{near}}}?")
            }
            Self::UnknownField { name, nearest: None, known } => {
                write!(out, "there is no field {{{name}}}: ")?;
                write!(out, "the fields are {{{}}}", known.join("} {"))
            }
            Self::LoneBrace(brace) => {
                write!(out, "unmatched `{brace}`: to print a brace, write `{brace}{brace}`")
            }
            Self::TooManyParts(parts) => write!(
                out,
                "{parts} parts separated by tabs: at most {MOST_PARTS} are possible, for left, \
                 centre and right"
            ),
        }
    }
}

impl std::error::Error for ParseTemplateError {}

/// Parses a template of words and fields in braces, in any letter case. `{{` and `}}` stand for a
/// brace.
///
/// # Errors
/// An unknown field or an unmatched brace.
pub fn parse_template<F: Copy>(
    text: &str,
    fields: &[(&'static str, F)],
) -> Result<Vec<TemplatePiece<F>>, ParseTemplateError> {
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
        let field = if brace == '{' { after.split_once('}') } else { None };
        let (name, after) = field.ok_or(ParseTemplateError::LoneBrace(brace))?;
        if !words.is_empty() {
            pieces.push(TemplatePiece::Words(std::mem::take(&mut words)));
        }
        pieces.push(TemplatePiece::Field(field_named(name, fields)?));
        rest = after;
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(TemplatePiece::Words(words));
    }
    Ok(pieces)
}

fn field_named<F: Copy>(
    name: &str,
    fields: &[(&'static str, F)],
) -> Result<F, ParseTemplateError> {
    let wanted = name.trim().to_lowercase();
    if let Some((_, field)) = fields.iter().find(|(known, _)| *known == wanted) {
        return Ok(*field);
    }
    let known: Vec<&str> = fields.iter().map(|(known, _)| *known).collect();
    let synonym = SYNONYMS.iter().find(|(other, _)| *other == wanted).map(|(_, name)| *name);
    let nearest = synonym.filter(|it| known.contains(it)).or_else(|| nearest(&wanted, &known));
    Err(ParseTemplateError::UnknownField { name: name.to_owned(), nearest, known })
}
