//! Golden printouts of the galley and the pages of small articles.
//!
//! They are in `tests/golden/stages`: the output of `offprint --dump STAGE ARTICLE`.
//! `OFFPRINT_BLESS=1` writes them again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use offprint::font::Faces;
use offprint::pipeline::{PrintOptions, Stage, dump};
use offprint::read::Format;
use offprint::style::{Choices, NotePlacement, Style};
use offprint::unit::Length;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// Articles of `input/`: a letter, verse, prose, a recipe with lists, a message to a mailing list.
const PLAIN: [&str; 5] = [
    "letter-to-mrs-bixby",
    "jabberwocky",
    "self-reliance",
    "apple-cake",
    "water-butts-list-post",
];

/// An article and the options with which it is set.
struct GoldenArticle {
    /// Name of its goldens.
    name: &'static str,
    /// Path of the article, from the root of the project.
    path: String,
    options: PrintOptions,
}

/// Returns every article that has goldens. `handout.md` has a table, a picture, footnotes, lists,
/// code and a quotation; it is set at full width, and in two columns where words are hyphenated.
fn golden_articles() -> Vec<GoldenArticle> {
    let plain = |name| GoldenArticle {
        name,
        path: format!("input/{name}.txt"),
        options: PrintOptions::default(),
    };
    let handout = |name, choices: Choices| GoldenArticle {
        name,
        path: "tests/golden/stages/handout.md".to_owned(),
        options: PrintOptions {
            format: Format::Markdown,
            style: Style::resolve(&choices).expect("the choices agree"),
            ..PrintOptions::default()
        },
    };
    let foot = Choices { notes: NotePlacement::Foot, ..Choices::default() };
    let mut articles: Vec<GoldenArticle> = PLAIN.into_iter().map(plain).collect();
    articles.push(handout("handout", foot.clone()));
    articles.push(handout(
        "handout-columns",
        Choices {
            columns: Some(2),
            font_size: Some(Length::from_pt(9.5)),
            paper: Some("a5".parse().expect("a paper size")),
            ..foot
        },
    ));
    articles
}

/// Stages whose printouts are kept.
const STAGES: [(&str, Stage); 2] = [("galley", Stage::Galley), ("pages", Stage::Pages)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/stages")
}

/// Returns every printout with the name of its golden.
fn printouts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for GoldenArticle { name, path, options } in golden_articles() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let article = std::fs::read(path).expect("an article");
        for (ending, stage) in STAGES {
            let made = dump(&article, &options, &FACES, stage, false);
            found.push((format!("{name}.{ending}"), made.expect("it can be set").text));
        }
    }
    found
}

/// Describes the first line in which two printouts differ.
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
        .filter(|name| name != "handout.md")
        .collect();
    let made: BTreeSet<String> = golden_articles()
        .iter()
        .flat_map(|article| STAGES.map(|(ending, _)| format!("{}.{ending}", article.name)))
        .collect();
    assert_eq!(kept, made, "each golden is some stage's, and each stage has its golden");
}
