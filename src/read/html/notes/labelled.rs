//! Notes without links: raised labels, and the paragraphs that begin with them.

use std::collections::BTreeMap;

use super::label;
use super::marks::{NoteMarks, NoteScope};
use crate::read::html::element::is_block;
use crate::read::html::tree::{HtmlNodeId, HtmlTree};

/// Greatest number that may be an exponent: `m³`.
const MOST_EXPONENT: u32 = 4;

/// Units of length, which have exponents.
const UNITS: [&str; 13] =
    ["m", "km", "cm", "mm", "dm", "nm", "ft", "in", "mi", "yd", "sq", "µm", "μm"];

/// Elements around a paragraph that may be called a list of notes.
const MOST_AROUND_NOTE: usize = 3;

/// Reason for which blocks are taken for notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// Their class says so: each is judged alone.
    Class,
    /// They stand below the heading of a list of notes.
    Heading,
    /// They stand at the end of the article behind a rule.
    Rule,
}

/// Block that may be a note.
struct Candidate {
    label: String,
    element: HtmlNodeId,
}

/// Blocks that may be notes, of one place of the article.
struct Group {
    ground: Ground,
    candidates: Vec<Candidate>,
}

/// Raised label in the text.
struct RaisedLabel {
    element: HtmlNodeId,
    label: String,
    /// It may be an exponent.
    is_doubtful: bool,
}

/// Finds the notes that have the labels of marks without links.
pub(super) fn find(scope: NoteScope<'_>, marks: &mut NoteMarks) {
    let nodes = scope.nodes();
    let raised = raised_labels(scope.tree, &nodes, marks);
    if raised.is_empty() {
        return;
    }
    let mut by_label: BTreeMap<&str, Vec<HtmlNodeId>> = BTreeMap::new();
    for mark in raised.iter().filter(|mark| !mark.is_doubtful) {
        by_label.entry(&mark.label).or_default().push(mark.element);
    }
    // Notes of one label are told apart by their places: a mark belongs to the next.
    let mut last: BTreeMap<String, HtmlNodeId> = BTreeMap::new();
    for group in groups(scope, &nodes, marks) {
        let marks_of = |candidate: &Candidate| -> Vec<HtmlNodeId> {
            let known = by_label.get(&*candidate.label).map_or(&[][..], Vec::as_slice);
            let end = known.partition_point(|mark| *mark < candidate.element);
            let before = last.get(&candidate.label);
            let start = before.map_or(0, |last| known.partition_point(|mark| mark < last));
            // There is none between if the last note of that label stands behind this one.
            known.get(start..end).unwrap_or(&[]).to_vec()
        };
        let found: Vec<Vec<HtmlNodeId>> = group.candidates.iter().map(marks_of).collect();
        let all = group.ground == Ground::Class
            || found.iter().all(|marks| !marks.is_empty()) && is_ascending(&found);
        for (candidate, found) in group.candidates.into_iter().zip(found) {
            let Candidate { label, element } = candidate;
            last.insert(label.clone(), element);
            if all && !found.is_empty() && scope.fit_note(&[element]) {
                let note = marks.add(scope, &label, vec![element]);
                marks.refers.extend(found.into_iter().map(|mark| (mark, note)));
            }
        }
    }
}

/// True if the first marks of notes stand in the order of the notes.
fn is_ascending(marks: &[Vec<HtmlNodeId>]) -> bool {
    let first: Vec<HtmlNodeId> =
        marks.iter().filter_map(|marks| marks.first().copied()).collect();
    first.is_sorted()
}

/// Returns the raised labels of the text that are neither links nor labels of notes.
fn raised_labels(tree: &HtmlTree, nodes: &[HtmlNodeId], marks: &NoteMarks) -> Vec<RaisedLabel> {
    let mut found = Vec::new();
    // Text of the block before the node.
    let mut before = String::new();
    let mut inside = None;
    for id in nodes.iter().copied() {
        if let Some(text) = tree.text(id) {
            before.push_str(text);
        } else if is_block(tree.name(id)) || tree.name(id) == "br" {
            before.clear();
        }
        if inside.is_some_and(|end| end == id) {
            inside = None;
        }
        if inside.is_some() || !is_raised(tree, id) {
            continue;
        }
        let label = label::of_element(tree, id).filter(|it| is_certain_label(it));
        let Some(label) = label.filter(|_| !is_known(tree, id, marks)) else { continue };
        inside = tree.beyond(id, HtmlTree::ROOT);
        if before.trim().is_empty() || is_isotope(tree, id, &before) {
            continue;
        }
        let is_doubtful = is_exponent(&label, &before);
        found.push(RaisedLabel { element: id, label, is_doubtful });
    }
    found
}

