//! Notes whose marks are links to them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::label;
use super::marks::{MOST_NOTE_BYTES, NoteMarks, NoteScope};
use crate::read::html::element::is_block;
use crate::read::html::tree::{HtmlNodeId, HtmlTree};

/// Elements around the target of a mark, from the innermost, that are searched for the note.
const MOST_AROUND_TARGET: usize = 5;

/// Words of a link back from a note, at most: `Return to the text`.
const MOST_BACK_WORDS: usize = 8;

/// Distance, in nodes of the page, between a mark and the anchor before it that a note leads back
/// to.
const MOST_TO_ANCHOR: usize = 4;

/// Parts of an address that belong to notes, also behind the address of another document.
const FRAGMENTS: [&str; 5] = ["_ftn", "_edn", "footnote", "endnote", "fn"];

/// Link that may be a mark.
struct Mark {
    link: HtmlNodeId,
    label: String,
    target: HtmlNodeId,
    /// It looks like a mark: a superscript, brackets or its name.
    is_certain: bool,
}

/// Finds the notes that links lead to.
pub(super) fn find(scope: NoteScope<'_>, marks: &mut NoteMarks) {
    let links = links(scope);
    if links.is_empty() {
        return;
    }
    let index = PageIndex::new(scope.tree);
    let found: Vec<Mark> = links.into_iter().filter_map(|link| index.mark(link)).collect();
    let targets = found.iter().map(|mark| mark.target).collect();
    let finder = BodyFinder { scope, index: &index, targets };
    // Each target is examined once, however many marks lead to it.
    let mut bodies: BTreeMap<HtmlNodeId, Option<Vec<HtmlNodeId>>> = BTreeMap::new();
    let mut notes: BTreeMap<HtmlNodeId, usize> = BTreeMap::new();
    for mark in &found {
        let body = bodies.entry(mark.target).or_insert_with(|| finder.body(mark)).clone();
        let Some(body) = body else { continue };
        let first = *body.first().expect("a body has a node");
        // A link up the page leads back from a note.
        if first.index() < mark.link.index() || marks.is_taken(mark.link) {
            continue;
        }
        // A heading with the label of the note may hold the link back.
        let backs = index.links_back(scope.tree, body.iter().chain(&[mark.target]));
        if !mark.is_certain && !backs.iter().any(|back| index.is_near(scope.tree, *back, mark))
        {
            continue;
        }
        let note = *notes.entry(first).or_insert_with(|| {
            finder.drop_heading(mark, first, marks);
            marks.dropped.extend(finder.links_to_drop(&body, mark, &backs));
            marks.add(scope, &mark.label, body)
        });
        marks.refers.insert(mark.link, note);
    }
}

/// Returns the links of the article whose address has a fragment.
fn links(scope: NoteScope<'_>) -> Vec<HtmlNodeId> {
    let tree = scope.tree;
    let mut links = scope.nodes();
    links.retain(|id| tree.name(*id) == "a" && fragment(tree, *id).is_some());
    links
}

/// Returns the fragment of a link's address within the page. Behind the address of another
/// document only the names count that programs give to notes.
fn fragment(tree: &HtmlTree, link: HtmlNodeId) -> Option<&str> {
    let (address, fragment) = tree.attribute(link, "href")?.split_once('#')?;
    let is_note = || {
        let fragment = fragment.to_ascii_lowercase();
        FRAGMENTS.iter().any(|start| fragment.contains(start))
    };
    (!fragment.is_empty() && (address.is_empty() || is_note())).then_some(fragment)
}

/// Returns the fragment that leads back from the note of a fragment, as word processors name them.
fn fragment_back(fragment: &str) -> Option<String> {
    let split = fragment.find(|c: char| c.is_ascii_digit())?;
    let (name, number) = fragment.split_at(split);
    let back = match name {
        "_ftn" => "_ftnref",
        "_edn" => "_ednref",
        "ftnt" => "ftnt_ref",
        _ => return None,
    };
    Some(format!("{back}{number}"))
}

/// Elements of a page by the names that links use.
struct PageIndex<'t> {
    tree: &'t HtmlTree,
    /// Elements by their id, or by the name of an anchor of an old page.
    ids: BTreeMap<&'t str, HtmlNodeId>,
    /// First link to each fragment.
    links: BTreeMap<&'t str, HtmlNodeId>,
}

