//! Time and memory to parse and convert one element of a drawing.

use resvg::usvg::roxmltree::Node;

use super::budget::{Part, Work};
use super::source::{as_float, href};

/// Time to parse an element, and to convert it. The renderer takes more.
const PARSED: f64 = 3000.0;
const CONVERTED: f64 = 4000.0;
/// Time to search the elements around an element for the properties that it inherits, for each level.
pub(super) const LEVEL: f64 = 100.0;
/// Time of a byte of an attribute: numbers of paths take the most.
const VALUE_BYTE: f64 = 60.0;
/// Time of a byte of an address, which may hold a picture.
const ADDRESS_BYTE: f64 = 5.0;
/// Bytes of memory for an element that is parsed, an element that is converted, a letter.
const PARSED_MEMORY: f64 = 500.0;
const CONVERTED_MEMORY: f64 = 900.0;
const LETTER_MEMORY: f64 = 1100.0;
/// Time of a text element: its faces are parsed anew for each.
const TEXT: f64 = 150_000.0;
/// Time of a letter, for each piece of text between its neighbours that have places of their own: all
/// pieces are shaped for each of them.
const LETTER: f64 = 2700.0;
/// Time of a letter for each letter before it: places of letters are counted from the first.
const LETTER_BEFORE: f64 = 0.7;
/// Time to find the place of a letter on a segment of a path.
const LETTER_ON_PATH: f64 = 5.0;
/// Least bytes of a segment of a path.
const SEGMENT: f64 = 4.0;

/// Time, and memory in bytes, of an element or of several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weight {
    pub(super) work: Work,
    pub(super) memory: f64,
}

impl Weight {
    pub(super) fn add_times(&mut self, other: &Self, count: f64) {
        self.work.add_times(&other.work, count);
        self.memory += if other.memory > 0.0 { other.memory * count } else { 0.0 };
    }

    /// Returns what it takes to parse an element, style sheets apart.
    pub(super) fn parsed() -> Self {
        let mut weight = Self { memory: PARSED_MEMORY, ..Self::default() };
        weight.work.add(Part::Elements, PARSED);
        weight
    }

    /// Returns what it takes to convert an element that is `level` deep. `texts` are the bytes of all
    /// text in the drawing, and `path` those of the path that text is set along.
    pub(super) fn converted(node: &Node<'_, '_>, level: f64, texts: f64, path: f64) -> Self {
        let mut weight = Self { memory: CONVERTED_MEMORY, ..Self::default() };
        weight.work.add(Part::Elements, CONVERTED + level * LEVEL);
        for attribute in node.attributes() {
            let bytes = as_float(attribute.value().len());
            match attribute.name() {
                "href" => weight.work.add(Part::Pictures, bytes * ADDRESS_BYTE),
                _ => weight.work.add(Part::Outlines, bytes * VALUE_BYTE),
            }
        }
        if node.tag_name().name() == "text" {
            let letters = letter_count(node, texts);
            weight.memory += letters * LETTER_MEMORY;
            weight.work.add(Part::Text, TEXT + letters * letters * LETTER_BEFORE);
            weight.work.add(Part::Text, shaped_letters(node, texts) * LETTER);
            weight.work.add(Part::Text, path / SEGMENT * letters * LETTER_ON_PATH);
        }
        weight
    }
}

/// Returns the letters of a text, at most. A `tref` has the text of another element.
fn letter_count(text: &Node<'_, '_>, texts: f64) -> f64 {
    let letters = |node: Node<'_, '_>| match node.text() {
        Some(text) if node.is_text() => as_float(text.chars().count()),
        Some(_) | None if node.tag_name().name() == "tref" => texts,
        Some(_) | None => 0.0,
    };
    text.descendants().map(letters).sum()
}

/// Returns how many letters are shaped: those of a chunk for each piece of text in it. A chunk begins
/// where an element states a place.
fn shaped_letters(text: &Node<'_, '_>, texts: f64) -> f64 {
    let (mut shaped, mut letters, mut pieces) = (0.0, 0.0, 0.0);
    for node in text.descendants() {
        let is_placed = node.has_attribute("x") || node.has_attribute("y");
        if is_placed || node.tag_name().name() == "textPath" {
            shaped += letters * pieces;
            (letters, pieces) = (0.0, 0.0);
        }
        if node.is_text() || node.tag_name().name() == "tref" {
            letters += match node.text() {
                Some(text) if node.is_text() => as_float(text.chars().count()),
                Some(_) | None => texts,
            };
            pieces += 1.0;
        }
    }
    shaped + letters * pieces
}

/// Returns the id of the path that a text is set along, if it is.
pub(super) fn path_of_text<'n>(text: &Node<'n, '_>) -> impl Iterator<Item = &'n str> {
    let paths = |node: &Node<'_, '_>| node.has_tag_name("textPath");
    let is_text = text.tag_name().name() == "text";
    let descendants = text.descendants().filter(move |node| is_text && paths(node));
    descendants.filter_map(|node| href(&node)).collect::<Vec<_>>().into_iter()
}
