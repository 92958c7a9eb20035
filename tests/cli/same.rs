//! The same bytes wherever and whenever an article is set.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Desk;

const LOCALES: [&str; 3] = ["C", "de_DE.UTF-8", "tr_TR.UTF-8"];
const TIME_ZONES: [&str; 2] = ["UTC", "Asia/Kathmandu"];
const THREADS: [&str; 3] = ["1", "2", "8"];

/// Returns the number of attempts at each; `OFFPRINT_RUNS` raises it.
fn runs() -> usize {
    std::env::var("OFFPRINT_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(1)
}

fn articles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let entries = std::fs::read_dir(folder).expect("input/ is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "txt" || end == "md"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 7, "the seed article and six others");
    paths
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn an_article_is_the_same_file_in_every_place_and_company() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let articles = articles();
    for _ in 0..runs() {
        for locale in LOCALES {
            for zone in TIME_ZONES {
                for threads in THREADS {
                    let desk = Desk::new();
                    let set = |inputs: &[PathBuf], folder: &str| {
                        let mut command =
                            desk.command(&["--jobs", threads, "--out-dir", folder]);
                        command.env("LC_ALL", locale).env("LANG", locale).env("TZ", zone);
                        let output = command.args(inputs).output().expect("the binary runs");
                        assert!(output.status.success(), "{output:?}");
                    };
                    set(&articles, "batch");
                    for article in &articles {
                        set(std::slice::from_ref(article), "alone");
                    }
                    for folder in ["batch", "alone"] {
                        for name in super::names_in(&desk.path(folder)) {
                            let bytes = desk.read(&format!("{folder}/{name}"));
                            seen.entry(name).or_default().insert(digest(&bytes));
                        }
                    }
                }
            }
        }
    }
    assert_eq!(seen.len(), articles.len(), "one file to an article: {:?}", seen.keys());
    for (name, digests) in seen {
        assert_eq!(digests.len(), 1, "{name} differs: {digests:?}");
    }
}
