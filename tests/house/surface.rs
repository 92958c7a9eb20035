//! The public interface of the library: nothing by accident.

use super::text_of;

/// The modules whose names and meaning hold until the next major version.
const PROMISED: [&str; 15] = [
    "article",
    "clean",
    "diagnostic",
    "fit",
    "font",
    "hyphenate",
    "impose",
    "pdf",
    "picture",
    "pipeline",
    "read",
    "report",
    "style",
    "unit",
    "verify",
];

/// Names at the root, for programs that want a PDF and no more.
const ROOT: [&str; 8] = [
    "Choices",
    "Diagnostic",
    "Document",
    "Faces",
    "PressError",
    "PrintOptions",
    "Style",
    "print",
];

#[test]
fn only_what_is_promised_is_shown() {
    let text = text_of("src/lib.rs");
    let lines: Vec<&str> = text.lines().collect();
    let shown = lines.iter().enumerate().filter_map(|(number, line)| {
        let hidden = number > 0 && lines[number - 1] == "#[doc(hidden)]";
        line.strip_prefix("pub mod ")?.strip_suffix(';').filter(|_| !hidden)
    });
    assert_eq!(shown.collect::<Vec<_>>(), PROMISED, "hide it, or promise it here");
    let names = lines.iter().filter_map(|line| line.strip_prefix("pub use "));
    let mut names: Vec<&str> = names
        .flat_map(|tree| {
            tree.split("::").last().unwrap_or_default().split([',', '{', '}', ';'])
        })
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ROOT, "promise it here");
}
