//! Tree of the elements and texts of a page.

use html5ever::{Attribute, LocalName, QualName};

/// Index of a node in its [`HtmlTree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HtmlNodeId(u32);

impl HtmlNodeId {
    /// Returns the index in a list with an element for each node.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Returns the mark of a node in a list by node, which may end before the last nodes without marks.
pub(super) fn is_marked(marks: &[bool], id: HtmlNodeId) -> bool {
    marks.get(id.index()) == Some(&true)
}

/// Parsed page. Nodes are numbered in the order in which the parser created them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlTree {
    nodes: Vec<HtmlNode>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct HtmlNode {
    parent: Option<HtmlNodeId>,
    previous: Option<HtmlNodeId>,
    next: Option<HtmlNodeId>,
    first: Option<HtmlNodeId>,
    last: Option<HtmlNodeId>,
    line: u32,
    data: NodeData,
}

/// Kind of a node and its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NodeData {
    /// Root.
    Root,
    /// Element.
    Element(QualName, Vec<Attribute>),
    /// Text.
    Text(String),
    /// Comment or processing instruction, without its text.
    Void,
}

impl Default for HtmlTree {
    /// Returns an empty page.
    fn default() -> Self {
        let mut tree = Self { nodes: Vec::new() };
        tree.add(NodeData::Root, 0);
        tree
    }
}

impl HtmlTree {
    /// Root, which contains the `html` element.
    pub const ROOT: HtmlNodeId = HtmlNodeId(0);

    /// Returns the number of nodes, including those that the parser removed from the tree.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True for a tree of only the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.len() < 2
    }

    fn node(&self, id: HtmlNodeId) -> &HtmlNode {
        &self.nodes[id.index()]
    }

    /// Returns the parent of a node.
    #[must_use]
    pub fn parent(&self, id: HtmlNodeId) -> Option<HtmlNodeId> {
        self.node(id).parent
    }

    /// Returns the previous sibling of a node.
    #[must_use]
    pub fn previous(&self, id: HtmlNodeId) -> Option<HtmlNodeId> {
        self.node(id).previous
    }

    /// Returns the next sibling of a node.
    #[must_use]
    pub fn next(&self, id: HtmlNodeId) -> Option<HtmlNodeId> {
        self.node(id).next
    }

    /// Iterates over the children of a node.
    pub fn children(&self, id: HtmlNodeId) -> impl Iterator<Item = HtmlNodeId> {
        std::iter::successors(self.node(id).first, |id| self.next(*id))
    }

    /// Iterates over the children that are elements.
    pub fn elements(&self, id: HtmlNodeId) -> impl Iterator<Item = HtmlNodeId> {
        self.children(id).filter(|child| self.is_element(*child))
    }

    /// Iterates over the ancestors of a node, the nearest first.
    pub fn ancestors(&self, id: HtmlNodeId) -> impl Iterator<Item = HtmlNodeId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// True if `inner` is `outer` or within it.
    #[must_use]
    pub fn is_within(&self, inner: HtmlNodeId, outer: HtmlNodeId) -> bool {
        inner == outer || self.ancestors(inner).any(|id| id == outer)
    }

    /// Iterates over a node and its descendants, in the order of the page.
    pub fn descend(&self, from: HtmlNodeId) -> impl Iterator<Item = HtmlNodeId> {
        let mut next = Some(from);
        std::iter::from_fn(move || {
            let now = next?;
            next = self.node(now).first.or_else(|| self.beyond(now, from));
            Some(now)
        })
    }

    /// Returns the first node behind `id` and its descendants, within `around`.
    #[must_use]
    pub fn beyond(&self, id: HtmlNodeId, around: HtmlNodeId) -> Option<HtmlNodeId> {
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

    /// Returns the line of the file in which a node begins, counted from 1.
    #[must_use]
    pub fn line(&self, id: HtmlNodeId) -> u32 {
        self.node(id).line
    }

    /// True for an element.
    #[must_use]
    pub fn is_element(&self, id: HtmlNodeId) -> bool {
        self.element(id).is_some()
    }

    /// Returns the name of an element, in lower case; an empty one for other nodes.
    #[must_use]
    pub fn name(&self, id: HtmlNodeId) -> &str {
        self.qualified_name(id).map_or("", |name| &name.local)
    }

    /// Returns the text of a text node.
    #[must_use]
    pub fn text(&self, id: HtmlNodeId) -> Option<&str> {
        if let NodeData::Text(text) = &self.node(id).data { Some(text) } else { None }
    }

    /// Returns the value of an attribute.
    #[must_use]
    pub fn attribute(&self, id: HtmlNodeId, name: &str) -> Option<&str> {
        let (_, attributes) = self.element(id)?;
        attributes.iter().find(|known| &*known.name.local == name).map(|known| &*known.value)
    }

    /// Returns the attributes of an element.
    pub(super) fn attributes(&self, id: HtmlNodeId) -> &[Attribute] {
        self.element(id).map_or(&[], |(_, attributes)| attributes)
    }

    /// Returns class and id of an element with a space between them.
    #[must_use]
    pub fn label(&self, id: HtmlNodeId) -> String {
        let (class, own) = (self.attribute(id, "class"), self.attribute(id, "id"));
        // This is asked for every element many times, and most have neither.
        let mut label = String::with_capacity(
            class.map_or(0, str::len) + own.map_or(0, str::len) + usize::from(own.is_some()),
        );
        label.extend(class);
        if let Some(own) = own {
            label.push(' ');
            label.push_str(own);
        }
        label
    }

    /// Returns the first element of a name within a node.
    #[must_use]
    pub fn first(&self, within: HtmlNodeId, name: &str) -> Option<HtmlNodeId> {
        self.descend(within).find(|id| self.name(*id) == name)
    }

    /// Returns the text in a node with the spaces of the page, without scripts and styles.
    #[must_use]
    pub fn words(&self, id: HtmlNodeId) -> String {
        let mut words = String::new();
        let mut next = Some(id);
        while let Some(now) = next {
            let mute = matches!(self.name(now), "script" | "style" | "template");
            words.push_str(self.text(now).unwrap_or(""));
            let inner = self.node(now).first.filter(|_| !mute);
            next = inner.or_else(|| self.beyond(now, id));
        }
        words
    }

    /// Returns the tree with an element that browsers do not show, such as a `template`, as a
    /// division that they show.
    #[must_use]
    pub fn with_shown(&self, id: HtmlNodeId) -> Self {
        let mut tree = self.clone();
        if let NodeData::Element(name, _) = &mut tree.node_mut(id).data {
            name.local = LocalName::from("div");
        }
        tree
    }

    fn element(&self, id: HtmlNodeId) -> Option<(&QualName, &Vec<Attribute>)> {
        if let NodeData::Element(name, attributes) = &self.node(id).data {
            Some((name, attributes))
        } else {
            None
        }
    }
}

