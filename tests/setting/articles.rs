//! Articles made for the tests of setting, and their pages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use offprint::article::{Align, Article, Block, BlockKind, Cell, Inline, Picture, Row, Table};
use offprint::diagnostic::Place;
use offprint::font::Faces;
use offprint::galley::{Compositor, Galley};
use offprint::jobs::Jobs;
use offprint::paginate::{self, Page};
use offprint::picture::{
    ArticlePictures, Fetcher, PictureOptions, PictureSize, PictureSources,
};
use offprint::style::Style;

pub(super) static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// A galley and its pages.
pub(super) struct Sheets {
    pub(super) galley: Galley,
    pub(super) pages: Vec<Page>,
}

/// Sets an article whose files are `files`.
pub(super) fn set(article: &Article, files: &[(&str, Vec<u8>)], style: &Style) -> Sheets {
    let embedded: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    let fetcher = Fetcher::default();
    let sources = PictureSources { embedded: &embedded, fetcher: &fetcher };
    let frame = PictureSize { width: style.measure(), height: style.depth() };
    let options = PictureOptions { grey: style.grey, frame };
    let jobs = Jobs::new(1);
    let album = ArticlePictures::gather(article, sources, &options, &FACES, &jobs);
    let set = Compositor::new(article, &album, style, &FACES).set(&jobs);
    let plan = paginate::plan_pages(&set.galley, style, None).expect("pages");
    let galley = set.settle(&paginate::chosen_alternatives(&plan), &Jobs::new(1));
    let pages = paginate::place_lines(&galley, &plan, style);
    Sheets { galley, pages }
}

pub(super) fn article(kinds: Vec<BlockKind>) -> Article {
    let blocks = kinds.into_iter().map(|kind| Block::new(kind, Place::line(1))).collect();
    Article { blocks, ..Article::default() }
}

pub(super) fn paragraph(text: &str) -> BlockKind {
    BlockKind::Paragraph(vec![Inline::Text(text.to_owned())])
}

pub(super) fn picture(source: &str, alt: Option<&str>) -> BlockKind {
    BlockKind::Picture(Box::new(Picture {
        source: source.to_owned(),
        alt: alt.map(str::to_owned),
        ..Picture::default()
    }))
}

/// A table as text has it: rows by lines, cells by `|`, the first row its head. A cell of `<` is
/// covered by the one to its left, one of `^` by the one above.
pub(super) fn table(text: &str) -> Table {
    let lines: Vec<Vec<&str>> =
        text.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    let covers = |row: usize, column: usize, sign: &str, step: (usize, usize)| {
        (1_u16..)
            .take_while(|&far| {
                let far = usize::from(far);
                let at = lines.get(row + far * step.0);
                at.and_then(|line| line.get(column + far * step.1))
                    .is_some_and(|it| *it == sign)
            })
            .count()
    };
    let rows = lines.iter().enumerate().map(|(row, line)| {
        let cells = line.iter().enumerate().filter(|(_, text)| !["<", "^"].contains(text));
        let cell = |(column, text): (usize, &&str)| Cell {
            header: row == 0,
            colspan: 1 + u16::try_from(covers(row, column, "<", (0, 1))).expect("few columns"),
            rowspan: 1 + u16::try_from(covers(row, column, "^", (1, 0))).expect("few rows"),
            blocks: vec![Block::new(paragraph(text), Place::line(1))],
            ..Cell::default()
        };
        Row { cells: cells.map(cell).collect() }
    });
    Table { head: 1, rows: rows.collect(), ..Table::default() }
}

/// A table whose columns are aligned so.
pub(super) fn aligned(text: &str, columns: Vec<Option<Align>>) -> Table {
    Table { columns, ..table(text) }
}
