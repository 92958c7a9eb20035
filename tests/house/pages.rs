//! The form of a source file.

use super::source::sources;
use super::{assert_none, files_below, text_of};

/// Longest first line after `//!`, in characters: it labels the file on a drawing.
const LABEL: usize = 80;
/// Most lines of code in a file, and most lines in all.
const FILE: (usize, usize) = (600, 700);
/// Most lines of a function.
const FUNCTION: usize = 100;
/// Widest line of code, in characters, what stands in strings aside: data stays whole. Where
/// rustfmt gives up it gives up silently.
const WIDTH: usize = 100;

/// Every Rust file of the project.
fn all_rust() -> Vec<String> {
    ["src", "tests", "benches", "examples", "fuzz"]
        .into_iter()
        .flat_map(|folder| files_below(folder, ".rs"))
        .filter(|path| !path.contains("/target/"))
        .collect()
}

#[test]
fn every_file_opens_with_a_line_that_could_label_it() {
    let mut wrong = Vec::new();
    for path in all_rust() {
        let text = text_of(&path);
        let first = text.lines().next().unwrap_or_default();
        match first.strip_prefix("//! ") {
            None => wrong.push(format!("{path}: does not open with //!")),
            Some(label) if label.chars().count() > LABEL => {
                wrong.push(format!("{path}: {} characters: {label}", label.chars().count()));
            }
            Some(label) if !label.ends_with('.') => wrong.push(format!("{path}: no full stop")),
            Some(_) => {}
        }
    }
    assert_none(&wrong, &format!("the first line is a sentence of at most {LABEL} characters"));
}

#[test]
fn files_and_functions_can_be_seen_whole() {
    let mut wrong = Vec::new();
    for file in sources() {
        let (code, raw) = (file.code_lines(), file.text.lines().count());
        if code > FILE.0 || raw > FILE.1 {
            wrong.push(format!("{}: {code} lines of code, {raw} in all", file.path));
        }
        for (name, line, length) in file.functions() {
            if length > FUNCTION {
                wrong.push(format!("{}:{line}: {name} has {length} lines", file.path));
            }
        }
    }
    assert_none(&wrong, "divide it by thought");
}

#[test]
fn no_line_is_wider_than_a_page() {
    let mut wrong = Vec::new();
    for file in sources() {
        for (number, line) in file.code.lines().enumerate() {
            if line.chars().count() > WIDTH {
                wrong.push(format!("{}:{}", file.path, number + 1));
            }
        }
    }
    assert_none(&wrong, &format!("a line of code has at most {WIDTH} characters"));
}

#[test]
fn the_median_file_is_short() {
    let mut lengths: Vec<usize> = sources().iter().map(|file| file.code_lines()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 150, "the median file has {median} lines of code; 150 is the most");
}