/// Construction by the parser.
impl HtmlTree {
    pub(super) fn add(&mut self, data: NodeData, line: u32) -> HtmlNodeId {
        let id = HtmlNodeId(u32::try_from(self.nodes.len()).expect("fewer than 2^32 nodes"));
        self.nodes.push(HtmlNode {
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

    fn node_mut(&mut self, id: HtmlNodeId) -> &mut HtmlNode {
        &mut self.nodes[id.index()]
    }

    /// Gives an element another name.
    pub(super) fn rename(&mut self, id: HtmlNodeId, local: &str) {
        if let NodeData::Element(name, _) = &mut self.node_mut(id).data {
            name.local = LocalName::from(local);
        }
    }

    pub(super) fn qualified_name(&self, id: HtmlNodeId) -> Option<&QualName> {
        self.element(id).map(|(name, _)| name)
    }

    /// Adds attributes to an element that does not have them.
    pub(super) fn add_missing_attributes(&mut self, id: HtmlNodeId, more: Vec<Attribute>) {
        if let NodeData::Element(_, attributes) = &mut self.node_mut(id).data {
            for attribute in more {
                if !attributes.iter().any(|known| known.name.local == attribute.name.local) {
                    attributes.push(attribute);
                }
            }
        }
    }

    pub(super) fn last_child(&self, id: HtmlNodeId) -> Option<HtmlNodeId> {
        self.node(id).last
    }

    /// Appends text to a text node; returns false for another node.
    pub(super) fn extend_text(&mut self, id: HtmlNodeId, more: &str) -> bool {
        let NodeData::Text(text) = &mut self.node_mut(id).data else { return false };
        text.push_str(more);
        true
    }

    pub(super) fn detach(&mut self, id: HtmlNodeId) {
        let node = self.node_mut(id);
        let (parent, previous, next) =
            (node.parent.take(), node.previous.take(), node.next.take());
        if let Some(previous) = previous {
            self.node_mut(previous).next = next;
        } else if let Some(parent) = parent {
            self.node_mut(parent).first = next;
        }
        if let Some(next) = next {
            self.node_mut(next).previous = previous;
        } else if let Some(parent) = parent {
            self.node_mut(parent).last = previous;
        }
    }

    pub(super) fn append(&mut self, parent: HtmlNodeId, child: HtmlNodeId) {
        self.detach(child);
        let last = self.node_mut(parent).last.replace(child);
        let node = self.node_mut(child);
        (node.parent, node.previous) = (Some(parent), last);
        match last {
            Some(last) => self.node_mut(last).next = Some(child),
            None => self.node_mut(parent).first = Some(child),
        }
    }

    pub(super) fn insert_before(&mut self, sibling: HtmlNodeId, child: HtmlNodeId) {
        self.detach(child);
        let parent = self.parent(sibling);
        let previous = self.node_mut(sibling).previous.replace(child);
        let node = self.node_mut(child);
        (node.parent, node.previous, node.next) = (parent, previous, Some(sibling));
        if let Some(previous) = previous {
            self.node_mut(previous).next = Some(child);
        } else if let Some(parent) = parent {
            self.node_mut(parent).first = Some(child);
        }
    }
}
