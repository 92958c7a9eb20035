//! The standards: every PDF is what it claims to be.
//!
//! The judge is `page_validation`, which shares no code with the press. What an article cannot be
//! claimed for is named, and then nothing is claimed.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use offprint::font::Faces;
use offprint::pdf::Standard;
use offprint::pipeline::{AttachedAs, Document, PrintOptions, print, verify};
use offprint::read::Format;
use offprint::verify::source;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::skip::skip_without_data;

mod generated;
mod ledger;
mod made;
mod mutations;
mod navigation;
mod printed;
mod readers;
mod reading;
mod spoken;
mod trees;
mod verifying;
mod words;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// Returns the faults of a PDF under a profile, as the validator reports them.
fn faults(pdf: &[u8], profile: ValidationProfile) -> Vec<String> {
    let report = validate_pdf_bytes(pdf, &ValidationOptions::default().profile(profile));
    let report = report.unwrap_or_else(|error| panic!("the judge cannot read it: {error}"));
    report.failures.iter().map(ToString::to_string).collect()
}

/// Returns the faults of a PDF under both standards that Offprint claims.
fn house_faults(pdf: &[u8]) -> Vec<String> {
    let mut found = faults(pdf, ValidationProfile::PdfA2a);
    found.extend(faults(pdf, ValidationProfile::PdfUa1));
    found
}

/// All articles below a folder of the project.
fn articles(folder: &str) -> Vec<PathBuf> {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("a folder can be read") {
            let path = entry.expect("an entry").path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                waiting.push(path);
            } else if matches!(ending, Some("txt" | "md" | "html")) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn set(bytes: &[u8], order: &PrintOptions) -> Option<Document> {
    print(bytes, order, &FACES).ok()
}

/// Returns whether a diagnostic says that the PDF claims nothing.
fn is_withheld(print: &Document) -> bool {
    print.diagnostics.iter().any(|found| found.code == "claim-withheld")
}

/// Returns whether a PDF claims the standards; asserts that it keeps those it claims and does not
/// claim those that are withheld.
fn claims(print: &Document, name: &Path) -> bool {
    if is_withheld(print) {
        let claims = faults(&print.pdf, ValidationProfile::PdfUa1);
        assert!(!claims.is_empty(), "{} claims what was withheld", name.display());
        return false;
    }
    let found = house_faults(&print.pdf);
    assert!(found.is_empty(), "{}:\n{}", name.display(), found.join("\n"));
    true
}

#[test]
fn every_article_keeps_the_standards_or_says_why_not() {
    let (mut claimed, mut all) = (0, 0);
    for path in articles("input").into_iter().chain(articles("tests/suite")) {
        let bytes = fs::read(&path).expect("an article can be read");
        let Some(print) = set(&bytes, &PrintOptions::default()) else { continue };
        all += 1;
        claimed += usize::from(claims(&print, &path));
    }
    assert!(all > 30, "there are articles to set: {all}");
    assert!(claimed * 10 >= all * 7, "{claimed} of {all} keep the standards");
}

/// Pages of the web beside the project, some of them compressed.
pub(crate) fn corpora() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = std::env::var_os("OFFPRINT_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut waiting = vec![folder.unwrap_or(beside)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                waiting.push(path);
            } else if name == "source.html" || name.ends_with(".html.gz") {
                let bytes = fs::read(&path).expect("a page can be read");
                let page = if name.ends_with(".gz") { unzipped(&bytes) } else { bytes };
                found.push((path, page));
            }
        }
    }
    found.sort();
    found
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let size = *bytes.last_chunk().expect("a size at its end");
    let mut page = vec![0; usize::try_from(u32::from_le_bytes(size)).expect("a size")];
    let mut inflater = libdeflater::Decompressor::new();
    inflater.gzip_decompress(bytes, &mut page).expect("a compressed page");
    page
}

#[test]
fn every_page_of_the_corpora_keeps_the_standards_or_says_why_not() {
    let pages = corpora();
    if pages.is_empty() {
        skip_without_data("no corpus beside the project");
        return;
    }
    let (mut claimed, mut all) = (0, 0);
    for (path, bytes) in &pages {
        let order = PrintOptions { format: Format::Html, ..PrintOptions::default() };
        let Some(print) = set(bytes, &order) else { continue };
        all += 1;
        claimed += usize::from(claims(&print, path));
    }
    let _ =
        writeln!(io::stderr(), "{claimed} of {all} pages of the corpora claim the standards");
    assert!(claimed * 10 >= all * 7, "{claimed} of {all} keep the standards");
}

