//! Parser of HTML, with limits on the depth and the number of nodes.
//!
//! Must never lose a word of the text: beyond a limit, tags are left out and their text stays.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult, ns};

use super::tree::{HtmlNodeId, HtmlTree, NodeData};
use crate::diagnostic::{Diagnostic, Place};

/// Most levels of elements. Saved pages have about 40, and 90 at most. Each level costs stack
/// where the tree is traversed.
pub(super) const MOST_DEPTH: usize = 200;

/// Most nodes of a page. A novel in one file has about 100,000; each takes about 120 bytes.
const MOST_NODES: usize = 800_000;

/// Name of an element for a comment that asks for a page break.
pub(super) const PAGE_BREAK: &str = "page-break";

/// Name of an element for a comment that forbids a page break.
pub(super) const NO_PAGE_BREAK: &str = "no-page-break";

/// Name of an element for a comment at the start of content that is kept on one page.
pub(super) const KEEP_START: &str = "keep-together";

/// Name of an element for a comment at the end of content that is kept on one page.
pub(super) const KEEP_END: &str = "kept-together";

/// Returns the name of the element for a comment about page breaks.
fn break_element(comment: &str) -> Option<&'static str> {
    let words: String = comment.to_ascii_lowercase().replace(['-', '_', ' ', '\n', '\t'], "");
    match &*words {
        "pagebreak" | "newpage" => Some(PAGE_BREAK),
        "keepwithnext" | "nopagebreak" => Some(NO_PAGE_BREAK),
        "keeptogether" => Some(KEEP_START),
        "/keeptogether" | "endkeeptogether" => Some(KEEP_END),
        _ => None,
    }
}

/// Parses a page. Any text gives a tree; the diagnostics report the limits that were reached.
pub(super) fn parse(text: &str) -> (HtmlTree, Vec<Diagnostic>) {
    let builder = TreeBuilder::new(
        TreeRecorder {
            tree: RefCell::default(),
            line: Cell::new(1),
            depth: Cell::new(0),
            depths: RefCell::default(),
        },
        TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
    );
    let tokenizer = Tokenizer::new(
        TagLimiter {
            builder,
            skipped: RefCell::default(),
            too_deep: Cell::new(None),
            too_many: Cell::new(None),
        },
        TokenizerOpts::default(),
    );
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(text));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    let limiter = tokenizer.sink;
    let too_deep = limiter.too_deep.get().map(|line| {
        let message = format!("elements lie more than {MOST_DEPTH} deep in each other");
        Diagnostic::warning("page-too-deep", Place::line(line), message)
    });
    let too_many = limiter.too_many.get().map(|line| {
        let message = format!("the page has more than {MOST_NODES} elements and texts");
        Diagnostic::warning("page-too-large", Place::line(line), message)
    });
    let hint = "the words stay, the form of what lies beyond is lost";
    let warnings = too_deep.into_iter().chain(too_many);
    let warnings = warnings.map(|warning| warning.hint(hint)).collect();
    (limiter.builder.sink.finish(), warnings)
}

/// Filter between tokenizer and tree builder that leaves out tags beyond the limits.
struct TagLimiter {
    builder: TreeBuilder<HtmlNodeId, TreeRecorder>,
    /// Number of start tags that were left out and whose end tags have not come, by name.
    skipped: RefCell<BTreeMap<LocalName, u32>>,
    /// First line of a tag that was nested too deeply.
    too_deep: Cell<Option<u64>>,
    /// First line of a tag beyond the limit of nodes.
    too_many: Cell<Option<u64>>,
}

impl TagLimiter {
    /// True for a tag that is left out.
    fn skips(&self, token: &Token, line: u64) -> bool {
        let TagToken(tag) = token else { return false };
        let mute = matches!(&*tag.name, "script" | "style" | "textarea" | "title");
        match tag.kind {
            _ if self.builder.sink.tree.borrow().len() > MOST_NODES && !mute => {
                self.too_many.set(self.too_many.get().or(Some(line)));
                true
            }
            StartTag if !mute && self.builder.sink.depth.get() >= MOST_DEPTH => {
                self.too_deep.set(self.too_deep.get().or(Some(line)));
                if !is_void(&tag.name) && !tag.self_closing {
                    *self.skipped.borrow_mut().entry(tag.name.clone()).or_insert(0) += 1;
                }
                true
            }
            StartTag => false,
            EndTag => match self.skipped.borrow_mut().get_mut(&tag.name) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            },
        }
    }
}

/// Elements without contents and end tag (HTML, "void elements").
const VOID_ELEMENTS: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

fn is_void(name: &str) -> bool {
    VOID_ELEMENTS.contains(&name)
}

