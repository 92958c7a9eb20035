//! Dialects of Markdown, and the article that each text must give.
//!
//! `tests/suite/dialects.txt` holds the cases: a line `#### NAME`, the text, a line `==== article`
//! with the article as Markdown, and a line `==== told` with the diagnostics. `OFFPRINT_BLESS=1`
//! writes what follows the texts anew; look at the difference before it is committed.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use offprint::article::print::to_markdown;
use offprint::read::{self, Format};

const CASE: &str = "#### ";
const ARTICLE: &str = "==== article\n";

/// Returns the article and the diagnostics of a text.
fn result(text: &str) -> String {
    let (manuscript, diagnostics) = read::read(text.as_bytes(), Format::Markdown);
    let mut result = to_markdown(&manuscript.article);
    result.push_str("==== told\n");
    for diagnostic in diagnostics {
        let line = diagnostic.place.line;
        writeln!(result, "{line}: {}", diagnostic.message).expect("a string takes all");
    }
    result
}

#[test]
fn every_dialect_gives_its_article() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/dialects.txt");
    let cases = fs::read_to_string(&path).expect("the cases are there");
    let mut blessed = String::new();
    let mut faults = Vec::new();
    let mut count = 0;
    for case in cases.split(CASE).skip(1) {
        let (name, rest) = case.split_once('\n').expect("a case has a name");
        let (text, wanted) = rest.split_once(ARTICLE).unwrap_or((rest, ""));
        let made = result(text);
        if made.trim() != wanted.trim() {
            faults.push(format!("{name}:\n{made}\nwanted:\n{wanted}"));
        }
        let _ = write!(blessed, "{CASE}{name}\n{text}{ARTICLE}{made}\n");
        count += 1;
    }
    if std::env::var_os("OFFPRINT_BLESS").is_some() {
        return fs::write(&path, blessed).expect("the cases can be written");
    }
    assert!(count > 10, "the file of cases is read");
    assert!(faults.is_empty(), "{} differ:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn lines_of_diagnostics_and_blocks_are_those_of_the_source() {
    let text = "---\ntitle: Lamps\n---\n\n```{note}\nOil.\n```\n\n+---+\n| a |\n+---+\n\n\
                {{< figure src=\"a.png\" >}}\n\nLast.\n";
    let (manuscript, _) = read::read(text.as_bytes(), Format::Markdown);
    let lines: Vec<u32> = manuscript.article.blocks.iter().map(|it| it.place.line).collect();
    assert_eq!(lines, [5, 9, 13, 15], "{:?}", manuscript.article.blocks);
}

#[test]
fn marks_without_end_take_a_time_in_proportion_to_the_text() {
    for mark in
        ["$a ", "[[A b ", "%%a ", "==a ", "{{< a ", "`` a ", "x^a", "{a}`b ", ":::{note}\n"]
    {
        let text = mark.repeat(20_000);
        let (manuscript, _) = read::read(text.as_bytes(), Format::Markdown);
        assert!(!manuscript.article.blocks.is_empty(), "{mark}");
    }
}
