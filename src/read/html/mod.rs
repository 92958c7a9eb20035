//! Web pages: parsing, and conversion to blocks.
//!
//! Takes the text of a page; gives its tree and, for chosen nodes, the blocks and notes of an
//! article. Must never run a script, open a frame or follow an address.

mod anchors;
mod apart;
mod base_address;
mod block_builder;
mod code;
mod drawing;
mod element;
mod flow;
mod header_cells;
mod inline_builder;
mod list;
mod markup_words;
mod math;
mod media;
mod notes;
mod page_breaks;
mod parse;
mod picture;
mod picture_description;
mod post_head;
mod selector;
mod streamed;
mod table;
mod tag_limits;
mod tree;
mod word;

pub use code::{is_in_code, is_listing, is_number, listing_text};
pub use drawing::is_drawing;
pub use element::{is_block, is_break_marker, is_hidden};
pub use flow::PageNodes;
pub use markup_words::words_of_markup;
pub use media::is_media;
pub use notes::{note_elements, notes_heading};
pub use picture::stands_for_picture;
pub use selector::Selector;
pub use tree::{HtmlNodeId, HtmlTree};

use self::base_address::BaseAddress;
use self::flow::Flow;
use super::embedded::EmbeddedFiles;
use crate::article::{Block, BlockKind, Note, walk};
use crate::diagnostic::Diagnostic;

/// Web page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebPage {
    /// Elements and texts.
    pub tree: HtmlTree,
    /// Address, if it is known.
    pub address: Option<String>,
    /// The page was fetched from its address: relative addresses are on the web, not beside a file.
    pub fetched: bool,
}

/// Blocks and notes of chosen nodes of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageBody {
    /// Blocks.
    pub blocks: Vec<Block>,
    /// Notes that the blocks refer to.
    pub notes: Vec<Note>,
}

/// Parses a page. Any text gives a tree; the diagnostics report the limits that were reached.
#[must_use]
pub fn parse(text: &str) -> (HtmlTree, Vec<Diagnostic>) {
    let (text, warning) = tag_limits::limit_tags(text);
    let (mut tree, mut diagnostics) = parse::parse(&text);
    streamed::assemble(&mut tree);
    word::assemble(&mut tree);
    diagnostics.extend(warning);
    (tree, diagnostics)
}

impl WebPage {
    /// Returns the blocks and notes of some nodes. Adds the pictures in `data:` addresses to
    /// `embedded`. The highest heading has level 1.
    #[must_use]
    pub fn body(&self, nodes: PageNodes<'_>, embedded: &mut EmbeddedFiles) -> PageBody {
        let base = BaseAddress::new(self.base().as_deref(), self.fetched);
        let mut flow = Flow::new(&self.tree, nodes, base, embedded);
        let mut blocks = flow.convert(nodes.roots);
        let notes = flow.convert_notes();
        normalise_levels(&mut blocks);
        PageBody { blocks, notes }
    }

    /// Returns the base of the page's relative addresses.
    fn base(&self) -> Option<String> {
        let tree = &self.tree;
        let base = tree.first(HtmlTree::ROOT, "base").and_then(|id| tree.attribute(id, "href"));
        if self.fetched {
            // HTML, "document base URL": the first `base`, itself relative to the page's address.
            let own = BaseAddress::new(self.address.as_deref(), true);
            return base.and_then(|base| own.resolve(base)).or(self.address.clone());
        }
        let link = tree.descend(HtmlTree::ROOT).find(|id| {
            tree.name(*id) == "link" && tree.attribute(*id, "rel") == Some("canonical")
        });
        let canonical = link.and_then(|id| tree.attribute(id, "href"));
        let absolute = |address: &&str| address.starts_with("http");
        let given = base.filter(absolute).map(str::to_owned);
        given.or(self.address.clone()).or(canonical.filter(absolute).map(str::to_owned))
    }
}

/// Shifts the levels of headings so that the highest is 1.
pub(super) fn normalise_levels(blocks: &mut [Block]) {
    let levels = walk::blocks(blocks).filter_map(|block| match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    });
    if let Some(highest) = levels.min() {
        shift_levels(blocks, highest.saturating_sub(1));
    }
}

fn shift_levels(blocks: &mut [Block], by: u8) {
    for block in blocks {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = level.saturating_sub(by).max(1);
        }
        walk::parts_mut(block).into_iter().for_each(|part| shift_levels(part, by));
    }
}

/// Returns the address in the comment that browsers add to a page when they save it.
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
    Some(&after[..end]).filter(|address| address.starts_with("http")).map(str::to_owned)
}
