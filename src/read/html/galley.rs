//! Blocks being gathered, and who reads what they hold.
//!
//! Comes in: lines and blocks as the flow of a page finds them. Goes out: [`Galley`], and
//! [`Reader`], by which lists and tables have their insides read though they stand below the flow.
//! Never done here: knowing one element from another.

use super::line::Line;
use super::tree::{NodeId, Tree};
use crate::article::{Block, BlockKind, Inline, Picture, walk};
use crate::diagnostic::Place;

/// Blocks being gathered, and the line that will be the next.
#[derive(Debug, Default)]
pub(super) struct Galley {
    pub(super) blocks: Vec<Block>,
    pub(super) line: Line,
    /// Where what a comment wants on one page begins, from the outermost in.
    pub(super) kept: Vec<usize>,
}

impl Galley {
    /// Ends the line: it becomes a paragraph, or pictures that stand by themselves.
    pub(super) fn flush(&mut self) {
        let place = Place::line(self.line.place);
        let inlines = self.line.take();
        if let Some(pictures) = only_pictures(&inlines) {
            let kinds = pictures.into_iter().map(BlockKind::Picture);
            self.blocks.extend(kinds.map(|kind| Block::new(kind, place)));
        } else if !inlines.is_empty() {
            self.blocks.push(Block::new(BlockKind::Paragraph(inlines), place));
        }
    }

    /// Ends the line, and puts a block behind it.
    pub(super) fn push(&mut self, kind: BlockKind, line: u32) {
        self.flush();
        self.blocks.push(Block::new(kind, Place::line(line)));
    }

    /// Keeps all blocks from the one numbered `first` on one page.
    pub(super) fn keep(&mut self, first: usize) {
        self.flush();
        let inner = self.blocks.split_off(first.min(self.blocks.len()));
        if let Some(place) = inner.first().map(|block| block.place) {
            self.blocks.push(Block::new(BlockKind::Together(inner), place));
        }
    }
}

/// The pictures of a line that has nothing else, links around them aside.
fn only_pictures(inlines: &[Inline]) -> Option<Vec<Picture>> {
    let mut pictures = Vec::new();
    for inline in walk::inlines(inlines) {
        match inline {
            Inline::Picture(picture) => pictures.push(picture.clone()),
            Inline::LineBreak => {}
            Inline::Text(text) if text.trim().is_empty() => {}
            other if other.inner().is_some() => {}
            _ => return None,
        }
    }
    (!pictures.is_empty()).then_some(pictures)
}

/// Reads the nodes of a page into a galley: the flow itself, as those see it whom it calls.
pub(super) trait Reader<'t> {
    /// The page.
    fn tree(&self) -> &'t Tree;

    /// Whether a node is left out.
    fn is_gone(&self, id: NodeId) -> bool;

    /// Reads a node, whatever it is.
    fn node(&mut self, id: NodeId, galley: &mut Galley);

    /// Whether a node, or one around it up to another, is left out.
    fn gone_within(&self, id: NodeId, around: NodeId) -> bool {
        let up = self.tree().ancestors(id).take_while(|up| *up != around);
        std::iter::once(id).chain(up).any(|id| self.is_gone(id))
    }

    /// Reads what stands in an element.
    fn children(&mut self, element: NodeId, galley: &mut Galley) {
        for child in self.tree().children(element) {
            self.node(child, galley);
        }
    }

    /// The blocks that a node is.
    fn blocks(&mut self, id: NodeId) -> Vec<Block> {
        let mut galley = Galley::default();
        self.node(id, &mut galley);
        galley.flush();
        galley.blocks
    }

    /// The blocks within an element.
    fn inside(&mut self, element: NodeId) -> Vec<Block> {
        let mut galley = Galley::default();
        self.children(element, &mut galley);
        galley.flush();
        galley.blocks
    }

    /// All inlines within an element; blocks in it are parted by line breaks.
    fn inlines(&mut self, element: NodeId) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        for block in self.inside(element) {
            let more = in_line(block);
            if !inlines.is_empty() && !more.is_empty() {
                inlines.push(Inline::LineBreak);
            }
            inlines.extend(more);
        }
        inlines
    }
}

/// What a block says, where there is no room for a block.
fn in_line(mut block: Block) -> Vec<Inline> {
    let holds =
        std::iter::once(&mut block).flat_map(walk::lines_mut).next().map(std::mem::take);
    match (holds, block.kind) {
        (Some(line), _) if !line.is_empty() => line,
        (_, BlockKind::Picture(picture)) => vec![Inline::Picture(picture)],
        (_, BlockKind::Preformatted(text)) => vec![Inline::Code(text.replace('\n', " "))],
        (_, kind) => {
            let block = Block::new(kind, Place::default());
            walk::leaves(&[block]).map(|text| Inline::Text(text.to_owned())).collect()
        }
    }
}
