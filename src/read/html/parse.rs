//! The parser: HTML5 as browsers read it, within limits.
//!
//! Comes in: the text of a page. Goes out: its [`Tree`] and a diagnostic for each limit that was
//! reached. Never done here: losing a word of the text; decoding bytes.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult, local_name, ns};

use super::tree::{Data, NodeId, Tree};
use crate::diagnostic::{Diagnostic, Place};

/// Elements within elements. Saved pages have some 40, the deepest of them 90; each level costs
/// stack where the tree is walked. Deeper tags are left out, their words stay.
const DEEPEST: usize = 200;

/// Nodes of a page. A novel of one file has some 100,000; each takes about 120 bytes. Later tags
/// are left out, their words stay.
const MOST_NODES: usize = 800_000;

/// The name of an element that stands where a comment asks for a new page.
pub(super) const PAGE_BREAK: &str = "page-break";
/// Of one where a comment asks that no page ends.
pub(super) const NO_PAGE_BREAK: &str = "no-page-break";
/// Of those before and after what a comment wants on one page.
pub(super) const KEEP: &str = "keep-together";
pub(super) const KEPT: &str = "kept-together";

/// The element that a comment stands for; none for most.
fn asked(comment: &str) -> Option<&'static str> {
    let words: String = comment.to_ascii_lowercase().replace(['-', '_', ' ', '\n', '\t'], "");
    match &*words {
        "pagebreak" | "newpage" => Some(PAGE_BREAK),
        "keepwithnext" | "nopagebreak" => Some(NO_PAGE_BREAK),
        "keeptogether" => Some(KEEP),
        "/keeptogether" | "endkeeptogether" => Some(KEPT),
        _ => None,
    }
}

/// Parses a page. Anything at all gives a tree.
pub(super) fn parse(text: &str) -> (Tree, Vec<Diagnostic>) {
    let builder = TreeBuilder::new(
        Sink {
            tree: RefCell::default(),
            line: Cell::new(1),
            depth: Cell::new(0),
            depths: RefCell::default(),
            nameless: QualName::new(None, ns!(html), local_name!("")),
        },
        TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
    );
    let tokenizer = Tokenizer::new(
        Limiter {
            builder,
            skipped: RefCell::default(),
            deep: Cell::new(0),
            many: Cell::new(0),
        },
        TokenizerOpts::default(),
    );
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(text));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    let limiter = tokenizer.sink;
    let mut told = Vec::new();
    let mut tell = |line: u64, code, message: &str| {
        if line > 0 {
            let place = Place::line(u32::try_from(line).unwrap_or(u32::MAX));
            told.push(
                Diagnostic::warning(code, place, message)
                    .hint("the words stay, the form of what lies beyond is lost"),
            );
        }
    };
    tell(
        limiter.deep.get(),
        "page-too-deep",
        &format!("elements lie more than {DEEPEST} deep in each other"),
    );
    tell(
        limiter.many.get(),
        "page-too-large",
        &format!("the page has more than {MOST_NODES} elements and texts"),
    );
    (limiter.builder.sink.finish(), told)
}

/// Between tokenizer and tree builder: tags beyond the limits are left out.
struct Limiter {
    builder: TreeBuilder<NodeId, Sink>,
    /// Start tags that were left out and whose end tags have not come, by name.
    skipped: RefCell<BTreeMap<LocalName, u32>>,
    /// The first line where it was too deep; 0 for none.
    deep: Cell<u64>,
    /// The first line where there was too much; 0 for none.
    many: Cell<u64>,
}

impl Limiter {
    /// Whether a tag is left out.
    fn skips(&self, token: &Token, line: u64) -> bool {
        let TagToken(tag) = token else { return false };
        let mute = matches!(&*tag.name, "script" | "style" | "textarea" | "title");
        match tag.kind {
            _ if self.builder.sink.tree.borrow().len() > MOST_NODES && !mute => {
                self.many.set(if self.many.get() == 0 { line } else { self.many.get() });
                true
            }
            StartTag if !mute && self.builder.sink.depth.get() >= DEEPEST => {
                self.deep.set(if self.deep.get() == 0 { line } else { self.deep.get() });
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

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

impl TokenSink for Limiter {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
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

/// Takes what the tree builder builds.
struct Sink {
    tree: RefCell<Tree>,
    line: Cell<u32>,
    /// How deep the next element will lie.
    depth: Cell<usize>,
    /// How deep each node lies.
    depths: RefCell<Vec<usize>>,
    /// Stands in where a node without a name is asked for it, which the builder never does.
    nameless: QualName,
}

/// The name of an element while the tree is being built.
enum Name<'a> {
    Known(Ref<'a, QualName>),
    None(&'a QualName),
}

impl Name<'_> {
    fn get(&self) -> &QualName {
        match self {
            Self::Known(name) => name,
            Self::None(name) => name,
        }
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(out)
    }
}

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.get().ns
    }

    fn local_name(&self) -> &LocalName {
        &self.get().local
    }
}

impl Sink {
    fn depth_of(&self, id: NodeId) -> usize {
        self.depths.borrow().get(id.index()).copied().unwrap_or(0)
    }

    /// Notes how deep a node lies that was just put into `parent`.
    fn settle(&self, parent: NodeId, id: NodeId) {
        let depth = self.depth_of(parent) + 1;
        let mut depths = self.depths.borrow_mut();
        if depths.len() <= id.index() {
            depths.resize(id.index() + 1, 0);
        }
        if let Some(place) = depths.get_mut(id.index()) {
            *place = depth;
        }
        let holds = !is_void(self.tree.borrow().name(id));
        self.depth.set(if holds { depth } else { depth - 1 });
    }

    fn add(&self, data: Data) -> NodeId {
        self.tree.borrow_mut().add(data, self.line.get())
    }

    fn add_text(&self, text: &StrTendril) -> NodeId {
        self.add(Data::Text(text.to_string()))
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name<'a> {
        let tree = self.tree.borrow();
        match Ref::filter_map(tree, |tree| tree.qualified_name(*target)) {
            Ok(name) => Name::Known(name),
            Err(_) => Name::None(&self.nameless),
        }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.add(Data::Element(name, attrs))
    }

    /// A comment is nothing, unless it says where a page is to end.
    fn create_comment(&self, text: StrTendril) -> NodeId {
        if let Some(name) = asked(&text) {
            let name = QualName::new(None, ns!(html), LocalName::from(name));
            return self.add(Data::Element(name, Vec::new()));
        }
        self.add(Data::Void)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.add(Data::Void)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(child) => {
                self.tree.borrow_mut().append(*parent, child);
                self.settle(*parent, child);
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
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.tree.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &NodeId) {
        self.depth.set(self.depth_of(*node).saturating_sub(1));
    }

    /// What is set aside stays inside its element; whoever walks the tree passes it by.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(child) => {
                self.tree.borrow_mut().insert_before(*sibling, child);
                let parent = self.tree.borrow().parent(*sibling);
                self.settle(parent.unwrap_or(Tree::ROOT), child);
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

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        for attribute in attrs {
            if !tree.has_attribute(*target, &attribute.name.local) {
                tree.add_attribute(*target, attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let children: Vec<NodeId> = self.tree.borrow().children(*node).collect();
        for child in children {
            self.tree.borrow_mut().append(*new_parent, child);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }
}
