//! Counts of the contents of each element, and the elements that are removed.

use std::collections::BTreeMap;
use std::ops::{AddAssign, SubAssign};

use super::names;
use crate::read::html::{self, HtmlNodeId, HtmlTree, is_block};

/// A link that stays on the page counts for this part of its letters: tables of contents and
/// notes are no lists of other pages. (Readability's figure.)
const LOCAL_LINK: f32 = 0.3;

/// Letters that a paragraph of running text has at least: a line or more.
const PROSE: f32 = 80.0;

/// The part of its letters that are links, in a paragraph of running text, at most.
const PROSE_LINKS: f32 = 0.4;

/// Counts of an element and its descendants.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Stats {
    /// Letters, a run of white space counted as one.
    pub(super) chars: f32,
    /// Letters within links.
    pub(super) linked: f32,
    /// Letters within headings.
    pub(super) headed: f32,
    /// Letters within lists.
    pub(super) listed: f32,
    /// Letters within paragraphs and the like, those nested counted at each level.
    pub(super) textish: f32,
    /// Commas of all scripts.
    pub(super) commas: f32,
    /// `p` elements.
    pub(super) paragraphs: f32,
    /// `img` elements.
    pub(super) images: f32,
    /// `li` elements.
    pub(super) items: f32,
    /// `input` elements.
    pub(super) inputs: f32,
    /// `iframe`, `object`, `embed` elements.
    pub(super) embeds: f32,
    /// `a` elements.
    pub(super) links: f32,
    /// Blocks of any kind, of those within it.
    pub(super) blocks: f32,
}

impl Stats {
    fn each(&mut self, other: &Self, with: impl Fn(&mut f32, f32)) {
        with(&mut self.chars, other.chars);
        with(&mut self.linked, other.linked);
        with(&mut self.headed, other.headed);
        with(&mut self.listed, other.listed);
        with(&mut self.textish, other.textish);
        with(&mut self.commas, other.commas);
        with(&mut self.paragraphs, other.paragraphs);
        with(&mut self.images, other.images);
        with(&mut self.items, other.items);
        with(&mut self.inputs, other.inputs);
        with(&mut self.embeds, other.embeds);
        with(&mut self.links, other.links);
        with(&mut self.blocks, other.blocks);
    }

    /// The part of its letters that are links, 0 to 1.
    pub(super) fn link_density(&self) -> f32 {
        if self.chars > 0.0 { (self.linked / self.chars).min(1.0) } else { 0.0 }
    }

    /// The part of its letters that are headings.
    pub(super) fn heading_density(&self) -> f32 {
        if self.chars > 0.0 { self.headed / self.chars } else { 0.0 }
    }
}

impl AddAssign<&Stats> for Stats {
    fn add_assign(&mut self, other: &Self) {
        self.each(other, |mine, more| *mine += more);
    }
}

impl SubAssign<&Stats> for Stats {
    fn sub_assign(&mut self, other: &Self) {
        self.each(other, |mine, less| *mine = (*mine - less).max(0.0));
    }
}

/// Letters of running text from which on a part reads like the article: three lines.
const GUARDED: f32 = 200.0;

/// The part of its letters that are links, below which a part reads like the article.
const GUARDED_LINKS: f32 = 0.1;

/// The part of its letters that are running text, from which on it reads like the article.
const GUARDED_PART: f32 = 0.8;

/// Letters of running text from which on a box of any name is a section of the article.
const SECTION: f32 = 400.0;

/// Paragraphs of such a section, at least: offers and notes on authors have one or two.
const SECTION_PARAGRAPHS: usize = 3;

/// Rule by which an element was removed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ElementRemoval {
    /// The element.
    pub(super) node: HtmlNodeId,
    /// The rule's name.
    pub(super) rule: &'static str,
    /// Value that the rule measured; 0 for a rule that measures nothing.
    pub(super) score: f32,
}

