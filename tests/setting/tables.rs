//! Tables: nothing lost or cut, heads repeated.

use std::fmt::Write;

use offprint::article::{Align, BlockKind, Table, walk};
use offprint::galley::{Item, Role, line_text};
use offprint::style::{Choices, Style};
use offprint::unit::Length;
use proptest::prelude::*;

use super::articles::{Sheets, aligned, article, paragraph, set, table};
use super::pages::{assert_sound, repeated, words};

const WORDS: &str = "The harbour office keeps a ledger in which every vessel is entered by name, \
                     tonnage and draught, together with the berth that it was given.";

/// The first `count` words of a text that goes round.
fn some(count: usize, from: usize) -> String {
    WORDS.split(' ').cycle().skip(from).take(count).collect::<Vec<_>>().join(" ")
}

/// Sets a table between two paragraphs, and asserts what holds of every table.
#[track_caller]
fn set_table(table: &Table, style: &Style) -> Sheets {
    let article =
        article(vec![paragraph(WORDS), BlockKind::Table(table.clone()), paragraph(WORDS)]);
    let sheets = set(&article, &[], style);
    assert_sound(&sheets, style);
    let (found, expected) = (words(&sheets), walk::words(&article).concat());
    if is_sliced(&sheets) {
        // The cells of a row that goes on over pages stand in turns.
        assert_eq!(letters(&found), letters(&expected), "no word is lost");
    } else {
        assert_eq!(found, expected, "no word is lost or moved");
    }
    sheets
}

/// Returns whether a row of the table is deeper than a page.
fn is_sliced(sheets: &Sheets) -> bool {
    let cells = sheets.galley.entries.iter().filter(|entry| entry.role == Role::Cell);
    let places: Vec<_> = cells.map(|entry| (entry.rows, entry.keep.with_next)).collect();
    places.windows(2).any(|pair| pair == [(1, false), (0, true)])
        && sheets.galley.diagnostics.iter().all(|it| it.code != "table-as-cards")
}

/// The characters of a text in order of their codes.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

#[test]
fn a_small_table_stands_on_the_grid_between_rules() {
    let style = Style::default();
    let sheets = set_table(&table("Ship|Tons\nAlma|120\nBoreas|96"), &style);
    let cells: Vec<_> =
        sheets.galley.entries.iter().filter(|entry| entry.role == Role::Cell).collect();
    assert_eq!(cells.len(), 6, "a cell is an entry");
    let rules = cells.iter().flat_map(|entry| &entry.lines).flat_map(|line| &line.items);
    let rules = rules.filter(|item| matches!(item, Item::Rule { .. })).count();
    assert_eq!(rules, 3, "above, under the head, below; none between short rows");
    assert_eq!(cells.iter().map(|cell| cell.rows).sum::<u32>(), 3, "a row each");
}

#[test]
fn numbers_stand_under_each_other_and_told_alignment_wins() {
    let right_edges = |table: &Table, column: usize| {
        let sheets = set_table(table, &Style::default());
        let cells = sheets.galley.entries.iter().filter(|entry| entry.role == Role::Cell);
        let cells: Vec<_> = cells.collect();
        let lines = cells.chunks(2).skip(1).map(|row| &row[column].lines[0]);
        let edges: Vec<i64> = lines.map(|line| (line.x + line.width).sp() >> 8).collect();
        edges
    };
    let text = "Ship|Tons\nAlma|1,120\nBoreas|96\nCirce|\u{2014}";
    let edges = right_edges(&table(text), 1);
    assert!(edges.windows(2).all(|pair| pair[0] == pair[1]), "flush right: {edges:?}");
    let left = aligned(text, vec![None, Some(Align::Left)]);
    let edges = right_edges(&left, 1);
    assert!(edges.windows(2).any(|pair| pair[0] != pair[1]), "flush left as told: {edges:?}");
}

#[test]
fn the_head_is_repeated_on_every_page_and_marked_as_ours() {
    let mut text = "Number|What was entered".to_owned();
    for row in 1..120 {
        write!(text, "\n{row}|{}", some(3 + row % 17, row)).expect("a string takes all");
    }
    let sheets = set_table(&table(&text), &Style::default());
    assert!(sheets.pages.len() > 2, "there are pages to repeat it on");
    let begins_in_table = |page: &offprint::paginate::Page| {
        let first = page.body.first().expect("no page is empty");
        first.entry_in(&sheets.galley).role == Role::Cell
    };
    for (number, page) in sheets.pages.iter().enumerate().skip(1) {
        let head = repeated(&sheets, number);
        let wanted = begins_in_table(page);
        assert_eq!(head.contains("What was entered"), wanted, "page {number}: {head}");
    }
}

