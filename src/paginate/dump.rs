//! Pages as text, for people, goldens and programs.
//!
//! Comes in: pages and their galley. Goes out: one line for each page and each line on it. Never
//! done here: measuring anything anew.

use std::fmt::Write;

use crate::galley::{Galley, line_text};
use crate::style::Style;

use super::page::Page;

/// The pages as text: for each its price, the rows it fills and what stands where, in points from
/// the upper left corner of the paper.
#[must_use]
pub fn dump(pages: &[Page], galley: &Galley, style: &Style) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "paper {} x {}, measure {}, {} rows of {}, first baseline {}, last {}",
        style.paper.width,
        style.paper.height,
        style.column(),
        style.rows(),
        style.leading,
        style.baseline(0),
        style.last_baseline(),
    );
    for page in pages {
        let _ = writeln!(
            out,
            "\npage {}: {} of {} rows, price {}",
            page.number,
            page.rows(),
            style.rows(),
            page.price()
        );
        if page.columns.len() > 1 {
            for (column, nth) in page.columns.iter().zip(1..) {
                let _ = writeln!(
                    out,
                    "  column {nth}: {} rows, price {}",
                    column.rows, column.price
                );
            }
        }
        for furniture in &page.furniture {
            let _ = writeln!(
                out,
                "  ours {:>9} {:>9}  {}",
                format!("{:.2}", furniture.x.pt()),
                format!("{:.2}", furniture.y.pt()),
                line_text(&furniture.line)
            );
        }
        for placed in &page.body {
            let entry = galley.entries.get(placed.entry as usize);
            let Some(line) = entry.and_then(|entry| entry.lines.get(placed.line as usize))
            else {
                continue;
            };
            let role = entry.map_or(String::new(), |entry| entry.role.to_string());
            let _ = writeln!(
                out,
                "  {:<10} {:>7} {:>8} {:>8}  {}",
                if placed.line == 0 { role } else { String::new() },
                format!("{:.2}", (placed.x + line.x).pt()),
                format!("{:.2}", placed.y.pt()),
                format!("{:.2}", line.width.pt()),
                line_text(line)
            );
        }
    }
    out
}
