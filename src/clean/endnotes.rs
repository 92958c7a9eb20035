//! The heading over notes that now stand at the feet of pages.
//!
//! Comes in: units and the article. Goes out: the same units, such a heading marked. Never done
//! here: a heading taken that anything stands under, or without notes.

use super::unit::{Gone, Kind, Unit};
use crate::article::{Article, BlockKind};

/// The rule by which it goes.
const RULE: &str = "heading-without-notes";

/// What it is called, in lower case.
const NAMES: [&str; 26] = [
    "notes",
    "references",
    "footnotes",
    "endnotes",
    "notes and references",
    "references and notes",
    "citations",
    "fußnoten",
    "anmerkungen",
    "einzelnachweise",
    "notes et références",
    "références",
    "notes de bas de page",
    "notas",
    "referencias",
    "notas y referencias",
    "notas al pie",
    "referências",
    "notas de rodapé",
    "note",
    "riferimenti",
    "noten",
    "voetnoten",
    "przypisy",
    "примечания",
    "сноски",
];

/// Marks a heading over notes where nothing else stands under it.
pub(super) fn take_heading(units: &mut [Unit<'_>], article: &Article) {
    if article.notes.is_empty() {
        return;
    }
    // Going up, the level of what stands below: nothing is as a heading above all others.
    let mut below = Some(0);
    for unit in units.iter_mut().rev().filter(|unit| unit.stays()) {
        let level = match article.blocks.get(unit.block).map(|block| &block.kind) {
            Some(BlockKind::Heading { level, .. }) => Some(*level),
            _ => None,
        };
        let empty = level.zip(below).is_some_and(|(own, next)| next <= own);
        let name = unit.text.trim().trim_end_matches(':').to_lowercase();
        if unit.kind == Kind::Heading
            && empty
            && let Some(name) = NAMES.iter().find(|known| **known == name)
            && unit.take(Gone::by(RULE, name))
        {
            continue;
        }
        below = if unit.kind == Kind::Rule { below } else { level };
    }
}
