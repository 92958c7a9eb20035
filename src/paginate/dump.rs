//! Pages as text, for people, goldens and programs.

use std::fmt::Write;

use crate::galley::{Galley, Item, Line, line_text};
use crate::style::Style;

use super::page::Page;

/// Returns the pages as text: for each its cost, its rows, and its lines with their positions, in
/// points from the upper left corner of the paper.
#[must_use]
pub fn dump_pages(pages: &[Page], galley: &Galley, style: &Style) -> String {
    let mut out = format!(
        "paper {} x {}, measure {}, {} rows of {}, first baseline {}, last {}\n",
        style.paper.width,
        style.paper.height,
        style.column(),
        style.rows(),
        style.leading,
        style.baseline(0),
        style.last_baseline(),
    );
    for page in pages {
        let (number, rows, cost) = (page.number, page.rows(), page.cost());
        let of = style.rows();
        let _ = writeln!(out, "\npage {number}: {rows} of {of} rows, cost {cost}");
        if page.columns.len() > 1 {
            for (column, nth) in page.columns.iter().zip(1..) {
                let _ =
                    writeln!(out, "  column {nth}: {} rows, cost {}", column.rows, column.cost);
            }
        }
        for furniture in &page.furniture {
            let _ = writeln!(
                out,
                "  furniture  {:>7} {:>8}  {}",
                format!("{:.2}", furniture.x.pt()),
                format!("{:.2}", furniture.y.pt()),
                line_text(&furniture.line)
            );
            dump_boxes(&mut out, &furniture.line);
        }
        for placed in &page.body {
            let (entry, line) = (placed.entry_in(galley), placed.line_in(galley));
            let _ = writeln!(
                out,
                "  {:<10} {:>7} {:>8} {:>8}  {}",
                if placed.line == 0 { entry.role.to_string() } else { String::new() },
                format!("{:.2}", (placed.x + line.x).pt()),
                format!("{:.2}", placed.y.pt()),
                format!("{:.2}", line.width.pt()),
                line_text(line)
            );
            dump_boxes(&mut out, line);
        }
    }
    out
}

/// Adds the sizes of the rules and pictures of a line, in points.
fn dump_boxes(out: &mut String, line: &Line) {
    for item in &line.items {
        let (name, width, height) = match *item {
            Item::Rule { width, thickness, .. } => ("rule", width, thickness),
            Item::Picture { width, height, .. } => ("picture", width, height),
            Item::Text(_) | Item::Space { .. } | Item::Kern(_) => continue,
        };
        let (width, height) = (width.pt(), height.pt());
        let _ = writeln!(out, "             {name} {width:.2} x {height:.2}");
    }
}
