//! Direction: bidi levels, and the visual order of a line.
//!
//! Comes in: text, or the levels of a line's items. Goes out: embedding levels (UAX #9), an order.
//! Never done here: shaping, deciding where lines end.

use unicode_bidi::{BidiInfo, Level};

/// The embedding level of each byte of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels(Vec<u8>);

impl Levels {
    /// The level of the character that has the byte `at`; past the end, 0.
    #[must_use]
    pub fn at(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(0)
    }

    /// Whether the text as a whole runs from right to left: the level of its first character
    /// that has a direction.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        self.0.first().is_some_and(|level| level % 2 == 1)
    }
}

/// The byte that the first right-to-left letter begins with, U+0590 in UTF-8.
const FIRST_TO_TURN: u8 = 0xD6;

/// Whether a character may turn the text: the first right-to-left letter is U+0590; controls that
/// change direction start at U+200F.
fn turns(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' | '\u{FB1D}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// The levels of `text`; none when all of it runs from left to right, which is most often so.
#[must_use]
pub fn levels(text: &str) -> Option<Levels> {
    // Bytes from here on begin characters; those before it begin none that turns the text.
    let mut begins = text.bytes().enumerate().filter(|(_, byte)| *byte >= FIRST_TO_TURN);
    if !begins.any(|(at, _)| text[at..].chars().next().is_some_and(turns)) {
        return None;
    }
    let info = BidiInfo::new(text, None);
    Some(Levels(info.levels.iter().map(|level| level.number()).collect()))
}

/// The order in which items with these levels stand from left to right (UAX #9, rule L2).
#[must_use]
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> = levels
        .iter()
        .map(|&level| Level::new(level).unwrap_or_else(|_| Level::ltr()))
        .collect();
    BidiInfo::reorder_visual(&levels)
}
