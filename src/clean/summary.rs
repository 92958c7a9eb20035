//! One-line summary of removals, counted by kind.

use std::fmt;

use super::removal::{DROPPED, Removal};

/// Number of kinds that a summary names; those of fewer passages are counted together.
const MOST_KINDS: usize = 4;

/// Rules of removals and the plain names of the passages that they remove.
const KINDS: [(&str, &str); 44] = [
    ("advertisement", "advertisements"),
    ("back-to-top", "links to the top"),
    ("behind-the-text", "lines after the end"),
    ("byline", "repeated bylines"),
    ("caption", "stray captions"),
    ("caption-of-film", "captions of films"),
    ("code-tool", "buttons of code"),
    ("comments-count", "counts of comments"),
    ("contents", "tables of contents"),
    ("cookie", "cookie notices"),
    ("dialog", "dialog boxes"),
    (DROPPED, "what --drop names"),
    ("email-this", "e-mail links"),
    ("follow-us", "links to social networks"),
    ("gallery-counter", "counters of galleries"),
    ("gutenberg-frame", "frames of Project Gutenberg"),
    ("heading-without-notes", "headings of notes"),
    ("headline", "repeated headlines"),
    ("hidden", "hidden text"),
    ("link-box", "boxes of links"),
    ("line-number", "line numbers"),
    ("login", "login links"),
    ("mail-signature", "signatures of mail"),
    ("mailing-list-footer", "footers of mailing lists"),
    ("model", "text around the article"),
    ("navigation", "navigation"),
    ("newsletter", "newsletter invitations"),
    ("outside-article", "text around the article"),
    ("offer", "offers"),
    ("page-furniture", "running heads and feet"),
    ("pgp-frame", "PGP signatures"),
    ("permalink", "marks beside headings"),
    ("print-share", "print links"),
    ("read-more", "links to read more"),
    ("reading-time", "reading times"),
    ("related", "links to other articles"),
    ("related-links", "links to other articles"),
    ("share-bar", "share links"),
    ("skip-link", "navigation"),
    ("subscribe", "newsletter invitations"),
    ("subtitle", "repeated subtitles"),
    ("support", "appeals for support"),
    ("tags", "tags"),
    ("thread-furniture", "votes and badges"),
];

/// Plain names of passages of web pages, for rules that remove parts of plain text too. They apply
/// where no phrase matched.
const OF_PAGES: [(&str, &str); 2] =
    [("page-furniture", "navigation"), ("unlikely-name", "sidebars and comments")];

/// Plain name of passages that a rule without an entry removes.
const OTHER: &str = "other passages";

/// Number of removed passages of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedKind {
    /// Plain name in the plural: `share links`.
    pub kind: &'static str,
    /// Number of passages.
    pub passages: usize,
}

/// Numbers of passages removed from an article, by kind, the most frequent kind first.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct RemovalSummary {
    /// All kinds.
    pub kinds: Vec<RemovedKind>,
}

impl Removal {
    /// Returns the plain name of such passages in the plural: `share links`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        let words = |table: &[(&str, &'static str)]| {
            table.iter().find(|(rule, _)| *rule == self.rule).map(|(_, words)| *words)
        };
        let of_page = if self.pattern.is_empty() { words(&OF_PAGES) } else { None };
        of_page.or_else(|| words(&KINDS)).unwrap_or(OTHER)
    }
}

impl RemovalSummary {
    /// Counts removals by kind. A thematic break before removed text does not count.
    #[must_use]
    pub fn new(removals: &[Removal]) -> Self {
        let mut kinds: Vec<RemovedKind> = Vec::new();
        for removal in removals.iter().filter(|it| !it.text.trim().is_empty()) {
            let kind = removal.kind();
            match kinds.iter_mut().find(|known| known.kind == kind) {
                Some(known) => known.passages += 1,
                None => kinds.push(RemovedKind { kind, passages: 1 }),
            }
        }
        // The sort keeps the order of the text among equals.
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.passages));
        Self { kinds }
    }

    /// Returns the number of passages of all kinds.
    #[must_use]
    pub fn passages(&self) -> usize {
        self.kinds.iter().map(|kind| kind.passages).sum()
    }
}

impl fmt::Display for RemovalSummary {
    /// Writes `4 passages removed: share links (3), cookie notices`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passages = self.passages();
        write!(
            out,
            "{passages} {} removed: ",
            if passages == 1 { "passage" } else { "passages" }
        )?;
        if let [one] = self.kinds.as_slice() {
            return out.write_str(one.kind);
        }
        // One last kind takes no more space than the number of the others.
        let most = if self.kinds.len() == MOST_KINDS + 1 { MOST_KINDS + 1 } else { MOST_KINDS };
        for (nth, RemovedKind { kind, passages }) in self.kinds.iter().take(most).enumerate() {
            write!(out, "{}{kind}", if nth == 0 { "" } else { ", " })?;
            if *passages > 1 {
                write!(out, " ({passages})")?;
            }
        }
        let others: usize = self.kinds.iter().skip(most).map(|kind| kind.passages).sum();
        if others > 0 {
            write!(out, ", others ({others})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_documentation_has_words() {
        let tables = include_str!("../../docs/cleaning.md").lines();
        let rows = tables.filter(|line| line.starts_with("| `"));
        let rules: Vec<&str> = rows
            .filter_map(|row| row.split('|').nth(1))
            .flat_map(|cell| cell.split('`').skip(1).step_by(2))
            .collect();
        assert!(
            rules.len() > 30 && rules.contains(&DROPPED),
            "the tables were found: {rules:?}"
        );
        for rule in rules {
            let known = KINDS.iter().chain(&OF_PAGES).any(|(known, _)| *known == rule);
            assert!(known, "`{rule}` needs words in KINDS");
        }
    }
}
