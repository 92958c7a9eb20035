//! Benchmarks of the case of type and the shaper.
//!
//! Comes in: an article of this repository. Goes out: times. Never done here: judging them.

use offprint::article::Language;
use offprint::font::{FaceStyle, Faces, FontRole};
use offprint::shape::{Features, Font, ShapeRequest, Shaper};
use offprint::unit::Length;

/// English prose with names, figures, quotation marks and dashes.
const ARTICLE: &str = include_str!("../input/in-a-world-in-turmoil.txt");

fn main() {
    divan::main();
}

fn request(text: &str) -> ShapeRequest<'_> {
    let features = Features::default();
    let cut = FaceStyle::default();
    let font = Font { role: FontRole::Text, style: cut, size: Length::from_pt(11.0), features };
    ShapeRequest { text, font, language: Language::ENGLISH, rtl: false }
}

/// All embedded faces, as every run begins.
#[divan::bench]
fn embedded() -> Faces {
    Faces::embedded()
}

/// All faces and one word: what a run pays before its second word.
#[divan::bench]
fn embedded_and_the_first_word() -> Length {
    let faces = Faces::embedded();
    Shaper::new(&faces).shape(&request("Offprint")).advance
}

/// Each word of the article by itself; divide by the number of words.
#[divan::bench]
fn article_word_by_word(bencher: divan::Bencher<'_, '_>) {
    let faces = Faces::embedded();
    let words: Vec<&str> = ARTICLE.split_whitespace().collect();
    let mut shaper = Shaper::new(&faces);
    bencher.counter(divan::counter::ItemsCount::new(words.len())).bench_local(|| {
        words.iter().map(|word| shaper.shape(&request(word)).advance).sum::<Length>()
    });
}

/// Each paragraph as one text.
#[divan::bench]
fn article_by_paragraph(bencher: divan::Bencher<'_, '_>) {
    let faces = Faces::embedded();
    let mut shaper = Shaper::new(&faces);
    bencher.counter(divan::counter::BytesCount::of_str(ARTICLE)).bench_local(|| {
        ARTICLE.lines().map(|line| shaper.shape(&request(line)).advance).sum::<Length>()
    });
}

/// A character of one face looked up and measured.
#[divan::bench]
fn glyph_and_advance(bencher: divan::Bencher<'_, '_>) {
    let faces = Faces::embedded();
    let face = faces.face(faces.serve(FontRole::Text, FaceStyle::default()));
    bencher.counter(divan::counter::ItemsCount::new(95_usize)).bench_local(|| {
        (' '..='~').filter_map(|c| face.glyph(c)).map(|g| face.advance(g)).max()
    });
}
