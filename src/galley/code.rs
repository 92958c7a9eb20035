//! Lines of fixed-width type, wrapped where they are too long.
//!
//! Comes in: text as written and the room. Goes out: set [`Line`]s, wrapped ones with a mark.
//! Never done here: changing a character, a space or the order of them.

use std::sync::Arc;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;

use crate::shape::Shaped;
use crate::unit::Length;

use super::bank::WordBank;
use super::words::{Case, Manner};
use super::{Item, Line, LineEnd, Text, TextOrigin};

/// Opens the rest of a line that was wrapped.
const WRAP_MARK: &str = "\u{2192} ";
/// White of the wrapped rest of a line that is all mark: the room is too narrow for one.
const LEAST_ROOM_EMS: i64 = 4;

/// Something in a line of code that is not divided unless it must be.
#[derive(Debug)]
struct Bit {
    from: usize,
    to: usize,
    width: f64,
}

impl Fragment for Bit {
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

/// Sets `text` line by line in `room`, `left` from the left, one row of `leading` each.
pub(super) fn set_code(
    text: &str,
    manner: Manner,
    (left, room, leading): (Length, Length, Length),
    bank: &mut WordBank<'_>,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut push = |items: Vec<Item>, end: LineEnd| {
        let row = i64::try_from(lines.len()).unwrap_or(0) + 1;
        lines.push(Line { x: left, baseline: leading * row, end, ..Line::natural(items) });
    };
    for source in text.split('\n') {
        let shaped = bank.piece(source, manner);
        if shaped.advance <= room {
            push(article(shaped), LineEnd::Forced);
            continue;
        }
        let mark = bank.piece(WRAP_MARK, manner);
        let pieces = wrap(source, &shaped, room, room - mark.advance);
        let count = pieces.len();
        for (index, (from, to)) in pieces.into_iter().enumerate() {
            let mut items = Vec::new();
            if index > 0 {
                items.push(text_item(Arc::clone(&mark), TextOrigin::Furniture));
            }
            items.append(&mut article(bank.piece(&source[from..to], manner)));
            push(items, if index + 1 == count { LineEnd::Forced } else { LineEnd::Wrapped });
        }
    }
    lines
}

fn article(shaped: Arc<Shaped>) -> Vec<Item> {
    if shaped.text.is_empty() {
        Vec::new()
    } else {
        vec![text_item(shaped, TextOrigin::Article)]
    }
}

fn text_item(shaped: Arc<Shaped>, origin: TextOrigin) -> Item {
    Item::Text(Text {
        shaped,
        rise: Length::ZERO,
        passage: None,
        tracking: Length::ZERO,
        origin,
    })
}

/// The stretches of `source`, by bytes, that stand in its lines.
fn wrap(source: &str, shaped: &Shaped, first: Length, rest: Length) -> Vec<(usize, usize)> {
    let bits = bits(source, shaped, rest);
    wrap_first_fit(&bits, &[first.pt(), rest.pt()])
        .into_iter()
        .filter_map(|line| Some((line.first()?.from, line.last()?.to)))
        .collect()
}

/// Divides `source` after its spaces and punctuation, and words wider than `room` anywhere.
fn bits(source: &str, shaped: &Shaped, room: Length) -> Vec<Bit> {
    let least = shaped.clusters().first().map_or(Length::ZERO, |cluster| cluster.1);
    let room = room.max(least * LEAST_ROOM_EMS);
    let mut bits: Vec<Bit> = Vec::new();
    let mut width = Length::ZERO;
    let mut from = 0;
    let mut before = 'a';
    for (at, advance) in shaped.clusters() {
        let here = source[at..].chars().next().unwrap_or(' ');
        let divides =
            !before.is_alphanumeric() && (here != ' ' || before == ' ') && before != '_';
        if at > from && ((divides && here != ' ') || width + advance > room) {
            bits.push(Bit { from, to: at, width: width.pt() });
            from = at;
            width = Length::ZERO;
        }
        width += advance;
        before = here;
    }
    bits.push(Bit { from, to: source.len(), width: width.pt() });
    bits
}
