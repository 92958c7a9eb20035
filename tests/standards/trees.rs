//! Structure trees of articles with each construct, as printouts.
//!
//! The articles and the trees are in `tests/golden/trees`. `OFFPRINT_BLESS=1` writes the trees anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use offprint::pipeline::{PrintOptions, VolumeArticle, bind, verify};
use offprint::read::Format;
use offprint::style::{Choices, Style};

use super::printed::tree_of;
use super::{FACES, house_faults, set};

/// An article of `tests/golden/trees`, and what is ordered.
type Case = (&'static str, fn(&mut Choices));

const CASES: [Case; 12] = [
    ("code.md", |_| ()),
    ("contents.md", |choices| choices.toc = true),
    ("contents-imposed.md", |choices| (choices.toc, choices.duplex) = (true, true)),
    ("figures.html", |_| ()),
    ("headings.md", |_| ()),
    ("languages.md", |_| ()),
    ("linked-pictures.html", |_| ()),
    ("lists.md", |_| ()),
    ("notes.md", |_| ()),
    ("notes-german.md", |_| ()),
    ("quotations.md", |_| ()),
    ("tables.html", |_| ()),
];

/// The volume, whose articles are parted by this line.
const VOLUME: &str = "volume.md";
const PARTED: &str = "\n=====\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/trees")
}

/// Returns a difference between a tree and its golden.
fn difference(name: &str, got: &str) -> Option<String> {
    let golden = folder().join(Path::new(name).with_extension("txt"));
    if std::env::var_os("OFFPRINT_BLESS").is_some() {
        fs::write(&golden, got).expect("a golden can be written");
    }
    let wanted = fs::read_to_string(&golden).unwrap_or_default();
    let differing = got.lines().zip(wanted.lines()).find(|(got, wanted)| got != wanted);
    (got != wanted).then(|| format!("{name}: {differing:?}"))
}

#[test]
fn every_tree_prints_as_in_its_golden() {
    let mut wrong = Vec::new();
    for (name, choose) in CASES {
        let bytes = fs::read(folder().join(name)).expect("an article of its golden");
        let mut choices = Choices::default();
        choose(&mut choices);
        let style = Style::resolve(&choices).expect("it fits");
        let format = if name.ends_with("html") { Format::Html } else { Format::Markdown };
        let order = PrintOptions { style, format, ..PrintOptions::default() };
        let pdf = set(&bytes, &order).expect("it can be set").pdf;
        assert_eq!(house_faults(&pdf), [""; 0], "{name}");
        assert_eq!(verify(&pdf, &bytes, &order).expect("it can be read").faults, [], "{name}");
        wrong.extend(difference(name, &tree_of(&pdf)));
    }
    assert!(wrong.is_empty(), "look, and if it is better: OFFPRINT_BLESS=1\n{wrong:#?}");
}

#[test]
fn the_tree_of_a_volume_prints_as_in_its_golden() {
    let text = fs::read_to_string(folder().join(VOLUME)).expect("the articles");
    let options = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
    let articles: Vec<_> = text
        .split(PARTED)
        .map(|text| VolumeArticle { bytes: text.as_bytes(), options: &options })
        .collect();
    let volume = bind(&articles, &options, &FACES, true).expect("it can be bound");
    assert_eq!(house_faults(&volume.document.pdf), [""; 0]);
    assert_eq!(volume.verdict.expect("it was verified").faults, []);
    let wrong = difference(VOLUME, &tree_of(&volume.document.pdf));
    assert_eq!(wrong, None, "look, and if it is better: OFFPRINT_BLESS=1");
}

#[test]
fn no_golden_of_a_tree_is_dead() {
    let entries = fs::read_dir(folder()).expect("it is there");
    let names = entries.map(|it| it.expect("an entry").file_name());
    let kept: BTreeSet<_> = names.map(|it| it.to_string_lossy().into_owned()).collect();
    let articles = CASES.into_iter().map(|(name, _)| name).chain([VOLUME]);
    let files = articles.flat_map(|name| {
        let tree = Path::new(name).with_extension("txt");
        [name.to_owned(), tree.to_string_lossy().into_owned()]
    });
    assert_eq!(kept, files.collect::<BTreeSet<_>>());
}

/// Returns whether an element, by its line in a tree, may be empty.
fn may_be_empty(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('"') || line.starts_with("annotation") || line.starts_with("TD")
}

#[test]
fn no_element_is_empty() {
    for article in [
        "# Of Lists\n\nWords.\n\n-\n- one\n- - two\n\n1. > quoted\n2. ```\n   code\n   ```\n",
        "# Of Notes\n\nWords[^1].\n\n[^1]: > quoted\n",
        "# Of Labels\n\n- | A | B |\n  |---|---|\n  | 1 | 2 |\n",
        "<p></p><h2></h2># Of Nothing\n\n<figure><figcaption>alone</figcaption></figure>\n\nWords.\n",
    ] {
        let order = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
        let tree = tree_of(&set(article.as_bytes(), &order).expect("it can be set").pdf);
        let lines: Vec<&str> = tree.lines().collect();
        let depth = |line: &str| line.len() - line.trim_start().len();
        for (nth, line) in lines.iter().enumerate() {
            let holds = lines.get(nth + 1).is_some_and(|next| depth(next) > depth(line));
            assert!(holds || may_be_empty(line), "`{line}` is empty in\n{tree}");
        }
    }
}
