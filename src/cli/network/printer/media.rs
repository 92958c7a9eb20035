//! Names of paper, as printers tell them.
//!
//! Comes in: the name of a medium. Goes out: its size; and how people call it. Never done here:
//! choosing one.

use offprint::style::{PAPERS, Paper};
use offprint::unit::Length;

/// How far a sheet may differ from the page and still be the same paper, in millimetres: names of
/// sizes in inches are rounded to millimetres and back.
const SAME_PAPER: f64 = 1.0;

/// The size that a medium's name tells (PWG 5101.1): `iso_a4_210x297mm`; or the short names that
/// CUPS keeps: `A4`.
pub(crate) fn paper(medium: &str) -> Option<Paper> {
    let measure = medium.rsplit('_').next()?;
    // `custom_max_...` and `custom_min_...` tell a range, and are no sheets.
    if medium.starts_with("custom_m") {
        return None;
    }
    let measured = measure.starts_with(|c: char| c.is_ascii_digit());
    let name = measure.to_ascii_lowercase();
    let known = PAPERS.iter().any(|(known, ..)| *known == name);
    (measured || known).then(|| name.parse().ok())?
}

/// Whether two sheets are one paper, however they lie.
pub(crate) fn same(one: Paper, other: Paper) -> bool {
    let near = |a: Length, b: Length| (a.mm() - b.mm()).abs() <= SAME_PAPER;
    let (one, other) = (one.landscape(), other.landscape());
    near(one.width, other.width) && near(one.height, other.height)
}

/// How `--paper` calls this paper.
pub(crate) fn spoken(wanted: Paper) -> String {
    let named = PAPERS.iter().find(|&&(_, width, height)| {
        let (width, height) = (Length::from_mm(width), Length::from_mm(height));
        same(Paper { width, height }, wanted)
    });
    match named {
        Some((name, ..)) => (*name).to_owned(),
        None => format!("{:.0}x{:.0}mm", wanted.width.mm(), wanted.height.mm()),
    }
}
