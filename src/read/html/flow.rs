//! Conversion of the elements of a page to blocks.
//!
//! Must never lose a word of a node that is not left out.

use std::collections::{BTreeMap, BTreeSet};

use super::anchors::PageAnchors;
use super::base_address::BaseAddress;
use super::block_builder::{BlockBuilder, NodeReader};
use super::element::is_block;
use super::inline_builder::InlineStyle;
use super::notes::{NoteBody, NoteMarks, NoteScope, find_notes};
use super::page_breaks::{BreakRule, PageBreakStyles};
use super::tree::{HtmlNodeId, HtmlTree};
use super::{apart, code, drawing, list, math, media, parse, picture, post_head, table, tree};
use crate::article::{Block, BlockKind, CHECK_BOX_SIGNS, Inline, Language, Note};
use crate::diagnostic::Place;
use crate::read::embedded::EmbeddedFiles;

/// Level of the heading that the head of a post becomes: below the title of the thread.
const POST_LEVEL: u8 = 2;

/// Nodes of a page that are converted.
#[derive(Debug, Clone, Copy)]
pub struct PageNodes<'n> {
    /// Nodes that are converted with all that is in them, in order.
    pub roots: &'n [HtmlNodeId],
    /// True for the nodes in them that are left out, by their index.
    pub gone: &'n [bool],
    /// Elements before which the head of a post becomes a heading, each with that head: the post, or
    /// the head itself.
    pub heads: &'n BTreeMap<HtmlNodeId, HtmlNodeId>,
}

/// Flow content of a page (HTML, "flow content") while it is converted.
pub(super) struct Flow<'t> {
    tree: &'t HtmlTree,
    /// True for the nodes that are left out, by their index.
    gone: &'t [bool],
    /// Elements before which the head of a post becomes a heading, each with that head.
    heads: &'t BTreeMap<HtmlNodeId, HtmlNodeId>,
    /// Heads that become headings elsewhere.
    moved: BTreeSet<HtmlNodeId>,
    base: BaseAddress,
    anchors: PageAnchors,
    marks: NoteMarks,
    breaks: PageBreakStyles,
    embedded: &'t mut EmbeddedFiles,
    /// The nodes are in a caption, where some programs separate caption and credit only by boxes.
    in_caption: bool,
    /// Check box that the label of an item shows.
    left_out: Option<HtmlNodeId>,
}

impl<'t> NodeReader<'t> for Flow<'t> {
    fn tree(&self) -> &'t HtmlTree {
        self.tree
    }

    fn is_gone(&self, id: HtmlNodeId) -> bool {
        tree::is_marked(self.gone, id) || self.marks.is_taken(id) || self.moved.contains(&id)
    }

    fn leave_out(&mut self, check_box: HtmlNodeId) {
        self.left_out = Some(check_box);
    }

    fn read_node(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        if self.is_gone(id) {
            // The words on both sides of a control do not run together.
            if apart::is_apart(self.tree, id) {
                out.line.add_text(" ", self.line(id));
            }
            return;
        }
        if let Some(text) = self.tree.text(id) {
            out.line.add_text(self.marks.cut_text(id, text), self.line(id));
        } else if self.tree.is_element(id) {
            self.read_element(id, out);
        } else if id == HtmlTree::ROOT {
            self.read_children(id, out);
        }
    }
}

impl<'t> Flow<'t> {
    /// Prepares the conversion of some nodes.
    pub(super) fn new(
        tree: &'t HtmlTree,
        nodes: PageNodes<'t>,
        base: BaseAddress,
        embedded: &'t mut EmbeddedFiles,
    ) -> Self {
        let PageNodes { roots, gone, heads } = nodes;
        let marks = find_notes(NoteScope { tree, gone, roots });
        let breaks = PageBreakStyles::new(tree);
        let anchors = PageAnchors::new(tree);
        let moved = heads.iter().filter(|(at, head)| at != head).map(|(_, head)| *head);
        let moved = moved.collect();
        Self {
            tree,
            gone,
            heads,
            moved,
            base,
            anchors,
            marks,
            breaks,
            embedded,
            in_caption: false,
            left_out: None,
        }
    }

    /// Converts `roots` in order.
    pub(super) fn convert(&mut self, roots: &[HtmlNodeId]) -> Vec<Block> {
        let mut out = BlockBuilder::default();
        for root in roots {
            self.read_node(*root, &mut out);
            out.end_line();
        }
        out.blocks
    }

