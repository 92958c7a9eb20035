//! Markdown: CommonMark with extensions of GitHub and others.
//!
//! Marks of its dialects are converted first. Markdown is converted to HTML, with the raw HTML in it,
//! and the HTML to blocks.

mod converter;
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
mod tally;
mod to_html;

use std::borrow::Cow;
use std::collections::BTreeMap;

use self::tally::Findings;
use self::to_html::to_html;

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
    let (tree, mut diagnostics) = html::parse(&to_html(&converted));
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
