//! Markdown: CommonMark with extensions of GitHub and others.
//!
//! Markdown is converted to HTML, with the raw HTML in it, and the HTML to blocks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use comrak::{Options, markdown_to_html};

use super::embedded::EmbeddedFiles;
use super::front_matter::{self, FrontMatter};
use super::html;
use super::html::{HtmlTree, PageNodes, WebPage};
use crate::article::{Article, Block, BlockKind, Metadata, plain_text, walk};
use crate::diagnostic::Diagnostic;

/// Reads Markdown that was fetched from an address, if one is given.
pub(super) fn read(
    text: &str,
    address: Option<String>,
    embedded: &mut EmbeddedFiles,
) -> (Article, Vec<Diagnostic>) {
    let front = FrontMatter { matter: "", body: text, lines: 0 };
    let front = front_matter::split(text).unwrap_or(front);
    let mut meta = front_matter::metadata(front.matter);
    let (tree, diagnostics) =
        html::parse(&markdown_to_html(&limit_quotes(front.body), &options()));
    let fetched = address.is_some();
    let page = WebPage { tree, address: address.or_else(|| meta.source.clone()), fetched };
    let heads = BTreeMap::new();
    let nodes = PageNodes { roots: &[HtmlTree::ROOT], gone: &[], heads: &heads };
    let body = page.body(nodes, embedded);
    let mut article = Article { blocks: body.blocks, notes: body.notes, ..Article::default() };
    let notes = article.notes.iter_mut().flat_map(|note| &mut note.blocks);
    article.blocks.iter_mut().chain(notes).for_each(|block| move_down(block, front.lines));
    move_title(&mut article, &mut meta);
    article.meta = meta;
    (article, diagnostics)
}

/// Most block quotations that a line begins or continues. Further ones would be too deep for the
/// page, and the parser's time grows with the square of their number.
const MOST_QUOTES: usize = 512;

/// Escapes the sign `>` at the start of each line after the first [`MOST_QUOTES`], which makes it text.
fn limit_quotes(text: &str) -> Cow<'_, str> {
    let mut limited = String::new();
    let mut copied = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let signs = line.bytes().enumerate().take_while(|(_, it)| b" \t>".contains(it));
        if let Some((at, _)) = signs.filter(|(_, it)| *it == b'>').nth(MOST_QUOTES) {
            limited.push_str(&text[copied..start + at]);
            limited.push('\\');
            copied = start + at;
        }
        start += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    limited.push_str(&text[copied..]);
    Cow::Owned(limited)
}

/// Returns the extensions of CommonMark that are read. A dollar is more often money than a formula,
/// and `^` and `~` are mostly signs, so their extensions are off.
fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.inline_footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    extension.header_attributes = true;
    extension.link_attributes = true;
    extension.fenced_code_attributes = true;
    extension.inline_code_attributes = true;
    options.render.r#unsafe = true;
    options.render.sourcepos = true;
    options
}

/// Moves the heading at the start of the text to the metadata, if it is the only one of the first
/// level. A heading that repeats the title of the front matter is removed.
fn move_title(article: &mut Article, meta: &mut Metadata) {
    let is_first = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
    let Some(Block { kind: BlockKind::Heading { level: 1, text }, place, .. }) =
        article.blocks.first()
    else {
        return;
    };
    let known = plain_text(&meta.title);
    let others = article.blocks.iter().skip(1).any(is_first);
    if (meta.title.is_empty() && !others) || known == plain_text(text) {
        meta.place = *place;
        meta.title = text.clone();
        article.blocks.remove(0);
        html::normalise_levels(&mut article.blocks);
    }
}

/// Adds the lines of the front matter to the places of a block.
fn move_down(block: &mut Block, lines: usize) {
    block.place = block.place.lines_below(lines);
    let parts = walk::parts_mut(block).into_iter().flatten();
    parts.for_each(|inner| move_down(inner, lines));
}
