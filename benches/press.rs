//! Benchmarks of the whole press: one page, and a long text.

use offprint::font::Faces;
use offprint::pipeline::{PrintOptions, print};

const ARTICLE: &[u8] = include_bytes!("../input/in-a-world-in-turmoil.txt");

fn main() {
    divan::main();
}

/// The seed article, faces opened anew as a process does.
#[divan::bench]
fn one_article() -> usize {
    let faces = Faces::embedded();
    print(ARTICLE, &PrintOptions::default(), &faces).map_or(0, |print| print.pdf.len())
}

/// So many copies of it in one, on all cores: the time is to grow with the number.
#[divan::bench(args = [30, 60, 120], sample_count = 10)]
fn long_text(copies: usize) -> usize {
    let text = ARTICLE.repeat(copies);
    let faces = Faces::embedded();
    print(&text, &PrintOptions::default(), &faces).map_or(0, |print| print.pdf.len())
}
