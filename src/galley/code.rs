//! Lines of code, wrapped where too long; no character and no space changes.

use std::ops::Range;
use std::sync::Arc;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;

use crate::shape::Shaped;
use crate::unit::Length;

use super::structure::{NodeId, Structure, Tag};
use super::text_style::TextStyle;
use super::word_cache::WordCache;
use super::{Item, Line, LineEnd, Text, TextOrigin};

/// Mark before the rest of a wrapped line.
const WRAP_MARK: &str = "\u{2192} ";
/// Least width for the rest of a wrapped line, in widths of its first character, where the mark
/// leaves less.
const MIN_CHARACTERS: i64 = 4;

/// Lines of monospaced text, exactly as written.
#[derive(Debug)]
pub(super) struct CodeText {
    /// Text.
    pub(super) text: String,
    /// Structure element of each line, but for empty lines.
    nodes: Vec<NodeId>,
}

impl CodeText {
    /// Creates the text with an element for each line inside `parent`. An empty line is a line end
    /// more after the line before it.
    pub(super) fn new(text: &str, parent: Option<NodeId>, structure: &mut Structure) -> Self {
        let mut nodes = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let line = rest.find('\n').unwrap_or(rest.len());
            let ends = rest[line..].find(|c| c != '\n').unwrap_or(rest.len() - line);
            let (own, later) = rest.split_at(line + ends);
            rest = later;
            if line > 0 {
                let own = if later.is_empty() { own.trim_end_matches('\n') } else { own };
                nodes.push(structure.add(Tag::Code { text: own.into() }, parent, None));
            }
        }
        Self { text: text.to_owned(), nodes }
    }
}

/// Part of a line of code that is not divided.
#[derive(Debug)]
struct CodeFragment {
    bytes: Range<usize>,
    /// Width in points.
    width: f64,
}

impl Fragment for CodeFragment {
    fn width(&self) -> f64 {
        self.width
    }
    fn whitespace_width(&self) -> f64 {
        0.0
    }
    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Sets the lines of `code` at `left` from the left of the measure, no wider than `width`.
pub(super) fn set_code(
    code: &CodeText,
    style: TextStyle,
    left: Length,
    width: Length,
    leading: Length,
    cache: &mut WordCache<'_>,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut nodes = code.nodes.iter().copied();
    for source in code.text.split('\n') {
        let node = if source.is_empty() { None } else { nodes.next() };
        let mut push = |items: Vec<Item>, end: LineEnd| {
            let baseline = leading * (lines.len() as i64 + 1);
            lines.push(Line { x: left, baseline, end, node, ..Line::natural(items) });
        };
        let shaped = cache.shape_text(source, style);
        if source.is_empty() {
            push(Vec::new(), LineEnd::Forced);
        } else if shaped.advance <= width {
            push(vec![Item::Text(Text::plain(shaped, TextOrigin::Article))], LineEnd::Forced);
        } else {
            let mark = cache.shape_text(WRAP_MARK, style);
            let pieces = wrap_line(source, &shaped, width, width - mark.advance);
            let count = pieces.len();
            for (index, bytes) in pieces.into_iter().enumerate() {
                let mut items = Vec::new();
                if index > 0 {
                    items.push(Item::Text(Text::plain(
                        Arc::clone(&mark),
                        TextOrigin::Furniture,
                    )));
                }
                let piece = cache.shape_text(&source[bytes], style);
                items.push(Item::Text(Text::plain(piece, TextOrigin::Article)));
                let last = index + 1 == count;
                push(items, if last { LineEnd::Forced } else { LineEnd::Wrapped });
            }
        }
    }
    lines
}

/// Returns the bytes of `source` in each of its lines; the lines after the first are `rest` wide.
fn wrap_line(source: &str, shaped: &Shaped, first: Length, rest: Length) -> Vec<Range<usize>> {
    let fragments = fragments(source, shaped, rest);
    wrap_first_fit(&fragments, &[first.pt(), rest.pt()])
        .into_iter()
        .filter_map(|line| Some(line.first()?.bytes.start..line.last()?.bytes.end))
        .collect()
}

/// Divides `source` after its spaces and punctuation, and words wider than `width` anywhere.
fn fragments(source: &str, shaped: &Shaped, width: Length) -> Vec<CodeFragment> {
    let clusters = shaped.clusters();
    let first = clusters.first().map_or(Length::ZERO, |cluster| cluster.1);
    let max_width = width.max(first * MIN_CHARACTERS);
    let mut fragments: Vec<CodeFragment> = Vec::new();
    let mut width = Length::ZERO;
    let mut from = 0;
    let mut before = 'a';
    for (at, advance) in clusters {
        let here = source[at..].chars().next().expect("a cluster has a character");
        let divides = here != ' ' && !before.is_alphanumeric() && before != '_';
        if at > from && (divides || width + advance > max_width) {
            fragments.push(CodeFragment { bytes: from..at, width: width.pt() });
            from = at;
            width = Length::ZERO;
        }
        width += advance;
        before = here;
    }
    fragments.push(CodeFragment { bytes: from..source.len(), width: width.pt() });
    fragments
}
