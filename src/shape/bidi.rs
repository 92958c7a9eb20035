//! Bidirectional text (UAX #9): embedding levels and visual order.

use unicode_bidi::{BidiInfo, Level};

/// Embedding level of each byte of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidiLevels(Vec<u8>);

impl BidiLevels {
    /// Returns the level of the character at byte `at`; 0 past the end.
    #[must_use]
    pub fn at(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(0)
    }

    /// True if the first character is in right-to-left text.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        self.0.first().is_some_and(|level| level % 2 == 1)
    }
}

/// First byte of U+0590, the first right-to-left letter, in UTF-8.
const FIRST_RTL_BYTE: u8 = 0xD6;

/// True for a character that may change the direction: right-to-left letters from U+0590 on, and
/// direction controls from U+200F on.
fn may_change_direction(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' | '\u{FB1D}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// Returns the levels of a text; none if all of it is left to right.
#[must_use]
pub fn levels(text: &str) -> Option<BidiLevels> {
    // Bytes from this one on begin characters; the bytes below it begin no character that changes
    // the direction.
    let mut begins = text.bytes().enumerate().filter(|(_, byte)| *byte >= FIRST_RTL_BYTE);
    if !begins.any(|(at, _)| text[at..].chars().next().is_some_and(may_change_direction)) {
        return None;
    }
    let info = BidiInfo::new(text, None);
    Some(BidiLevels(info.levels.iter().map(|level| level.number()).collect()))
}

/// Returns the indices of items with these levels in their order from left to right (UAX #9, rule
/// L2).
#[must_use]
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> = levels
        .iter()
        .map(|&level| Level::new(level).expect("levels are those of UAX #9"))
        .collect();
    BidiInfo::reorder_visual(&levels)
}