/// True for a superscript, or a link or span that its class calls a mark.
fn is_raised(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.name(id) == "sup"
        || matches!(tree.name(id), "a" | "span")
            && label::has_note_class(tree, id)
            && tree.attribute(id, "href").is_none_or(|address| address.starts_with('#'))
}

fn is_known(tree: &HtmlTree, id: HtmlNodeId, marks: &NoteMarks) -> bool {
    let sheltered = |up: HtmlNodeId| matches!(tree.name(up), "pre" | "code" | "math" | "a");
    let known = |id: HtmlNodeId| marks.refers.contains_key(&id) || marks.is_taken(id);
    known(id)
        || marks.reference(tree, id).is_some()
        || tree.ancestors(id).any(|up| sheltered(up) || known(up))
        || tree.descend(id).any(|inner| tree.attribute(inner, "href").is_some_and(is_elsewhere))
}

/// True for an address outside the page.
fn is_elsewhere(address: &str) -> bool {
    !address.starts_with('#')
}

/// True for a label that is not a letter, which would rather be an ordinal: a number or signs.
fn is_certain_label(label: &str) -> bool {
    label.chars().all(|c| c.is_ascii_digit()) || label.chars().all(label::is_sign)
}

/// True for a raised number before the symbol of an element: `²³⁵U`.
fn is_isotope(tree: &HtmlTree, id: HtmlNodeId, before: &str) -> bool {
    let next = tree.next(id).and_then(|next| tree.text(next));
    before.ends_with(char::is_whitespace)
        && next.is_some_and(|text| text.starts_with(char::is_alphabetic))
}

/// True for a number that may be an exponent of what stands before it.
fn is_exponent(label: &str, before: &str) -> bool {
    let Ok(number) = label.parse::<u32>() else { return false };
    let word =
        before.rsplit(|c: char| !c.is_alphanumeric()).next().expect("a text has a last part");
    let is_figure = before.ends_with(|c: char| c.is_ascii_digit());
    let is_variable = word.chars().count() == 1 && before.ends_with(char::is_alphabetic);
    is_figure || number <= MOST_EXPONENT && (is_variable || UNITS.contains(&word))
}

/// Returns the blocks that may be notes, by place.
fn groups(scope: NoteScope<'_>, nodes: &[HtmlNodeId], marks: &NoteMarks) -> Vec<Group> {
    let tree = scope.tree;
    let mut groups: Vec<Group> = Vec::new();
    // The group that blocks belong to now.
    let mut open: Option<Group> = None;
    let mut inside = None;
    let mut numbers = ItemNumbers::default();
    for id in nodes.iter().copied() {
        if inside.is_some_and(|end| end == id) {
            inside = None;
        }
        if inside.is_some() || marks.is_taken(id) {
            continue;
        }
        let name = tree.name(id);
        if name == "hr" {
            groups.extend(open.take().filter(|group| group.ground == Ground::Heading));
            open = Some(Group { ground: Ground::Rule, candidates: Vec::new() });
            continue;
        }
        if !is_leaf(tree, id) {
            continue;
        }
        inside = tree.beyond(id, HtmlTree::ROOT);
        let item = numbers.next(tree, id);
        let words = tree.words(id);
        if words.trim().is_empty() {
            continue;
        }
        if label::notes_heading(&words).is_some() {
            groups.extend(open.take().filter(|group| group.ground == Ground::Heading));
            open = Some(Group { ground: Ground::Heading, candidates: Vec::new() });
        } else if is_called_note(tree, id)
            && let Some(candidate) = candidate(tree, id, item, true)
        {
            groups.push(Group { ground: Ground::Class, candidates: vec![candidate] });
        } else if let Some(group) = &mut open {
            match candidate(tree, id, item, group.ground == Ground::Heading) {
                Some(candidate) => group.candidates.push(candidate),
                None => groups.extend(open.take().filter(|it| it.ground == Ground::Heading)),
            }
        }
    }
    groups.extend(open);
    groups
}