/// The page with what each element holds, and what is out.
#[derive(Debug, Clone)]
pub(super) struct Ledger<'t> {
    pub(super) tree: &'t HtmlTree,
    stats: Vec<Stats>,
    /// Elements within which the page had blocks, by their index.
    blocky: Vec<bool>,
    /// Elements that are out, by their index; what is in them is out with them.
    pub(super) gone: Vec<bool>,
    /// Elements that stay whatever a rule says.
    pub(super) kept: Vec<bool>,
    /// Elements before which the head of a post, its author and moment, becomes a heading, each with
    /// that head.
    pub(super) heads: BTreeMap<HtmlNodeId, HtmlNodeId>,
    /// Elements that are listings of code, by their index.
    pub(super) listings: Vec<bool>,
    /// Removed elements, in the order of removal.
    pub(super) verdicts: Vec<ElementRemoval>,
    /// Elements that a rule matched and that were kept because they read like the article.
    pub(super) spared: Vec<ElementRemoval>,
}

impl<'t> Ledger<'t> {
    /// Counts a page.
    pub(super) fn new(tree: &'t HtmlTree) -> Self {
        let mut stats = vec![Stats::default(); tree.len()];
        let order: Vec<HtmlNodeId> = tree.descend(HtmlTree::ROOT).collect();
        for id in order.iter().rev() {
            let mut own = stats.get(id.index()).copied().unwrap_or_default();
            count(tree, *id, &mut own);
            if let Some(place) = stats.get_mut(id.index()) {
                *place = own;
            }
            let given = passed_on(tree, *id, &own);
            if let Some(parent) = tree.parent(*id).and_then(|id| stats.get_mut(id.index())) {
                *parent += &given;
            }
        }
        let blocky = stats.iter().map(|stats| stats.blocks > 0.0).collect();
        let gone = vec![false; tree.len()];
        let (kept, listings) = (gone.clone(), gone.clone());
        let (verdicts, spared) = (Vec::new(), Vec::new());
        let heads = BTreeMap::new();
        Self { tree, stats, blocky, gone, kept, heads, listings, verdicts, spared }
    }

    /// Returns the counts of a node without its removed parts.
    pub(super) fn of(&self, id: HtmlNodeId) -> Stats {
        self.stats.get(id.index()).copied().unwrap_or_default()
    }

    /// Letters of text within a node that are neither links nor headings.
    pub(super) fn text_letters(&self, id: HtmlNodeId) -> f32 {
        let stats = self.of(id);
        (stats.chars - stats.linked - stats.headed).max(0.0)
    }

    /// True if this node itself is removed.
    pub(super) fn is_gone(&self, id: HtmlNodeId) -> bool {
        self.gone.get(id.index()).copied().unwrap_or(false)
    }

    /// True if a node is a listing of code.
    pub(super) fn is_listing(&self, id: HtmlNodeId) -> bool {
        self.listings.get(id.index()).copied().unwrap_or(false)
    }

    /// Takes an element out, and off the counts of what is around it. Says whether it went.
    pub(super) fn take(&mut self, node: HtmlNodeId, rule: &'static str, score: f32) -> bool {
        let kept = self.kept.get(node.index()).copied().unwrap_or(false);
        if kept || self.is_gone(node) {
            return false;
        }
        if let Some(gone) = self.gone.get_mut(node.index()) {
            *gone = true;
        }
        let given = passed_on(self.tree, node, &self.of(node));
        for around in self.tree.ancestors(node) {
            if let Some(stats) = self.stats.get_mut(around.index()) {
                *stats -= &given;
            }
            // Elements around that one have lost it already.
            if self.is_gone(around) {
                break;
            }
        }
        self.verdicts.push(ElementRemoval { node, rule, score });
        true
    }

