//! Reading: bytes become a manuscript.
//!
//! Comes in: the bytes of a file and its format, or the wish to find it out. Goes out: a
//! [`Manuscript`] and diagnostics. Never done here: failing on content, cleaning, lengths, fonts.

mod block;
mod date;
mod encoding;
mod feed;
mod front;
mod heading;
#[doc(hidden)]
pub mod html;
mod hyphen;
mod inline;
mod line;
mod link;
mod list;
mod mark;
mod markdown;
mod matter;
mod measure;
mod mhtml;
mod notes;
mod prose;
#[doc(hidden)]
pub mod resource;
mod scrub;
mod sniff;
mod table;
pub mod unsupported;
mod verse;
pub(crate) mod wall;

use self::html::{Page, Tree};
use self::resource::Resources;
use crate::article::Article;
use crate::diagnostic::{Diagnostic, Place};

/// The formats that can be read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Found out from the bytes.
    #[default]
    Auto,
    /// Plain text as people write it.
    Text,
    /// CommonMark, with what GitHub and others added.
    Markdown,
    /// A page of the web: HTML, or MHTML with its pictures.
    Html,
}

/// What was read: the article as it stands in the file, with whatever surrounds it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
#[doc(hidden)]
pub struct Manuscript {
    /// Everything in the file, in order, before anything is removed; empty where there is a page.
    pub article: Article,
    /// A page of the web, in which cleaning finds the article.
    pub page: Option<Page>,
    /// What the file carries besides its text, such as pictures, by the address that
    /// [`crate::article::Picture::source`] has.
    pub resources: Resources,
}

/// What is known of bytes that came over the network, from him who fetched them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The address that they came from, after all redirects. Relative addresses start from it.
    pub address: Option<String>,
    /// The encoding that the server named.
    pub charset: Option<String>,
}

/// Reads an article. Any bytes give a manuscript; what is odd about them is in the diagnostics.
#[must_use]
#[doc(hidden)]
pub fn read(bytes: &[u8], format: Format) -> (Manuscript, Vec<Diagnostic>) {
    read_from(bytes, format, &Origin::default())
}

/// Reads an article that came from this origin.
#[must_use]
#[doc(hidden)]
pub fn read_from(
    bytes: &[u8],
    format: Format,
    origin: &Origin,
) -> (Manuscript, Vec<Diagnostic>) {
    let may_be_page = matches!(format, Format::Auto | Format::Html);
    if may_be_page
        && sniff::is_mhtml(bytes)
        && let Some(archive) = mhtml::open(bytes)
    {
        let page = |tree| Page { tree, address: archive.address, fetched: false };
        return read_page(&archive.html, page, archive.resources, Vec::new());
    }
    // Bytes become characters, and what no reader could see is taken out.
    let (decoded, mut diagnostics) =
        encoding::decode(bytes, may_be_page, origin.charset.as_deref());
    diagnostics.extend(not_a_text(bytes));
    let (text, findings) = scrub::scrub(&decoded);
    diagnostics.extend(findings);
    let page = |tree| Page {
        tree,
        address: origin.address.clone(),
        fetched: origin.address.is_some(),
    };
    match format {
        Format::Html => read_page(&text, page, Resources::new(), diagnostics),
        Format::Auto if sniff::is_html(&text) => {
            read_page(&text, page, Resources::new(), diagnostics)
        }
        Format::Markdown => read_markdown(&text, page, diagnostics),
        Format::Auto if sniff::is_markdown(&text) => read_markdown(&text, page, diagnostics),
        Format::Auto | Format::Text => read_text(&text, diagnostics),
    }
}

/// A warning when the bytes are another kind of file.
fn not_a_text(bytes: &[u8]) -> Option<Diagnostic> {
    let what = unsupported::recognise_binary(bytes)?.format;
    let message = format!("the file looks like {what}; it was read as plain text all the same");
    let finding = Diagnostic::warning("not-a-text", Place::line(1), message);
    Some(finding.hint("save the article as text and give that file"))
}

fn read_page(
    text: &str,
    page: impl FnOnce(Tree) -> Page,
    resources: Resources,
    mut diagnostics: Vec<Diagnostic>,
) -> (Manuscript, Vec<Diagnostic>) {
    let (tree, mut found) = html::parse(text);
    diagnostics.append(&mut found);
    let mut page = page(tree);
    page.address = page.address.or_else(|| html::saved_from(text));
    (Manuscript { article: Article::default(), page: Some(page), resources }, diagnostics)
}

fn read_markdown(
    text: &str,
    page: impl FnOnce(Tree) -> Page,
    mut diagnostics: Vec<Diagnostic>,
) -> (Manuscript, Vec<Diagnostic>) {
    let mut resources = Resources::new();
    let (mut article, mut found) = markdown::read(text, page, &mut resources);
    diagnostics.append(&mut found);
    wall::part(&mut article.blocks, &mut diagnostics);
    (Manuscript { article, page: None, resources }, diagnostics)
}

fn read_text(text: &str, mut diagnostics: Vec<Diagnostic>) -> (Manuscript, Vec<Diagnostic>) {
    // Characters become lines; the lines at the top tell the headline, byline and date.
    let mut lines = line::split(text);
    feed::settle(&mut lines);
    let meta = front::take(&mut lines);

    // The other lines become blocks, and notes find their marks.
    let mut reader = block::Reader::new(&lines);
    let mut blocks = reader.pages(&lines);
    heading::level(&mut blocks, &reader.heads);
    diagnostics.append(&mut reader.joiner.findings);
    let notes = notes::take(&mut blocks);
    wall::part(&mut blocks, &mut diagnostics);
    diagnostics.sort_by_key(|finding| finding.place.line);
    let article = Article { meta, blocks, notes };
    (Manuscript { article, ..Manuscript::default() }, diagnostics)
}
