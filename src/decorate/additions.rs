//! Additions of editions: line numbers, a name line, column rules, writing lines.

use crate::article::Language;
use crate::galley::{Galley, Item, Line, Role, THIN_RULE};
use crate::paginate::{Column, Furniture, Page, PlacedFurniture, PlacedLine};
use crate::style::Style;
use crate::unit::Length;

use super::furniture::FurnitureSetter;

/// Space between a line's number and the text, in ems of the text.
const NUMBER_GAP: f64 = 0.8;
/// Distance of writing lines, in millimetres: that of school paper for older pupils (DIN 16552,
/// ruling 27).
const WRITING_LINE_MM: f64 = 9.0;
/// Distance of a writing line for a name or a date below the baseline, in points.
const NAME_RULE_DROP_PT: f64 = 2.0;
/// Fewest writing lines that are worth adding below the text.
const LEAST_WRITING_LINES: i64 = 4;
/// Thickness of a column rule, in points: thinner than any other, since it is the longest.
const COLUMN_RULE_PT: f64 = 0.3;
/// Height of ascenders above the baseline, in hundredths of the type size.
const ASCENDERS: i64 = 72;
/// Distance from the first baseline of columns up to the rule under the title, in hundredths of the
/// leading: the middle of the blank row between them.
const BELOW_TITLE: i64 = 125;
/// Blank rows of the grid above the first writing line.
const ROWS_ABOVE: i64 = 1;
/// Part of the line for a name and a date that the name takes, in hundredths of the measure.
const NAME_SHARE: i64 = 64;

/// The words of the line for a name and a date, by language.
const WORDS: [(&str, &str, &str); 12] = [
    ("en", "Name", "Date"),
    ("cs", "Jméno", "Datum"),
    ("da", "Navn", "Dato"),
    ("de", "Name", "Datum"),
    ("es", "Nombre", "Fecha"),
    ("fr", "Nom", "Date"),
    ("it", "Nome", "Data"),
    ("nl", "Naam", "Datum"),
    ("no", "Navn", "Dato"),
    ("pl", "Imię i nazwisko", "Data"),
    ("pt", "Nome", "Data"),
    ("sv", "Namn", "Datum"),
];

/// Numbers every so many lines of running text, through all pages, to the left of the column.
pub(super) fn add_line_numbers(
    pages: &mut [Page],
    galley: &Galley,
    style: &Style,
    setter: &mut FurnitureSetter<'_>,
) {
    let step = style.body.line_numbers;
    if step == 0 {
        return;
    }
    let gap = style.font_size.scale(NUMBER_GAP);
    let mut count = 0_u32;
    for page in pages {
        for placed in page.body.iter().filter(|placed| is_counted(placed, galley)) {
            count += 1;
            if count.is_multiple_of(step) {
                let line = setter.line_number(count);
                let left = style.column_left(page.number, placed.column);
                let x = (left - gap - line.width).max(Length::ZERO);
                page.furniture.push(PlacedFurniture::beside(line, x, placed.y));
            }
        }
    }
}

/// Returns whether a line counts: it is of running text and has words.
fn is_counted(placed: &PlacedLine, galley: &Galley) -> bool {
    let is_text = matches!(
        placed.entry_in(galley).role,
        Role::Paragraph | Role::Verse | Role::Code | Role::Heading(_)
    );
    let mut items = placed.line_in(galley).items.iter();
    is_text && is_body(placed, galley) && items.any(|item| matches!(item, Item::Text(_)))
}

/// Returns whether a line is of the text and not of a footnote.
fn is_body(placed: &PlacedLine, galley: &Galley) -> bool {
    placed.entry.index() < galley.body_len()
}

/// Adds a line for a name and a date to the top of the first page, which has no running head.
pub(super) fn add_name_line(
    pages: &mut [Page],
    style: &Style,
    language: Language,
    setter: &mut FurnitureSetter<'_>,
) {
    let Some(page) = pages.first_mut().filter(|_| style.body.name_line) else { return };
    let Some(y) = style.headline_baseline() else { return };
    let known = WORDS.iter().find(|(tag, ..)| *tag == language.primary());
    let (_, name, date) = known.unwrap_or(&WORDS[0]);
    let measure = style.measure();
    let share = measure.fraction(NAME_SHARE, 100);
    let left = style.left(page.number);
    for (word, from, width) in
        [(name, Length::ZERO, share - style.font_size), (date, share, measure - share)]
    {
        let mut line = setter.line(word, width, false);
        let gap = style.font_size / 3;
        let rest = (width - line.width - gap).max(Length::ZERO);
        line.items.push(Item::Kern(gap));
        line.items.push(writing_rule(rest, Length::from_pt(-NAME_RULE_DROP_PT)));
        line.width += gap + rest;
        page.furniture.push(PlacedFurniture { kind: Furniture::Head, line, x: left + from, y });
    }
}

