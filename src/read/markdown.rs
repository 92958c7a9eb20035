//! Markdown: CommonMark with extensions of GitHub and others.
//!
//! Marks of its dialects are converted first. Markdown is converted to HTML, with the raw HTML in it,
//! and the HTML to blocks.

mod dialects;
mod emoji;
mod fences;
mod inline_scan;
mod math;
mod myst;
mod obsidian;
mod pandoc;
mod pandoc_tables;
mod site_generators;

use std::borrow::Cow;
use std::collections::BTreeMap;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, format_html, parse_document};

use self::dialects::Findings;

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
    let mut body = Cow::Borrowed(front.body);
    if front.lines == 0
        && let Some((block, lines)) = pandoc::title_block(front.body)
    {
        meta = block;
        // The lines stay, so that those below keep their numbers.
        let below = front.body.split_inclusive('\n').skip(lines).collect::<String>();
        body = Cow::Owned("\n".repeat(lines) + &below);
    }
    let mut findings = Findings::default();
    let converted = dialects::convert(&body, &mut findings);
    let (tree, mut diagnostics) = html::parse(&to_html(&limit_quotes(&converted), &options()));
    diagnostics.extend(findings.report());
    for diagnostic in &mut diagnostics {
        diagnostic.place = diagnostic.place.lines_below(front.lines);
    }
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

/// Returns the HTML of a part of a text.
fn html_of(text: &str) -> String {
    let mut options = options();
    options.render.sourcepos = false;
    to_html(&limit_quotes(text), &options)
}

/// Converts Markdown to HTML. A definition of several paragraphs has their tags.
fn to_html(text: &str, options: &Options<'_>) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, text, options);
    for node in root.descendants() {
        let several = node.children().any(|part| {
            matches!(part.data().value, NodeValue::DescriptionDetails)
                && part.children().count() > 1
        });
        if let NodeValue::DescriptionItem(item) = &mut node.data_mut().value
            && several
        {
            item.tight = false;
        }
    }
    let mut html = String::new();
    format_html(root, options, &mut html).expect("a string takes all that is written");
    html
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
/// and `^` and `~` are mostly signs, so their extensions are off: [`dialects`] tells them apart.
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
    extension.ofm_callouts = true;
    extension.header_attributes = true;
    extension.link_attributes = true;
    extension.fenced_code_attributes = true;
    extension.inline_code_attributes = true;
    options.render.r#unsafe = true;
    options.render.sourcepos = true;
    options
}

/// Most words of the text above a headline: badges, a choice of languages, a line about the project.
const MOST_WORDS_ABOVE: usize = 60;

/// Moves the first heading to the metadata, if it has the first level and the article begins with it
/// or with pictures, a table or a few words. A heading that repeats the title of the front matter
/// is removed.
fn move_title(article: &mut Article, meta: &mut Metadata) {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    let Some(at) = article.blocks.iter().position(is_heading) else { return };
    let above: usize = article.blocks[..at]
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Table(_)))
        .map(|block| {
            walk::leaves(std::slice::from_ref(block))
                .map(|text| text.split_whitespace().count())
                .sum::<usize>()
        })
        .sum();
    let Block { kind: BlockKind::Heading { level: 1, text }, place, .. } = &article.blocks[at]
    else {
        return;
    };
    let known = plain_text(&meta.title);
    let opens = meta.title.is_empty() && above <= MOST_WORDS_ABOVE;
    if opens || known == plain_text(text) {
        meta.place = *place;
        meta.title = text.clone();
        article.blocks.remove(at);
        html::normalise_levels(&mut article.blocks);
    }
}

/// Adds the lines of the front matter to the places of a block.
fn move_down(block: &mut Block, lines: usize) {
    block.place = block.place.lines_below(lines);
    let parts = walk::parts_mut(block).into_iter().flatten();
    parts.for_each(|inner| move_down(inner, lines));
}