    /// Converts the notes of the page.
    pub(super) fn convert_notes(&mut self) -> Vec<Note> {
        let mut notes = Vec::new();
        while let Some(note) = self.marks.note(notes.len()) {
            let place = Place::line(self.line(note.place));
            let blocks = match note.body {
                NoteBody::Nodes(nodes) => self.note_blocks(&nodes),
                NoteBody::Attribute(text) => {
                    vec![Block::new(BlockKind::Paragraph(vec![Inline::Text(text)]), place)]
                }
            };
            notes.push(Note { label: note.label, blocks, place });
        }
        notes
    }

    /// Returns the blocks of the nodes of a note.
    fn note_blocks(&mut self, nodes: &[HtmlNodeId]) -> Vec<Block> {
        let mut out = BlockBuilder::default();
        for id in nodes {
            let name = self.tree.name(*id);
            if self.marks.is_dropped(*id) {
                continue;
            }
            if let Some(text) = self.tree.text(*id) {
                out.line.add_text(self.marks.cut_text(*id, text), self.line(*id));
            } else if matches!(name, "li" | "dd" | "td" | "th") {
                self.read_children(*id, &mut out);
                out.end_line();
            } else if self.tree.is_element(*id) {
                self.read_element(*id, &mut out);
            }
        }
        out.end_line();
        out.blocks
    }

    /// Returns the line of a node in the source: that of the Markdown, else that of the HTML.
    fn line(&self, id: HtmlNodeId) -> u32 {
        let around = self.tree.ancestors(id).take(4);
        let stated = std::iter::once(id).chain(around).find_map(|id| {
            let range = self.tree.attribute(id, SOURCE_LINE)?;
            range.split(':').next()?.parse().ok()
        });
        stated.unwrap_or_else(|| self.tree.line(id))
    }

    fn read_element(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        if let Some(&head) = self.heads.get(&id) {
            self.read_post_head(head, out);
            if head == id {
                return;
            }
        }
        let name = self.tree.name(id);
        match name {
            "script" => self.read_script(id, out),
            "style" | "head" | "title" | "frame" | "frameset" | "canvas" | "noframes"
            | "map" | "datalist" | "rp" => {}
            "iframe" | "object" | "embed" | "audio" | "video" => self.read_media(id, out),
            "svg" => {
                if drawing::is_drawing(self.tree, id) {
                    let picture = drawing::read_drawing(self.tree, id, self.embedded);
                    out.line.add_picture(picture, self.line(id));
                }
            }
            "template" if self.tree.attribute(id, "shadowrootmode").is_none() => {}
            "noscript" => self.read_noscript(id, out),
            "br" => {
                if out.line.add_line_break() {
                    out.end_line();
                }
            }
            "wbr" => {}
            "input" => self.read_input(id, out),
            "img" => self.read_image(id, out),
            _ if picture::stands_for_picture(self.tree, id) => self.read_image(id, out),
            name if name.contains('-') && media::is_media(self.tree, id) => {
                self.read_media(id, out);
            }
            "math" => {
                let line = self.line(id);
                math::add_formula(self.tree, id, &mut out.line, line);
            }
            "rt" => self.read_between("(", id, ")", out),
            _ if is_block(name) => self.read_block(id, out),
            "code" if code::is_listing(self.tree, id, self.gone) => self.read_listing(id, out),
            _ => self.read_inline(id, out),
        }
    }

    /// Adds the sign of a check box. Other controls show nothing on paper.
    fn read_input(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let is_label = self.left_out.take_if(|check_box| *check_box == id).is_some();
        let is_hidden = self.tree.attribute(id, "hidden").is_some();
        let Some(is_checked) = list::is_checked(self.tree, id) else { return };
        if !is_label && !is_hidden {
            let [checked, unchecked] = CHECK_BOX_SIGNS;
            let sign = if is_checked { checked } else { unchecked };
            out.line.add_text(&format!(" {sign} "), self.line(id));
        }
    }

    /// Adds the children of an element with a sign before and after them.
    fn read_between(
        &mut self,
        open: &str,
        id: HtmlNodeId,
        close: &str,
        out: &mut BlockBuilder,
    ) {
        out.line.add_text(open, self.line(id));
        self.read_children(id, out);
        out.line.add_text(close, self.line(id));
    }

    /// Adds the formula in a script for `MathJax` as code.
    fn read_script(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let kind = self.tree.attribute(id, "type").unwrap_or("");
        if kind.starts_with("math/tex") {
            let text: String =
                self.tree.children(id).filter_map(|id| self.tree.text(id)).collect();
            out.line.add_code(text.trim(), self.line(id));
        }
    }

