//! The flow of a page: elements become blocks.
//!
//! Comes in: a [`Tree`], and which of its nodes are gone. Goes out: the blocks and notes of an
//! article. Never done here: deciding what goes; no word that stays is lost.

use super::address::Base;
use super::breaks::{Breaks, Wish};
use super::element::is_block;
use super::galley::{Galley, Reader};
use super::line::Wrap;
use super::notes::Marks;
use super::tree::{NodeId, Tree};
use super::{list, math, parse, picture, table};
use crate::article::{Block, BlockKind, Inline, Language, Note};
use crate::diagnostic::Place;
use crate::read::resource::Resources;

/// What the flow is made of.
pub(super) struct Flow<'t> {
    tree: &'t Tree,
    /// Nodes that are left out, by their index.
    gone: &'t [bool],
    base: Base,
    marks: Marks,
    breaks: Breaks,
    resources: &'t mut Resources,
    /// In what is said of a picture: there, programs part caption and credit by boxes alone.
    in_caption: bool,
}

impl<'t> Reader<'t> for Flow<'t> {
    fn tree(&self) -> &'t Tree {
        self.tree
    }

    fn is_gone(&self, id: NodeId) -> bool {
        self.gone.get(id.index()).copied().unwrap_or(false) || self.marks.is_taken(id)
    }

    fn node(&mut self, id: NodeId, galley: &mut Galley) {
        if self.is_gone(id) {
            return;
        }
        let line = self.line(id);
        if let Some(text) = self.tree.text(id) {
            galley.line.text(text, line);
        } else if self.tree.is_element(id) {
            self.element(id, galley);
        } else if id == Tree::ROOT {
            self.children(id, galley);
        }
    }
}

impl<'t> Flow<'t> {
    pub(super) fn new(
        tree: &'t Tree,
        gone: &'t [bool],
        base: Base,
        resources: &'t mut Resources,
    ) -> Self {
        let marks = Marks::of(tree, gone);
        Self { tree, gone, base, marks, breaks: Breaks::of(tree), resources, in_caption: false }
    }

    /// The blocks of `roots`, one behind the other.
    pub(super) fn blocks_of(&mut self, roots: &[NodeId]) -> Vec<Block> {
        let mut galley = Galley::default();
        for root in roots {
            self.node(*root, &mut galley);
            galley.flush();
        }
        galley.blocks
    }

    /// The notes that were referred to, once the text is through.
    pub(super) fn notes(&mut self) -> Vec<Note> {
        let mut notes = Vec::new();
        // A note may refer to another, which then follows.
        while let Some((label, body)) = self.marks.next_note(notes.len()) {
            let blocks = self.inside(body);
            notes.push(Note { label, blocks, place: Place::line(self.tree.line(body)) });
        }
        notes
    }

    /// The line of the source: what the page says of itself, or where the parser met it.
    fn line(&self, id: NodeId) -> u32 {
        let around = self.tree.ancestors(id).take(4);
        let told = std::iter::once(id).chain(around).find_map(|id| {
            let range = self.tree.attribute(id, SOURCE_LINE)?;
            range.split(':').next()?.parse().ok()
        });
        told.unwrap_or_else(|| self.tree.line(id))
    }

    fn element(&mut self, id: NodeId, galley: &mut Galley) {
        let name = self.tree.name(id);
        match name {
            "script" => self.script(id, galley),
            "style" | "head" | "title" | "iframe" | "frame" | "frameset" | "object"
            | "embed" | "audio" | "video" | "canvas" | "svg" | "noframes" | "map"
            | "datalist" | "rp" => {}
            "template" if self.tree.attribute(id, "shadowrootmode").is_none() => {}
            "noscript" => self.noscript(id, galley),
            "br" => {
                if galley.line.line_break() {
                    galley.flush();
                }
            }
            "wbr" => {}
            "img" => self.image(id, galley),
            "math" => {
                let line = self.line(id);
                math::formula(self.tree, id, &mut galley.line, line);
            }
            "input" => {}
            "rt" => {
                galley.line.text("(", self.line(id));
                self.children(id, galley);
                galley.line.text(")", self.line(id));
            }
            "q" => {
                galley.line.text("“", self.line(id));
                self.children(id, galley);
                galley.line.text("”", self.line(id));
            }
            _ if is_block(name) => self.block(id, galley),
            _ => self.styled(id, galley),
        }
    }

    /// A formula that a program of the page would have set.
    fn script(&mut self, id: NodeId, galley: &mut Galley) {
        let kind = self.tree.attribute(id, "type").unwrap_or("");
        if kind.starts_with("math/tex") {
            let text: String =
                self.tree.children(id).filter_map(|id| self.tree.text(id)).collect();
            galley.line.code(text.trim(), self.line(id));
        }
    }

