//! No-break spaces that give way where nothing else helps.
//!
//! Comes in: what no line end divides, and whether a line holds it. Goes out: the ties at which a
//! line may end all the same. Never done here: widths of fonts, choosing line ends.
//!
//! A run of words and ties that is wider than its line would stick out of it. Its ties are opened in
//! stages, those that matter least first, until each piece fits; what still does not fit is divided
//! between characters, as a long word is. A run that fits keeps all of its ties.

use std::ops::Range;

/// The no-break space of initials and units, which stands inside a piece of text.
pub(super) const THIN_TIE: char = '\u{202F}';

/// How firmly a tie holds, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Between words, such as a title, initials and a name.
    Words,
    /// Beside a figure: a number and its unit, a day and its month.
    Figures,
    /// Written in the source.
    Written,
    /// Before a mark that would begin a line, or behind one that would end it.
    Marks,
}

/// The stages in which ties are opened.
const STAGES: [Strength; 4] =
    [Strength::Words, Strength::Figures, Strength::Written, Strength::Marks];

impl Strength {
    /// The strength of a tie between two characters; `written` if the source has it.
    pub(super) fn of(before: Option<char>, after: Option<char>, written: bool) -> Self {
        let opens = |c: char| "«‹([{„“‘‚¿¡".contains(c);
        let begins = |c: char| c.is_alphanumeric() || opens(c) || "§$€£¥#@&*†".contains(c);
        if before.is_some_and(opens) || after.is_none_or(|c| !begins(c)) {
            return Self::Marks;
        }
        let figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if written {
            Self::Written
        } else if figure(before) || figure(after) {
            Self::Figures
        } else {
            Self::Words
        }
    }
}

/// What a run that no line end divides consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Text.
    Text,
    /// A no-break space.
    Tie(Strength),
}

/// Returns for each link of a run whether it is opened: at a tie a line may end, a text may be
/// divided between its characters. `fits` tells whether a line holds these links.
pub(super) fn open(links: &[Link], fits: impl Fn(Range<usize>) -> bool) -> Vec<bool> {
    let mut opened = vec![false; links.len()];
    for stage in STAGES {
        for run in runs(links, &opened) {
            if fits(run.clone()) {
                continue;
            }
            // A tie that begins or ends a run has nothing to part.
            for at in run.start + 1..run.end.saturating_sub(1) {
                opened[at] |= links[at] == Link::Tie(stage);
            }
        }
    }
    for run in runs(links, &opened) {
        if !fits(run.clone()) {
            for at in run {
                opened[at] |= links[at] == Link::Text;
            }
        }
    }
    opened
}

/// The stretches of links between ties that are opened.
fn runs(links: &[Link], opened: &[bool]) -> Vec<Range<usize>> {
    let parts = |at: &usize| opened[*at] && matches!(links[*at], Link::Tie(_));
    let mut found = Vec::new();
    let mut start = 0;
    for end in (0..links.len()).filter(parts).chain([links.len()]) {
        if start < end {
            found.push(start..end);
        }
        start = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Link, Strength, open};

    /// Where `text` may be divided in a line of so many characters: `~` is a tie between words, `=`
    /// one of the source, `^` one beside a mark.
    fn opened(text: &str, room: usize) -> String {
        let links: Vec<Link> = text
            .chars()
            .map(|c| match c {
                '~' => Link::Tie(Strength::Words),
                '=' => Link::Tie(Strength::Written),
                '^' => Link::Tie(Strength::Marks),
                _ => Link::Text,
            })
            .collect();
        let found = open(&links, |run| run.len() <= room);
        let shown = text.chars().zip(found);
        shown
            .map(|(c, open)| {
                if open && c.is_alphabetic() {
                    '.'
                } else if open {
                    '|'
                } else {
                    c
                }
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
    fn strengths_are_told_by_what_stands_beside_a_tie() {
        let of = |text: &str, written| {
            let mut chars = text.chars();
            Strength::of(chars.next(), chars.next(), written)
        };
        assert_eq!(of(".W", false), Strength::Words);
        assert_eq!(of("2k", false), Strength::Figures);
        assert_eq!(of(".3", false), Strength::Figures);
        assert_eq!(of(".W", true), Strength::Written);
        assert_eq!(of("a!", true), Strength::Marks);
        assert_eq!(of("«a", false), Strength::Marks);
        assert_eq!(of("a–", false), Strength::Marks);
        assert_eq!(of("1«", false), Strength::Figures);
    }
}
