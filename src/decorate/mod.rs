//! Decoration: pages get their running head and their footer.
//!
//! Comes in: pages, the templates of the style, what is known of the article. Goes out: the same
//! pages with furniture. Never done here: moving a page break or a line of the galley.

mod beside;
mod furniture;

use crate::article::{Language, Metadata, plain_text};
use crate::font::Faces;
use crate::galley::{Galley, Line, Role};
use crate::paginate::{Furniture, Page, PlacedFurniture};
use crate::style::{Field, Style};
use crate::unit::Length;

use furniture::{Setter, clip};

/// Headings of this level and above name a section in the running head.
const SECTION_LEVEL: u8 = 2;
/// The most of the measure that one of several parts may take, in hundredths.
const PART_SHARE: i64 = 62;

/// What the fields of the templates hold, page aside.
struct Facts {
    title: String,
    byline: String,
    date: String,
    site: String,
    source: String,
    pages: String,
}

/// Gives every page its running head (the first has none), its footer, and what its edition puts
/// beside the text; that may be a page more to write on.
pub fn decorate(
    pages: &mut Vec<Page>,
    galley: &Galley,
    meta: &Metadata,
    style: &Style,
    faces: &Faces,
) {
    beside(pages, galley, meta, style, faces);
    let last = pages.last().map_or(0, |page| page.number);
    furnish(pages, galley, meta, style, (faces, last));
}

/// What the edition puts beside the text; that may be a page more to write on.
pub fn beside(
    pages: &mut Vec<Page>,
    galley: &Galley,
    meta: &Metadata,
    style: &Style,
    faces: &Faces,
) {
    let language = meta.language.unwrap_or_default();
    let mut setter = Setter::new(faces, style, language);
    beside::answers(pages, galley, style);
    beside::column_rules(pages, galley, style);
    beside::name_line(pages, style, language, &mut setter);
    beside::numbers(pages, galley, style, &mut setter);
}

/// The number of a page, in the type of its text.
#[must_use]
pub fn figure(number: u32, style: &Style, faces: &Faces, language: Language) -> Line {
    Setter::new(faces, style, language).figure(number)
}

/// Gives every page its running head and its footer, in a volume whose last page is `last`.
pub fn furnish(
    pages: &mut [Page],
    galley: &Galley,
    meta: &Metadata,
    style: &Style,
    (faces, last): (&Faces, u32),
) {
    let language = meta.language.unwrap_or_default();
    let mut setter = Setter::new(faces, style, language);
    // No line shows more of a field than this, and one letter more tells that it is cut. Every page
    // fills its templates: with all of a long field, the work would grow with its square.
    let most = setter.most_letters(style.measure()) + 1;
    let text = |value: &Option<String>| {
        value.as_deref().map(|value| clip(value, most).to_owned()).unwrap_or_default()
    };
    let facts = Facts {
        title: clip(&plain_text(&meta.title), most).to_owned(),
        byline: text(&meta.byline),
        date: text(&meta.date),
        site: text(&meta.site),
        source: text(&meta.source),
        pages: last.to_string(),
    };
    contents(pages, galley, style, &mut setter);
    let mut section = "";
    for (index, page) in pages.iter_mut().enumerate() {
        let first_heading = section_of(page, galley, true);
        let here = if section.is_empty() { first_heading } else { Some(section) };
        let here = if begins_with_heading(page, galley) { first_heading } else { here };
        let filled = Filled {
            facts: &facts,
            section: clip(here.unwrap_or_default(), most),
            page: page.number.to_string(),
        };
        if index > 0 {
            put(page, Edge::Head, &filled, &mut setter, style);
        }
        put(page, Edge::Foot, &filled, &mut setter, style);
        if let Some(last) = section_of(page, galley, false) {
            section = last;
        }
    }
}

