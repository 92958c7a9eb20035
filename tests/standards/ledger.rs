//! The ledger of the standards' clauses, held against the tree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use page_validation::ValidationProfile;

/// Clauses of ISO 19005-2 that have a rule of veraPDF's, or that a file like ours could break.
const ARCHIVAL: [&str; 64] = [
    "6.1.2",
    "6.1.3",
    "6.1.4",
    "6.1.5",
    "6.1.6",
    "6.1.7.1",
    "6.1.7.2",
    "6.1.8",
    "6.1.9",
    "6.1.10",
    "6.1.11",
    "6.1.12",
    "6.1.13",
    "6.2.2",
    "6.2.3",
    "6.2.4.2",
    "6.2.4.3",
    "6.2.4.4",
    "6.2.4.5",
    "6.2.5",
    "6.2.6",
    "6.2.8",
    "6.2.8.3",
    "6.2.9",
    "6.2.10",
    "6.2.11.2",
    "6.2.11.3.1",
    "6.2.11.3.2",
    "6.2.11.3.3",
    "6.2.11.4.1",
    "6.2.11.4.2",
    "6.2.11.5",
    "6.2.11.6",
    "6.2.11.7.2",
    "6.2.11.7.3",
    "6.2.11.8",
    "6.3.1",
    "6.3.2",
    "6.3.3",
    "6.4.1",
    "6.4.2",
    "6.4.3",
    "6.5.1",
    "6.5.2",
    "6.6.2.1",
    "6.6.2.3.1",
    "6.6.2.3.2",
    "6.6.2.3.3",
    "6.6.3",
    "6.6.4",
    "6.7.2.2",
    "6.7.3.1",
    "6.7.3.2",
    "6.7.3.3",
    "6.7.3.4",
    "6.7.4",
    "6.7.5",
    "6.7.6",
    "6.7.7",
    "6.7.8",
    "6.8",
    "6.9",
    "6.10",
    "6.11",
];

/// The same of ISO 14289-1.
const ACCESSIBLE: [&str; 41] = [
    "5", "6.1", "6.2", "7.1", "7.2", "7.3", "7.4.2", "7.4.3", "7.4.4", "7.5", "7.6", "7.7",
    "7.8", "7.9", "7.10", "7.11", "7.12", "7.13", "7.14", "7.15", "7.16", "7.17", "7.18.1",
    "7.18.2", "7.18.3", "7.18.4", "7.18.5", "7.18.6.2", "7.18.7", "7.18.8", "7.19", "7.20",
    "7.21.3.1", "7.21.3.2", "7.21.3.3", "7.21.4.1", "7.21.4.2", "7.21.5", "7.21.6", "7.21.7",
    "7.21.8",
];

/// Checkpoints of the Matterhorn Protocol.
const CHECKPOINTS: u32 = 31;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of every file below a folder.
fn all_text(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all_text(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text.push_str(&fs::read_to_string(&path).expect("a source"));
        }
    }
}

/// Returns the words between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn the_ledger_names_files_and_tests_that_exist() {
    let paper = fs::read_to_string(root().join("docs/pdf-standards.md")).expect("the ledger");
    let mut tests = String::new();
    all_text(&root().join("tests"), &mut tests);
    let mut clauses: Vec<Vec<&str>> = Vec::new();
    let mut checkpoints = BTreeSet::new();
    for line in paper.lines() {
        if line.starts_with("## ") {
            clauses.push(Vec::new());
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, clause, .., kept, tested, _] = cells[..] else { continue };
        if !clause.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        clauses.last_mut().expect("a standard").push(clause);
        if let [_, _, of_clause, _, _, _, _] = cells[..] {
            checkpoints.extend(of_clause.split(", ").filter_map(|it| it.parse::<u32>().ok()));
        }
        assert!(quoted(kept).count() > 0, "{clause}: kept by nothing");
        for file in quoted(kept) {
            assert!(root().join("src").join(file).exists(), "{clause}: no file src/{file}");
        }
        assert!(
            tested.contains("the validator") || quoted(tested).count() > 0,
            "{clause}: tested by nothing"
        );
        for test in quoted(tested) {
            assert!(tests.contains(&format!("fn {test}(")), "{clause}: no test {test}");
        }
    }
    assert_eq!(checkpoints, (1..=CHECKPOINTS).collect(), "the checkpoints");
    for (profile, standard) in
        [(ValidationProfile::PdfA2a, "PDF/A-2a"), (ValidationProfile::PdfUa1, "PDF/UA-1")]
    {
        let rules = format!("{} {standard}", profile.implemented_check_count());
        let told = paper.replace("rules of ", "").replace("of PDF/UA-1", "PDF/UA-1");
        assert!(told.contains(&rules), "the judge asks {rules}");
    }
    for (standard, wanted) in clauses.iter().zip([&ARCHIVAL[..], &ACCESSIBLE[..]]) {
        let missing: Vec<_> = wanted.iter().filter(|it| !standard.contains(it)).collect();
        assert!(missing.is_empty(), "clauses that the ledger lacks: {missing:?}");
    }
}
