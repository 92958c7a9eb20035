//! The papers tell the truth.

use std::path::Path;

use super::{assert_none, files_below, root, text_of};

/// The papers that a reader of the project meets.
fn papers() -> Vec<String> {
    let top = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"];
    let top = top.into_iter().filter(|path| root().join(path).exists()).map(str::to_owned);
    top.chain(files_below("docs", ".md")).collect()
}

/// Returns the words between backticks on one line, outside of code blocks.
fn quoted(paper: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_block = false;
    for (number, line) in text_of(paper).lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            let words = line.split('`').skip(1).step_by(2);
            found.extend(words.map(|word| (number + 1, word.to_owned())));
        }
    }
    found
}

/// Returns whether quoted words are a path of this project and no command, address or pattern.
fn is_path(word: &str) -> bool {
    const TOPS: [&str; 10] = [
        "src/",
        "tests/",
        "docs/",
        "benches/",
        "examples/",
        "fonts/",
        "input/",
        "hyphens/",
        "fuzz/",
        ".ci/",
    ];
    let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    word.chars().all(plain) && TOPS.iter().any(|top| word.starts_with(top))
}

#[test]
fn paths_named_in_the_papers_exist() {
    let mut wrong = Vec::new();
    for paper in papers() {
        for (line, word) in quoted(&paper) {
            if is_path(&word) && !root().join(&word).exists() {
                wrong.push(format!("{paper}:{line}: {word}"));
            }
        }
    }
    assert_none(&wrong, "a path that leads nowhere");
}

#[test]
fn the_changelog_opens_with_the_version_of_the_manifest() {
    let changelog = text_of("CHANGELOG.md");
    let top = changelog.lines().find_map(|line| line.strip_prefix("## "));
    let version = top.and_then(|heading| heading.split_whitespace().next());
    assert_eq!(version, Some(env!("CARGO_PKG_VERSION")), "the top of CHANGELOG.md");
}

/// A golden or a case that no test names is dead: its name, or that of a folder above it, must
/// stand in a test.
#[test]
fn every_golden_and_every_case_is_used() {
    let tests: String = files_below("tests", ".rs")
        .iter()
        .filter(|path| !path.starts_with("tests/house"))
        .map(|path| text_of(path))
        .collect();
    let named = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        let folders = Path::new(path).ancestors().skip(1);
        let mut folders = folders.map(|folder| folder.to_string_lossy().into_owned());
        tests.contains(stem)
            || folders.any(|folder| folder.matches('/').count() >= 2 && tests.contains(&folder))
    };
    let data = ["tests/golden", "tests/suite", "tests/oracle"];
    let files = data.into_iter().flat_map(|folder| files_below(folder, ""));
    let dead: Vec<String> =
        files.filter(|path| !path.ends_with(".rs") && !named(path)).collect();
    assert_none(&dead, "no test reads it");
}

/// Parts of paths that exist on one machine only, put together here so that this file has none.
fn machine_paths() -> Vec<String> {
    let tops =
        [["/wo", "rk/"], ["/ro", "ot/"], ["/home", "/"], ["/Us", "ers/"], ["/tmp", "/wt"]];
    tops.iter().map(|parts| parts.concat()).collect()
}

#[test]
fn nothing_names_a_path_of_one_machine() {
    let endings = [".rs", ".md", ".toml", ".sh", ".py", ".yml"];
    let folders = ["src", "tests", "benches", "examples", "docs", ".ci"];
    let mut files: Vec<String> = folders
        .into_iter()
        .flat_map(|folder| files_below(folder, ""))
        .filter(|path| endings.iter().any(|ending| path.ends_with(ending)) || path == ".ci/run")
        .collect();
    files.extend(papers());
    files.push("Cargo.toml".to_owned());
    let machine = machine_paths();
    let mut wrong = Vec::new();
    for path in files {
        for (number, line) in text_of(&path).lines().enumerate() {
            if machine.iter().any(|part| line.contains(part.as_str())) {
                wrong.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(&wrong, "a path of one machine");
}

#[test]
fn the_papers_a_project_owes_are_there() {
    for paper in ["CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", ".ci/run"] {
        assert!(root().join(paper).exists(), "{paper} is missing");
    }
}