    /// Adds the pictures for browsers without scripts, without the texts. A picture beside them is
    /// the same one, which a script loads.
    fn read_noscript(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let tree = self.tree;
        let beside: Vec<HtmlNodeId> =
            tree.parent(id).into_iter().flat_map(|parent| tree.elements(parent)).collect();
        let shown = beside.into_iter().filter(|other| *other != id).any(|other| {
            tree.name(other) != "noscript"
                && tree.descend(other).take(MOST_BESIDE).any(|image| {
                    (tree.name(image) == "img" || picture::stands_for_picture(tree, image))
                        && !self.is_gone(image)
                        && picture::has_address(tree, image, &self.base)
                })
        });
        if shown {
            return;
        }
        for picture in tree.descend(id).filter(|id| tree.name(*id) == "img") {
            self.read_image(picture, out);
        }
    }

    /// Adds the line for a film, a recording or a page in the page, the picture of an `object`, or
    /// what stands in its place in other browsers.
    fn read_media(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let tree = self.tree;
        if let Some(line) = media::line(tree, id, &self.base) {
            return out.push(BlockKind::Paragraph(line), self.line(id));
        }
        let kind = tree.attribute(id, "type").unwrap_or("");
        if matches!(tree.name(id), "object" | "embed") && kind.starts_with("image") {
            self.read_image(id, out);
        } else if tree.name(id) == "object" {
            self.read_children(id, out);
        }
    }

    fn read_image(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        if picture::is_pixel(self.tree, id) || picture::shows_formula(self.tree, id) {
            return;
        }
        let picture = picture::read_picture(self.tree, id, &self.base, self.embedded);
        if let Some(picture) = picture {
            out.line.add_picture(picture, self.line(id));
        }
    }

    /// Adds an inline element with its style.
    fn read_inline(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let tree = self.tree;
        if let Some(note) = self.marks.reference(tree, id) {
            return out.line.add_note_reference(note, self.line(id));
        }
        if matches!(tree.name(id), "code" | "tt" | "kbd" | "samp") {
            return out.line.add_code(&tree.words(id), self.line(id));
        }
        let beside = || tree.previous(id).is_some_and(|before| tree.name(before) == "span");
        if self.in_caption && tree.name(id) == "span" && beside()
            || apart::begins_apart(tree, id)
        {
            out.line.add_text(" ", self.line(id));
        }
        // The marks of a quotation are those of the language around it.
        let quotation = (tree.name(id) == "q").then_some(InlineStyle::Quotation);
        let language = self.own_language(id).map(InlineStyle::Foreign);
        let expansion = expansion(tree, id).map(InlineStyle::Abbreviation);
        let styles: Vec<InlineStyle> =
            [quotation, language, expansion, self.style(id)].into_iter().flatten().collect();
        let count = styles.len();
        styles.into_iter().for_each(|style| out.line.open_style(style));
        self.read_children(id, out);
        (0..count).for_each(|_| out.line.close_style());
        if apart::is_apart(tree, id) {
            out.line.add_text(" ", self.line(id));
        }
    }

    fn style(&self, id: HtmlNodeId) -> Option<InlineStyle> {
        match self.tree.name(id) {
            "em" | "i" | "cite" | "dfn" | "var" => Some(InlineStyle::Emphasis),
            "strong" | "b" => Some(InlineStyle::Strong),
            "s" | "strike" | "del" => Some(InlineStyle::Strike),
            "sup" => Some(InlineStyle::Superscript),
            "sub" => Some(InlineStyle::Subscript),
            "a" => {
                let address = self.tree.attribute(id, "href")?;
                let target = self.base.resolve_link(address)?;
                Some(InlineStyle::Link(self.anchors.resolve(target)))
            }
            _ => None,
        }
    }

    /// Returns the language of an element, if it differs from that of the text around it.
    fn own_language(&self, id: HtmlNodeId) -> Option<Language> {
        let stated = |id| {
            let tag =
                self.tree.attribute(id, "lang").or(self.tree.attribute(id, "xml:lang"))?;
            tag.parse::<Language>().ok()
        };
        let own = stated(id)?;
        match self.tree.ancestors(id).find_map(stated) {
            Some(around) => (around.primary() != own.primary()).then_some(own),
            // The language of a block that nothing around it states may be that of the article.
            None => (!is_block(self.tree.name(id))).then_some(own),
        }
    }