#[test]
fn a_row_deeper_than_a_page_goes_on_over_the_pages() {
    let text = format!("Key|Value\none|{}\ntwo|{}", some(1500, 0), some(8, 3));
    let sheets = set_table(&table(&text), &Style::default());
    assert!(sheets.pages.len() >= 3);
}

#[test]
fn cells_that_cover_others_keep_their_place() {
    let text = "Port|Ships|<|<\nHull|Alma|Boreas|Circe\n^|1|2|3\nGoole|all of them|<|none";
    let sheets = set_table(&table(text), &Style::default());
    let lines = sheets.galley.entries.iter().flat_map(|entry| &entry.lines);
    let at = |word: &str| lines.clone().find(|line| line_text(line) == word).expect(word).x;
    assert!((at("Boreas") - at("2")).pt().abs() < 40.0, "under its column");
    assert!(at("Boreas") > at("all of them"), "a wide cell begins at its first column");
}

#[test]
fn a_table_too_wide_for_the_measure_becomes_cards() {
    let head: Vec<String> = (0..14).map(|column| format!("Measurement{column}")).collect();
    let row: Vec<String> = (0..14).map(|column| format!("extraordinarily{column}")).collect();
    let text = format!("{}\n{}\n{}", head.join("|"), row.join("|"), row.join("|"));
    let sheets = set_table(&table(&text), &Style::default());
    let told: Vec<_> = sheets.galley.diagnostics.iter().map(|it| it.code).collect();
    assert!(told.contains(&"table-as-cards"), "{told:?}");
}

#[test]
fn a_long_cell_of_a_card_keeps_two_lines_together_at_either_end() {
    let head: Vec<String> = (0..9).map(|column| format!("Measurement{column}")).collect();
    let row: Vec<String> = (0..8).map(|column| format!("extraordinarily{column}")).collect();
    let text = format!("{}\n{}|{}", head.join("|"), row.join("|"), some(100, 0));
    let sheets = set_table(&table(&text), &Style::default());
    let cells = sheets.galley.entries.iter().filter(|entry| entry.role == Role::Cell);
    let long: Vec<bool> = cells.map(|entry| entry.keep.with_next).skip(17).collect();
    assert_eq!(long, [true, false, false, false, false, false, true, false]);
}

#[test]
fn a_word_that_is_divided_in_a_cell_has_a_hyphen() {
    let choices = Choices {
        paper: Some("60x90mm".parse().expect("a paper")),
        font_size: Some(Length::from_pt(9.0)),
        ..Choices::default()
    };
    let style = Style::resolve(&choices).expect("it fits");
    let text =
        "Subject|Remarks|Others\nincomprehensibilities|characteristically|representatives";
    let sheets = set_table(&table(text), &style);
    let cells = sheets.galley.entries.iter().filter(|entry| entry.role == Role::Cell);
    let items = cells.flat_map(|cell| &cell.lines).flat_map(|line| &line.items);
    let texts: Vec<&str> = items
        .filter_map(|item| match item {
            Item::Text(text) => Some(&*text.shaped.text),
            _ => None,
        })
        .collect();
    assert!(texts.iter().any(|text| text.ends_with(['-', '\u{2010}'])), "{texts:?}");
}

#[test]
fn narrow_paper_takes_any_table() {
    let choices = Choices {
        paper: Some("60x90mm".parse().expect("a paper")),
        font_size: Some(Length::from_pt(9.0)),
        ..Choices::default()
    };
    let style = Style::resolve(&choices).expect("it fits");
    set_table(&table("Incomprehensibilities|Tons\nAlma|1,120\nBoreas|96"), &style);
}

prop_compose! {
    fn any_table()(
        columns in 1_usize..7,
        head in 0_usize..3,
        lengths in prop::collection::vec(prop::collection::vec(0_usize..40, 7), 1..12),
        spans in prop::collection::vec((1_u16..4, 1_u16..4), 84),
    ) -> Table {
        let lines: Vec<String> = lengths
            .iter()
            .map(|row| {
                let cell = |(at, words): (usize, &usize)| some(*words, at * 5);
                row.iter().take(columns).enumerate().map(cell).collect::<Vec<_>>().join("|")
            })
            .collect();
        let mut table = table(&lines.join("\n"));
        table.head = head.min(table.rows.len());
        let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
        for (cell, (columns, rows)) in cells.zip(spans) {
            (cell.colspan, cell.rowspan) = (columns, rows);
        }
        table
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_table_is_set_whole(table in any_table(), small in any::<bool>()) {
        let paper = small.then(|| "a6".parse().expect("a paper"));
        let style = Style::resolve(&Choices { paper, ..Choices::default() }).expect("it fits");
        set_table(&table, &style);
    }
}
