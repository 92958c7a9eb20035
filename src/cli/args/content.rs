//! Options for reading and cleaning articles, and for their metadata.

use std::str::FromStr;

use offprint::article::Language;
use offprint::read::Format;

use super::{Named, named_values};

/// Values of `--from`.
const FORMATS: [Named<Format>; 5] = [
    ("auto", "Detected from the content", Format::Auto),
    ("text", "Plain text", Format::Text),
    ("markdown", "Markdown: CommonMark, tables, notes, front matter", Format::Markdown),
    ("html", "A saved web page: HTML or MHTML", Format::Html),
    ("mail", "A message of electronic mail", Format::Mail),
];

/// Reading of the article.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Format of the articles: auto, text, markdown, html or mail
    ///
    /// By default the format is detected from the content, and a file of another kind, such as a
    /// picture, a PDF or a Word document, is refused. With a format any file is read.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FORMAT", default_value = "auto", hide_default_value = true)]
    #[arg(value_parser = named_values(&FORMATS))]
    pub(crate) from: Format,

    /// Language of the text, such as en or de-CH; auto detects it
    #[arg(long, value_name = "TAG", default_value = "auto", hide_default_value = true)]
    pub(crate) lang: Lang,
}

/// Metadata of the article.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Title block")]
pub(crate) struct MetaArgs {
    /// Title, instead of the one found
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,

    /// Author, instead of the one found
    #[arg(long, value_name = "TEXT")]
    pub(crate) author: Option<String>,

    /// Date as it is to be printed, instead of the one found
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "TEXT")]
    pub(crate) date: Option<String>,

    /// Source: an address, or the name of a publication
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Option<String>,
}

/// Removal of what is not part of the article.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Cleaning")]
pub(crate) struct CleaningArgs {
    /// CSS selector of the article in a web page
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "SELECTOR", value_parser = pattern)]
    pub(crate) content: Option<String>,

    /// Keep what contains this text; can be repeated
    ///
    /// For a web page also a CSS selector with a class, an id or an attribute.
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(crate) keep: Vec<String>,

    /// Remove what contains this text; can be repeated
    ///
    /// For a web page also a CSS selector with a class, an id or an attribute.
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(crate) drop: Vec<String>,

    /// Show what was removed, where, and by which rule
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) explain: bool,
}

/// Value of `--lang`; none for `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lang(pub(crate) Option<Language>);

impl FromStr for Lang {
    type Err = offprint::article::ParseLanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let language =
            if text.eq_ignore_ascii_case("auto") { None } else { Some(text.parse()?) };
        Ok(Self(language))
    }
}

/// Parses a pattern, which is a text to search for. An empty text would be found everywhere.
fn pattern(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("an empty pattern would match everything".to_owned());
    }
    Ok(text.to_owned())
}