/// Adds hairlines between columns that both have text, from the top of the columns to the lowest line
/// of text, and one under the title above them.
pub(super) fn add_column_rules(pages: &mut [Page], galley: &Galley, style: &Style) {
    if !style.body.column_rules || style.columns < 2 {
        return;
    }
    let thickness = Length::from_pt(COLUMN_RULE_PT);
    let rule = |width: Length, thickness: Length| {
        let item = Item::Rule { width, thickness, rise: Length::ZERO };
        Line { ink: style.body.ink, ..Line::natural(vec![item]) }
    };
    for page in pages {
        let text = || page.body.iter().filter(|placed| is_body(placed, galley));
        let top = text().filter(|placed| placed.column > 0).map(|placed| placed.y).min();
        let foot = text().map(|placed| placed.y).max();
        let last = text().map(|placed| placed.column).max();
        let (Some(top), Some(foot), Some(last)) = (top, foot, last) else { continue };
        let has_title = text().any(|placed| placed.y < top);
        // As high as the letters of the first line.
        let height = foot - top + style.font_size.fraction(ASCENDERS, 100);
        for column in 1..=last {
            let middle = style.column_left(page.number, column) - style.gutter() / 2;
            let (line, x) = (rule(thickness, height), middle - thickness / 2);
            page.furniture.push(PlacedFurniture::beside(line, x, foot));
        }
        if has_title {
            let y = top - style.leading.fraction(BELOW_TITLE, 100);
            let (line, x) = (rule(style.measure(), thickness), style.left(page.number));
            page.furniture.push(PlacedFurniture::beside(line, x, y));
        }
    }
}

fn writing_rule(width: Length, rise: Length) -> Item {
    Item::Rule { width, thickness: THIN_RULE, rise }
}

/// Adds writing lines below the article; on one page more if the last has no space for as many as the
/// edition requires.
pub(super) fn add_answer_lines(pages: &mut Vec<Page>, galley: &Galley, style: &Style) {
    let wanted = i64::from(style.body.answer_lines);
    let Some(last) = pages.last_mut().filter(|_| wanted > 0) else { return };
    let step = Length::from_mm(WRITING_LINE_MM);
    let lines_in = |depth: Length| depth.sp() / step.sp();
    let y_of = |body: bool| {
        let lines = last.body.iter().filter(move |placed| is_body(placed, galley) == body);
        lines.map(|placed| placed.y)
    };
    // Notes keep a row and their rule between them and what is above.
    let bottom = match y_of(false).min() {
        Some(top_of_notes) => top_of_notes - style.leading * 2,
        None => style.last_baseline(),
    };
    let top = match y_of(true).max() {
        Some(text) => text + style.leading * ROWS_ABOVE,
        None => style.baseline(0) - style.leading,
    };
    let count = lines_in(bottom - top);
    if style.columns == 1 && count >= wanted.min(LEAST_WRITING_LINES) {
        add_writing_lines(last, style, top, count);
    }
    if style.columns == 1 && count >= wanted {
        return;
    }
    let mut page = Page { number: last.number.saturating_add(1), ..Page::default() };
    page.columns.push(Column { rows: style.rows(), cost: 0 });
    let top = style.baseline(0) - step;
    add_writing_lines(&mut page, style, top, lines_in(style.last_baseline() - top));
    pages.push(page);
}

/// Adds `count` writing lines below a height of a page.
fn add_writing_lines(page: &mut Page, style: &Style, top: Length, count: i64) {
    let step = Length::from_mm(WRITING_LINE_MM);
    let x = style.left(page.number);
    for nth in 1..=count {
        let line = Line::natural(vec![writing_rule(style.measure(), Length::ZERO)]);
        page.furniture.push(PlacedFurniture::beside(line, x, top + step * nth));
    }
}
