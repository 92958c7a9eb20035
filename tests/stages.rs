//! What each stage made of small articles, as it was when somebody looked and found it good.
//!
//! The printouts are in `tests/golden/stages`; `OFFPRINT_BLESS=1` writes them anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use lopdf::Document;
use offprint::font::Faces;
use offprint::pipeline::{Order, Stage, dump, print};

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// Articles of `input/`: a letter, verse, prose, and one with all that Markdown has.
const ARTICLES: [&str; 4] =
    ["letter-to-mrs-bixby.txt", "jabberwocky.txt", "self-reliance.txt", "tide-tables.md"];

/// The stages that print themselves, and the article whose PDF is kept besides: a small one.
const STAGES: [(&str, Stage); 2] = [("galley", Stage::Galley), ("pages", Stage::Pages)];
const AS_PDF: &str = "letter-to-mrs-bixby.txt";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/stages")
}

fn article(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(name);
    std::fs::read(path).expect("an article of input/")
}

/// Every printout by the name of its golden.
fn printouts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in ARTICLES {
        let stem = name.split('.').next().unwrap_or(name);
        for (ending, stage) in STAGES {
            let made = dump(&article(name), &Order::default(), &FACES, stage, false);
            let text = made.expect("it can be set").text;
            found.push((format!("{stem}.{ending}"), text));
        }
        if name == AS_PDF {
            let made = print(&article(name), &Order::default(), &FACES).expect("it can be set");
            found.push((format!("{stem}.pdf.txt"), readable(&made.pdf)));
        }
    }
    found
}

/// The contents of a PDF's pages, and the kinds of object that it has, without what is compressed
/// in a manner that another version may do otherwise.
fn readable(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("our PDF is one");
    let mut text = String::new();
    for (number, page) in document.get_pages() {
        let content = document.get_page_content(page);
        let _ = writeln!(text, "page {number}\n{}", String::from_utf8_lossy(&content));
    }
    let mut kinds: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| {
            let dict = object.as_dict().or_else(|_| object.as_stream().map(|it| &it.dict));
            let kind = dict.ok()?.get(b"Type").ok()?.as_name().ok()?;
            Some(String::from_utf8_lossy(kind).into_owned())
        })
        .collect();
    kinds.sort();
    for kind in kinds.chunk_by(|one, next| one == next) {
        let _ = writeln!(text, "{} {}", kind.len(), kind[0]);
    }
    text
}

#[test]
fn every_stage_prints_as_in_its_golden() {
    let bless = std::env::var_os("OFFPRINT_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, got) in printouts() {
        let path = folder().join(&name);
        if bless {
            std::fs::create_dir_all(folder()).expect("a folder can be made");
            std::fs::write(&path, &got).expect("a golden can be written");
        }
        let wanted = std::fs::read_to_string(&path).unwrap_or_default();
        let differs = got.lines().zip(wanted.lines()).position(|(got, wanted)| got != wanted);
        if got != wanted {
            let line = differs.map_or(got.lines().count().min(wanted.lines().count()), |it| it);
            wrong.push(format!(
                "{name}, line {}:\n  is    {:?}\n  was   {:?}",
                line + 1,
                got.lines().nth(line),
                wanted.lines().nth(line)
            ));
        }
    }
    let wrong = wrong.join("\n");
    assert!(wrong.is_empty(), "look, and if it is better: OFFPRINT_BLESS=1\n{wrong}");
}

#[test]
fn no_golden_of_a_stage_is_dead() {
    let kept: BTreeSet<String> = std::fs::read_dir(folder())
        .expect("the goldens are there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let made: BTreeSet<String> = printouts().into_iter().map(|(name, _)| name).collect();
    assert_eq!(kept, made, "each golden is some stage's, and each stage has its golden");
}
