//! Benchmarks of the choice of pages.

use offprint::article::{Article, Block, BlockKind, Inline};
use offprint::diagnostic::Place;
use offprint::font::Faces;
use offprint::galley::Compositor;
use offprint::jobs::Jobs;
use offprint::paginate::plan_pages;
use offprint::picture::ArticlePictures;
use offprint::style::Style;

const TEXT: &str = include_str!("../input/self-reliance.txt");

fn main() {
    divan::main();
}

/// Paragraphs of so many kilobytes of prose, no two beginning alike.
fn article(kilobytes: usize) -> Article {
    let join = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let paragraphs: Vec<String> =
        TEXT.split("\n\n").map(join).filter(|text| text.len() > 60).collect();
    let mut blocks = Vec::new();
    let mut bytes = 0;
    for (nth, text) in (0..).zip(paragraphs.iter().cycle()) {
        if bytes >= kilobytes << 10 {
            break;
        }
        let text = text.split(' ').skip(nth * 37 % 9).collect::<Vec<_>>().join(" ");
        bytes += text.len();
        let kind = BlockKind::Paragraph(vec![Inline::Text(text)]);
        blocks.push(Block::new(kind, Place::line(1)));
    }
    Article { blocks, ..Article::default() }
}

/// The setting of the lines, on one thread, to compare with.
#[divan::bench(args = [100, 1000], sample_count = 5)]
fn lines(bencher: divan::Bencher<'_, '_>, kilobytes: usize) {
    let (article, style, faces) = (article(kilobytes), Style::default(), Faces::embedded());
    let jobs = Jobs::new(1);
    bencher.bench_local(|| {
        Compositor::new(&article, &ArticlePictures::default(), &style, &faces)
            .set(&jobs)
            .galley
            .entries
            .len()
    });
}

/// The choice of the pages.
#[divan::bench(args = [100, 1000], sample_count = 5)]
fn pages(bencher: divan::Bencher<'_, '_>, kilobytes: usize) {
    let (article, style, faces) = (article(kilobytes), Style::default(), Faces::embedded());
    let galley = Compositor::new(&article, &ArticlePictures::default(), &style, &faces)
        .set(&Jobs::new(1))
        .galley;
    bencher.bench_local(|| plan_pages(&galley, &style, None).map(|plan| plan.regions.len()));
}
