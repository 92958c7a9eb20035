//! Benchmarks of `clean`.

use divan::Bencher;
use offprint::article::{Article, Block, BlockKind, Inline};
use offprint::clean::{CleanOptions, clean};
use offprint::diagnostic::Place;
use offprint::read::Manuscript;

const PROSE: &str = "The flood came down the valley on the second night of the fair, and it \
                     took the lower bridge and the mill with it. When the water fell the people \
                     went out with carts, and what they found they brought to the church.";

fn main() {
    // The phrases a short article meets are compiled before anything is measured.
    std::hint::black_box(clean(article(1), &CleanOptions::default()));
    divan::main();
}

/// An article of `times` ten paragraphs, with the residue of one page of the web.
fn article(times: usize) -> Manuscript {
    let bar = ["Share this:", "Facebook", "Twitter", "Print Friendly, PDF & Email"];
    let prose = std::iter::repeat_n(PROSE, times * 10);
    let block = |text: &str| {
        let text = vec![Inline::Text(text.to_owned())];
        Block::new(BlockKind::Paragraph(text), Place::line(1))
    };
    let blocks = prose.chain(bar).map(block).collect();
    Manuscript { article: Article { blocks, ..Article::default() }, ..Manuscript::default() }
}

/// Cleaning ten, a hundred, a thousand paragraphs.
#[divan::bench(args = [1, 10, 100])]
fn tens_of_paragraphs(bencher: Bencher<'_, '_>, times: usize) {
    // A page in a manuscript belongs to one thread.
    bencher
        .with_inputs(|| article(times))
        .bench_values(|manuscript| clean(manuscript, &CleanOptions::default()));
}
