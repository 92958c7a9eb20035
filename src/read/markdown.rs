//! Markdown: CommonMark and what GitHub and others added.
//!
//! Comes in: the text of a file. Goes out: an article. Never done here: a second way to read what
//! HTML says; Markdown becomes a page, raw HTML in it included, and the page becomes blocks.

use comrak::{Options, markdown_to_html};

use super::html::{Page, Tree};
use super::resource::Resources;
use super::{html, matter};
use crate::article::{Article, Block, BlockKind, plain_text};
use crate::diagnostic::Diagnostic;

/// Reads Markdown; `page` makes the page that it becomes.
pub(super) fn read(
    text: &str,
    page: impl FnOnce(Tree) -> Page,
    resources: &mut Resources,
) -> (Article, Vec<Diagnostic>) {
    let (front, body, skipped) = matter::split(text).unwrap_or(("", text, 0));
    let mut meta = matter::metadata(front);
    let (tree, diagnostics) = html::parse(&markdown_to_html(body, &options()));
    let mut page = page(tree);
    page.address = page.address.or_else(|| meta.source.clone());
    let body = page.body(&[Tree::ROOT], &[], resources);
    let mut article = Article { blocks: body.blocks, notes: body.notes, ..Article::default() };
    if skipped > 0 {
        let by = u32::try_from(skipped).unwrap_or(0);
        article.blocks.iter_mut().for_each(|block| move_down(block, by));
        article
            .notes
            .iter_mut()
            .flat_map(|note| &mut note.blocks)
            .for_each(|b| move_down(b, by));
    }
    take_title(&mut article, &mut meta);
    article.meta = meta;
    (article, diagnostics)
}

/// What is read besides CommonMark. A dollar is money more often than a formula, and `^` and `~`
/// are signs, so their extensions stay off.
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

/// A heading of the first level that opens the text and stands alone is the title; where the
/// front matter has one, the same heading again is left out.
fn take_title(article: &mut Article, meta: &mut crate::article::Metadata) {
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
        html::level(&mut article.blocks);
    }
}

/// Counts the lines of the front matter in.
fn move_down(block: &mut Block, by: u32) {
    block.place.line += by;
    let parts = crate::article::walk::parts_mut(block).into_iter().flatten();
    parts.for_each(|inner| move_down(inner, by));
}
