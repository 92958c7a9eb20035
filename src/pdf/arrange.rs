//! Arrangement of the tree: contents, notes at their references, no empty elements.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::{Element, ElementId, ElementKind, Kid, StructureTree};
use crate::galley::{NoteId, Tag};
use crate::style::NotePlacement;

/// Arranges a tree that has all its content.
pub(super) fn arranged(mut tree: StructureTree<'_>) -> StructureTree<'_> {
    order_contents(&mut tree);
    place_notes(&mut tree);
    drop_empty(&mut tree);
    tree
}

/// Moves each footnote to the end of the block with its first reference, where it is read, and puts a
/// block around every other note, after all else in the order of the article: a note is an inline
/// element (ISO 32000-1, 14.8.4.4).
fn place_notes(tree: &mut StructureTree<'_>) {
    let references = std::mem::take(&mut tree.references);
    let mut by_parent: BTreeMap<u32, Vec<(NoteId, ElementId)>> = BTreeMap::new();
    for (nth, element) in tree.elements.iter().enumerate() {
        if let ElementKind::Block(Tag::Note { id, .. }) = element.kind {
            let notes = by_parent.entry(element.parent.index()).or_default();
            notes.push((*id, ElementId::new(nth)));
        }
    }
    // What follows a heading: no heading should say its notes.
    let mut after: BTreeMap<u32, ElementId> = BTreeMap::new();
    let mut moved = Vec::new();
    for mut notes in by_parent.into_values() {
        notes.sort_unstable_by_key(|&(index, _)| index);
        for &(index, note) in &notes {
            let parent = tree[note].parent;
            let is_foot = matches!(
                tree[note].kind,
                ElementKind::Block(Tag::Note { placement: NotePlacement::Foot, .. })
            );
            let home = match references.get(&index).filter(|_| is_foot) {
                Some(&block) if is_heading(&tree[block]) => {
                    let parent = tree[block].parent;
                    *after.entry(block.index()).or_insert_with(|| add_block(tree, parent))
                }
                Some(&block) => block,
                None => {
                    let block = add_block(tree, parent);
                    tree[parent].kids.push(Kid::Element(block));
                    block
                }
            };
            moved.push(NoteMove { note, home });
        }
        let first = notes.first().map(|&(_, note)| tree[note].parent);
        if let Some(parent) = first {
            take_notes(tree, parent);
        }
    }
    for NoteMove { note, home } in moved {
        tree[note].parent = home;
        tree[home].kids.push(Kid::Element(note));
    }
    insert_after(tree, &after);
}

/// Note on its way to a block.
struct NoteMove {
    note: ElementId,
    home: ElementId,
}

/// Takes the notes away from the kids of an element.
fn take_notes(tree: &mut StructureTree<'_>, parent: ElementId) {
    let mut kids = std::mem::take(&mut tree[parent].kids);
    kids.retain(|kid| match kid {
        Kid::Element(id) => !matches!(tree[*id].kind, ElementKind::Block(Tag::Note { .. })),
        Kid::Content(..) | Kid::Link(..) => true,
    });
    tree[parent].kids = kids;
}

fn is_heading(element: &Element<'_>) -> bool {
    matches!(element.kind, ElementKind::Block(Tag::Heading(_)))
}

/// Adds a block for notes, which the caller puts among the kids of `parent`.
fn add_block(tree: &mut StructureTree<'_>, parent: ElementId) -> ElementId {
    let id = ElementId::new(tree.elements.len());
    let kind = ElementKind::NoteBlock;
    tree.elements.push(Element { kind, parent, block: None, language: None, kids: Vec::new() });
    id
}

/// Puts contents that are inside a line of contents behind the words of that line.
fn order_contents(tree: &mut StructureTree<'_>) {
    for nth in 0..tree.elements.len() {
        if !matches!(tree.elements[nth].kind, ElementKind::Block(Tag::ContentsLine)) {
            continue;
        }
        let mut kids = std::mem::take(&mut tree.elements[nth].kids);
        kids.sort_by_key(|kid| match kid {
            Kid::Element(id) => matches!(tree[*id].kind, ElementKind::Block(Tag::Contents)),
            Kid::Content(..) | Kid::Link(..) => false,
        });
        tree.elements[nth].kids = kids;
    }
}

/// Inserts elements among the kids of their parents, each after the one with this index.
fn insert_after(tree: &mut StructureTree<'_>, after: &BTreeMap<u32, ElementId>) {
    let parents: BTreeSet<u32> =
        after.values().map(|&block| tree[block].parent.index()).collect();
    for parent in parents {
        let element = &mut tree.elements[parent as usize];
        let kids = std::mem::take(&mut element.kids).into_iter();
        element.kids = kids
            .flat_map(|kid| {
                let next = match kid {
                    Kid::Element(id) => after.get(&id.index()).copied().map(Kid::Element),
                    Kid::Content(..) | Kid::Link(..) => None,
                };
                std::iter::once(kid).chain(next)
            })
            .collect();
    }
}

/// Drops the elements without content, but for cells, which a table needs.
fn drop_empty(tree: &mut StructureTree<'_>) {
    let Some(numbers) = Renumbering::without_empty(&tree.elements) else { return };
    let mut nth = 0;
    tree.elements.retain(|_| {
        nth += 1;
        numbers.0[nth - 1].is_some()
    });
    for element in &mut tree.elements {
        element.parent = numbers.of_kept(element.parent);
        element.kids.retain_mut(|kid| match kid {
            Kid::Element(id) => match numbers.0[id.index() as usize] {
                Some(number) => {
                    *id = number;
                    true
                }
                None => false,
            },
            Kid::Content(..) | Kid::Link(..) => true,
        });
    }
    for id in tree.contents.values_mut().chain(tree.links.values_mut()).flatten() {
        *id = numbers.of_kept(*id);
    }
}

/// New number of each element; none for one that is dropped.
struct Renumbering(Vec<Option<ElementId>>);

impl Renumbering {
    /// Numbers the elements that have content; none if all have.
    fn without_empty(elements: &[Element<'_>]) -> Option<Self> {
        let mut kids: Vec<usize> = elements.iter().map(|element| element.kids.len()).collect();
        let mut empty: Vec<usize> =
            (0..kids.len()).filter(|&nth| kids[nth] == 0 && may_drop(&elements[nth])).collect();
        if empty.is_empty() {
            return None;
        }
        let mut is_kept = vec![true; kids.len()];
        while let Some(nth) = empty.pop() {
            is_kept[nth] = false;
            let parent = elements[nth].parent.index() as usize;
            kids[parent] -= 1;
            if kids[parent] == 0 && may_drop(&elements[parent]) {
                empty.push(parent);
            }
        }
        let mut numbers = (0..).map(ElementId::new);
        let number = |is_kept| if is_kept { numbers.next() } else { None };
        Some(Self(is_kept.into_iter().map(number).collect()))
    }

    /// Returns the new number of an element that has content or kids that are kept.
    fn of_kept(&self, id: ElementId) -> ElementId {
        self.0[id.index() as usize].expect("an element with content is kept")
    }
}

fn may_drop(element: &Element<'_>) -> bool {
    match element.kind {
        ElementKind::Document | ElementKind::Block(Tag::Cell { .. }) => false,
        ElementKind::Block(_)
        | ElementKind::Link
        | ElementKind::Reference
        | ElementKind::Code
        | ElementKind::Span
        | ElementKind::Abbreviation(_)
        | ElementKind::ReorderedText(_)
        | ElementKind::NoteBlock => true,
    }
}