    fn read_block(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        out.end_line();
        let first = out.blocks.len();
        let breaks = self.breaks.rules(self.tree, id);
        self.push_break(breaks.before, id, out);
        let inner = out.blocks.len();
        self.read_block_content(id, out);
        out.end_line();
        if breaks.is_kept() {
            out.keep_together(inner);
        }
        if let Some(language) = self.own_language(id) {
            for block in out.blocks.iter_mut().skip(first) {
                block.language = block.language.or(Some(language));
            }
        }
        self.push_break(breaks.after, id, out);
    }

    fn push_break(&self, rule: Option<BreakRule>, id: HtmlNodeId, out: &mut BlockBuilder) {
        let kind = match rule {
            Some(BreakRule::Page) => BlockKind::PageBreak,
            Some(BreakRule::Avoid) => BlockKind::NoPageBreak,
            Some(BreakRule::Auto) | None => return,
        };
        out.blocks.push(Block::new(kind, Place::line(self.line(id))));
    }

    fn read_block_content(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let (tree, line) = (self.tree, self.line(id));
        match tree.name(id) {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                self.read_heading(name.as_bytes()[1] - b'0', id, out);
            }
            "blockquote" => self.read_quotation(id, out),
            _ if code::is_listing(tree, id, self.gone) => self.read_listing(id, out),
            "ul" | "ol" | "menu" | "dir" => list::read_list(self, id, out),
            "dl" => list::read_definitions(self, id, out),
            "p" if list::is_line_block(tree, id) => list::read_line_block(self, id, out),
            "table" => table::read_table(self, id, out),
            "figure" => self.read_figure(id, out),
            "div" if is_figure(tree, id) => self.read_figure(id, out),
            "hr" => out.push(BlockKind::Rule, line),
            parse::PAGE_BREAK => out.push(BlockKind::PageBreak, line),
            parse::NO_PAGE_BREAK => out.push(BlockKind::NoPageBreak, line),
            parse::KEEP_START => out.kept.push(out.blocks.len()),
            // A start without an end, and an end without a start, have no effect.
            parse::KEEP_END => {
                if let Some(first) = out.kept.pop() {
                    out.keep_together(first);
                }
            }
            "summary" => {
                out.line.open_style(InlineStyle::Strong);
                self.read_children(id, out);
                out.end_line();
                out.line.close_style();
            }
            // A box such as `> [!NOTE]` of Markdown.
            "div" | "aside" if is_box(tree, id) => self.read_quotation(id, out),
            _ => self.read_children(id, out),
        }
    }

    /// Adds a listing of code.
    fn read_listing(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let text = code::listing_text(self.tree, id, self.gone);
        if !text.trim().is_empty() {
            out.push(BlockKind::Preformatted(text), self.line(id));
        }
    }

    fn read_quotation(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let inner = self.blocks_in(id);
        if !inner.is_empty() {
            out.push(BlockKind::Quote(inner), self.line(id));
        }
    }

    /// Adds the head of a post as a heading, without the links to the pages of members.
    fn read_post_head(&self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let is_gone = |inner| tree::is_marked(self.gone, inner) || self.marks.is_taken(inner);
        let words = post_head::head_words(self.tree, id, is_gone);
        if !words.is_empty() {
            let text = vec![Inline::Text(words)];
            out.push(BlockKind::Heading { level: POST_LEVEL, text }, self.line(id));
        }
    }

    /// Adds a heading, followed by the blocks in it.
    fn read_heading(&mut self, level: u8, id: HtmlNodeId, out: &mut BlockBuilder) {
        let line = self.line(id);
        for block in self.blocks_in(id) {
            let kind = if let BlockKind::Paragraph(text) = block.kind {
                BlockKind::Heading { level, text }
            } else {
                block.kind
            };
            out.push(kind, line);
        }
    }

    fn read_figure(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        let (tree, line) = (self.tree, self.line(id));
        let mut caption = Vec::new();
        for part in tree.descend(id).skip(1).filter(|id| is_caption(tree, *id)) {
            if self.is_gone(part) {
                continue;
            }
            self.in_caption = true;
            let more = self.inlines_in(part);
            self.in_caption = false;
            if !caption.is_empty() && !more.is_empty() {
                caption.push(Inline::LineBreak);
            }
            caption.extend(more);
        }
        let mut inner = BlockBuilder::default();
        self.read_figure_content(id, &mut inner);
        inner.end_line();
        let mut content = inner.blocks;
        self.link_pictures(id, &mut content);
        match content.as_mut_slice() {
            [] if caption.is_empty() => {}
            [] => out.push(BlockKind::Paragraph(caption), line),
            [Block { kind: BlockKind::Table(table), .. }] if table.caption.is_empty() => {
                table.caption = caption;
                out.blocks.append(&mut content);
            }
            // What stands below a quotation says who is quoted.
            [Block { kind: BlockKind::Quote(_), .. }, rest @ ..]
                if rest.iter().all(is_text) =>
            {
                let caption = Some(caption).filter(|caption| !caption.is_empty());
                let caption = caption
                    .map(|text| Block::new(BlockKind::Paragraph(text), Place::line(line)));
                let rest: Vec<Block> = content.drain(1..).chain(caption).collect();
                if let Some(Block { kind: BlockKind::Quote(quoted), .. }) = content.first_mut()
                {
                    quoted.extend(rest);
                }
                out.blocks.append(&mut content);
            }
            // A figure of one block without a caption is the block.
            [_] if caption.is_empty() => out.blocks.append(&mut content),
            _ => out.push(BlockKind::Figure { content, caption }, line),
        }
    }

    /// Gives the pictures of a figure the link around the figure.
    fn link_pictures(&self, figure: HtmlNodeId, content: &mut [Block]) {
        let mut around = self.tree.ancestors(figure).take(MOST_AROUND_FIGURE);
        let link = around.find(|id| self.tree.name(*id) == "a");
        let address = link.and_then(|id| self.tree.attribute(id, "href"));
        let Some(target) = address.and_then(|address| self.base.resolve_link(address)) else {
            return;
        };
        for block in content {
            if let BlockKind::Picture(picture) = &mut block.kind
                && !target.starts_with('#')
            {
                picture.link.get_or_insert_with(|| target.clone());
            }
        }
    }

    fn read_figure_content(&mut self, id: HtmlNodeId, out: &mut BlockBuilder) {
        for child in self.tree.children(id) {
            if is_caption(self.tree, child) {
                continue;
            }
            let holds = self.tree.descend(child).any(|id| is_caption(self.tree, id));
            if holds && !self.is_gone(child) {
                self.read_figure_content(child, out);
            } else {
                self.read_node(child, out);
            }
        }
    }
}

