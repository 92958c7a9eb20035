//! Benchmarks of editing and of the galley.
//!
//! Comes in: an article of this repository, and many of it in one. Goes out: times. Never done here:
//! judging them.

use offprint::article::Article;
use offprint::edit::{EditOptions, edit};
use offprint::font::Faces;
use offprint::galley::Compositor;
use offprint::jobs::Jobs;
use offprint::picture::ArticlePictures;
use offprint::read::{Format, read};
use offprint::style::Style;

const ARTICLE: &[u8] = include_bytes!("../input/in-a-world-in-turmoil.txt");

fn main() {
    divan::main();
}

fn article(copies: usize) -> Article {
    read(&ARTICLE.repeat(copies), Format::Text).0.article
}

/// Quotes, dashes, spaces, and the language found, on one core.
#[divan::bench(args = [1, 100])]
fn editing(bencher: divan::Bencher<'_, '_>, copies: usize) {
    bencher
        .with_inputs(|| article(copies))
        .bench_local_values(|article| edit(article, &EditOptions::default(), &Jobs::new(1)));
}

/// Words shaped and divided, lines broken and set, with so many threads.
fn set(bencher: divan::Bencher<'_, '_>, copies: usize, jobs: Jobs) {
    let (article, _) = edit(article(copies), &EditOptions::default(), &jobs);
    let (faces, style) = (Faces::embedded(), Style::default());
    bencher.bench_local(|| {
        let galley = Compositor::new(&article, &ArticlePictures::default(), &style, &faces)
            .set(&jobs)
            .galley;
        galley.entries.len()
    });
}

#[divan::bench(args = [1, 100])]
fn setting_on_one_core(bencher: divan::Bencher<'_, '_>, copies: usize) {
    set(bencher, copies, Jobs::new(1));
}

#[divan::bench(args = [100])]
fn setting_on_all_cores(bencher: divan::Bencher<'_, '_>, copies: usize) {
    set(bencher, copies, Jobs::new(0));
}
