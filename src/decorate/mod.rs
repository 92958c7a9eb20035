//! Decoration: running heads, footers, and the additions of editions.
//!
//! The stage takes pages, the templates of the style and the metadata of the article. It gives the
//! pages with furniture. It must never move a page break or a line of the galley.

mod additions;
mod furniture;

use std::collections::BTreeMap;

use crate::article::{Language, Metadata, plain_text};
use crate::font::Faces;
use crate::galley::{Entry, EntryId, Galley, Line, PassageKind, Role};
use crate::paginate::{Furniture, Page, PlacedFurniture};
use crate::style::{Field, Style};
use crate::unit::Length;

use furniture::{FurnitureSetter, clip_letters};

/// Lowest level of headings that name a section in the running head.
const SECTION_LEVEL: u8 = 2;
/// Greatest part of the measure that one of several parts may take, in hundredths.
const PART_SHARE: i64 = 62;
/// Least distance of two parts, in hundredths of the measure.
const PART_GAP: i64 = 2;

/// The values of the templates' fields.
struct FieldTexts<'f> {
    title: &'f str,
    byline: &'f str,
    date: &'f str,
    site: &'f str,
    source: &'f str,
    section: &'f str,
    page: String,
    pages: &'f str,
}

impl FieldTexts<'_> {
    fn text(&self, field: Field) -> &str {
        match field {
            Field::Title => self.title,
            Field::Byline => self.byline,
            Field::Date => self.date,
            Field::Site => self.site,
            Field::Source => self.source,
            Field::Section => self.section,
            Field::Page => &self.page,
            Field::Pages => self.pages,
        }
    }
}

/// Adds line numbers, a name line, column rules and writing lines, as the edition requires. That may
/// add a page.
pub fn add_edition_furniture(
    pages: &mut Vec<Page>,
    galley: &Galley,
    meta: &Metadata,
    style: &Style,
    faces: &Faces,
) {
    let language = meta.language.unwrap_or_default();
    let mut setter = FurnitureSetter::new(faces, style, language);
    additions::add_answer_lines(pages, galley, style);
    additions::add_column_rules(pages, galley, style);
    additions::add_name_line(pages, style, language, &mut setter);
    additions::add_line_numbers(pages, galley, style, &mut setter);
}

/// Sets the number of a page for the contents, in the type of its text, after a space that parts it
/// from the title.
#[must_use]
pub fn set_page_number(number: u32, style: &Style, faces: &Faces, language: Language) -> Line {
    FurnitureSetter::new(faces, style, language).contents_number(number)
}

/// Adds the page numbers of the contents, a running head to every page but the first, and a footer to
/// every page, in a document whose last page has the number `last_page`.
pub fn add_heads_and_footers<'g>(
    pages: &mut [Page],
    galley: &'g Galley,
    meta: &Metadata,
    style: &Style,
    faces: &Faces,
    last_page: u32,
) {
    let language = meta.language.unwrap_or_default();
    let mut setter = FurnitureSetter::new(faces, style, language);
    // No line shows more of a field than this, and one letter more tells that it is cut. Every page
    // fills its templates: with all of a long field, the time would grow with its square.
    let most = setter.most_letters(style.measure()) + 1;
    let title = plain_text(&meta.title);
    let last_page = last_page.to_string();
    add_contents_numbers(pages, galley, style, &mut setter);
    let mut section = "";
    for (index, page) in pages.iter_mut().enumerate() {
        let mut sections = entries_begun(page, galley).filter(|entry| is_section(entry));
        let first = sections.next();
        let last = sections.last().or(first);
        let title_of = |entry: Option<&'g Entry>| entry.and_then(|it| it.title.as_deref());
        let begins_section =
            page.body.first().is_some_and(|it| is_section(it.entry_in(galley)));
        let here = if section.is_empty() || begins_section {
            title_of(first).unwrap_or("")
        } else {
            section
        };
        let texts = FieldTexts {
            title: clip_letters(&title, most),
            byline: clip_field(meta.byline.as_deref(), most),
            date: clip_field(meta.date.as_deref(), most),
            site: clip_field(meta.site.as_deref(), most),
            source: clip_field(meta.source.as_deref(), most),
            section: clip_letters(here, most),
            page: page.number.to_string(),
            pages: &last_page,
        };
        if index > 0 {
            fill_template(page, Furniture::Head, &texts, &mut setter, style);
        }
        fill_template(page, Furniture::Foot, &texts, &mut setter, style);
        section = title_of(last).unwrap_or(section);
    }
}

