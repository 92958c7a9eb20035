//! Builder of the blocks of a page, and the interface for converting nodes.
//!
//! Lists and tables convert their contents through [`NodeReader`], which the flow implements.

use super::inline_builder::InlineBuilder;
use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::{Block, BlockKind, Inline, Picture, walk};
use crate::diagnostic::Place;

/// Blocks that are being built, and the line of inlines that becomes the next one.
#[derive(Debug, Default)]
pub(super) struct BlockBuilder {
    pub(super) blocks: Vec<Block>,
    pub(super) line: InlineBuilder,
    /// Indices of the first blocks after comments that begin a kept group, the outermost first.
    pub(super) kept: Vec<usize>,
}

impl BlockBuilder {
    /// Ends the line, which becomes a paragraph, or blocks of pictures if it has nothing else.
    pub(super) fn end_line(&mut self) {
        let place = Place::line(self.line.place);
        let inlines = self.line.finish();
        if let Some(pictures) = only_pictures(&inlines).filter(|it| !is_badge_row(it)) {
            let kinds = pictures.into_iter().map(|it| BlockKind::Picture(Box::new(it)));
            self.blocks.extend(kinds.map(|kind| Block::new(kind, place)));
        } else if !inlines.is_empty() {
            self.blocks.push(Block::new(BlockKind::Paragraph(inlines), place));
        }
    }

    /// Ends the line, and adds a block.
    pub(super) fn push(&mut self, kind: BlockKind, line: u32) {
        self.end_line();
        self.blocks.push(Block::new(kind, Place::line(line)));
    }

    /// Keeps the blocks from index `first` together on one page.
    pub(super) fn keep_together(&mut self, first: usize) {
        self.end_line();
        let inner = self.blocks.split_off(first.min(self.blocks.len()));
        if let Some(place) = inner.first().map(|block| block.place) {
            self.blocks.push(Block::new(BlockKind::Together(inner), place));
        }
    }
}

/// Returns the pictures of a line that has nothing else but links around them.
fn only_pictures(inlines: &[Inline]) -> Option<Vec<Picture>> {
    for inline in walk::inlines(inlines) {
        match inline {
            Inline::Picture(_) | Inline::LineBreak => {}
            Inline::Text(text) if text.trim().is_empty() => {}
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strike(_)
            | Inline::Superscript(_)
            | Inline::Subscript(_)
            | Inline::NoBreak(_)
            | Inline::Foreign { .. }
            | Inline::Abbreviation { .. }
            | Inline::Quotation(_)
            | Inline::Link { .. } => {}
            Inline::Text(_) | Inline::Code(_) | Inline::NoteRef(_) => return None,
        }
    }
    let pictures = walk::pictures(inlines).into_iter().map(|(picture, link)| Picture {
        // The page itself is where the picture stands.
        link: link.filter(|target| !target.starts_with('#')).map(str::to_owned),
        ..picture.clone()
    });
    let pictures: Vec<Picture> = pictures.collect();
    (!pictures.is_empty()).then_some(pictures)
}

/// Parts of addresses of badges: small pictures with the state of a project.
const BADGES: [&str; 18] = [
    "shields.io",
    "badge",
    "/workflows/",
    "travis-ci.",
    "codecov.io",
    "coveralls.io",
    "ci.appveyor.com",
    "circleci.com",
    "goreportcard.com",
    "deps.rs/",
    "isitmaintained.com",
    "nodei.co/",
    "snyk.io",
    "readthedocs.org/projects",
    "opencollective.com",
    "gitter.im",
    "david-dm.org",
    "app.netlify.com",
];

/// True for badges beside each other, which stay in one line.
fn is_badge_row(pictures: &[Picture]) -> bool {
    let is_badge = |picture: &Picture| {
        let source = picture.source.to_ascii_lowercase();
        BADGES.iter().any(|part| source.contains(part))
    };
    pictures.len() > 1 && pictures.iter().all(is_badge)
}

/// Conversion of the nodes of a page to blocks.
pub(super) trait NodeReader<'t> {
    /// Returns the tree of the page.
    fn tree(&self) -> &'t HtmlTree;

    /// True for a node that is left out.
    fn is_gone(&self, id: HtmlNodeId) -> bool;

    /// Leaves out a check box where it comes next: the label of an item shows it.
    fn leave_out(&mut self, check_box: HtmlNodeId);

    /// Adds a node to the blocks.
    fn read_node(&mut self, id: HtmlNodeId, out: &mut BlockBuilder);

    /// Adds the children of an element to the blocks.
    fn read_children(&mut self, element: HtmlNodeId, out: &mut BlockBuilder) {
        for child in self.tree().children(element) {
            self.read_node(child, out);
        }
    }

    /// Returns the blocks of a node.
    fn blocks_of(&mut self, id: HtmlNodeId) -> Vec<Block> {
        let mut out = BlockBuilder::default();
        self.read_node(id, &mut out);
        out.end_line();
        out.blocks
    }

    /// Returns the blocks within an element.
    fn blocks_in(&mut self, element: HtmlNodeId) -> Vec<Block> {
        let mut out = BlockBuilder::default();
        self.read_children(element, &mut out);
        out.end_line();
        out.blocks
    }

    /// Returns the inlines within an element, with a line break between its blocks.
    fn inlines_in(&mut self, element: HtmlNodeId) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        for block in self.blocks_in(element) {
            let more = block_inlines(block);
            if !inlines.is_empty() && !more.is_empty() {
                inlines.push(Inline::LineBreak);
            }
            inlines.extend(more);
        }
        inlines
    }
}

/// Returns the text of a block as inlines, for a place that holds no blocks.
fn block_inlines(mut block: Block) -> Vec<Inline> {
    let line = walk::lines_mut(&mut block).into_iter().next().map(std::mem::take);
    match (line, block.kind) {
        (Some(line), _) if !line.is_empty() => line,
        (_, BlockKind::Picture(mut picture)) => match picture.link.take() {
            Some(target) => {
                vec![Inline::Link { target, text: vec![Inline::Picture(picture)] }]
            }
            None => vec![Inline::Picture(picture)],
        },
        (_, BlockKind::Preformatted(text)) => vec![Inline::Code(text.replace('\n', " "))],
        (_, kind) => {
            let block = Block::new(kind, Place::default());
            walk::leaves(&[block]).map(|text| Inline::Text(text.to_owned())).collect()
        }
    }
}
