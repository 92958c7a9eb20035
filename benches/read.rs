//! Benchmarks of `read`: a megabyte of each usual habit.

use divan::counter::BytesCount;
use offprint::read::{self, Format};

/// Size of each text. Unit: bytes.
const SIZE: usize = 1_000_000;

fn main() {
    divan::main();
}

/// A text of about [`SIZE`] bytes made of one of the suite's over and over.
fn text(habit: &str) -> String {
    let path = format!("{}/tests/suite/read/{habit}.txt", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap_or_default();
    let one = String::from_utf8_lossy(&bytes).into_owned() + "\n\n";
    one.repeat(SIZE / one.len().max(1) + 1)
}

#[divan::bench(args = [
    "blank-lines/alice",
    "hard-wrapped/declaration",
    "first-line-indent/a-modest-proposal",
    "sections/mpl-2.0",
    "verse/the-tyger",
])]
fn one_megabyte(bencher: divan::Bencher<'_, '_>, habit: &str) {
    let text = text(habit);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| read::read(divan::black_box(text.as_bytes()), Format::Text));
}