    /// Takes a node out by a rule that goes by names and counts, unless the node reads like the
    /// article's prose. Says whether it is out.
    pub(super) fn take_unless_prose(
        &mut self,
        node: HtmlNodeId,
        rule: &'static str,
        score: f32,
    ) -> bool {
        let name = self.tree.label(node).to_ascii_lowercase();
        let reads = if names::is_mostly_other(&name) {
            self.reads_on(node)
        } else {
            self.reads_like_the_article(node)
        };
        if names::is_surely_other(&name) || !reads {
            return self.take(node, rule, score);
        }
        self.spare(node, rule, score);
        false
    }

    /// Notes that a rule would have taken a node.
    pub(super) fn spare(&mut self, node: HtmlNodeId, rule: &'static str, score: f32) {
        self.spared.push(ElementRemoval { node, rule, score });
    }

    /// True if a node holds several sentences in a row and hardly a link.
    fn reads_like_the_article(&self, node: HtmlNodeId) -> bool {
        let stats = self.of(node);
        stats.chars >= GUARDED && stats.link_density() < GUARDED_LINKS && {
            let prose = self.prose(node);
            prose >= GUARDED && prose >= stats.chars * GUARDED_PART
        }
    }

    /// True if a node is a section of the article, whatever it is called: several paragraphs of
    /// running text, hardly a link, no field to fill in.
    pub(super) fn reads_on(&self, node: HtmlNodeId) -> bool {
        let paragraphs =
            || self.walk(node).into_iter().filter(|id| self.is_prose_block(*id)).count();
        self.of(node).inputs == 0.0
            && self.reads_like_the_article(node)
            && self.prose(node) >= SECTION
            && paragraphs() >= SECTION_PARAGRAPHS
            && !names::is_about_author(&self.tree.label(node))
    }

    /// Keeps a node, whatever a rule says, and all that is around it.
    pub(super) fn keep(&mut self, node: HtmlNodeId) {
        for id in std::iter::once(node).chain(self.tree.ancestors(node)) {
            if let Some(kept) = self.kept.get_mut(id.index()) {
                *kept = true;
            }
        }
    }

    /// Keeps a node that a rule would remove by itself.
    pub(super) fn protect(&mut self, node: HtmlNodeId) {
        if let Some(kept) = self.kept.get_mut(node.index()) {
            *kept = true;
        }
    }

    /// Puts a removed node back. The counts of what is around it stay.
    pub(super) fn put_back(&mut self, node: HtmlNodeId) {
        if let Some(gone) = self.gone.get_mut(node.index()) {
            *gone = false;
        }
        self.verdicts.retain(|verdict| verdict.node != node);
    }

    /// Lets a rule remove a node again that is within one that is kept.
    pub(super) fn drop_kept(&mut self, node: HtmlNodeId) {
        for id in self.tree.descend(node) {
            if let Some(kept) = self.kept.get_mut(id.index()) {
                *kept = false;
            }
        }
    }

    /// The nodes within `from` that are not out, in the order of the page.
    pub(super) fn walk(&self, from: HtmlNodeId) -> Vec<HtmlNodeId> {
        let mut found = Vec::new();
        let mut next = Some(from);
        while let Some(now) = next {
            let out = self.is_gone(now);
            if !out {
                found.push(now);
            }
            let inner = if out { None } else { self.tree.children(now).next() };
            next = inner.or_else(|| self.tree.beyond(now, from));
        }
        found
    }

    /// True if a node or one around it is removed.
    pub(super) fn is_out(&self, id: HtmlNodeId) -> bool {
        self.is_gone(id) || self.tree.ancestors(id).any(|around| self.is_gone(around))
    }

    /// Returns the nodes within a node that have lines of their own and text, in order: blocks that
    /// hold no others, and inline content between blocks.
    pub(super) fn leaves(&self, from: HtmlNodeId) -> Vec<HtmlNodeId> {
        let tree = self.tree;
        let mut leaves = self.walk(from);
        leaves.retain(|id| {
            let loose = || tree.parent(*id).is_some_and(|up| self.holds_blocks(up));
            self.of(*id).chars > 0.0
                && !self.holds_blocks(*id)
                && (is_block(tree.name(*id)) || loose())
        });
        leaves
    }

