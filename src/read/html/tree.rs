//! A page as a tree of elements and text.
//!
//! Comes in: what the parser builds. Goes out: [`Tree`], to be walked. Never done here: parsing,
//! deciding what belongs to the article.

use html5ever::{Attribute, LocalName, QualName};

/// A node of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// Its place in a list that holds something for every node.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A parsed page. Nodes are numbered in the order in which the parser met them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
    line: u32,
    data: Data,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Data {
    /// The page, or the contents of what is set aside.
    Root,
    /// An element.
    Element(QualName, Vec<Attribute>),
    /// Text.
    Text(String),
    /// A comment or the like, without its words.
    Void,
}

impl Default for Tree {
    /// A page with nothing in it.
    fn default() -> Self {
        let mut tree = Self { nodes: Vec::new() };
        tree.add(Data::Root, 0);
        tree
    }
}

/// An iterator over the children of a node.
#[derive(Debug, Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: Option<NodeId>,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let now = self.next?;
        self.next = self.tree.next(now);
        Some(now)
    }
}

impl Tree {
    /// The root, which holds the `html` element.
    pub const ROOT: NodeId = NodeId(0);

    /// How many nodes there are, those that the parser dropped included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing besides the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.len() < 2
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The node that holds it.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.parent
    }

    /// The node before it that has the same parent.
    #[must_use]
    pub fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.previous
    }

    /// The node behind it that has the same parent.
    #[must_use]
    pub fn next(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.next
    }

    /// What it holds, in order.
    #[must_use]
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { tree: self, next: self.node(id).and_then(|node| node.first) }
    }

    /// The elements that it holds, in order.
    pub fn elements(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        self.children(id).filter(|child| self.is_element(*child))
    }

    /// The nodes around it, the nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// Whether `inner` is `outer` or within it.
    #[must_use]
    pub fn is_within(&self, inner: NodeId, outer: NodeId) -> bool {
        inner == outer || self.ancestors(inner).any(|id| id == outer)
    }

    /// The node and all that is in it, in the order of the page.
    pub fn descend(&self, from: NodeId) -> impl Iterator<Item = NodeId> {
        let mut next = Some(from);
        std::iter::from_fn(move || {
            let now = next?;
            next =
                self.node(now).and_then(|node| node.first).or_else(|| self.beyond(now, from));
            Some(now)
        })
    }

    /// The first node behind `id` and all in it, within `around`.
    #[must_use]
    pub fn beyond(&self, id: NodeId, around: NodeId) -> Option<NodeId> {
        let mut at = id;
        loop {
            if at == around {
                return None;
            }
            if let Some(next) = self.next(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
    }

    /// The line of the file it begins in, counted from 1.
    #[must_use]
    pub fn line(&self, id: NodeId) -> u32 {
        self.node(id).map_or(0, |node| node.line)
    }

    /// Whether it is an element.
    #[must_use]
    pub fn is_element(&self, id: NodeId) -> bool {
        matches!(self.node(id), Some(Node { data: Data::Element(..), .. }))
    }

    /// The name of an element, in small letters; empty for other nodes.
    #[must_use]
    pub fn name(&self, id: NodeId) -> &str {
        match self.node(id) {
            Some(Node { data: Data::Element(name, _), .. }) => &name.local,
            _ => "",
        }
    }

    /// The text of a text node.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id) {
            Some(Node { data: Data::Text(text), .. }) => Some(text),
            _ => None,
        }
    }

    /// The attributes of an element: names and values.
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let attributes = match self.node(id) {
            Some(Node { data: Data::Element(_, attributes), .. }) => attributes.as_slice(),
            _ => &[],
        };
        attributes.iter().map(|attribute| (&*attribute.name.local, &*attribute.value))
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attributes(id).find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Class and id, a space between them: what the page's makers call the element.
    #[must_use]
    pub fn label(&self, id: NodeId) -> String {
        let part = |name| self.attribute(id, name).unwrap_or("");
        format!("{} {}", part("class"), part("id"))
    }

    /// The first element of a name within a node.
    #[must_use]
    pub fn first(&self, within: NodeId, name: &str) -> Option<NodeId> {
        self.descend(within).find(|id| self.name(*id) == name)
    }

    /// All words in a node, spaces as they stand in the page, without scripts and styles.
    #[must_use]
    pub fn words(&self, of: NodeId) -> String {
        let mut words = String::new();
        let mut next = Some(of);
        while let Some(now) = next {
            let mute = matches!(self.name(now), "script" | "style" | "template");
            words.push_str(self.text(now).unwrap_or(""));
            let inner = self.node(now).and_then(|node| node.first).filter(|_| !mute);
            next = inner.or_else(|| self.beyond(now, of));
        }
        words
    }
}

/// How the parser builds the tree.
impl Tree {
    pub(super) fn add(&mut self, data: Data, line: u32) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            line,
            data,
        });
        id
    }

    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.index())
    }

    pub(super) fn qualified_name(&self, id: NodeId) -> Option<&QualName> {
        match self.node(id) {
            Some(Node { data: Data::Element(name, _), .. }) => Some(name),
            _ => None,
        }
    }

    pub(super) fn has_attribute(&self, id: NodeId, name: &LocalName) -> bool {
        match self.node(id) {
            Some(Node { data: Data::Element(_, attributes), .. }) => {
                attributes.iter().any(|attribute| attribute.name.local == *name)
            }
            _ => false,
        }
    }

    pub(super) fn add_attribute(&mut self, id: NodeId, attribute: Attribute) {
        if let Some(Node { data: Data::Element(_, attributes), .. }) = self.node_mut(id) {
            attributes.push(attribute);
        }
    }

    pub(super) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.last
    }

    /// Adds text to a text node. Says whether it was one.
    pub(super) fn extend_text(&mut self, id: NodeId, more: &str) -> bool {
        match self.node_mut(id) {
            Some(Node { data: Data::Text(text), .. }) => {
                text.push_str(more);
                true
            }
            _ => false,
        }
    }

    pub(super) fn detach(&mut self, id: NodeId) {
        let Some(node) = self.node_mut(id) else { return };
        let (parent, previous, next) =
            (node.parent.take(), node.previous.take(), node.next.take());
        match previous {
            Some(previous) => self.change(previous, |node| node.next = next),
            None => parent.into_iter().for_each(|id| self.change(id, |node| node.first = next)),
        }
        match next {
            Some(next) => self.change(next, |node| node.previous = previous),
            None => {
                parent.into_iter().for_each(|id| self.change(id, |node| node.last = previous));
            }
        }
    }

    fn change(&mut self, id: NodeId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.node_mut(id) {
            change(node);
        }
    }

    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.last_child(parent);
        self.change(child, |node| {
            node.parent = Some(parent);
            node.previous = last;
        });
        match last {
            Some(last) => self.change(last, |node| node.next = Some(child)),
            None => self.change(parent, |node| node.first = Some(child)),
        }
        self.change(parent, |node| node.last = Some(child));
    }

    pub(super) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let parent = self.parent(sibling);
        let previous = self.previous(sibling);
        self.change(child, |node| {
            node.parent = parent;
            node.previous = previous;
            node.next = Some(sibling);
        });
        self.change(sibling, |node| node.previous = Some(child));
        match previous {
            Some(previous) => self.change(previous, |node| node.next = Some(child)),
            None => parent
                .into_iter()
                .for_each(|id| self.change(id, |node| node.first = Some(child))),
        }
    }
}
