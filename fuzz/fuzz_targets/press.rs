//! Any bytes through the whole press, held against the PDF.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use offprint::font::Faces;
use offprint::pipeline::{PrintOptions, print, verify};

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

fuzz_target!(|bytes: &[u8]| {
    let order = PrintOptions { jobs: 1, ..PrintOptions::default() };
    let Ok(done) = print(bytes, &order, &FACES) else { return };
    let verdict = verify(&done.pdf, bytes, &order).expect("our own PDF can be read");
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
});