impl<'t> PageIndex<'t> {
    fn new(tree: &'t HtmlTree) -> Self {
        let mut index = Self { tree, ids: BTreeMap::new(), links: BTreeMap::new() };
        for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.is_element(*id)) {
            let is_link = tree.name(id) == "a";
            let name = tree.attribute(id, "name").filter(|_| is_link);
            for name in tree.attribute(id, "id").into_iter().chain(name) {
                index.ids.entry(name).or_insert(id);
            }
            if let Some(fragment) = fragment(tree, id).filter(|_| is_link) {
                index.links.entry(fragment).or_insert(id);
            }
        }
        index
    }

    /// Returns the mark that a link may be: short, and with a target further down the page.
    fn mark(&self, link: HtmlNodeId) -> Option<Mark> {
        let tree = self.tree;
        let label = label::of_element(tree, link)?;
        let fragment = fragment(tree, link)?;
        let target = self.ids.get(fragment).or_else(|| {
            // The anchor is lost, and the link back is left.
            self.links.get(fragment_back(fragment)?.as_str())
        });
        let target = *target.filter(|target| target.index() > link.index())?;
        Some(Mark { link, label, target, is_certain: looks_like_mark(tree, link) })
    }

    /// Returns the targets of the links in nodes that lead within the page.
    fn links_back<'n>(
        &self,
        tree: &HtmlTree,
        nodes: impl Iterator<Item = &'n HtmlNodeId>,
    ) -> Vec<HtmlNodeId> {
        let inner = nodes.flat_map(|id| tree.descend(*id));
        let links = inner.filter(|id| tree.name(*id) == "a");
        links.filter_map(|id| self.ids.get(fragment(tree, id)?).copied()).collect()
    }

    /// True if the target of a link back is the mark, an element around it or an anchor before it.
    fn is_near(&self, tree: &HtmlTree, back: HtmlNodeId, mark: &Mark) -> bool {
        let distance = mark.link.index().checked_sub(back.index());
        back == mark.link
            || distance.is_some_and(|distance| distance <= MOST_TO_ANCHOR)
                && (tree.is_within(mark.link, back) || tree.words(back).trim().is_empty())
    }
}

/// True for a link that is a superscript, in brackets or named a mark.
fn looks_like_mark(tree: &HtmlTree, link: HtmlNodeId) -> bool {
    let superscript = tree.ancestors(link).take(2).any(|id| tree.name(id) == "sup")
        || tree.first(link, "sup").is_some();
    let words = label::short_words(tree, link);
    let bracketed = words.is_some_and(|words| words.trim().starts_with('['))
        || is_between_brackets(tree, link);
    superscript
        || bracketed
        || label::is_called_note(tree, link)
        || tree.parent(link).is_some_and(|id| label::is_called_note(tree, id))
}

/// True for an element in square brackets.
fn is_between_brackets(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let text = |id: Option<HtmlNodeId>| id.and_then(|id| tree.text(id));
    text(tree.previous(id)).is_some_and(|before| before.trim_end().ends_with('['))
        && text(tree.next(id)).is_some_and(|after| after.trim_start().starts_with(']'))
}

/// Search for the bodies of notes from the targets of their marks.
struct BodyFinder<'f, 't> {
    scope: NoteScope<'f>,
    index: &'f PageIndex<'t>,
    targets: BTreeSet<HtmlNodeId>,
}

impl BodyFinder<'_, '_> {
    /// Returns the nodes that are the note of a mark.
    fn body(&self, mark: &Mark) -> Option<Vec<HtmlNodeId>> {
        let tree = self.scope.tree;
        let target = mark.target;
        if self.is_inline_note(mark) {
            return Some(vec![target]).filter(|body| self.scope.fit_note(body));
        }
        let around = std::iter::once(target).chain(tree.ancestors(target));
        let holder = around.take(MOST_AROUND_TARGET).find(|id| may_hold_note(tree, *id))?;
        let body = match tree.name(holder) {
            // In a row of a table, the last cell holds the note.
            "tr" => vec![tree.elements(holder).last()?],
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.below_heading(holder, mark)?,
            "p" | "li" | "dd" | "td" if !self.holds_other(holder, target) => {
                vec![self.widen(holder, mark)]
            }
            "p" | "li" | "dd" | "td" => self.run(holder, target),
            _ if self.holds_other(holder, target)
                || holder.index() < mark.link.index()
                || self.has_words_before(holder, target) =>
            {
                self.run(holder, target)
            }
            _ => vec![self.widen(holder, mark)],
        };
        let has_heading = body.iter().any(|id| holds_heading(tree, *id, &mark.label));
        (!has_heading && self.scope.fit_note(&body)).then_some(body)
    }