/// Puts the numbers of pages at the right of the lines of the contents.
fn contents(pages: &mut [Page], galley: &Galley, style: &Style, setter: &mut Setter<'_>) {
    let mut headings: Vec<(u32, &str)> = Vec::new();
    for page in pages.iter() {
        for placed in page.body.iter().filter(|placed| placed.line == 0) {
            if let Some(entry) = galley.entries.get(placed.entry as usize)
                && matches!(entry.role, Role::Heading(_))
            {
                headings.extend(entry.title.as_deref().map(|title| (page.number, title)));
            }
        }
    }
    let mut headings = headings.into_iter();
    for page in pages.iter_mut() {
        let mut numbers = Vec::new();
        for placed in &page.body {
            let Some(entry) = galley.entries.get(placed.entry as usize) else { continue };
            if entry.role != Role::Contents || placed.line as usize + 1 != entry.lines.len() {
                continue;
            }
            // Contents and headings come in the same order.
            let title = entry.title.as_deref();
            let Some((number, _)) = headings.find(|(_, heading)| Some(*heading) == title)
            else {
                continue;
            };
            let line = setter.figure(number);
            let x = placed.x + style.column() - line.width;
            numbers.push(PlacedFurniture { kind: Furniture::Beside, line, x, y: placed.y });
        }
        page.furniture.append(&mut numbers);
    }
}

/// Which of the two lines is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Head,
    Foot,
}

/// The facts with those of one page.
struct Filled<'f> {
    facts: &'f Facts,
    section: &'f str,
    page: String,
}

impl Filled<'_> {
    fn text(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.facts.title,
            Field::Byline => &self.facts.byline,
            Field::Date => &self.facts.date,
            Field::Site => &self.facts.site,
            Field::Source => &self.facts.source,
            Field::Section => self.section,
            Field::Page => &self.page,
            Field::Pages => &self.facts.pages,
        }
    }
}

/// Fills a template and puts its parts left, right and in the middle; on a verso left and right
/// change places, so that the folio stays at the outer edge.
fn put(
    page: &mut Page,
    edge: Edge,
    filled: &Filled<'_>,
    setter: &mut Setter<'_>,
    style: &Style,
) {
    let (kind, template, baseline) = match edge {
        Edge::Head => (Furniture::Head, &style.headline, style.headline_baseline()),
        Edge::Foot => (Furniture::Foot, &style.footer, style.footer_baseline()),
    };
    let Some(baseline) = baseline else { return };
    let mut parts = template.fill(|field| filled.text(field));
    if style.is_verso(page.number) {
        parts.reverse();
    }
    let measure = style.measure();
    let room = if parts.len() > 1 { measure.fraction(PART_SHARE, 100) } else { measure };
    let count = parts.len();
    for (index, part) in parts.iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        let small_capitals = edge == Edge::Head && !style.body.bold_emphasis;
        let line = setter.line(part, room, small_capitals);
        let slack = measure - line.width;
        let x = match (index, count) {
            (0, 1) | (1, 3) => slack / 2,
            (0, _) => Length::ZERO,
            _ => slack,
        };
        page.furniture.push(PlacedFurniture {
            kind,
            line,
            x: style.left(page.number) + x,
            y: baseline,
        });
    }
}

/// The first (or the last) section heading on a page.
fn section_of<'g>(page: &Page, galley: &'g Galley, first: bool) -> Option<&'g str> {
    let mut found = None;
    for placed in page.body.iter().filter(|placed| placed.line == 0) {
        let Some(entry) = galley.entries.get(placed.entry as usize) else { continue };
        if matches!(entry.role, Role::Heading(level) if level <= SECTION_LEVEL) {
            found = entry.title.as_deref();
            if first {
                break;
            }
        }
    }
    found
}

fn begins_with_heading(page: &Page, galley: &Galley) -> bool {
    page.body.first().and_then(|placed| galley.entries.get(placed.entry as usize)).is_some_and(
        |entry| matches!(entry.role, Role::Heading(level) if level <= SECTION_LEVEL),
    )
}
