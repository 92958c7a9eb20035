//! Headings of note lists, which are empty once the notes are footnotes.

use super::text_unit::{RemovalCause, TextUnit, UnitKind};
use crate::article::{Article, BlockKind};
use crate::read::html::notes_heading;

/// Rule of this module.
const RULE: &str = "heading-without-notes";

/// Marks the headings of note lists that have no other text below them.
pub(super) fn mark_headings(units: &mut [TextUnit<'_>], article: &Article) {
    if article.notes.is_empty() {
        return;
    }
    // Level of the heading below, none for other text; the end counts as a heading above all
    // others.
    let mut below = Some(0);
    for unit in units.iter_mut().rev().filter(|unit| unit.stays()) {
        let level = if let BlockKind::Heading { level, .. } = &article.blocks[unit.block].kind {
            Some(*level)
        } else {
            None
        };
        let empty = level.zip(below).is_some_and(|(own, next)| next <= own);
        if unit.kind == UnitKind::Heading
            && empty
            && let Some(name) = notes_heading(&unit.text)
            && unit.remove(RemovalCause::new(RULE, name))
        {
            continue;
        }
        below = if unit.kind == UnitKind::Rule { below } else { level };
    }
}
