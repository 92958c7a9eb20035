//! Ties: no-break spaces, which give way where a text would be wider than its line.
//!
//! An unbreakable run of words and ties that is too wide opens its ties in stages, the weakest
//! first, until each piece fits. A piece that still does not fit is divided between characters, as a
//! long word is. A run that fits keeps all of its ties.

use std::ops::Range;

/// No-break space of initials and units, which stands inside a text token.
pub(super) const THIN_TIE: char = '\u{202F}';

/// Strength of a tie, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TieStrength {
    /// Between words, such as a title, initials and a name.
    Words,
    /// Beside a figure: a number and its unit, a day and its month.
    Figures,
    /// Written in the source.
    Source,
    /// Before a mark that must not begin a line, or after one that must not end it.
    Marks,
}

/// Stages in which ties are opened.
const STAGES: [TieStrength; 4] =
    [TieStrength::Words, TieStrength::Figures, TieStrength::Source, TieStrength::Marks];

impl TieStrength {
    /// Returns the strength of a tie between two characters. `in_source` says that the source has it.
    pub(super) fn between(before: Option<char>, after: Option<char>, in_source: bool) -> Self {
        let opens = |c: char| "«‹([{„“‘‚¿¡".contains(c);
        let begins = |c: char| c.is_alphanumeric() || opens(c) || "§$€£¥#@&*†".contains(c);
        let is_figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if before.is_some_and(opens) || after.is_none_or(|c| !begins(c)) {
            Self::Marks
        } else if in_source {
            Self::Source
        } else if is_figure(before) || is_figure(after) {
            Self::Figures
        } else {
            Self::Words
        }
    }
}

/// Element of an unbreakable run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunElement {
    /// Text.
    Text,
    /// No-break space.
    Tie(TieStrength),
}

/// Returns for each element of a run whether it is opened: a line may end at an open tie, and an open
/// text is divided between characters. `fits` says whether elements fit in one line.
pub(super) fn open_elements(
    elements: &[RunElement],
    fits: impl Fn(Range<usize>) -> bool,
) -> Vec<bool> {
    let mut opened = vec![false; elements.len()];
    for stage in STAGES {
        for piece in split_at_open_ties(elements, &opened) {
            if fits(piece.clone()) {
                continue;
            }
            // A tie that begins or ends a piece separates nothing.
            for at in piece.start + 1..piece.end.saturating_sub(1) {
                opened[at] |= elements[at] == RunElement::Tie(stage);
            }
        }
    }
    for piece in split_at_open_ties(elements, &opened) {
        if !fits(piece.clone()) {
            for at in piece {
                opened[at] |= elements[at] == RunElement::Text;
            }
        }
    }
    opened
}

/// Returns the stretches between open ties.
fn split_at_open_ties(elements: &[RunElement], opened: &[bool]) -> Vec<Range<usize>> {
    let is_open_tie = |at: &usize| opened[*at] && matches!(elements[*at], RunElement::Tie(_));
    let mut found = Vec::new();
    let mut start = 0;
    for end in (0..elements.len()).filter(is_open_tie).chain([elements.len()]) {
        if start < end {
            found.push(start..end);
        }
        start = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{RunElement, TieStrength, open_elements};

    /// Returns where `text` may be divided in a line of `room` characters: `~` is a tie between words, `=`
    /// one of the source, `^` one beside a mark.
    fn opened(text: &str, room: usize) -> String {
        let elements: Vec<RunElement> = text
            .chars()
            .map(|c| match c {
                '~' => RunElement::Tie(TieStrength::Words),
                '=' => RunElement::Tie(TieStrength::Source),
                '^' => RunElement::Tie(TieStrength::Marks),
                _ => RunElement::Text,
            })
            .collect();
        let found = open_elements(&elements, |run| run.len() <= room);
        let shown = text.chars().zip(found);
        shown
            .map(|(c, open)| match (open, c.is_alphabetic()) {
                (true, true) => '.',
                (true, false) => '|',
                (false, _) => c,
            })
            .collect()
    }

    #[test]
    fn ties_give_way_in_the_order_of_their_strength() {
        assert_eq!(opened("ab~cd=ef", 8), "ab~cd=ef", "what fits stays whole");
        assert_eq!(opened("ab~cd=ef", 5), "ab|cd=ef", "the source's tie stays");
        assert_eq!(opened("ab~cd=efg", 5), "ab|cd|efg", "it gives way where it must");
        assert_eq!(opened("ab^cd=ef", 5), "ab^cd|ef", "a mark keeps to its word");
        assert_eq!(opened("ab^cd", 4), "ab|cd");
        assert_eq!(opened("a~bcdef", 3), "a|.....", "what is left is divided anywhere");
        assert_eq!(opened("~abc~", 5), "~abc~");
    }

    #[test]
    fn the_characters_beside_a_tie_decide_its_strength() {
        let of = |text: &str, written| {
            let mut chars = text.chars();
            TieStrength::between(chars.next(), chars.next(), written)
        };
        assert_eq!(of(".W", false), TieStrength::Words);
        assert_eq!(of("2k", false), TieStrength::Figures);
        assert_eq!(of(".3", false), TieStrength::Figures);
        assert_eq!(of(".W", true), TieStrength::Source);
        assert_eq!(of("a!", true), TieStrength::Marks);
        assert_eq!(of("«a", false), TieStrength::Marks);
        assert_eq!(of("a–", false), TieStrength::Marks);
        assert_eq!(of("1«", false), TieStrength::Figures);
    }
}
