//! Benchmarks of `linebreak`: 87 real paragraphs, one endless.
//!
//! Comes in: the recorded Libertinus paragraphs, 240 pt wide. Goes out: times by TeX's rules, by
//! fine rules, with variants, and of textwrap's optimal fit in the same run. Run with
//! `cargo bench --bench linebreak`; a sample is the whole set of 87 paragraphs (9799 items).

#![expect(clippy::expect_used, reason = "the recorded paragraphs are well formed")]

use divan::Bencher;
use offprint::linebreak::{BreakItem, Breaker, LineMeasures, Rules, TexParameters, first_fit};
use textwrap::core::Fragment;

#[path = "../tests/oracle/paragraph.rs"]
#[expect(dead_code, reason = "the bench needs no answers")]
mod paragraph;

fn main() {
    divan::main();
}

fn libertinus() -> Vec<paragraph::Paragraph> {
    let text = include_str!("../tests/oracle/libertinus-paragraphs.json");
    paragraph::read(text).expect("the recorded paragraphs are well formed")
}

fn set_all(bencher: Bencher<'_, '_>, rules: &Rules) {
    let paragraphs = libertinus();
    let mut breaker = Breaker::new();
    bencher.bench_local(|| {
        for paragraph in &paragraphs {
            divan::black_box(breaker.break_lines(&paragraph.items, &paragraph.measures, rules));
        }
    });
}

#[divan::bench]
fn tex_mode_87_paragraphs(bencher: Bencher<'_, '_>) {
    set_all(bencher, &Rules::tex(&TexParameters { tolerance: 500, ..Default::default() }));
}

#[divan::bench]
fn fine_mode_87_paragraphs(bencher: Bencher<'_, '_>) {
    set_all(bencher, &Rules::fine(20));
}

#[divan::bench]
fn fine_mode_with_variants_87_paragraphs(bencher: Bencher<'_, '_>) {
    let (paragraphs, rules) = (libertinus(), Rules::fine(20));
    let mut breaker = Breaker::new();
    bencher.bench_local(|| {
        for paragraph in &paragraphs {
            let items = &paragraph.items;
            divan::black_box(breaker.alternatives(
                items,
                &paragraph.measures,
                &rules,
                &[-1, 0, 1],
            ));
        }
    });
}

#[divan::bench]
fn first_fit_87_paragraphs(bencher: Bencher<'_, '_>) {
    let (paragraphs, rules) = (libertinus(), Rules::fine(20));
    bencher.bench_local(|| {
        for paragraph in &paragraphs {
            divan::black_box(first_fit(&paragraph.items, &paragraph.measures, &rules));
        }
    });
}

/// Unit that textwrap breaks: a box, the space after it, the hyphen if it is divided there.
#[derive(Debug, Default)]
struct Piece {
    width: f64,
    white: f64,
    hyphen: f64,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.width
    }
    fn whitespace_width(&self) -> f64 {
        self.white
    }
    fn penalty_width(&self) -> f64 {
        self.hyphen
    }
}

#[divan::bench]
fn textwrap_optimal_fit_87_paragraphs(bencher: Bencher<'_, '_>) {
    let all: Vec<(Vec<Piece>, f64)> = libertinus()
        .iter()
        .map(|paragraph| (pieces(&paragraph.items), paragraph.measures.lines[0] as f64))
        .collect();
    let penalties = textwrap::wrap_algorithms::Penalties::default();
    bencher.bench_local(|| {
        for (pieces, width) in &all {
            let lines =
                textwrap::wrap_algorithms::wrap_optimal_fit(pieces, &[*width], &penalties);
            let _ = divan::black_box(lines);
        }
    });
}

fn pieces(items: &[BreakItem]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for item in items {
        match *item {
            BreakItem::Box { width, .. } => {
                pieces.push(Piece { width: width as f64, ..Piece::default() });
            }
            BreakItem::Glue { width, .. } => {
                if let Some(piece) = pieces.last_mut() {
                    piece.white = width as f64;
                }
            }
            BreakItem::Discretionary { pre, .. } => {
                if let Some(piece) = pieces.last_mut() {
                    piece.hyphen = pre as f64;
                }
            }
            _ => {}
        }
    }
    pieces
}

/// The paragraphs run together until they have so many items: time must grow in proportion.
#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 3, sample_size = 1)]
fn fine_mode_one_paragraph_of_items(bencher: Bencher<'_, '_>, count: usize) {
    let space = BreakItem::Glue { width: 163_840, stretch: 81_920, order: 0, shrink: 54_613 };
    let text: Vec<BreakItem> =
        libertinus().into_iter().flat_map(|p| [p.items, vec![space]]).flatten().collect();
    let items: Vec<BreakItem> = text.iter().cycle().take(count).copied().collect();
    let mut breaker = Breaker::new();
    let (measures, rules) = (LineMeasures::uniform(240 << 16), Rules::fine(20));
    bencher.bench_local(|| breaker.break_lines(&items, &measures, &rules));
}

/// Hostile: so many words of no width, every break as good as the next.
#[divan::bench(args = [10_000, 100_000], sample_count = 1, sample_size = 1)]
fn fine_mode_words_without_width(bencher: Bencher<'_, '_>, count: usize) {
    let word = BreakItem::Box { width: 60 << 16, elastic: 0, left: 0, right: 0, word: 1 };
    let none = BreakItem::Box { width: 0, elastic: 0, left: 0, right: 0, word: 1 };
    let space = BreakItem::Glue { width: 3 << 16, stretch: 2 << 16, order: 0, shrink: 1 << 16 };
    let mut items = vec![word, space, word, space, word, space];
    items.extend([none, BreakItem::Penalty { penalty: 0 }].iter().cycle().take(count).copied());
    items.extend([space, word, space, word, space, word]);
    let mut breaker = Breaker::new();
    let (measures, rules) = (LineMeasures::uniform(200 << 16), Rules::fine(20));
    bencher.bench_local(|| breaker.break_lines(&items, &measures, &rules));
}