    /// What readers without scripts see: their pictures, never their advice.
    fn noscript(&mut self, id: NodeId, galley: &mut Galley) {
        let pictures: Vec<NodeId> =
            self.tree.descend(id).filter(|id| self.tree.name(*id) == "img").collect();
        for picture in pictures {
            self.image(picture, galley);
        }
    }

    fn image(&mut self, id: NodeId, galley: &mut Galley) {
        if picture::is_dot(self.tree, id) || picture::shows_formula(self.tree, id) {
            return;
        }
        let (line, base) = (self.line(id), self.base.clone());
        if let Some(picture) = picture::picture(self.tree, id, &base, self.resources) {
            galley.line.picture(picture, line);
        }
    }

    /// An element of the line, with the style it brings.
    fn styled(&mut self, id: NodeId, galley: &mut Galley) {
        let tree = self.tree;
        if matches!(tree.name(id), "a" | "sup")
            && let Some(note) = self.marks.reference(tree, id)
        {
            return galley.line.note(note, self.line(id));
        }
        if matches!(tree.name(id), "code" | "tt" | "kbd" | "samp") {
            return galley.line.code(&tree.words(id), self.line(id));
        }
        let beside = || tree.previous(id).is_some_and(|before| tree.name(before) == "span");
        if self.in_caption && tree.name(id) == "span" && beside() {
            galley.line.text(" ", self.line(id));
        }
        let mut wraps = Vec::new();
        wraps.extend(self.passage(id));
        wraps.extend(self.wrap(id));
        wraps.iter().for_each(|wrap| galley.line.open(wrap.clone()));
        self.children(id, galley);
        wraps.iter().for_each(|_| galley.line.close());
    }

    fn wrap(&self, id: NodeId) -> Option<Wrap> {
        match self.tree.name(id) {
            "em" | "i" | "cite" | "dfn" | "var" => Some(Wrap::Emphasis),
            "strong" | "b" => Some(Wrap::Strong),
            "s" | "strike" | "del" => Some(Wrap::Strike),
            "sup" => Some(Wrap::Superscript),
            "sub" => Some(Wrap::Subscript),
            "a" => {
                let address = self.tree.attribute(id, "href")?;
                self.base.link(address).map(Wrap::Link)
            }
            _ => None,
        }
    }

    fn passage(&self, id: NodeId) -> Option<Wrap> {
        self.own_language(id).map(Wrap::Passage)
    }

    /// The language of an element where it differs from that of what is around it.
    fn own_language(&self, id: NodeId) -> Option<Language> {
        let told = |id| {
            let tag =
                self.tree.attribute(id, "lang").or(self.tree.attribute(id, "xml:lang"))?;
            tag.parse::<Language>().ok()
        };
        let own = told(id)?;
        let around = self.tree.ancestors(id).find_map(told);
        let same = around.is_some_and(|around| around.primary() == own.primary());
        (!same && around.is_some()).then_some(own)
    }

    fn block(&mut self, id: NodeId, galley: &mut Galley) {
        galley.flush();
        let first = galley.blocks.len();
        let wishes = self.breaks.wishes(self.tree, id);
        self.mark_break(wishes.before, id, galley);
        let inner = galley.blocks.len();
        self.plain_block(id, galley);
        galley.flush();
        if wishes.is_kept() {
            galley.keep(inner);
        }
        if let Some(language) = self.own_language(id) {
            for block in galley.blocks.iter_mut().skip(first) {
                block.language = block.language.or(Some(language));
            }
        }
        self.mark_break(wishes.after, id, galley);
    }

    fn mark_break(&self, wish: Option<Wish>, id: NodeId, galley: &mut Galley) {
        let kind = match wish {
            Some(Wish::Page) => BlockKind::PageBreak,
            Some(Wish::Avoid) => BlockKind::NoPageBreak,
            Some(Wish::Auto) | None => return,
        };
        galley.blocks.push(Block::new(kind, Place::line(self.line(id))));
    }

