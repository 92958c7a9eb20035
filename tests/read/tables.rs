//! Tables of pages: their header cells, and those that only arrange blocks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use offprint::article::{Block, BlockKind, Scope, Table, plain_text, walk};
use offprint::read::embedded::EmbeddedFiles;
use offprint::read::html::{self, HtmlTree, PageNodes, WebPage};
use offprint::read::{self, Format};

/// The tables and paragraphs of blocks, a line for each row and each paragraph.
fn shown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Table(table) => out.push_str(&shown_table(table)),
            _ => out.push_str(&format!("{}\n", text(std::slice::from_ref(block)))),
        }
    }
    out
}

fn shown_table(table: &Table) -> String {
    let mut out = String::new();
    for (at, row) in table.rows.iter().enumerate() {
        for cell in &row.cells {
            let stated = cell.header || at < table.head;
            let mark = match (cell.scope, stated) {
                (Some(Scope::Column), true) => "c:",
                (Some(Scope::Column), false) => "C:",
                (Some(Scope::Row), true) => "r:",
                (Some(Scope::Row), false) => "R:",
                (None, false) => "",
                (None, true) => "a header that heads nothing:",
            };
            out.push_str(&format!("| {mark}{} ", text(&cell.blocks)));
        }
        out.push_str("|\n");
    }
    out
}

fn text(blocks: &[Block]) -> String {
    let lines: Vec<String> =
        walk::blocks(blocks).flat_map(walk::lines).map(plain_text).collect();
    lines.join(" ")
}

#[test]
fn tables_have_the_headers_that_they_show_and_what_arranges_is_none() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/tables.txt");
    let suite = fs::read_to_string(path).expect("the suite is there");
    let (mut cases, mut faults) = (0, String::new());
    for case in suite.split("\n--- ").skip(1) {
        let (name, case) = case.split_once('\n').expect("a name");
        let (page, wanted) = case.split_once("\n=\n").expect("a page and its article");
        let (tree, _) = html::parse(page);
        let page = WebPage { tree, ..WebPage::default() };
        let heads = BTreeMap::new();
        let nodes = PageNodes { roots: &[HtmlTree::ROOT], gone: &[], heads: &heads };
        let body = page.body(nodes, &mut EmbeddedFiles::new());
        let made = shown(&body.blocks);
        cases += 1;
        if made.trim() != wanted.trim() {
            faults += &format!("{name}\n{made}\n");
        }
    }
    assert!(cases > 25, "only {cases} cases were found");
    assert!(faults.is_empty(), "tables that became something else:\n{faults}");
}

#[test]
fn tables_of_markdown_have_the_header_row_that_it_writes() {
    let text = "| Port | Ships |\n|---|---:|\n| Riga | 120 |\n";
    let (manuscript, _) = read::read(text.as_bytes(), Format::Markdown);
    assert_eq!(shown(&manuscript.article.blocks), "| c:Port | c:Ships |\n| Riga | 120 |\n");
}

#[test]
fn the_caption_of_a_table_of_pictures_is_theirs() {
    let read = |cells: &str| {
        let text = format!(
            "# Towers\n\nWords before it.\n\n<table><caption>The old tower.</caption>\
             <caption>It fell.</caption><tr>{cells}</tr></table>\n"
        );
        read::read(text.as_bytes(), Format::Markdown).0.article.blocks
    };
    let one = "<td><img src=a.png alt=A></td>";
    for pictures in [one.to_owned(), format!("{one}{one}"), format!("{one}<td></td>")] {
        let blocks = read(&pictures);
        let [_, Block { kind: BlockKind::Figure { content, caption }, .. }] = &blocks[..]
        else {
            panic!("a figure: {blocks:?}")
        };
        assert!(content.iter().all(|it| matches!(it.kind, BlockKind::Picture(_))));
        assert_eq!(plain_text(caption), "The old tower. It fell.");
    }
    let blocks =
        read(&format!("{one}<td>It stood here for a long time, as all remember.</td>"));
    let is_figure = |block: &Block| matches!(block.kind, BlockKind::Figure { .. });
    assert!(!blocks.iter().any(is_figure), "words are not captioned: {blocks:?}");
    assert!(shown(&blocks).contains("The old tower. It fell."), "{blocks:?}");
}
