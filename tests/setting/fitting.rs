//! Nothing is printed over anything, or beside its page.
//!
//! Each case is a small article and a style; what must hold of all of them is [`assert_apart`].

use offprint::article::{Article, Inline};
use offprint::clean;
use offprint::edit::{self, EditOptions};
use offprint::galley::{Item, Line, Role, line_text};
use offprint::jobs::Jobs;
use offprint::read::{self, Format};
use offprint::style::{Choices, Edition, Style};
use offprint::unit::{Length, Sides};

use super::articles::{Sheets, set};
use super::pages::words;

/// Greatest protrusion of a glyph at a line's edge out of its column, and rounding.
const HANG: f64 = 6.0;

/// The article of a text, as it is when it is set.
pub(super) fn edited(text: &str, format: Format) -> Article {
    let (manuscript, _) = read::read(text.as_bytes(), format);
    let cleaned = clean::clean(manuscript, &clean::CleanOptions::default());
    edit::edit(cleaned.article, &EditOptions::default(), &Jobs::new(1)).0
}

/// A style of so many columns on paper of this name, where they fit.
fn style_of(paper: &str, columns: u32, edition: Edition, size: Option<f64>) -> Option<Style> {
    let paper = paper.parse().expect("a paper");
    let of_edition = edition.choices(paper);
    let choices = Choices {
        paper: Some(paper),
        columns: Some(columns),
        font_size: size.map(Length::from_pt).or(of_edition.font_size),
        ..of_edition
    };
    Style::resolve(&choices).ok()
}

fn style(paper: &str, columns: u32, edition: Edition, size: Option<f64>) -> Style {
    style_of(paper, columns, edition, size).expect("it fits")
}

/// The styles that leave least room, and the default.
fn styles() -> Vec<(&'static str, Style)> {
    vec![
        ("default", Style::default()),
        ("two columns", style("a4", 2, Edition::Standard, Some(10.0))),
        ("large print", style("a4", 1, Edition::LargePrint, None)),
        ("large print, three columns", style("a4", 3, Edition::LargePrint, None)),
        ("A6", style("a6", 1, Edition::Standard, None)),
    ]
}

/// A line where it stands: its left and right edge, its baseline, the size of its type.
struct Standing {
    text: String,
    from: f64,
    to: f64,
    y: f64,
    size: f64,
}

fn size_of(line: &Line) -> f64 {
    let sizes = line.items.iter().filter_map(|item| match item {
        Item::Text(text) => text.shaped.runs.iter().map(|run| run.size.pt()).reduce(f64::max),
        _ => None,
    });
    sizes.fold(0.0, f64::max)
}

/// Asserts that no line of text stands on another, sticks out of its column, or stands below the
/// last row of its page.
#[track_caller]
fn assert_apart(sheets: &Sheets, style: &Style, case: &str) {
    for page in &sheets.pages {
        let mut standing = Vec::new();
        for placed in &page.body {
            let entry = placed.entry_in(&sheets.galley);
            let line = &entry.lines[placed.line as usize];
            let size = size_of(line);
            if size == 0.0 {
                continue;
            }
            let text = line_text(line);
            let (x, y) = (placed.x.pt(), placed.y.pt());
            let is_title = matches!(entry.role, Role::Title | Role::TitleLine);
            let measure = if is_title { style.measure() } else { style.column() };
            let (from, to) = (x + line.x.pt(), x + (line.x + line.width).pt());
            assert!(to < x + measure.pt() + HANG, "{case}: {text:?} is too long");
            let lowest = style.last_baseline().pt() + 1.0;
            assert!(y < lowest, "{case}: {text:?} stands below its page");
            standing.push(Standing { text, from, to, y, size });
        }
        for (nth, one) in standing.iter().enumerate() {
            for other in &standing[nth + 1..] {
                let across = one.to.min(other.to) - one.from.max(other.from);
                let near = (one.y - other.y).abs() < 0.5 * one.size.min(other.size);
                let (a, b) = (&one.text, &other.text);
                assert!(across < 2.5 || !near, "{case}: {a:?} stands on {b:?}");
            }
        }
    }
}

