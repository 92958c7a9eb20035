//! Grid of a table: rows of one width, without gaps or cells over each other.

use std::collections::BTreeSet;

use super::access::{array, as_dictionary, entry, integer, name};
use super::document::Document;
use super::nesting::{attributes, role};
use super::object::{Dictionary, Object};

/// Most cells of a table, with the places that they span.
const MOST_CELLS: usize = 1_000_000;

/// Checks the grid of a table (ISO 14289-1, 7.2).
pub(super) fn check_table(
    document: &Document,
    root: &Dictionary,
    table: &Dictionary,
) -> Vec<&'static str> {
    let mut grid = Grid::default();
    let mut faults = Vec::new();
    for row in rows(document, root, table) {
        for cell in kids(document, row) {
            let span = |key: &str| {
                let stated = attributes(document, cell)
                    .filter(|it| name(document, it, "O") == Some("Table"))
                    .find_map(|it| integer(document, it, key));
                stated.map_or(Some(1), |value| usize::try_from(value).ok().filter(|it| *it > 0))
            };
            match (span("RowSpan"), span("ColSpan")) {
                (Some(down), Some(right)) => grid.add(down, right),
                _ => faults.push("a cell of a table spans no row or column"),
            }
        }
        grid.row += 1;
    }
    faults.extend(grid.faults());
    faults
}

/// Returns the rows of a table, in order.
fn rows<'d>(
    document: &'d Document,
    root: &Dictionary,
    table: &'d Dictionary,
) -> Vec<&'d Dictionary> {
    let mut found = Vec::new();
    for part in kids(document, table) {
        match role(document, root, part).as_deref() {
            Ok("TR") => found.push(part),
            Ok("THead" | "TBody" | "TFoot") => found.extend(kids(document, part)),
            _ => {}
        }
    }
    found
}

/// Returns the kids of an element that are elements.
fn kids<'d>(document: &'d Document, element: &'d Dictionary) -> Vec<&'d Dictionary> {
    let several = array(document, element, "K").iter();
    let single = match entry(document, element, "K") {
        Some(Object::Dictionary(kid)) => Some(kid),
        _ => None,
    };
    let several = several.filter_map(|kid| as_dictionary(document, kid));
    single.into_iter().chain(several).filter(|kid| kid.contains_key(&b"S"[..])).collect()
}

#[derive(Debug, Default)]
struct Grid {
    row: usize,
    taken: BTreeSet<(usize, usize)>,
    overlap: bool,
    too_large: bool,
}

impl Grid {
    /// Adds a cell at the first free place of the row.
    fn add(&mut self, down: usize, right: usize) {
        if self.taken.len().saturating_add(down.saturating_mul(right)) > MOST_CELLS {
            self.too_large = true;
            return;
        }
        let mut column = 0;
        for (_, taken) in self.taken.range((self.row, 0)..(self.row + 1, 0)) {
            if *taken == column {
                column += 1;
            } else {
                break;
            }
        }
        for row in self.row..self.row + down {
            for column in column..column + right {
                self.overlap |= !self.taken.insert((row, column));
            }
        }
    }

    fn faults(&self) -> Vec<&'static str> {
        let mut faults = Vec::new();
        if self.too_large {
            faults.push("a table of more cells than the limit of 1,000,000");
        }
        if self.overlap {
            faults.push("cells of a table overlap (ISO 14289-1, 7.2)");
        }
        let width = self.taken.range((0, 0)..(1, 0)).count();
        let counts = (0..self.row).map(|row| self.taken.range((row, 0)..(row + 1, 0)).count());
        let last = self.taken.iter().next_back().map_or(0, |(row, _)| row + 1);
        if counts.into_iter().any(|count| count != width) || last > self.row {
            faults.push("the rows of a table have different widths (ISO 14289-1, 7.2)");
        }
        faults
    }
}