    /// True for an inline element with a note that stands in the line of its mark.
    fn is_inline_note(&self, mark: &Mark) -> bool {
        let tree = self.scope.tree;
        let block = |id| tree.ancestors(id).find(|id| is_block(tree.name(*id)));
        !is_block(tree.name(mark.target))
            && label::has_note_class(tree, mark.target)
            && block(mark.target) == block(mark.link)
    }

    /// Returns what stands below a heading that is only the label of a note.
    fn below_heading(&self, heading: HtmlNodeId, mark: &Mark) -> Option<Vec<HtmlNodeId>> {
        let tree = self.scope.tree;
        let label = label::of_element(tree, heading)?;
        if label != mark.label {
            return None;
        }
        let after = std::iter::successors(tree.next(heading), |id| tree.next(*id));
        let body = after.take_while(|id| {
            !is_heading(tree.name(*id)) && tree.name(*id) != "hr" && !self.holds_target(*id)
        });
        let body: Vec<HtmlNodeId> = body.collect();
        (!body.is_empty()).then_some(body)
    }

    /// Takes the heading that is the label of a note, and the one above its nodes, out of the text.
    fn drop_heading(&self, mark: &Mark, first: HtmlNodeId, marks: &mut NoteMarks) {
        let tree = self.scope.tree;
        let around = std::iter::once(mark.target).chain(tree.ancestors(mark.target));
        let heading = around.take(MOST_AROUND_TARGET).find(|id| is_heading(tree.name(*id)));
        if let Some(heading) = heading
            && !tree.is_within(first, heading)
            && label::of_element(tree, heading).is_some_and(|label| label == mark.label)
        {
            marks.dropped.insert(heading);
        }
    }

    /// True if an element holds the target of a mark other than `target`.
    fn holds_other(&self, holder: HtmlNodeId, target: HtmlNodeId) -> bool {
        let tree = self.scope.tree;
        let end = tree.beyond(holder, HtmlTree::ROOT).map_or(Bound::Unbounded, Bound::Excluded);
        let mut inside = self.targets.range((Bound::Included(holder), end));
        inside.any(|id| *id != target)
    }

    fn holds_target(&self, id: HtmlNodeId) -> bool {
        let end = self
            .scope
            .tree
            .beyond(id, HtmlTree::ROOT)
            .map_or(Bound::Unbounded, Bound::Excluded);
        self.targets.range((Bound::Included(id), end)).next().is_some()
    }

    /// True if there are words in an element before a node in it.
    fn has_words_before(&self, holder: HtmlNodeId, node: HtmlNodeId) -> bool {
        let tree = self.scope.tree;
        tree.descend(holder)
            .take_while(|id| *id != node)
            .any(|id| tree.text(id).is_some_and(|text| text.contains(char::is_alphanumeric)))
    }

    /// Returns the nodes in an element from a target up to that of the next note.
    fn run(&self, holder: HtmlNodeId, target: HtmlNodeId) -> Vec<HtmlNodeId> {
        let tree = self.scope.tree;
        let around = std::iter::once(target).chain(tree.ancestors(target));
        let first = around.take_while(|id| *id != holder).last();
        let Some(first) = first.filter(|id| !self.holds_other(*id, target)) else {
            return Vec::new();
        };
        let mut body = vec![first];
        let mut has_block = is_block(tree.name(first)) && !tree.words(first).trim().is_empty();
        for next in std::iter::successors(tree.next(first), |id| tree.next(*id)) {
            let name = tree.name(next);
            if is_heading(name) || name == "hr" || self.holds_target(next) {
                break;
            }
            // Behind the last note the text of the page may follow.
            let ends = has_block && !self.is_followed(next);
            if ends {
                break;
            }
            has_block |= is_block(name) && !tree.words(next).trim().is_empty();
            body.push(next);
        }
        body
    }

