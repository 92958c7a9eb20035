//! Beside the text: line numbers, a name, lines to write on.
//!
//! Comes in: pages, their galley, the style. Goes out: the same pages with that furniture, perhaps
//! one page more to write on. Never done here: moving a line of the galley.

use crate::article::Language;
use crate::galley::{Galley, Item, Line, Role};
use crate::paginate::{Column, Furniture, Page, PlacedFurniture, PlacedLine};
use crate::style::Style;
use crate::unit::Length;

use super::furniture::Setter;

/// White between a line's number and the text, in ems of the text.
const NUMBER_GAP: f64 = 0.8;
/// Distance of lines to write on, in millimetres: that of school paper for grown pupils (DIN 16552,
/// ruling 27).
const WRITING_MM: f64 = 9.0;
/// Thickness of such a line, in points.
const RULE_PT: f64 = 0.4;
/// Thickness of a line between columns, in points: thinner than any other, since it is the longest.
const HAIRLINE_PT: f64 = 0.3;
/// From a baseline up to where the ascenders end, in hundredths of the type size.
const ASCENDERS: i64 = 72;
/// From the first baseline of columns up to the line under the title, in hundredths of the leading:
/// the middle of the white of the row between them.
const UNDER_TITLE: i64 = 125;
/// White above the first, in rows of the grid.
const ROWS_ABOVE: i64 = 1;
/// The name's part of the line for a name and a date, in hundredths of the measure; the date takes
/// what is left.
const NAME_SHARE: i64 = 64;

/// What the line for a name and a date says, by language.
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

/// Numbers every so many lines of running text, through all pages, left of its column.
pub(super) fn numbers(
    pages: &mut [Page],
    galley: &Galley,
    style: &Style,
    setter: &mut Setter<'_>,
) {
    let step = style.body.line_numbers;
    if step == 0 {
        return;
    }
    let gap = style.font_size.scale(NUMBER_GAP);
    let mut count = 0_u32;
    for page in pages {
        let mut numbers = Vec::new();
        for placed in page.body.iter().filter(|placed| is_counted(placed, galley)) {
            count += 1;
            if count.is_multiple_of(step) {
                let line = setter.number(count);
                let left = style.column_left(page.number, placed.column);
                let x = (left - gap - line.width).max(Length::ZERO);
                numbers.push(PlacedFurniture { kind: Furniture::Beside, line, x, y: placed.y });
            }
        }
        page.furniture.append(&mut numbers);
    }
}

/// Whether a line counts: it is of running text and has words.
fn is_counted(placed: &PlacedLine, galley: &Galley) -> bool {
    let index = placed.entry as usize;
    let running =
        |role| matches!(role, Role::Paragraph | Role::Verse | Role::Code | Role::Heading(_));
    galley.entries.get(index).is_some_and(|entry| {
        let line = entry.lines.get(placed.line as usize);
        let says = line
            .is_some_and(|line| line.items.iter().any(|item| matches!(item, Item::Text(_))));
        index < galley.body() && running(entry.role) && says
    })
}

/// Puts a line for a name and a date at the head of the first page, which has no running head.
pub(super) fn name_line(
    pages: &mut [Page],
    style: &Style,
    language: Language,
    setter: &mut Setter<'_>,
) {
    let Some(page) = pages.first_mut().filter(|_| style.body.name_line) else { return };
    let Some(y) = style.headline_baseline() else { return };
    let known = WORDS.iter().find(|(tag, ..)| *tag == language.primary());
    let (_, name, date) = known.unwrap_or(&WORDS[0]);
    let measure = style.measure();
    let share = measure.fraction(NAME_SHARE, 100);
    let left = style.left(page.number);
    for (word, from, room) in
        [(name, Length::ZERO, share - style.font_size), (date, share, measure - share)]
    {
        let mut line = setter.line(word, room, false);
        let gap = style.font_size / 3;
        let width = (room - line.width - gap).max(Length::ZERO);
        line.items.push(Item::Kern(gap));
        line.items.push(rule(width, Length::from_pt(-2.0)));
        line.width += gap + width;
        page.furniture.push(PlacedFurniture { kind: Furniture::Head, line, x: left + from, y });
    }
}

