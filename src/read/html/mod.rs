//! Pages of the web: parsed once, and turned into blocks.
//!
//! Comes in: the text of a page. Goes out: [`Page`], its tree; and, for those nodes that are
//! wanted, the blocks and notes of an article. Never done here: deciding what is wanted; a script
//! run, a frame opened, an address followed.

mod address;
mod breaks;
mod element;
mod flow;
mod galley;
mod guard;
mod line;
mod list;
mod math;
mod notes;
mod parse;
mod picture;
mod select;
mod table;
mod tree;

pub use element::{is_block, is_mark};
pub use select::Selector;
pub use tree::{Children, NodeId, Tree};

use self::address::Base;
use self::flow::Flow;
use super::resource::Resources;
use crate::article::{Block, BlockKind, Note, walk};
use crate::diagnostic::Diagnostic;

/// A page as it was saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Its elements and texts.
    pub tree: Tree,
    /// The address it was saved from, where the file tells.
    pub address: Option<String>,
    /// It came from its address just now: what it names lies in the web, and not beside a file.
    pub fetched: bool,
}

/// What the wanted nodes of a page say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// The notes that the blocks refer to.
    pub notes: Vec<Note>,
}

/// Parses a page. Any text gives one; limits that were reached are told.
#[must_use]
pub fn parse(text: &str) -> (Tree, Vec<Diagnostic>) {
    let (text, told) = guard::limit(text);
    let (tree, mut diagnostics) = parse::parse(&text);
    diagnostics.extend(told);
    (tree, diagnostics)
}

impl Page {
    /// The blocks and notes of `roots`, without the nodes that `gone` marks by their index.
    /// Pictures that the page itself carries go into `resources`. Headings are levelled so that
    /// the greatest in the body is of level 1.
    #[must_use]
    pub fn body(&self, roots: &[NodeId], gone: &[bool], resources: &mut Resources) -> Body {
        let base = Base::of(self.base().as_deref(), self.fetched);
        let mut flow = Flow::new(&self.tree, gone, base, resources);
        let mut blocks = flow.blocks_of(roots);
        let notes = flow.notes();
        level(&mut blocks);
        Body { blocks, notes }
    }

    /// The address from which relative ones of the page start.
    fn base(&self) -> Option<String> {
        let tree = &self.tree;
        let told = tree.first(Tree::ROOT, "base").and_then(|id| tree.attribute(id, "href"));
        if self.fetched {
            // HTML, "document base URL": the first `base`, itself relative to the page's address.
            let own = Base::of(self.address.as_deref(), true);
            return told.and_then(|told| own.whole(told)).or(self.address.clone());
        }
        let link = tree.descend(Tree::ROOT).find(|id| {
            tree.name(*id) == "link" && tree.attribute(*id, "rel") == Some("canonical")
        });
        let canonical = link.and_then(|id| tree.attribute(id, "href"));
        let absolute = |address: &&str| address.starts_with("http");
        let given = told.filter(absolute).map(str::to_owned);
        given.or(self.address.clone()).or(canonical.filter(absolute).map(str::to_owned))
    }
}

/// Moves the levels of headings so that the greatest is 1.
pub(super) fn level(blocks: &mut [Block]) {
    let levels = walk::blocks(blocks).filter_map(|block| match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    });
    let Some(greatest) = levels.min() else { return };
    shift(blocks, greatest.saturating_sub(1));
}

fn shift(blocks: &mut [Block], by: u8) {
    for block in blocks {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = level.saturating_sub(by).max(1);
        }
        walk::parts_mut(block).into_iter().for_each(|part| shift(part, by));
    }
}

/// The address in the comment that browsers leave in a page they save.
pub(super) fn saved_from(text: &str) -> Option<String> {
    let top: String = text.chars().take(2000).collect();
    let after = top.split_once("saved from url=").map(|(_, after)| after);
    // `url=(0023)https://...`, and `url: https://...` of SingleFile.
    let after =
        after.map(|after| after.trim_start_matches(|c: char| c != 'h')).or_else(|| {
            let (_, after) = top.split_once("Page saved with SingleFile")?;
            after.split_once("url:").map(|(_, after)| after.trim_start())
        })?;
    let end = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
    after.get(..end).filter(|address| address.starts_with("http")).map(str::to_owned)
}