/// True for a block that holds no others, or an item of a list.
fn is_leaf(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let name = tree.name(id);
    name == "li"
        || is_block(name) && !tree.descend(id).skip(1).any(|it| is_block(tree.name(it)))
}

fn is_called_note(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let around = tree.ancestors(id).take(MOST_AROUND_NOTE);
    std::iter::once(id).chain(around).any(|id| label::has_note_class(tree, id))
}

/// Returns the note that a block may be: it opens with a raised label, is an item of a numbered
/// list or, if `plain` allows it, opens with a label in brackets or with a full stop.
fn candidate(
    tree: &HtmlTree,
    id: HtmlNodeId,
    item: Option<usize>,
    plain: bool,
) -> Option<Candidate> {
    let texts = tree.descend(id).filter(|id| tree.text(*id).is_some());
    let first = texts
        .into_iter()
        .find(|id| tree.text(*id).is_some_and(|text| !text.trim().is_empty()))?;
    let around = tree.ancestors(first).take_while(|up| *up != id);
    let marked = around
        .into_iter()
        .filter(|up| matches!(tree.name(*up), "sup" | "strong" | "b" | "a" | "span"))
        .filter_map(|up| Some((up, label::of_element(tree, up)?)))
        .last();
    let label = match marked {
        Some((element, label))
            if plain || matches!(tree.name(element), "sup" | "strong" | "b") =>
        {
            Some(label)
        }
        _ => {
            let opening = || opening_label(&tree.words(id)).filter(|_| plain);
            item.map(|number| number.to_string()).or_else(opening)
        }
    };
    let label = label.filter(|label| is_certain_label(label))?;
    Some(Candidate { label, element: id })
}

/// Numbers of the items of numbered lists.
#[derive(Default)]
struct ItemNumbers(BTreeMap<HtmlNodeId, usize>);

impl ItemNumbers {
    /// Returns the number of the next item of a numbered list; none for another element.
    fn next(&mut self, tree: &HtmlTree, id: HtmlNodeId) -> Option<usize> {
        let list = tree.parent(id).filter(|list| tree.name(*list) == "ol")?;
        let start = || tree.attribute(list, "start").and_then(|it| it.trim().parse().ok());
        let number = match self.0.get(&list) {
            _ if tree.name(id) != "li" => return None,
            Some(last) => last.saturating_add(1),
            None => start().unwrap_or(1),
        };
        self.0.insert(list, number);
        Some(number)
    }
}

/// Returns the label that words begin with: `[1] `, `1. `, `* `.
fn opening_label(words: &str) -> Option<String> {
    let words = words.trim_start();
    let first = words.split_whitespace().next()?;
    let closed = first.ends_with(['.', ')', ']', ':']) || first.chars().all(label::is_sign);
    label::of_words(first).filter(|_| closed && words.trim_end().len() > first.len())
}

#[cfg(test)]
mod tests {
    use crate::read::html::notes::labelled::{is_exponent, opening_label};

    #[test]
    fn exponents_are_no_marks() {
        for (before, label) in
            [("an area of 4 m", "2"), ("10", "6"), ("where x", "2"), ("E = mc", "12")]
        {
            assert_eq!(is_exponent(label, before), label != "12", "{before}");
        }
        for (before, label) in [("in the north,", "2"), ("the sea", "3"), ("metres", "2")] {
            assert!(!is_exponent(label, before), "{before}");
        }
    }

    #[test]
    fn a_plain_label_is_closed() {
        for (words, label) in [("[1] Salt", "1"), ("2. Salt", "2"), ("* Salt", "*")] {
            assert_eq!(opening_label(words).as_deref(), Some(label), "{words}");
        }
        for words in ["1 May", "Salt", "1.", "a"] {
            assert_eq!(opening_label(words), None, "{words}");
        }
    }
}