    /// True if a node holds blocks that are not removed.
    pub(super) fn holds_blocks(&self, id: HtmlNodeId) -> bool {
        self.of(id).blocks > 0.0
    }

    /// True if a block holds no others and is running text.
    pub(super) fn is_prose_block(&self, id: HtmlNodeId) -> bool {
        let stats = self.of(id);
        let name = self.tree.name(id);
        is_block(name)
            && !matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption")
            && stats.chars >= PROSE
            && stats.link_density() < PROSE_LINKS
            && !self.blocky.get(id.index()).copied().unwrap_or(false)
    }

    /// Letters of running text within a node: those of its paragraphs that are no short lines
    /// and no links.
    pub(super) fn prose(&self, from: HtmlNodeId) -> f32 {
        let blocks = self.walk(from).into_iter().filter(|id| self.is_prose_block(*id));
        blocks.map(|id| self.of(id).chars).sum()
    }

    /// The words within a node that are not out.
    pub(super) fn words(&self, from: HtmlNodeId) -> String {
        let mut words = String::new();
        for id in self.walk(from) {
            if let Some(text) = self.tree.text(id) {
                words.push_str(text);
            } else if is_block(self.tree.name(id)) || self.tree.name(id) == "br" {
                words.push(' ');
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Adds what a node holds by itself.
fn count(tree: &HtmlTree, id: HtmlNodeId, stats: &mut Stats) {
    if let Some(text) = tree.text(id) {
        let mut space = true;
        let mut chars = 0_u32;
        for ch in text.chars() {
            let white = ch.is_whitespace();
            chars += u32::from(!(white && space));
            space = white;
            if matches!(ch, ',' | '،' | '﹐' | '︐' | '︑' | '⹁' | '⸲' | '，' | '、')
            {
                stats.commas += 1.0;
            }
        }
        if space && chars > 0 {
            chars -= 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "a part of a page is far below 2^24")]
        let chars = chars as f32;
        stats.chars += chars;
        return;
    }
    match tree.name(id) {
        "p" => stats.paragraphs += 1.0,
        "img" => stats.images += 1.0,
        // Words in a drawing are a part of the picture.
        "svg" => {
            let images = if html::is_drawing(tree, id) { 1.0 } else { 0.0 };
            *stats = Stats { images, ..Stats::default() };
        }
        name if name.contains('-') && html::stands_for_picture(tree, id) => stats.images += 1.0,
        "li" => stats.items += 1.0,
        "input" => stats.inputs += 1.0,
        "iframe" | "object" | "embed" => stats.embeds += 1.0,
        "a" => stats.links += 1.0,
        // Nobody reads these.
        "script" | "style" | "template" | "head" | "noscript" => *stats = Stats::default(),
        _ => {}
    }
}

/// Returns the counts that an element adds to the one around it: its contents and itself.
fn passed_on(tree: &HtmlTree, id: HtmlNodeId, own: &Stats) -> Stats {
    let mut given = *own;
    match tree.name(id) {
        "a" => {
            let local = tree.attribute(id, "href").is_some_and(|to| to.starts_with('#'));
            given.linked = own.chars * if local { LOCAL_LINK } else { 1.0 };
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => given.headed = own.chars,
        "ul" | "ol" => given.listed = own.chars,
        _ => {}
    }
    if is_block(tree.name(id)) {
        given.blocks += 1.0;
    }
    if matches!(
        tree.name(id),
        "span"
            | "li"
            | "td"
            | "blockquote"
            | "dl"
            | "div"
            | "img"
            | "ol"
            | "p"
            | "pre"
            | "table"
            | "ul"
    ) {
        given.textish += own.chars;
    }
    given
}