    /// True if a sibling behind a node holds the target of a mark.
    fn is_followed(&self, node: HtmlNodeId) -> bool {
        let tree = self.scope.tree;
        let Some(parent) = tree.parent(node) else { return false };
        let end = tree.beyond(parent, HtmlTree::ROOT).map_or(Bound::Unbounded, Bound::Excluded);
        self.targets.range((Bound::Excluded(node), end)).next().is_some()
    }

    /// Returns the element around a paragraph that is the whole note, if there is one.
    fn widen(&self, holder: HtmlNodeId, mark: &Mark) -> HtmlNodeId {
        let tree = self.scope.tree;
        let mut whole = holder;
        for up in tree.ancestors(holder).take(2) {
            let holds_note = matches!(
                tree.name(up),
                "li" | "dd" | "aside" | "div" | "section" | "blockquote"
            );
            let fits = holds_note
                && (tree.name(up) == "li" || label::is_called_note(tree, up))
                && up.index() > mark.link.index()
                && !self.holds_other(up, mark.target)
                && !self.has_words_before(up, whole)
                && !tree
                    .descend(up)
                    .any(|id| is_heading(tree.name(id)) || tree.name(id) == "hr")
                && tree.words(up).len() <= MOST_NOTE_BYTES;
            if !fits {
                break;
            }
            whole = up;
        }
        whole
    }

    /// Returns the links back to the mark, and the labels that the note repeats.
    fn links_to_drop(
        &self,
        body: &[HtmlNodeId],
        mark: &Mark,
        backs: &[HtmlNodeId],
    ) -> Vec<HtmlNodeId> {
        let tree = self.scope.tree;
        let near = backs.iter().any(|back| self.index.is_near(tree, *back, mark));
        let last = last_text(tree, body);
        let mut found = Vec::new();
        for id in body.iter().flat_map(|id| tree.descend(*id)) {
            let class = || tree.label(id).to_ascii_lowercase();
            let is_back = match tree.name(id) {
                "a" => self.leads_back(id, mark, last.filter(|_| near)),
                "sup" | "span" if !body.contains(&id) => {
                    let first = tree.previous(id).is_none_or(|before| {
                        tree.text(before).is_some_and(|text| text.trim().is_empty())
                    });
                    class().contains("backlink")
                        || first && label::bare(&tree.words(id)) == mark.label
                }
                _ => false,
            };
            if is_back {
                found.push(id);
            }
        }
        found
    }

    /// True for a link in a note that leads back to its mark. `last` is the last text of the note.
    fn leads_back(&self, link: HtmlNodeId, mark: &Mark, last: Option<HtmlNodeId>) -> bool {
        let tree = self.scope.tree;
        let Some(fragment) = fragment(tree, link) else { return false };
        let words = tree.words(link);
        let target = self.index.ids.get(fragment);
        let up = target.is_some_and(|target| target.index() < link.index());
        let to_mark = || target.is_some_and(|target| self.index.is_near(tree, *target, mark));
        label::is_arrow(&words)
            || label::bare(&words) == mark.label
            || tree.label(link).to_ascii_lowercase().contains("back")
            || label::bare(&words).chars().count() <= 2 && up
            || words.split_whitespace().count() <= MOST_BACK_WORDS
                && last.is_some_and(|last| tree.is_within(last, link))
                && to_mark()
    }
}

/// Returns the last text of nodes that has words.
fn last_text(tree: &HtmlTree, nodes: &[HtmlNodeId]) -> Option<HtmlNodeId> {
    let texts = nodes.iter().flat_map(|id| tree.descend(*id));
    texts
        .filter(|id| tree.text(*id).is_some_and(|it| it.contains(char::is_alphanumeric)))
        .last()
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// True if an element is or holds a heading other than a label: it is a section of the text.
fn holds_heading(tree: &HtmlTree, id: HtmlNodeId, label: &str) -> bool {
    let is_label = |id| label::of_element(tree, id).as_deref() == Some(label);
    tree.descend(id).any(|id| is_heading(tree.name(id)) && !is_label(id))
}

fn may_hold_note(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    matches!(
        tree.name(id),
        "li" | "p" | "dd" | "div" | "aside" | "section" | "blockquote" | "td" | "tr"
    ) || is_heading(tree.name(id))
}