/// Puts hairlines between columns that both have text, from the head of the columns to the lowest
/// line of text, and one under the title above them.
pub(super) fn column_rules(pages: &mut [Page], galley: &Galley, style: &Style) {
    if !style.body.column_rules || style.columns < 2 {
        return;
    }
    let thickness = Length::from_pt(HAIRLINE_PT);
    for page in pages {
        let text = || page.body.iter().filter(|placed| (placed.entry as usize) < galley.body());
        let head = text().filter(|placed| placed.column > 0).map(|placed| placed.y).min();
        let foot = text().map(|placed| placed.y).max();
        let (Some(head), Some(foot)) = (head, foot) else { continue };
        let last = text().map(|placed| placed.column).max().unwrap_or(0);
        let titled = text().any(|placed| placed.y < head);
        let mut put = |item: Item, x: Length, y: Length| {
            let line = Line { ink: style.body.ink, ..Line::natural(vec![item]) };
            page.furniture.push(PlacedFurniture { kind: Furniture::Beside, line, x, y });
        };
        // As high as the letters of the first line.
        let height = foot - head + style.font_size.fraction(ASCENDERS, 100);
        for column in 1..=last {
            let middle = style.column_left(page.number, column) - style.gutter() / 2;
            let upright =
                Item::Rule { width: thickness, thickness: height, rise: Length::ZERO };
            put(upright, middle - thickness / 2, foot);
        }
        if titled {
            let width = style.measure();
            let across = Item::Rule { width, thickness, rise: Length::ZERO };
            let above = style.leading.fraction(UNDER_TITLE, 100);
            put(across, style.left(page.number), head - above);
        }
    }
}

fn rule(width: Length, rise: Length) -> Item {
    Item::Rule { width, thickness: Length::from_pt(RULE_PT), rise }
}

/// Rules lines to write on below the article; on one page more where the last has no room for as
/// many as the edition wants.
pub(super) fn answers(pages: &mut Vec<Page>, galley: &Galley, style: &Style) {
    let wanted = i64::from(style.body.answer_lines);
    let Some(last) = pages.last_mut().filter(|_| wanted > 0) else { return };
    let step = Length::from_mm(WRITING_MM);
    let is_note = |placed: &&PlacedLine| placed.entry as usize >= galley.body();
    let top_of_notes = last.body.iter().filter(is_note).map(|placed| placed.y).min();
    // Notes keep a row and their rule between them and what is above.
    let bottom = match top_of_notes {
        Some(top) => top - style.leading * 2,
        None => style.last_baseline(),
    };
    let text = last.body.iter().filter(|placed| !is_note(placed)).map(|placed| placed.y).max();
    let top = match text {
        Some(text) => text + style.leading * ROWS_ABOVE,
        None => style.baseline(0) - style.leading,
    };
    let room = (bottom - top).sp() / step.sp().max(1);
    if style.columns == 1 && room >= wanted.min(4) {
        write_on(last, style, (top, room));
    }
    if style.columns == 1 && room >= wanted {
        return;
    }
    let number = last.number.saturating_add(1);
    let mut page = Page { number, ..Page::default() };
    page.columns.push(Column { rows: style.rows(), cost: 0 });
    let top = style.baseline(0) - step;
    write_on(&mut page, style, (top, (style.last_baseline() - top).sp() / step.sp().max(1)));
    pages.push(page);
}

/// Puts so many lines to write on below a height of a page.
fn write_on(page: &mut Page, style: &Style, (top, count): (Length, i64)) {
    let step = Length::from_mm(WRITING_MM);
    let x = style.left(page.number);
    for nth in 1..=count {
        let line = Line::natural(vec![rule(style.measure(), Length::ZERO)]);
        let y = top + step * nth;
        page.furniture.push(PlacedFurniture { kind: Furniture::Beside, line, x, y });
    }
}
