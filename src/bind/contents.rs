//! The table of contents of a volume: an article, and the page numbers in it.

use crate::article::{Article, Block, BlockKind, Inline, Language, Metadata, walk};
use crate::diagnostic::Place;
use crate::galley::{Galley, Line, Role};
use crate::paginate::{Page, PlacedFurniture};
use crate::style::{BodyStyle, Style};
use crate::unit::Length;

/// Width of the column of page numbers at the right, in ems: four figures. No title reaches into it.
const NUMBER_COLUMN_EMS: i64 = 3;
/// Letters of a title that is taken from the text of an article without a title.
const TITLE_LETTERS: usize = 60;

/// An article in the table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentsEntry {
    /// Its title, or its first words if it has none.
    pub title: Vec<Inline>,
    /// Its author.
    pub byline: Option<String>,
}

impl ContentsEntry {
    /// Returns the entry of an article.
    #[must_use]
    pub fn from_article(article: &Article) -> Self {
        let mut title = article.meta.title.clone();
        if title.is_empty() {
            let words = walk::words(article).join(" ");
            let text = match words.char_indices().nth(TITLE_LETTERS) {
                Some((end, _)) => format!("{}\u{2026}", words[..end].trim_end()),
                None => words,
            };
            title.push(Inline::Text(text));
        }
        title.retain(|inline| !matches!(inline, Inline::LineBreak | Inline::NoteRef(_)));
        Self { title, byline: article.meta.byline.clone() }
    }
}

/// Returns the style of the table of contents: ragged, with space between entries and a column at the
/// right for the page numbers.
#[must_use]
pub fn contents_style(style: &Style) -> Style {
    let mut own = style.clone();
    own.margin.right += style.font_size * NUMBER_COLUMN_EMS;
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
    (own.toc, own.qr, own.is_contents) = (false, false, true);
    own
}

/// Aligns the versos of the contents with those of the volume: in their style the column of page
/// numbers is at the left.
pub fn align_versos(pages: &mut [Page], style: &Style) {
    let width = style.font_size * NUMBER_COLUMN_EMS;
    for page in pages.iter_mut().filter(|page| style.is_verso(page.number)) {
        page.body.iter_mut().for_each(|placed| placed.x -= width);
        page.furniture.iter_mut().for_each(|placed| placed.x -= width);
    }
}

/// Heading of the table of contents, by language.
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

/// Returns the table of contents as an article: a paragraph for each article, linked to `#1`, `#2`.
/// The title of the volume, if it has one, is the title of that article.
#[must_use]
pub fn contents_article(
    title: Option<&str>,
    entries: &[ContentsEntry],
    language: Language,
) -> Article {
    let known = WORDS.iter().find(|(tag, _)| *tag == language.primary());
    let word = known.unwrap_or(&WORDS[0]).1;
    let text = |text: &str| vec![Inline::Text(text.to_owned())];
    let mut blocks = Vec::with_capacity(entries.len() + 1);
    if title.is_some() {
        let heading = BlockKind::Heading { level: 1, text: text(word) };
        blocks.push(Block::new(heading, Place::default()));
    }
    for (nth, article) in (1..).zip(entries) {
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

/// Adds the page numbers of the articles at the right of their first lines in the contents.
/// `set_number` sets one.
pub fn add_page_numbers(
    pages: &mut [Page],
    galley: &Galley,
    style: &Style,
    folios: &[u32],
    mut set_number: impl FnMut(u32) -> Line,
) {
    let mut folios = folios.iter();
    for page in pages {
        for placed in page.body.iter().filter(|placed| placed.line == 0) {
            if placed.entry_in(galley).role != Role::Paragraph {
                continue;
            }
            let Some(&folio) = folios.next() else { break };
            let mut line = set_number(folio);
            let title = placed.line_in(galley);
            line.join(placed.entry_in(galley).node, title.passages().next());
            let x = style.left(page.number) + style.measure() - line.width;
            let x = x.max(Length::ZERO);
            page.furniture.push(PlacedFurniture::beside(line, x, placed.y));
        }
    }
}