/// True for a paragraph.
fn is_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_))
}

/// Elements around a figure, from the innermost, that are searched for a link.
const MOST_AROUND_FIGURE: usize = 8;

/// Nodes of an element beside a `noscript` that are searched for its picture.
const MOST_BESIDE: usize = 50;

/// Attribute with the place of an element in its source, which comrak adds.
const SOURCE_LINE: &str = "data-sourcepos";

/// True for a division that is a figure: it has one picture and a caption, and nothing else.
fn is_figure(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let mut captions = 0;
    let mut pictures = 0;
    let mut next = Some(id);
    while let Some(now) = next {
        if is_caption(tree, now) {
            captions += 1;
            next = tree.beyond(now, id);
            continue;
        }
        let said = tree.text(now).is_some_and(|text| !text.trim().is_empty());
        pictures += usize::from(tree.name(now) == "img");
        if said || pictures > 1 || matches!(tree.name(now), "figure" | "table") {
            return false;
        }
        next = tree.children(now).next().or_else(|| tree.beyond(now, id));
    }
    pictures == 1 && captions > 0
}

/// True for a division that is a box beside the text, by the classes that common programs use.
fn is_box(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let class = tree.attribute(id, "class").unwrap_or("");
    tree.label(id).contains("markdown-alert ")
        || class
            .split_whitespace()
            .any(|name| matches!(name, "admonition" | "callout" | "kg-callout-card"))
}

/// Returns what an abbreviation stands for. A date for programs is no expansion.
fn expansion(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    let is_abbreviation = matches!(tree.name(id), "abbr" | "acronym" | "dfn");
    let title = tree.attribute(id, "title").filter(|_| is_abbreviation)?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_date = title.chars().take(4).all(|c| c.is_ascii_digit()) && title.contains('-');
    let says_more = title != tree.words(id).trim() && title.contains(char::is_alphabetic);
    (says_more && !is_date).then_some(title)
}

/// True for the caption of a figure.
fn is_caption(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let is_called = || {
        let class = tree.attribute(id, "class").unwrap_or("");
        class.split([' ', '-', '_']).any(|part| part.eq_ignore_ascii_case("caption"))
    };
    tree.name(id) == "figcaption"
        || matches!(tree.name(id), "p" | "div" | "span")
            && is_called()
            && !tree.descend(id).any(|inner| tree.name(inner) == "img")
}
