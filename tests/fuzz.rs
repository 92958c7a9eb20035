//! The fuzz targets, on the inputs of `fuzz/corpus`.

#![allow(clippy::print_stderr, reason = "a test that fails names the input")]

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

use targets::{TARGETS, Target};

/// Returns the inputs of a target, in the order of their names.
fn inputs(target: &Target) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target.name);
    let entries = fs::read_dir(&folder).expect("each target has a folder of inputs");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be listed").path()).collect();
    files.sort();
    files
}

#[test]
fn every_input_of_the_corpora_keeps_the_promises() {
    for target in &TARGETS {
        let files = inputs(target);
        assert!(files.len() >= 8, "{}: the corpus has {} inputs", target.name, files.len());
        for file in files {
            eprintln!("{}", file.display());
            let bytes = fs::read(&file).expect("it can be read");
            (target.run)(&bytes);
            // Cut short, it is another input.
            (target.run)(&bytes[..bytes.len() / 2]);
        }
    }
}
