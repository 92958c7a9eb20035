//! Every example of the README and the guide is run.
//!
//! An example is a block: four spaces, or fenced. Lines of the shell run one after another on copies
//! of `input/`, so that one may use what another made; `\` goes on in the next line. A remark behind
//! a line marks what this test cannot run (`needs a printer`, `needs a server`, `needs the network`,
//! `until stopped`: the tests of those run it) or how it ends (`exit code 4`). What cargo does is done
//! by `.ci/run`, or run here as what cargo would run. A configuration is read as one. Nothing else may
//! stand in a block, but for text that says it is none.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Desk;
use crate::skip::skip_without_tool;

/// Reasons that a remark may give for an example that is not run.
const NOT_HERE: [&str; 4] =
    ["needs a printer", "needs a server", "needs the network", "until stopped"];

/// Signs by which a line of a configuration differs from every line of the shell.
const CONFIGURATION: [&str; 2] = [" = ", "[site."];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A block of a paper, with the language that its fence names, if it has one.
struct Block {
    /// The number of its first line.
    number: usize,
    language: Option<String>,
    lines: Vec<String>,
}

fn blocks(paper: &str) -> Vec<Block> {
    let text = fs::read_to_string(root().join(paper)).expect("the paper");
    let mut blocks: Vec<Block> = Vec::new();
    let (mut fenced, mut open) = (false, false);
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(language) = line.strip_prefix("```") {
            fenced = !fenced;
            if fenced {
                let language = Some(language.to_owned());
                blocks.push(Block { number, language, lines: Vec::new() });
            }
            continue;
        }
        let inside =
            if fenced { Some(line) } else { line.strip_prefix("    ") }.map(str::to_owned);
        if let Some(line) = inside {
            if !fenced && !open {
                blocks.push(Block { number, language: None, lines: Vec::new() });
            }
            blocks.last_mut().expect("an open block").lines.push(line);
        }
        // A blank line parts what is indented only where something else follows.
        open = line.starts_with("    ") || (open && line.is_empty());
    }
    blocks
}

/// The lines of the shell, those that go on in the next one joined.
fn joined(block: &Block) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in (block.number..).zip(&block.lines) {
        let (text, next) = match line.strip_suffix('\\') {
            Some(text) => (text, true),
            None => (line.as_str(), false),
        };
        match lines.last_mut().filter(|_| goes_on) {
            Some((_, last)) => last.push_str(text.trim_start()),
            None => lines.push((number, text.to_owned())),
        }
        goes_on = next;
    }
    lines
}

/// A folder as a reader of the papers has it: the articles of `input/`, one called article.txt,
/// and a few in a folder of their own.
fn reader() -> Desk {
    let desk = Desk::new();
    for folder in ["input", "articles", "bin"] {
        fs::create_dir(desk.path(folder)).expect("a folder");
    }
    for entry in fs::read_dir(root().join("input")).expect("input") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        fs::copy(&path, desk.path(&format!("input/{name}"))).expect("a copy");
    }
    for (from, to) in [
        ("in-a-world-in-turmoil.txt", "article.txt"),
        ("letter-to-mrs-bixby.txt", "letter.txt"),
        ("apple-cake.txt", "articles/apple-cake.txt"),
        ("tide-tables.md", "articles/tide-tables.md"),
        ("tide-curve.svg", "articles/tide-curve.svg"),
    ] {
        fs::copy(root().join("input").join(from), desk.path(to)).expect("a copy");
    }
    fs::copy(root().join("themes/book.toml"), desk.path("house.toml")).expect("a copy");
    let binary = Path::new(env!("CARGO_BIN_EXE_offprint"));
    std::os::unix::fs::symlink(binary, desk.path("bin/offprint")).expect("a link");
    let print = example(binary);
    if print.exists() {
        std::os::unix::fs::symlink(print, desk.path("bin/print")).expect("a link");
    }
    desk
}

/// Returns the path to which cargo builds `examples/print.rs`, before the tests run.
fn example(binary: &Path) -> PathBuf {
    binary.with_file_name("examples").join("print")
}