/// Sets an article in every style, and asserts that its lines stand apart and no word is lost.
#[track_caller]
fn set_everywhere(text: &str, format: Format) {
    let article = edited(text, format);
    let mut all: Vec<String> = Vec::new();
    for (name, style) in styles() {
        let sheets = set(&article, &[], &style);
        assert_apart(&sheets, &style, &format!("{name}: {text}"));
        let mut letters: Vec<char> = words(&sheets).chars().collect();
        letters.sort_unstable();
        all.push(letters.into_iter().collect());
    }
    assert!(all.iter().all(|words| *words == all[0]), "no word is lost: {text}");
}

const TABLES: [&str; 7] = [
    "| Crop | Sown | Cut | Sold |\n|--|:-:|:-:|:-:|\n| rye | May | | |\n| oats | | | |\n| peas | | | June |\n\
     | flax | May | July | |\n\nAfter it.",
    "|   | Open in |   |\n|:-:|:--|:--|\n| a | winter | from the first week |\n| b | summer | |\n",
    "| Word | Meaning |\n|--|--|\n| weir | |\n| lock | |\n| sluice | |\n\nText.\n\n| Word | Meaning |\n|--|--|\n\
     | | a dam |\n| | a gate |\n",
    "Before.\n\n| | |\n|--|--|\n| | |\n| | |\n\nAfter the empty ones.",
    "Called.[^1]\n\n[^1]: In a note:\n\n    | A | B |\n    |--|--|\n    | one | |\n    | | |\n    | three | x |\n\n\
     More.",
    "| Head | |\n|--|--|\n| ![](missing.png) | |\n| two | ![](missing.png) |\n| three | |\n\nEnd.",
    "- In a list:\n\n  | A | B |\n  |--|--|\n  | one | |\n  | two | |\n\n> | A | B |\n> |--|--|\n> | one | |\n> | \
     two | |\n\nEnd.",
];

#[test]
fn a_row_whose_last_cell_is_empty_has_its_height() {
    for table in TABLES {
        set_everywhere(&format!("# Rows\n\nText before.\n\n{table}"), Format::Markdown);
    }
}

#[test]
fn a_row_of_html_whose_last_cell_is_empty_has_its_height() {
    let rows = [
        "<tr><th>Word</th><th>Meaning</th></tr><tr><td>dyke</td><td></td></tr>\
         <tr><td>mole</td><td>&nbsp;</td></tr><tr><td>pier</td><td></td></tr>",
        "<tr><td rowspan=2>both</td><td>one</td></tr><tr><td></td></tr>\
         <tr><td>x</td><td>y</td></tr>",
        "<tr><td>one</td><td rowspan=2></td></tr><tr><td>two</td></tr><tr><td>x</td><td>y</td></tr>",
        "<tr><td>one</td><td>two</td></tr><tr><td colspan=2></td></tr><tr></tr>\
         <tr><td>x</td><td>y</td></tr><tr><td>z</td><td></td></tr>",
    ];
    for rows in rows {
        let page = format!(
            "<!doctype html><html lang=en><title>Rows</title><body><article><h1>Rows</h1><p>The rows \
             of this table are not all full, and some of them say hardly anything at all.</p>\
             <table>{rows}</table><p>What stands below the table begins on a row of its own, and goes \
             on for a while.</p></article></body></html>"
        );
        set_everywhere(&page, Format::Html);
    }
}

#[test]
fn an_empty_last_row_keeps_the_white_below_its_table() {
    let text = "| A | B |\n|--|--|\n| one | two |\n| | |\n\nAfter.";
    let sheets = set(&edited(text, Format::Markdown), &[], &Style::default());
    let rows = |word: &str| {
        let body = &sheets.pages[0].body;
        let found = body.iter().find(|placed| {
            let entry = placed.entry_in(&sheets.galley);
            line_text(&entry.lines[placed.line as usize]).contains(word)
        });
        found.expect(word).y
    };
    let leading = Style::default().leading;
    assert_eq!(rows("After") - rows("one"), leading * 3, "the empty row, and a blank one");
}