    fn plain_block(&mut self, id: NodeId, galley: &mut Galley) {
        let line = self.line(id);
        match self.tree.name(id) {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, galley),
            "blockquote" => {
                let inner = self.inside(id);
                if !inner.is_empty() {
                    galley.push(BlockKind::Quote(inner), line);
                }
            }
            "ul" | "ol" | "menu" | "dir" => list::list(self, id, galley),
            "dl" => list::definitions(self, id, galley),
            "table" => table::table(self, id, galley),
            "pre" | "listing" | "xmp" | "plaintext" | "textarea" => {
                let text = preformatted(self.tree, id);
                if !text.trim().is_empty() {
                    galley.push(BlockKind::Preformatted(text), line);
                }
            }
            "figure" => self.figure(id, galley),
            "div" if is_figure(self.tree, id) => self.figure(id, galley),
            "hr" => galley.push(BlockKind::Rule, line),
            parse::PAGE_BREAK => galley.push(BlockKind::PageBreak, line),
            parse::NO_PAGE_BREAK => galley.push(BlockKind::NoPageBreak, line),
            parse::KEEP => galley.kept.push(galley.blocks.len()),
            // An end without a beginning ends nothing, a beginning without an end keeps nothing.
            parse::KEPT => {
                if let Some(first) = galley.kept.pop() {
                    galley.keep(first);
                }
            }
            "summary" => {
                galley.line.open(Wrap::Strong);
                self.children(id, galley);
                galley.flush();
                galley.line.close();
            }
            // A box such as `> [!NOTE]` of Markdown, a quotation to those who know no boxes.
            "div" | "aside" if is_box(self.tree, id) => {
                let inner = self.inside(id);
                if !inner.is_empty() {
                    galley.push(BlockKind::Quote(inner), line);
                }
            }
            _ => self.children(id, galley),
        }
    }

    /// A heading; blocks that stand in it follow it.
    fn heading(&mut self, id: NodeId, galley: &mut Galley) {
        let line = self.line(id);
        let level =
            self.tree.name(id).bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
        for block in self.inside(id) {
            match block.kind {
                BlockKind::Paragraph(text) => {
                    galley.push(BlockKind::Heading { level, text }, line);
                }
                kind => galley.push(kind, line),
            }
        }
    }

    fn figure(&mut self, id: NodeId, galley: &mut Galley) {
        let line = self.line(id);
        let told: Vec<NodeId> =
            self.tree.descend(id).skip(1).filter(|id| is_caption(self.tree, *id)).collect();
        let mut caption = Vec::new();
        for told in told {
            if self.is_gone(told) {
                continue;
            }
            self.in_caption = true;
            let more = self.inlines(told);
            self.in_caption = false;
            if !caption.is_empty() && !more.is_empty() {
                caption.push(Inline::LineBreak);
            }
            caption.extend(more);
        }
        let mut inner = Galley::default();
        self.figure_content(id, &mut inner);
        inner.flush();
        let mut content = inner.blocks;
        match content.as_mut_slice() {
            [] if caption.is_empty() => {}
            [] => galley.push(BlockKind::Paragraph(caption), line),
            [Block { kind: BlockKind::Table(table), .. }] if table.caption.is_empty() => {
                table.caption = caption;
                galley.blocks.append(&mut content);
            }
            // A frame without a caption around one thing tells nothing more than the thing.
            [_] if caption.is_empty() => galley.blocks.append(&mut content),
            _ => galley.push(BlockKind::Figure { content, caption }, line),
        }
    }

    fn figure_content(&mut self, id: NodeId, galley: &mut Galley) {
        for child in self.tree.children(id) {
            if is_caption(self.tree, child) {
                continue;
            }
            let holds = self.tree.descend(child).any(|id| is_caption(self.tree, id));
            if holds && !self.is_gone(child) {
                self.figure_content(child, galley);
            } else {
                self.node(child, galley);
            }
        }
    }
}

/// The attribute in which the reader of Markdown puts where an element stood in its source.
const SOURCE_LINE: &str = "data-sourcepos";

/// Whether a division is a figure in all but its tag: it is called a caption, as many programs
/// that make pages call it, holds one picture, and in it what is said of that.
fn is_figure(tree: &Tree, id: NodeId) -> bool {
    let called = tree
        .attribute(id, "class")
        .is_some_and(|class| class.split_whitespace().any(|name| name == "wp-caption"));
    called
        && tree.descend(id).filter(|inner| tree.name(*inner) == "img").count() == 1
        && tree.descend(id).skip(1).any(|inner| is_caption(tree, inner))
}

/// Whether a division is a box set apart from the text, as programs that make pages call it.
fn is_box(tree: &Tree, id: NodeId) -> bool {
    let class = tree.attribute(id, "class").unwrap_or("");
    tree.label(id).contains("markdown-alert ")
        || class
            .split_whitespace()
            .any(|name| matches!(name, "admonition" | "callout" | "kg-callout-card"))
}

/// Whether an element is what is said of a picture.
fn is_caption(tree: &Tree, id: NodeId) -> bool {
    let class = || tree.attribute(id, "class").unwrap_or("");
    tree.name(id) == "figcaption"
        || matches!(tree.name(id), "p" | "div" | "span")
            && class().split_whitespace().any(|name| name == "wp-caption-text")
}

/// Text as it stands, line by line.
fn preformatted(tree: &Tree, id: NodeId) -> String {
    let mut text = String::new();
    for inner in tree.descend(id) {
        match tree.name(inner) {
            "br" => text.push('\n'),
            "div" | "p" | "li" if !text.is_empty() && !text.ends_with('\n') => text.push('\n'),
            _ => text.push_str(tree.text(inner).unwrap_or("")),
        }
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{A0}', " ");
    let text = text.trim_end();
    let blank = text.len() - text.trim_start_matches('\n').len();
    text.get(blank..).unwrap_or("").to_owned()
}
