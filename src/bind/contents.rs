//! The contents of a volume: articles and their pages.
//!
//! Comes in: titles and bylines. Goes out: an [`Article`] to be set like any other, and, once pages
//! are known, their numbers. Never done here: setting.

use crate::article::{Article, Block, BlockKind, Inline, Language, Metadata, walk};
use crate::diagnostic::Place;
use crate::galley::{Galley, Line, Role};
use crate::paginate::{Furniture, Page, PlacedFurniture};
use crate::style::{BodyStyle, Style};
use crate::unit::Length;

/// Room at the right for a number of four figures, in ems; no title reaches into it.
const SLOT_EMS: i64 = 3;

/// An article of the volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its title, or its first words where it has none.
    pub title: Vec<Inline>,
    /// Who wrote it.
    pub byline: Option<String>,
}

/// Letters of a title that is taken from the text because there is no better.
const TITLE_FROM_TEXT: usize = 60;

impl Listed {
    /// How an article is listed.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let mut title = article.meta.title.clone();
        if title.is_empty() {
            let words = walk::words(article).join(" ");
            let end = words.char_indices().nth(TITLE_FROM_TEXT).map(|(end, _)| end);
            let text = match end.and_then(|end| words.get(..end)) {
                Some(start) => format!("{}\u{2026}", start.trim_end()),
                None => words,
            };
            title.push(Inline::Text(text));
        }
        title.retain(|inline| !matches!(inline, Inline::LineBreak | Inline::NoteRef(_)));
        Self { title, byline: article.meta.byline.clone() }
    }
}

/// The style of contents: ragged, an entry apart from the next, room at the right for the numbers.
#[must_use]
pub fn contents_style(style: &Style) -> Style {
    let mut own = style.clone();
    own.margin.right += style.font_size * SLOT_EMS;
    own.columns = 1;
    own.body = BodyStyle {
        justified: false,
        hyphens: false,
        spaced_paragraphs: true,
        line_numbers: 0,
        name_line: false,
        answer_lines: 0,
        ..style.body
    };
    (own.toc, own.qr) = (false, false);
    own
}

/// Brings the contents' versos back to where the volume's own begin: in their style the room for
/// the numbers lies left.
pub fn shift_versos(pages: &mut [Page], style: &Style) {
    let slot = style.font_size * SLOT_EMS;
    for page in pages.iter_mut().filter(|page| style.is_verso(page.number)) {
        page.body.iter_mut().for_each(|placed| placed.x -= slot);
        page.furniture.iter_mut().for_each(|placed| placed.x -= slot);
    }
}

/// What contents are called, by language.
const WORDS: [(&str, &str); 12] = [
    ("en", "Contents"),
    ("cs", "Obsah"),
    ("da", "Indhold"),
    ("de", "Inhalt"),
    ("es", "Contenido"),
    ("fr", "Sommaire"),
    ("it", "Indice"),
    ("nl", "Inhoud"),
    ("no", "Innhold"),
    ("pl", "Spis treści"),
    ("pt", "Sumário"),
    ("sv", "Innehåll"),
];

/// The contents as an article: a paragraph for each article, linked to `#1`, `#2`. A volume with a
/// title of its own has it above them.
#[must_use]
pub fn contents(title: Option<&str>, listed: &[Listed], language: Language) -> Article {
    let known = WORDS.iter().find(|(tag, _)| *tag == language.primary());
    let word = known.unwrap_or(&WORDS[0]).1;
    let text = |text: &str| vec![Inline::Text(text.to_owned())];
    let mut blocks = Vec::with_capacity(listed.len() + 1);
    if title.is_some() {
        let heading = BlockKind::Heading { level: 1, text: text(word) };
        blocks.push(Block::new(heading, Place::default()));
    }
    for (nth, article) in (1..).zip(listed) {
        let link = Inline::Link { target: format!("#{nth}"), text: article.title.clone() };
        let mut line = vec![link];
        if let Some(byline) = &article.byline {
            line.push(Inline::LineBreak);
            line.push(Inline::Emphasis(text(byline)));
        }
        blocks.push(Block::new(BlockKind::Paragraph(line), Place::default()));
    }
    let meta = Metadata {
        title: text(title.unwrap_or(word)),
        language: Some(language),
        ..Metadata::default()
    };
    Article { meta, blocks, notes: Vec::new() }
}

/// Puts the numbers of pages at the right of the contents' first lines; `figure` sets one.
pub fn number(
    pages: &mut [Page],
    galley: &Galley,
    style: &Style,
    folios: &[u32],
    mut figure: impl FnMut(u32) -> Line,
) {
    let mut folios = folios.iter();
    for page in pages {
        let mut numbers = Vec::new();
        for placed in page.body.iter().filter(|placed| placed.line == 0) {
            let entry = galley.entries.get(placed.entry as usize);
            if entry.is_none_or(|entry| entry.role != Role::Paragraph) {
                continue;
            }
            let Some(&folio) = folios.next() else { break };
            let line = figure(folio);
            let x = style.left(page.number) + style.measure() - line.width;
            numbers.push(PlacedFurniture {
                kind: Furniture::Beside,
                line,
                x: x.max(Length::ZERO),
                y: placed.y,
            });
        }
        page.furniture.append(&mut numbers);
    }
}