/// Adds the page numbers of headings at the right of the lines of the contents.
fn add_contents_numbers(
    pages: &mut [Page],
    galley: &Galley,
    style: &Style,
    setter: &mut FurnitureSetter<'_>,
) {
    let mut numbers: BTreeMap<EntryId, u32> = BTreeMap::new();
    for page in pages.iter() {
        let begun = page.body.iter().filter(|placed| placed.line == 0);
        numbers.extend(begun.map(|placed| (placed.entry, page.number)));
    }
    for page in pages {
        for placed in &page.body {
            let entry = placed.entry_in(galley);
            if entry.role != Role::Contents || placed.line as usize + 1 != entry.lines.len() {
                continue;
            }
            let passage = placed.line_in(galley).passages().next();
            let target = passage.and_then(|it| galley.structure.passage(it)).map(|it| it.kind);
            let Some(PassageKind::Entry(heading)) = target else { continue };
            if let Some(&number) = numbers.get(&heading) {
                let mut line = setter.contents_number(number);
                line.join(entry.node, passage);
                let x = placed.x + style.column() - line.width;
                page.furniture.push(PlacedFurniture::beside(line, x, placed.y));
            }
        }
    }
}

/// Fills the template of the running head or the footer, and places its parts left, centred and right.
/// On a verso left and right are exchanged, so that the folio stays at the outer edge.
fn fill_template(
    page: &mut Page,
    kind: Furniture,
    texts: &FieldTexts<'_>,
    setter: &mut FurnitureSetter<'_>,
    style: &Style,
) {
    let is_head = kind == Furniture::Head;
    let (template, baseline) = if is_head {
        (&style.headline, style.headline_baseline())
    } else {
        (&style.footer, style.footer_baseline())
    };
    let Some(y) = baseline else { return };
    let mut parts = template.fill(|field| texts.text(field));
    if style.is_verso(page.number) {
        parts.reverse();
    }
    let measure = style.measure();
    let count = parts.len();
    let small_capitals = is_head && !style.body.bold_emphasis;
    let width = |part: &str, most| setter.line(part, most, small_capitals).width;
    let widths = part_widths(&parts, measure, width);
    for (index, (part, width)) in parts.iter().zip(widths).enumerate() {
        if part.is_empty() {
            continue;
        }
        let line = setter.line(part, width, small_capitals);
        let rest = measure - line.width;
        let left = style.left(page.number);
        let x = match (index, count) {
            (0, 1) | (1, 3) => left + rest / 2,
            (0, _) => left,
            _ => left + rest,
        };
        page.furniture.push(PlacedFurniture { kind, line, x, y });
    }
}

/// Returns the greatest width of each part. A part in the middle has what those beside it leave, and a
/// third of the measure at least, if it needs that. `width` gives that of a part in at most some width.
fn part_widths(
    parts: &[String],
    measure: Length,
    mut width: impl FnMut(&str, Length) -> Length,
) -> Vec<Length> {
    let share = measure.fraction(PART_SHARE, 100);
    let gap = measure.fraction(PART_GAP, 100);
    // The part at the end has what the one at the start leaves.
    let mut at_end = |first: &str| share.min(measure - width(first, share) - gap);
    match parts {
        [first, _] => vec![share, at_end(first)],
        [first, middle, _] if middle.is_empty() => vec![share, share, at_end(first)],
        [first, middle, last] => {
            let needed = width(middle, measure / 3) + gap * 2;
            let beside = share.min((measure - needed) / 2);
            let taken = width(first, beside).max(width(last, beside));
            vec![beside, share.min(measure - (taken + gap) * 2), beside]
        }
        _ => vec![measure; parts.len()],
    }
}

/// Returns the beginning of a field's value with at most `most` letters; nothing if there is no value.
fn clip_field(value: Option<&str>, most: usize) -> &str {
    value.map_or("", |value| clip_letters(value, most))
}

/// Yields the entries that begin on a page.
fn entries_begun<'g>(page: &Page, galley: &'g Galley) -> impl Iterator<Item = &'g Entry> {
    let first_lines = page.body.iter().filter(|placed| placed.line == 0);
    first_lines.map(|placed| placed.entry_in(galley))
}

/// Returns whether an entry is a heading that names a section in the running head.
fn is_section(entry: &Entry) -> bool {
    matches!(entry.role, Role::Heading(level) if level <= SECTION_LEVEL)
}