#[test]
fn every_article_is_read_back_word_for_word() {
    for path in articles("input").into_iter().chain(articles("tests/suite/read")) {
        let bytes = fs::read(&path).expect("an article can be read");
        let order = PrintOptions::default();
        let Some(print) = set(&bytes, &order) else { continue };
        let verdict = verify(&print.pdf, &bytes, &order).expect("our own PDF can be read");
        assert!(verdict.words > 0, "{} has words", path.display());
        assert_eq!(verdict.pages, print.pages, "{}: pages", path.display());
        assert_eq!(verdict.faults, [], "{}", path.display());
    }
}

#[test]
fn each_standard_that_can_be_chosen_is_kept() {
    let bytes = b"A Title\n\nSome words, https://example.org/ and a list:\n\n- one\n- two\n";
    let with = |standard| {
        set(bytes, &PrintOptions { standard, ..PrintOptions::default() })
            .expect("it can be set")
            .pdf
    };
    for (standard, profile) in [
        (Standard::A2u, ValidationProfile::PdfA2u),
        (Standard::A2b, ValidationProfile::PdfA2b),
        (Standard::A3a, ValidationProfile::PdfA3a),
        (Standard::A3a, ValidationProfile::PdfUa1),
    ] {
        let found = faults(&with(standard), profile);
        assert!(found.is_empty(), "{standard:?}:\n{}", found.join("\n"));
    }
    let none = with(Standard::None);
    assert!(
        !faults(&none, ValidationProfile::PdfA2b).is_empty(),
        "no claim where none is asked"
    );
}

#[test]
fn short_rows_of_a_table_are_filled_up() {
    let article = "# The Harbour\n\nWhat the tables of a harbour hold, and where they have gaps.\n\n\
        <table><tr><th>Hour</th><th>Rise</th><th>Fall</th></tr><tr><td>one</td></tr><tr></tr>\
        <tr><td rowspan=2>two</td><td colspan=2>nothing</td></tr><tr><td>three</td></tr></table>\n";
    let print = set(article.as_bytes(), &PrintOptions::default()).expect("a print");
    assert!(claims(&print, Path::new("harbour.md")), "{:?}", print.diagnostics);
}

#[test]
fn the_article_rides_along_and_comes_back() {
    let bytes = b"A Title\n\nSome words.\n";
    let attach = AttachedAs { name: "a b\u{E9}.txt".to_owned(), media_type: "text/plain" };
    let standard = Standard::default().with_attachment().expect("the default can carry it");
    let order = PrintOptions { standard, attach: Some(attach), ..PrintOptions::default() };
    let pdf = set(bytes, &order).expect("it can be set").pdf;
    for profile in [ValidationProfile::PdfA3a, ValidationProfile::PdfUa1] {
        assert_eq!(faults(&pdf, profile), Vec::<String>::new(), "{profile:?}");
    }
    let back = source(&pdf).expect("it can be read").expect("it carries a file");
    assert_eq!((back.name.as_str(), &*back.bytes), ("a b\u{E9}.txt", &bytes[..]));
    assert_eq!(Standard::A2u.with_attachment(), None, "PDF/A-2 carries no such file");
}

#[test]
fn a_character_that_no_face_has_withholds_the_claim() {
    let print =
        set("Words and \u{1F600}.\n".as_bytes(), &PrintOptions::default()).expect("it is set");
    assert!(is_withheld(&print), "{:?}", print.diagnostics);
    assert!(!faults(&print.pdf, ValidationProfile::PdfA2b).is_empty(), "nothing is claimed");
    let order = PrintOptions { standard: Standard::None, ..PrintOptions::default() };
    let print = set("Words and \u{1F600}.\n".as_bytes(), &order).expect("it is set");
    assert!(!is_withheld(&print), "what is not asked for is not withheld");
}

#[test]
fn a_date_of_making_is_told_alike_everywhere() {
    let order = PrintOptions { timestamp: Some(1_700_000_000), ..PrintOptions::default() };
    let pdf = set(b"A Title\n\nSome words.\n", &order).expect("it can be set").pdf;
    assert_eq!(house_faults(&pdf), Vec::<String>::new());
    let document = lopdf::Document::load_mem(&pdf).expect("a PDF");
    let catalog = document.catalog().expect("a catalog");
    let packet = catalog.get(b"Metadata").and_then(lopdf::Object::as_reference);
    let packet = document.get_object(packet.expect("metadata")).expect("it is there");
    let packet = packet.as_stream().expect("a stream").decompressed_content();
    let packet = packet.expect("it unpacks");
    let text = String::from_utf8_lossy(&packet);
    assert!(text.contains("<xmp:CreateDate>2023-11-14T22:13:20+00:00<"), "the date in XMP");
}
