//! Tables: flat cells, set side by side or, where they are too wide, as cards.

mod cards;
mod columns;
mod flat;
mod set;

use crate::diagnostic::{Diagnostic, Place};

use super::word_cache::WordCache;

pub(super) use flat::{CellLabel, CellParagraph, FlatCell, FlatTable, SetCell, TableArea};

/// Sets a table from `place` of the source in reading order, as cards if it is too wide.
pub(super) fn set_table(
    table: &FlatTable,
    area: &TableArea,
    place: Place,
    cache: &mut WordCache<'_>,
) -> (Vec<SetCell>, Option<Diagnostic>) {
    let hint = "turn the paper with --landscape, or choose smaller margins";
    let Some((cells, size)) = set::set_in_columns(table, area, cache) else {
        let message = "the table is too wide for the measure; each row is set as a card";
        let warning = Diagnostic::warning("table-as-cards", place, message).hint(hint);
        return (cards::set_as_cards(table, area, cache), Some(warning));
    };
    let note = (size < area.font.size).then(|| {
        let message = format!("the table is set in type of {size} to fit the measure");
        Diagnostic::note("table-small", place, message).hint(hint)
    });
    (cells, note)
}
