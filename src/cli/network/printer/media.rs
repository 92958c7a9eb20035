//! Names of media in IPP (PWG 5101.1), and the papers that they stand for.

use offprint::style::{PAPERS, Paper};
use offprint::unit::Length;

/// Greatest difference between the sides of two sheets of the same paper, in millimetres: names of
/// sizes in inches are rounded to millimetres and back.
const SIZE_TOLERANCE: f64 = 1.0;

/// Returns the paper of a medium: `iso_a4_210x297mm`, or a short name of CUPS such as `A4`. None for
/// an unknown name, and for the limits of custom sizes.
pub(crate) fn paper_of_medium(medium: &str) -> Option<Paper> {
    // `custom_max_...` and `custom_min_...` are the limits of a range of sizes.
    if medium.starts_with("custom_m") {
        return None;
    }
    let size = medium.rsplit('_').next()?.to_ascii_lowercase();
    let is_measure = size.starts_with(|c: char| c.is_ascii_digit());
    let is_known = PAPERS.iter().any(|(name, ..)| *name == size);
    (is_measure || is_known).then(|| size.parse().ok())?
}

/// Returns whether two sheets are the same paper, in either orientation.
pub(crate) fn is_same_paper(one: Paper, other: Paper) -> bool {
    let is_near = |a: Length, b: Length| (a.mm() - b.mm()).abs() <= SIZE_TOLERANCE;
    let (one, other) = (one.landscape(), other.landscape());
    is_near(one.width, other.width) && is_near(one.height, other.height)
}

/// Returns the name of a paper as `--paper` takes it.
pub(crate) fn paper_name(wanted: Paper) -> String {
    let named = PAPERS.iter().find(|&&(_, width, height)| {
        let (width, height) = (Length::from_mm(width), Length::from_mm(height));
        is_same_paper(Paper { width, height }, wanted)
    });
    match named {
        Some((name, ..)) => (*name).to_owned(),
        None => format!("{:.0}x{:.0}mm", wanted.width.mm(), wanted.height.mm()),
    }
}