impl TokenSink for TagLimiter {
    type Handle = HtmlNodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<HtmlNodeId> {
        if self.skips(&token, line) {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Records the operations of the tree builder in a tree.
struct TreeRecorder {
    tree: RefCell<HtmlTree>,
    line: Cell<u32>,
    /// Depth of the next element.
    depth: Cell<usize>,
    /// Depth of each node, by index; 0 for the root and for nodes not in the tree yet.
    depths: RefCell<Vec<usize>>,
}

/// Name of an element while the tree is being built.
#[derive(Debug)]
struct BorrowedName<'a>(Ref<'a, QualName>);

impl ElemName for BorrowedName<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeRecorder {
    fn depth_of(&self, id: HtmlNodeId) -> usize {
        self.depths.borrow().get(id.index()).copied().unwrap_or(0)
    }

    /// Records the depth of a node that was just put into `parent`.
    fn set_depth(&self, parent: HtmlNodeId, id: HtmlNodeId) {
        let depth = self.depth_of(parent) + 1;
        let mut depths = self.depths.borrow_mut();
        if depths.len() <= id.index() {
            depths.resize(id.index() + 1, 0);
        }
        depths[id.index()] = depth;
        let holds = !is_void(self.tree.borrow().name(id));
        self.depth.set(if holds { depth } else { depth - 1 });
    }

    fn add(&self, data: NodeData) -> HtmlNodeId {
        self.tree.borrow_mut().add(data, self.line.get())
    }

    fn add_text(&self, text: &StrTendril) -> HtmlNodeId {
        self.add(NodeData::Text(text.to_string()))
    }
}

impl TreeSink for TreeRecorder {
    type Handle = HtmlNodeId;
    type Output = HtmlTree;
    type ElemName<'a> = BorrowedName<'a>;

    fn finish(self) -> HtmlTree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> HtmlNodeId {
        HtmlTree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a HtmlNodeId) -> BorrowedName<'a> {
        let name = Ref::filter_map(self.tree.borrow(), |tree| tree.qualified_name(*target));
        BorrowedName(name.expect("the tree builder asks for the names of elements only"))
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _: ElementFlags,
    ) -> HtmlNodeId {
        self.add(NodeData::Element(name, attrs))
    }

    /// Creates an element for a comment about page breaks, an empty node for any other.
    fn create_comment(&self, text: StrTendril) -> HtmlNodeId {
        if let Some(name) = break_element(&text) {
            let name = QualName::new(None, ns!(html), LocalName::from(name));
            return self.add(NodeData::Element(name, Vec::new()));
        }
        self.add(NodeData::Void)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> HtmlNodeId {
        self.add(NodeData::Void)
    }

    fn append(&self, parent: &HtmlNodeId, child: NodeOrText<HtmlNodeId>) {
        match child {
            NodeOrText::AppendNode(child) => {
                self.tree.borrow_mut().append(*parent, child);
                self.set_depth(*parent, child);
            }
            NodeOrText::AppendText(text) => {
                let last = self.tree.borrow().last_child(*parent);
                let joined =
                    last.is_some_and(|last| self.tree.borrow_mut().extend_text(last, &text));
                if !joined {
                    let child = self.add_text(&text);
                    self.tree.borrow_mut().append(*parent, child);
                }
            }
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &HtmlNodeId,
        previous: &HtmlNodeId,
        child: NodeOrText<HtmlNodeId>,
    ) {
        let has_parent = self.tree.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &HtmlNodeId) {
        self.depth.set(self.depth_of(*node).saturating_sub(1));
    }

    /// Returns the template itself: its contents stay in it, and are left out when the tree is
    /// read.
    fn get_template_contents(&self, target: &HtmlNodeId) -> HtmlNodeId {
        *target
    }

    fn same_node(&self, one: &HtmlNodeId, other: &HtmlNodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &HtmlNodeId, child: NodeOrText<HtmlNodeId>) {
        match child {
            NodeOrText::AppendNode(child) => {
                self.tree.borrow_mut().insert_before(*sibling, child);
                let parent = self.tree.borrow().parent(*sibling);
                self.set_depth(parent.unwrap_or(HtmlTree::ROOT), child);
            }
            NodeOrText::AppendText(text) => {
                let previous = self.tree.borrow().previous(*sibling);
                let joined = previous.is_some_and(|previous| {
                    self.tree.borrow_mut().extend_text(previous, &text)
                });
                if !joined {
                    let child = self.add_text(&text);
                    self.tree.borrow_mut().insert_before(*sibling, child);
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &HtmlNodeId, attrs: Vec<Attribute>) {
        self.tree.borrow_mut().add_missing_attributes(*target, attrs);
    }

    fn remove_from_parent(&self, target: &HtmlNodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &HtmlNodeId, new_parent: &HtmlNodeId) {
        let children: Vec<HtmlNodeId> = self.tree.borrow().children(*node).collect();
        for child in children {
            self.tree.borrow_mut().append(*new_parent, child);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }
}