#[test]
fn ties_give_way_before_a_line_is_too_long() {
    let name = "Prof. Dr. K. L. M. Achterhuis-Lindquister";
    let written = name.replace(' ', "\u{A0}");
    let thin =
        "K.\u{202F}L.\u{202F}M.\u{202F}N.\u{202F}O.\u{202F}P.\u{202F}Q.\u{202F}Rosenthaler";
    for name in [name, &written, thin, "Mrs. A. B. C. D. E. Bridgekeeperson"] {
        for frame in [
            format!("Present were {name}, and on 14 November 2021 at 12 km nobody else."),
            format!("{name} was there."),
            format!("> Signed by {name}"),
            format!("- Item: {name}\n- {name}"),
            format!("# Of {name}\n\nText.\n\n## {name}\n\nText."),
            format!("Called.[^1]\n\n[^1]: By {name}, it is said."),
            format!("| Who | What |\n|--|--|\n| {name} | {name} |\n"),
            format!("*Present were* **{name}** and others."),
        ] {
            set_everywhere(&format!("Text before.\n\n{frame}\n"), Format::Markdown);
        }
    }
}

/// The lines of a paragraph in a column of so many points.
fn lines_in(text: &str, column: f64) -> Vec<String> {
    let base = Style::default();
    let side = (base.paper.width - Length::from_pt(column)) / 2;
    let margin = Sides { left: side, right: side, ..base.margin };
    let style = Style { margin, ..base };
    let sheets = set(&edited(text, Format::Markdown), &[], &style);
    let lines = sheets.galley.entries.iter().flat_map(|entry| &entry.lines);
    lines.map(|line| line_text(line).trim_end_matches('/').trim().to_owned()).collect()
}

#[test]
fn ties_of_the_source_give_way_last() {
    // The tie behind the title is ours, that between the names is the author's. Neither name can
    // be hyphenated.
    let name = "Dr. Strength\u{A0}Thoughts";
    assert_eq!(lines_in(name, 140.0), ["Dr. Strength Thoughts"]);
    assert_eq!(lines_in(name, 98.0), ["Dr.", "Strength Thoughts"]);
    assert_eq!(lines_in(name, 70.0), ["Dr. Strength", "Thoughts"]);
    // Without the author's tie, the line is filled as any other.
    assert_eq!(lines_in("Dr. Strength Thoughts", 98.0), ["Dr. Strength", "Thoughts"]);
}

#[test]
fn what_has_no_tie_is_divided_between_characters() {
    for text in [
        "An **over**_whelm_`ing`**ly**_long_**word**_that_**has**_no_**place**_to_**di**_vide_",
        "<b>Donau</b><i>dampf</i><b>schiff</b><i>fahrts</i><b>gesell</b><i>schafts</i><b>kapitaen</b>",
    ] {
        set_everywhere(&format!("Text.\n\n{text}\n\n# {text}\n\n> {text}\n"), Format::Markdown);
    }
}

#[test]
fn a_title_block_deeper_than_a_page_goes_on_on_the_next() {
    let title = "An account of the lamps of the northern harbours and of those who kept them";
    let text = format!(
        "---\ntitle: {title}\nsubtitle: {title}, told again at greater length\nauthor: Ada Quay\n\
         date: 14 March 2024\nsource: https://example.org/lamps/of-the-north\n---\n\n{}\n\n## Head\n\n{}",
        "A lamp is lit at dusk and put out at dawn, and somebody sees to it. ".repeat(9),
        "In winter it burns for sixteen hours. ".repeat(5),
    );
    let article = edited(&text, Format::Markdown);
    for paper in ["180x100mm", "160x80mm", "200x120mm", "140x75mm", "a6"] {
        for columns in [2, 3] {
            for edition in [Edition::Standard, Edition::Proof, Edition::LargePrint] {
                let Some(style) = style_of(paper, columns, edition, None) else { continue };
                let sheets = set(&article, &[], &style);
                let case = format!("{paper}, {columns} columns, {edition:?}");
                assert_apart(&sheets, &style, &case);
                let lines: usize = sheets.galley.entries.iter().map(|it| it.lines.len()).sum();
                let placed: usize = sheets.pages.iter().map(|page| page.body.len()).sum();
                assert_eq!(placed, lines, "{case}: every line stands on one page");
            }
        }
    }
}

#[test]
fn a_title_alone_is_printed_above_columns() {
    let mut article = Article::default();
    article.meta.title = vec![Inline::Text("Nothing but a headline".to_owned())];
    let sheets = set(&article, &[], &style("a4", 2, Edition::Standard, None));
    assert_eq!(sheets.pages.len(), 1);
    assert_eq!(sheets.pages[0].body.len(), 1);
}
