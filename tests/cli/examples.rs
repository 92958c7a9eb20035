//! Every example of the README and the guide is run.
//!
//! An example is a line of an indented block that begins with `offprint`. A remark behind it marks
//! what this test cannot run (`wants a printer`, `wants a server`, `wants the network`,
//! `until stopped`) or how it ends (`exit code 4`). They run one after another on copies of
//! `input/`, so that one may use what another made.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Desk;

/// What a remark may say of an example that is not run.
const NOT_HERE: [&str; 4] =
    ["wants a printer", "wants a server", "wants the network", "until stopped"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The examples of a paper, each with its line.
fn examples(paper: &str) -> Vec<(usize, String)> {
    let text = fs::read_to_string(root().join(paper)).expect("the paper");
    let lines = text.lines().enumerate();
    let examples = lines.filter_map(|(number, line)| {
        let line = line.strip_prefix("    ")?;
        line.split(['|', ' ']).any(|word| word == "offprint").then(|| (number + 1, line.into()))
    });
    examples.filter(|(_, line): &(usize, String)| !line.contains("cargo ")).collect()
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
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_offprint"), desk.path("bin/offprint"))
        .expect("a link");
    desk
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

fn run_examples(paper: &str) -> usize {
    let desk = reader();
    let mut ran = 0;
    for (number, line) in examples(paper) {
        let remark = line.split_once(" # ").map_or("", |(_, remark)| remark);
        if NOT_HERE.iter().any(|mark| remark.contains(mark)) {
            continue;
        }
        let wanted = remark
            .split_once("exit code ")
            .and_then(|(_, code)| {
                code.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
            })
            .unwrap_or(0);
        let (code, said) = run(&desk, &line);
        assert_eq!(code, Some(wanted), "{paper}:{number}: {line}\n{said}");
        ran += 1;
    }
    ran
}

#[test]
fn every_example_of_the_readme_runs() {
    assert!(run_examples("README.md") >= 10, "the README has examples");
}

#[test]
fn every_example_of_the_guide_runs() {
    assert!(run_examples("docs/guide.md") >= 20, "the guide has examples");
}

#[test]
fn the_guide_is_set_by_the_program_it_tells_of() {
    let desk = Desk::new();
    let guide = root().join("docs/guide.md");
    let guide = guide.to_str().expect("a path in UTF-8");
    desk.run(&[guide, "--toc", "--verify", "-o", "guide.pdf"]).ends(0);
    super::assert_whole(&desk.read("guide.pdf"));
}
