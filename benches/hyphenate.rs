//! Benchmarks of hyphenation.
//!
//! Comes in: an article of this repository. Goes out: times. Never done here: judging them.

#![allow(clippy::expect_used, reason = "a bench may stop at what must hold")]

use offprint::article::Language;
use offprint::hyphenate::Dictionary;

/// English prose.
const ARTICLE: &str = include_str!("../input/in-a-world-in-turmoil.txt");

fn main() {
    divan::main();
}

fn dictionary(tag: &str) -> &'static Dictionary {
    let language: Language = tag.parse().expect("a language tag");
    Dictionary::for_language(language).expect("a dictionary")
}

/// The first use of a dictionary; one sample, since it is loaded once in a process.
#[divan::bench(args = ["en", "de", "fr", "hu", "nb", "ru"], sample_count = 1, sample_size = 1)]
fn load(tag: &str) -> usize {
    dictionary(tag).minima().0
}

/// Each word of the article.
#[divan::bench]
fn article(bencher: divan::Bencher<'_, '_>) {
    let words: Vec<&str> = ARTICLE.split_whitespace().collect();
    let english = dictionary("en");
    let mut divisions = Vec::new();
    bencher.counter(divan::counter::ItemsCount::new(words.len())).bench_local(|| {
        let mut count = 0;
        for word in &words {
            english.divide_into(word, &mut divisions);
            count += divisions.len();
        }
        count
    });
}
