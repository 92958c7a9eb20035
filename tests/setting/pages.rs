//! Properties of every page, whatever is set on it.

use offprint::galley::{Item, Line, TextOrigin, line_text};
use offprint::style::Style;
use offprint::unit::Length;

use super::articles::Sheets;

/// Greatest protrusion of a glyph at a line's edge out of the measure, and rounding.
const HANG: f64 = 6.0;

/// Asserts that nothing stands outside the measure or below the page's last row, and that every
/// line of the galley stands on one page.
#[track_caller]
pub(super) fn assert_sound(sheets: &Sheets, style: &Style) {
    let mut placed = 0;
    for page in &sheets.pages {
        let furniture = page.furniture.iter().map(|it| (&it.line, it.x, it.y));
        let body = page.body.iter().map(|it| {
            placed += 1;
            let line = it.line_in(&sheets.galley);
            (line, it.x, it.y)
        });
        for (line, x, y) in body.chain(furniture) {
            let left = style.left(page.number);
            let (from, to) = (x + line.x, x + line.x + line.width);
            let shown = line_text(line);
            assert!((left - from).pt() < HANG, "{shown} begins {} left", (left - from).pt());
            let over = (to - left - style.measure()).pt();
            assert!(over < HANG, "{shown} sticks out by {over}");
            let below = (y + depth_below(line) - style.last_baseline()).pt();
            assert!(below < style.leading.pt() / 2.0, "{shown} stands {below} below the page");
            let above = (style.margin.top - (y - height(line))).pt();
            assert!(above < 1.0, "{shown} stands {above} above the page");
        }
    }
    let lines: usize = sheets.galley.entries.iter().map(|entry| entry.lines.len()).sum();
    assert_eq!(placed, lines, "every line stands on one page");
}

/// Height of the pictures and rules of a line above its baseline.
fn height(line: &Line) -> Length {
    let of = |item: &Item| match item {
        Item::Picture { height, .. } => *height,
        Item::Rule { thickness, rise, .. } => *rise + *thickness,
        _ => Length::ZERO,
    };
    line.items.iter().map(of).max().unwrap_or_default()
}

/// Returns the depth of its rules below its baseline.
fn depth_below(line: &Line) -> Length {
    let of = |item: &Item| match item {
        Item::Rule { rise, .. } => -*rise,
        _ => Length::ZERO,
    };
    line.items.iter().map(of).max().unwrap_or_default()
}

/// The article's own words on all pages, in reading order, hyphens that were added taken out.
pub(super) fn words(sheets: &Sheets) -> String {
    let mut words = String::new();
    for entry in &sheets.galley.entries {
        for line in &entry.lines {
            for item in &line.items {
                match item {
                    Item::Text(text) if text.origin == TextOrigin::Article => {
                        words.push_str(&text.shaped.text);
                    }
                    Item::Text(text) if text.origin == TextOrigin::Hyphenated => {
                        words.push_str(text.shaped.text.trim_end_matches(['-', '\u{2010}']));
                    }
                    _ => {}
                }
            }
        }
    }
    words.retain(|c| !c.is_whitespace());
    words
}

/// Returns the lines that are repeated at the head of a page, without their brackets.
pub(super) fn repeated(sheets: &Sheets, page: usize) -> String {
    let lines = sheets.pages[page].furniture.iter().map(|it| line_text(&it.line));
    lines.collect::<Vec<_>>().join(" ").replace(['[', ']'], "")
}
