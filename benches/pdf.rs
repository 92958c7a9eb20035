//! Benchmarks of the PDF room: set pages become bytes.

use offprint::article::{Article, Block, BlockKind, Inline};
use offprint::diagnostic::Place;
use offprint::font::Faces;
use offprint::galley::Compositor;
use offprint::jobs::Jobs;
use offprint::paginate::{place_lines, plan_pages};
use offprint::pdf::{Job, Standard, write};
use offprint::picture::ArticlePictures;
use offprint::style::Style;

const TEXT: &str = include_str!("../input/in-a-world-in-turmoil.txt");

fn main() {
    divan::main();
}

/// Pages of so many copies of the seed article, written on one thread.
#[divan::bench(args = [1, 30])]
fn write_pages(bencher: divan::Bencher<'_, '_>, copies: usize) {
    let text = TEXT.repeat(copies);
    let block = |line: &str| {
        let kind = BlockKind::Paragraph(vec![Inline::Text(line.to_owned())]);
        Block::new(kind, Place::line(1))
    };
    let blocks = text.lines().filter(|line| !line.is_empty()).map(block).collect();
    let article = Article { blocks, ..Article::default() };
    let (style, faces, jobs) = (Style::default(), Faces::embedded(), Jobs::new(1));
    let galley = Compositor::new(&article, &ArticlePictures::default(), &style, &faces)
        .set(&jobs)
        .galley;
    let pages =
        place_lines(&galley, &plan_pages(&galley, &style, None).unwrap_or_default(), &style);
    bencher.bench_local(|| {
        write(&Job {
            pages: &pages,
            galley: &galley,
            faces: &faces,
            paper: style.paper,
            imposition: None,
            meta: &article.meta,
            modified: None,
            jobs: &jobs,
            duplex: false,
            standard: Standard::default(),
            attachment: None,
        })
        .map_or(0, |written| written.0.len())
    });
}
