//! What each stage made of small articles that were found good.
//!
//! The printouts are in `tests/golden/stages`: what `offprint --dump STAGE input/ARTICLE` prints.
//! `OFFPRINT_BLESS=1` writes them anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use offprint::font::Faces;
use offprint::pipeline::{PrintOptions, Stage, dump};

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// Articles of `input/`: a letter, verse, prose, a recipe with lists, a message to a mailing list.
const ARTICLES: [&str; 5] = [
    "letter-to-mrs-bixby",
    "jabberwocky",
    "self-reliance",
    "apple-cake",
    "water-butts-list-post",
];

/// The stages that set.
const STAGES: [(&str, Stage); 2] = [("galley", Stage::Galley), ("pages", Stage::Pages)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/stages")
}

/// Every printout by the name of its golden.
fn printouts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in ARTICLES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("input/{name}.txt"));
        let article = std::fs::read(path).expect("an article of input/");
        for (ending, stage) in STAGES {
            let made = dump(&article, &PrintOptions::default(), &FACES, stage, false);
            found.push((format!("{name}.{ending}"), made.expect("it can be set").text));
        }
    }
    found
}

/// The first line in which two printouts differ.
fn difference(got: &str, wanted: &str) -> String {
    let lines = got.lines().zip(wanted.lines());
    let same = lines.take_while(|(got, wanted)| got == wanted).count();
    let (got, wanted) = (got.lines().nth(same), wanted.lines().nth(same));
    format!("line {}\n  is   {got:?}\n  was  {wanted:?}", same + 1)
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
        if got != wanted {
            wrong.push(format!("{name}, {}", difference(&got, &wanted)));
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
    let made: BTreeSet<String> = ARTICLES
        .iter()
        .flat_map(|name| STAGES.map(|(ending, _)| format!("{name}.{ending}")))
        .collect();
    assert_eq!(kept, made, "each golden is some stage's, and each stage has its golden");
}