/// Runs an example as a shell does.
fn run(desk: &Desk, line: &str) -> (Option<i32>, String) {
    let path =
        format!("{}:{}", desk.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(desk.folder.path()).env("PATH", path);
    command.env("XDG_CONFIG_HOME", desk.path("nobody")).env_remove("SOURCE_DATE_EPOCH");
    let output = command.stdin(Stdio::null()).output().expect("a shell");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Numbers of the examples of a document, by outcome.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    run: usize,
    not_here: usize,
    by_ci: usize,
    configurations: usize,
    code: usize,
}

fn run_examples(paper: &str) -> Count {
    let desk = reader();
    let mut count = Count::default();
    for block in blocks(paper) {
        let place = format!("{paper}:{}", block.number);
        let is_configuration =
            |line: &String| CONFIGURATION.iter().any(|mark| line.contains(mark));
        match block.language.as_deref() {
            // It says itself that it is no example.
            Some("text") => continue,
            Some("rust") => {
                assert_code(&block, &place);
                count.code += 1;
            }
            None if block.lines.iter().any(is_configuration) => {
                desk.put("example.toml", block.lines.join("\n"));
                let line = "offprint article.txt --config example.toml --show-config";
                let (code, said) = run(&desk, line);
                assert_eq!((code, said.as_str()), (Some(0), ""), "{place}: a configuration");
                count.configurations += 1;
            }
            None => {
                for (number, line) in joined(&block) {
                    run_line(&desk, &line, &format!("{paper}:{number}"), &mut count);
                }
            }
            Some(other) => panic!("{place}: how is a block of `{other}` run?"),
        }
    }
    count
}

fn run_line(desk: &Desk, line: &str, place: &str, count: &mut Count) {
    let remark = line.split_once(" # ").map_or("", |(_, remark)| remark);
    if NOT_HERE.iter().any(|mark| remark.contains(mark)) {
        count.not_here += 1;
        return;
    }
    let own = ["cargo run --release -- ", "cargo run --example print -- "];
    let line = match (line.strip_prefix(own[0]), line.strip_prefix(own[1])) {
        (Some(arguments), _) => format!("offprint {arguments}"),
        (_, Some(_)) if !desk.has("bin/print") => {
            let why = format!("{place}: the example is not built; `cargo test` builds it");
            return skip_without_tool(&why);
        }
        (_, Some(arguments)) => format!("print {arguments}"),
        _ if line.starts_with("cargo ") => {
            let ci = fs::read_to_string(root().join(".ci/run")).expect(".ci/run");
            assert!(ci.contains(line), "{place}: .ci/run does not run `{line}`");
            count.by_ci += 1;
            return;
        }
        _ => line.to_owned(),
    };
    let words: Vec<&str> = line.split(['|', ' ']).collect();
    let runs = words.contains(&"offprint") || words.first() == Some(&"print");
    assert!(runs, "{place}: this is no example of Offprint: {line}");
    let wanted = remark
        .split_once("exit code ")
        .and_then(|(_, code)| code.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
        .unwrap_or(0);
    let (code, said) = run(desk, &line);
    assert_eq!(code, Some(wanted), "{place}: {line}\n{said}");
    count.run += 1;
}

/// Asserts that code of a paper is that of the example that cargo builds.
fn assert_code(block: &Block, place: &str) {
    let example = fs::read_to_string(root().join("examples/print.rs")).expect("the example");
    for line in &block.lines {
        let line = line.trim().trim_end_matches(';').trim_end_matches('?');
        assert!(example.contains(line), "{place}: examples/print.rs does not have `{line}`");
    }
}

#[test]
fn every_example_of_the_readme_runs() {
    let count = run_examples("README.md");
    assert!(count.run >= 30 && count.by_ci >= 3 && count.code == 1, "{count:?}");
}

#[test]
fn every_example_of_the_guide_runs() {
    let count = run_examples("docs/guide.md");
    assert!(count.run >= 45 && count.configurations == 1, "{count:?}");
}

#[test]
fn the_guide_is_set_by_the_program_it_tells_of() {
    let desk = Desk::new();
    let guide = root().join("docs/guide.md");
    let guide = guide.to_str().expect("a path in UTF-8");
    desk.run(&[guide, "--toc", "--strict", "--verify", "-o", "guide.pdf"]).ends(0);
    super::assert_whole(&desk.read("guide.pdf"));
}
