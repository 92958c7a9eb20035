//! Reading: conversion of the bytes of a file to a manuscript.
//!
//! Takes bytes and their format, if it is known; gives a [`Manuscript`] and diagnostics. Must never
//! fail because of content.

mod date;
mod detect_format;
#[doc(hidden)]
pub mod embedded;
mod encoding;
mod form_feed;
mod front;
mod front_matter;
mod heading;
#[doc(hidden)]
pub mod html;
mod inline;
mod invisible;
mod join_lines;
mod line_syntax;
mod list;
mod mail;
mod markdown;
mod measure;
mod mhtml;
mod notes;
pub(crate) mod paragraph_split;
mod prose;
mod source_line;
mod stamp;
mod table;
mod text_blocks;
mod typed_address;
pub mod unsupported;
mod verse;

pub use date::{is_date, is_time_of_day, is_word_of_dates};
pub use stamp::{CalendarDay, day_of_stamp, english_day, numeric_day};

use self::embedded::EmbeddedFiles;
use self::html::WebPage;
use self::mail::{MailBody, MailMessage};
use crate::article::{Article, Metadata};
use crate::diagnostic::{Diagnostic, Place};

/// Formats that can be read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Detected from the bytes.
    #[default]
    Auto,
    /// Plain text.
    Text,
    /// CommonMark, with extensions of GitHub and others.
    Markdown,
    /// Web page: HTML, or MHTML with its pictures.
    Html,
    /// Message of electronic mail.
    Mail,
}

/// Article as it is in the file, with the text that surrounds it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
#[doc(hidden)]
pub struct Manuscript {
    /// Text of the file in order, before anything is removed; empty if there is a page.
    pub article: Article,
    /// Web page, in which cleaning finds the article.
    pub page: Option<WebPage>,
    /// Files embedded in the file, such as pictures, by the address in
    /// [`crate::article::Picture::source`].
    pub embedded: EmbeddedFiles,
}

/// Origin of bytes that came over the network, as stated by the caller.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Address that they came from, after all redirects, and the base of relative addresses.
    pub address: Option<String>,
    /// Encoding that the server named.
    pub charset: Option<String>,
}

/// Reads an article. Any bytes give a manuscript; the diagnostics report problems.
#[must_use]
#[doc(hidden)]
pub fn read(bytes: &[u8], format: Format) -> (Manuscript, Vec<Diagnostic>) {
    read_from(bytes, format, &Origin::default())
}

/// Reads an article that came from an origin on the network.
#[must_use]
#[doc(hidden)]
pub fn read_from(
    bytes: &[u8],
    format: Format,
    origin: &Origin,
) -> (Manuscript, Vec<Diagnostic>) {
    if format == Format::Mail
        && let Some(mail) = mail::open(bytes)
    {
        return read_mail(mail);
    }
    let may_be_page = matches!(format, Format::Auto | Format::Html);
    if may_be_page
        && detect_format::is_mhtml(bytes)
        && let Some(archive) = mhtml::open(bytes)
    {
        let mhtml::Archive { html, address, embedded } = archive;
        return read_page(&html, address, false, embedded, Vec::new());
    }
    // Bytes are decoded to characters, and invisible characters removed.
    let (decoded, mut diagnostics) =
        encoding::decode(bytes, may_be_page, origin.charset.as_deref());
    diagnostics.extend(not_a_text_warning(bytes));
    let (text, findings) = invisible::remove_invisible(&decoded);
    diagnostics.extend(findings);
    let format = match format {
        Format::Auto if detect_format::is_html(&text) => Format::Html,
        Format::Auto if detect_format::is_markdown(&text) => Format::Markdown,
        known => known,
    };
    let address = origin.address.clone();
    match format {
        Format::Html => {
            let fetched = address.is_some();
            read_page(&text, address, fetched, EmbeddedFiles::new(), diagnostics)
        }
        Format::Markdown => read_markdown(&text, address, diagnostics),
        // Bytes without headers of mail are read as text.
        Format::Auto | Format::Text | Format::Mail => read_text(&text, None, diagnostics),
    }
}

/// Returns a warning if the bytes are another kind of file.
fn not_a_text_warning(bytes: &[u8]) -> Option<Diagnostic> {
    let kind = unsupported::recognise_binary(bytes)?.format;
    let message = format!("the file looks like {kind}; it was read as plain text all the same");
    let finding = Diagnostic::warning("not-a-text", Place::line(1), message);
    Some(finding.hint("save the article as text and give that file"))
}

fn read_page(
    text: &str,
    address: Option<String>,
    fetched: bool,
    embedded: EmbeddedFiles,
    mut diagnostics: Vec<Diagnostic>,
) -> (Manuscript, Vec<Diagnostic>) {
    let (tree, mut found) = html::parse(text);
    diagnostics.append(&mut found);
    let address = address.or_else(|| html::saved_from(text));
    let page = Some(WebPage { tree, address, fetched });
    (Manuscript { article: Article::default(), page, embedded }, diagnostics)
}

fn read_markdown(
    text: &str,
    address: Option<String>,
    mut diagnostics: Vec<Diagnostic>,
) -> (Manuscript, Vec<Diagnostic>) {
    let mut embedded = EmbeddedFiles::new();
    let (mut article, mut found) = markdown::read(text, address, &mut embedded);
    diagnostics.append(&mut found);
    paragraph_split::split_long_paragraphs(&mut article.blocks, &mut diagnostics);
    (Manuscript { article, page: None, embedded }, diagnostics)
}

fn read_mail(mail: MailMessage) -> (Manuscript, Vec<Diagnostic>) {
    let MailMessage { meta, body, embedded, diagnostics } = mail;
    match body {
        MailBody::Html(html) => read_page(&html, None, true, embedded, diagnostics),
        MailBody::Plain(text) => {
            let (text, mut findings) = invisible::remove_invisible(&text);
            findings.extend(diagnostics);
            read_text(&text, Some(meta), findings)
        }
    }
}

/// Reads plain text. Without metadata, the lines at the top give headline, byline and date.
fn read_text(
    text: &str,
    known: Option<Metadata>,
    mut diagnostics: Vec<Diagnostic>,
) -> (Manuscript, Vec<Diagnostic>) {
    let mut lines = source_line::split_lines(text);
    form_feed::clear_sheet_ends(&mut lines);
    let meta = known.unwrap_or_else(|| front::take(&mut lines));

    // The other lines become blocks, and marks in them references to notes.
    let mut parser = text_blocks::PlainTextParser::new(&lines);
    let mut blocks = parser.parse_pages(&lines);
    heading::level(&mut blocks, &parser.heads);
    diagnostics.append(&mut parser.joiner.findings);
    let notes = notes::extract_notes(&mut blocks);
    paragraph_split::split_long_paragraphs(&mut blocks, &mut diagnostics);
    diagnostics.sort_by_key(|finding| finding.place.line);
    let article = Article { meta, blocks, notes };
    (Manuscript { article, ..Manuscript::default() }, diagnostics)
}
