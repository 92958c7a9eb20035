//! Real pages, from their bytes to the words of the PDF.
//!
//! The pages lie beside the project or in `OFFPRINT_CORPUS`; they are others' work and not kept
//! here.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

use offprint::jobs::Jobs;
use offprint::read::Format;
use offprint::report::FindingKind;
use offprint::{Faces, PressError, PrintOptions, pipeline};

use crate::skip::skip_without_data;
use crate::standards::corpora;

/// Pages with a fault that is known and not mended yet, by the start of their name. One that is mended
/// must leave the list.
const KNOWN: [&str; 1] = [
    // Captions of figures that wait for the next page are not where the article has them.
    "0075.html",
];

/// Returns the faults of the print of a page, a line for each.
fn faults(path: &Path, page: &[u8], faces: &Faces) -> String {
    let order =
        PrintOptions { format: Format::Html, jobs: 1, report: true, ..PrintOptions::default() };
    let begun = Instant::now();
    let name = path.file_name().filter(|name| *name != "source.html");
    let name = name.unwrap_or_else(|| path.parent().unwrap().file_name().unwrap());
    let name: String = name.to_string_lossy().chars().take(40).collect();
    let print = match offprint::print(page, &order, faces) {
        Ok(print) => print,
        Err(PressError::NoText) => return format!("{name}: no text is found\n"),
        Err(error) => return format!("{name}: {error}\n"),
    };
    let mut told = String::new();
    let verdict = pipeline::verify(&print.pdf, page, &order).unwrap();
    for fault in verdict.faults {
        let _ = writeln!(told, "{name}: {}, page {}", fault.message, fault.place.page);
    }
    for found in print.report.iter().flat_map(|report| &report.findings) {
        if found.kind == FindingKind::Overfull {
            let _ = writeln!(told, "{name}: a line too long, page {}", found.page);
        }
    }
    // Five seconds are promised of the release build on a machine that does nothing else.
    if begun.elapsed().as_secs() >= 60 {
        let _ = writeln!(told, "{name}: it took {:?}", begun.elapsed());
    }
    told
}

#[test]
fn every_page_of_the_corpora_becomes_a_pdf_with_all_its_words() {
    let pages = corpora();
    if pages.is_empty() {
        skip_without_data("no corpus beside the project");
        return;
    }
    let faces = Faces::embedded();
    let told = Jobs::default().map(&pages, |(path, page)| faults(path, page, &faces));
    let is_known =
        |name: &str| name.contains("wcxb") && KNOWN.iter().any(|known| name.contains(known));
    let mut mended = Vec::new();
    let mut faulty = String::new();
    for ((path, _), told) in pages.iter().zip(told) {
        match (is_known(&path.to_string_lossy()), told.is_empty()) {
            (true, true) => mended.push(path),
            (true, false) => {}
            (false, _) => faulty.push_str(&told),
        }
    }
    let (count, told) = (pages.len(), faulty);
    let _ = writeln!(io::stderr(), "{count} pages of the corpora were set and read again");
    assert!(told.is_empty(), "of {count} pages:\n{told}");
    assert!(mended.is_empty(), "without a fault now, and still in KNOWN: {mended:?}");
}
