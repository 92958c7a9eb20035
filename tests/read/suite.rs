//! Texts of ten habits, and the outline each must give.
//!
//! A case is two files in `tests/suite/read/HABIT/`: `NAME.txt` as it was found, and
//! `NAME.outline` as [`outline`] prints it. `OFFPRINT_BLESS=1` writes the outlines anew; look at
//! the difference before it is committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use offprint::read::{self, Format};

use super::outline::outline;

/// The least block F1 of a habit that passes.
const LEAST: f64 = 0.97;

#[test]
fn every_text_of_the_suite_gives_its_outline() {
    let bless = std::env::var_os("OFFPRINT_BLESS").is_some();
    let mut faults = Vec::new();
    let mut habits: BTreeMap<String, Tally> = BTreeMap::new();
    for text in cases() {
        let bytes = fs::read(&text).expect("a case can be read");
        let (manuscript, _) = read::read(&bytes, Format::Auto);
        let given = outline(&manuscript.article);
        let golden = text.with_extension("outline");
        if bless {
            fs::write(&golden, &given).expect("an outline can be written");
        }
        let wanted = fs::read_to_string(&golden)
            .unwrap_or_else(|_| panic!("{} has no outline beside it", text.display()));
        let tally = Tally::of(&given, &wanted);
        if given != wanted {
            faults.push(format!(
                "{}: F1 {:.3}\n{}",
                text.display(),
                tally.f1(),
                differences(&given, &wanted)
            ));
        }
        let habit = text.parent().and_then(Path::file_name).unwrap_or_default();
        habits.entry(habit.to_string_lossy().into_owned()).or_default().add(&tally);
    }
    assert_eq!(habits.len(), 10, "the suite has ten habits");
    for (habit, tally) in &habits {
        assert!(
            tally.f1() >= LEAST,
            "{habit} has a block F1 of {:.3}:\n{}",
            tally.f1(),
            faults.join("\n")
        );
    }
    assert!(faults.is_empty(), "outlines differ:\n{}", faults.join("\n"));
}

#[expect(clippy::expect_used, reason = "the suite is part of the repository")]
fn cases() -> Vec<PathBuf> {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/read");
    let mut cases = Vec::new();
    for habit in fs::read_dir(suite).expect("the suite is there") {
        let habit = habit.expect("a habit can be listed").path();
        if habit.is_dir() {
            let files = fs::read_dir(habit).expect("a habit can be opened");
            let files = files.map(|file| file.expect("a case can be listed").path());
            cases.extend(files.filter(|file| file.extension().is_some_and(|end| end == "txt")));
        }
    }
    cases.sort();
    assert!(cases.len() >= 40, "the suite has forty texts, found {}", cases.len());
    cases
}

/// Blocks given, wanted, and found in both.
#[derive(Default)]
struct Tally {
    given: usize,
    wanted: usize,
    both: usize,
}

impl Tally {
    fn of(given: &str, wanted: &str) -> Self {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for line in wanted.lines() {
            *left.entry(line).or_default() += 1;
        }
        let mut both = 0;
        for line in given.lines() {
            if let Some(count) = left.get_mut(line).filter(|count| **count > 0) {
                *count -= 1;
                both += 1;
            }
        }
        Self { given: given.lines().count(), wanted: wanted.lines().count(), both }
    }

    fn add(&mut self, other: &Self) {
        self.given += other.given;
        self.wanted += other.wanted;
        self.both += other.both;
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of blocks are small")]
    fn f1(&self) -> f64 {
        2.0 * self.both as f64 / (self.given + self.wanted).max(1) as f64
    }
}

fn differences(given: &str, wanted: &str) -> String {
    let only = |sign: char, these: &str, those: &str| -> Vec<String> {
        let missing = these.lines().filter(|line| !those.lines().any(|other| other == *line));
        missing.map(|line| format!("  {sign} {line}")).collect()
    };
    let mut all = only('-', wanted, given);
    all.extend(only('+', given, wanted));
    all.join("\n")
}
