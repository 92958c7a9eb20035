//! Options for what the article is, says and loses.
//!
//! Comes in: what was typed. Goes out: [`ReadingArgs`], [`MetaArgs`], [`CleaningArgs`]. Never done
//! here: reading the article.

use std::str::FromStr;

use clap::ValueEnum;
use offprint::article::Language;

/// How the article is read.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Format of the articles: auto, text, markdown or html
    ///
    /// Without it the content tells the format, and a file of another kind, such as a picture, a PDF
    /// or a Word document, is refused. With it any file is read as that format.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FORMAT", default_value = "auto", hide_default_value = true)]
    pub(crate) from: FromFormat,

    /// Language of the text, such as en, de-CH or auto, which finds it out
    #[arg(long, value_name = "TAG", default_value = "auto", hide_default_value = true)]
    pub(crate) lang: Lang,
}

/// What is known of the article.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Title block")]
pub(crate) struct MetaArgs {
    /// The headline, instead of the one found
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,

    /// Who wrote it, instead of the byline found
    #[arg(long, value_name = "TEXT")]
    pub(crate) author: Option<String>,

    /// Its date as it is to be shown, instead of the one found
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "TEXT")]
    pub(crate) date: Option<String>,

    /// Where it comes from: an address or the name of a publication
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Option<String>,
}

/// What is taken away.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Cleaning")]
pub(crate) struct CleaningArgs {
    /// Take what this CSS selector names as the article of a web page
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "SELECTOR", value_parser = pattern)]
    pub(crate) content: Option<String>,

    /// Keep what contains this text, whatever the rules say; may be repeated
    ///
    /// On a web page also what a CSS selector with a class, an id or an attribute names.
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(crate) keep: Vec<String>,

    /// Remove what contains this text; may be repeated
    ///
    /// On a web page also what a CSS selector with a class, an id or an attribute names.
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(crate) drop: Vec<String>,

    /// Say what was removed, where, and by which rule
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) explain: bool,
}

/// Values of `--from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FromFormat {
    /// Found out from the file
    Auto,
    /// Plain text
    Text,
    /// Markdown: CommonMark, tables, notes, front matter
    Markdown,
    /// A saved web page: HTML or MHTML
    Html,
}

/// Value of `--lang`: a language, or none for `auto`.
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

/// A pattern is text to look for; nothing would be found everywhere.
fn pattern(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("an empty pattern would match everything".to_owned());
    }
    Ok(text.to_owned())
}
