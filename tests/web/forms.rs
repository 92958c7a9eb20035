//! Forms of the parts of pages: notes, code, pictures, lists.
//!
//! Each file of `suite/forms` holds cases: a name, the HTML of a part of an article, a line with an
//! equals sign, the part as Markdown.

use std::fs;
use std::path::Path;

use offprint::article::print::to_markdown;
use offprint::clean::CleanOptions;

use super::cleaned;

/// Paragraphs before each part, so that the page is an article.
const BEFORE: &str = "<p>Salt was dear in the north, where the sun does not boil the sea, and so it \
    was fetched from the south, in ships that came once a year, if the wind let them.</p>\
    <p>It was dearer still inland, and a sack of it was a dowry, or so the parish books have it, \
    which were kept by those who sold it, and who had their reasons, as everybody knew.</p>\
    <p>When the pans were lit on the coast, the price fell by half, and the ships stayed away, \
    and the harbour filled with sand, and nobody dug it out, for there was nothing to land.</p>";

/// Returns the Markdown of a part of an article.
fn made(part: &str) -> String {
    let page = format!(
        "<html lang=en><head><title>On salt</title></head><body><article><h1>On salt</h1>\
         {BEFORE}<h2>Part</h2>{part}</article></body></html>"
    );
    let text = to_markdown(&cleaned(&page, &CleanOptions::default()).article);
    let (_, part) = text.split_once("## Part").unwrap_or(("", &text));
    part.trim().to_owned()
}

#[test]
fn parts_of_pages_keep_their_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/forms");
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("the suite is there")
        .map(|entry| entry.expect("a file").path())
        .collect();
    names.sort();
    let mut faults = String::new();
    for name in &names {
        let suite = fs::read_to_string(name).expect("a file of the suite");
        for case in suite.split("\n--- ").skip(1) {
            let (title, case) = case.split_once('\n').expect("a name");
            let (part, wanted) = case.split_once("\n=\n").expect("a part and its Markdown");
            let made = made(part);
            if made != wanted.trim() {
                faults += &format!("{}: {title}\n{made}\n\n", name.display());
            }
        }
    }
    assert!(!names.is_empty(), "no case was found");
    assert!(faults.is_empty(), "parts that became something else:\n{faults}");
}
