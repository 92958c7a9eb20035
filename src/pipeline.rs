//! The whole press: one sentence and one call for each stage.
//!
//! Comes in: the bytes of an article and the [`Order`]. Goes out: a [`Print`]. Never done here:
//! anything a stage could do.

use std::fmt;

use crate::article::{self, Article, Inline, Language, Metadata};
use crate::diagnostic::Diagnostic;
use crate::font::Faces;
use crate::jobs::Jobs;
use crate::{clean, decorate, edit, galley, paginate, pdf, read, style};

/// What the person asked for, complete.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Order {
    /// Format of the article.
    pub format: read::Format,
    /// What cleaning is to keep and to drop.
    pub wishes: clean::Wishes,
    /// Language given; detected without.
    pub language: Option<Language>,
    /// What is known of the article better than the article knows it.
    pub meta: MetaWishes,
    /// How it is to look.
    pub style: style::Style,
    /// Threads to use; 0 for as many as the machine has cores.
    pub jobs: usize,
    /// The moment that the PDF names as that of its making, in seconds since 1970.
    pub timestamp: Option<i64>,
}

/// What the person says of the article; each overrules what was found in it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct MetaWishes {
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its date, as it is to be shown.
    pub date: Option<String>,
    /// Address of the original.
    pub source: Option<String>,
}

/// A finished print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What the stages found.
    pub diagnostics: Vec<Diagnostic>,
    /// What cleaning took away.
    pub removals: Vec<clean::Removal>,
}

/// The product of a stage as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dump {
    /// The product.
    pub text: String,
    /// What the stages found.
    pub diagnostics: Vec<Diagnostic>,
    /// What cleaning took away.
    pub removals: Vec<clean::Removal>,
}

/// A stage whose product can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The article after cleaning and editing.
    Article,
    /// The column of set lines.
    Galley,
    /// The pages.
    Pages,
}

/// Why there is no print.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PressError {
    /// There is nothing to set.
    NoText,
    /// The PDF could not be made.
    Pdf(String),
    /// A font cannot be used.
    Font(String),
}

impl fmt::Display for PressError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoText => out.write_str("there is no text to set"),
            Self::Pdf(why) => write!(out, "the PDF could not be made: {why}"),
            Self::Font(why) => write!(out, "a font cannot be used: {why}"),
        }
    }
}

impl std::error::Error for PressError {}

/// Prints an article.
///
/// # Errors
/// Where there is no text, or a font or the PDF fails.
pub fn print(bytes: &[u8], order: &Order, faces: &Faces) -> Result<Print, PressError> {
    let Copy { article, removals, mut diagnostics } = prepare(bytes, order)?;
    let jobs = Jobs::new(order.jobs);
    let Sheets { mut galley, pages } = compose(&article, order, faces, &jobs);
    diagnostics.append(&mut galley.diagnostics);
    // The pages become a PDF.
    let (pdf, mut found) = pdf::write(&pdf::Job {
        pages: &pages,
        galley: &galley,
        faces,
        paper: order.style.paper,
        meta: &article.meta,
        modified: order.timestamp,
        jobs: &jobs,
    })
    .map_err(|error| PressError::Pdf(error.to_string()))?;
    diagnostics.append(&mut found);
    Ok(Print { pdf, pages: pages.len(), diagnostics, removals })
}

/// The product of a stage as text, or as JSON where `json`.
///
/// # Errors
/// As [`print()`].
pub fn dump(
    bytes: &[u8],
    order: &Order,
    faces: &Faces,
    stage: Stage,
    json: bool,
) -> Result<Dump, PressError> {
    let Copy { article, diagnostics, removals } = prepare(bytes, order)?;
    let jobs = Jobs::new(order.jobs);
    let text = match stage {
        Stage::Article if json => article::print::to_json(&article),
        Stage::Article => article::print::to_markdown(&article),
        Stage::Galley => galley::dump(&compose(&article, order, faces, &jobs).galley),
        Stage::Pages => {
            let sheets = compose(&article, order, faces, &jobs);
            paginate::dump(&sheets.pages, &sheets.galley, &order.style)
        }
    };
    Ok(Dump { text, diagnostics, removals })
}

/// Copy that is ready to be set.
struct Copy {
    article: Article,
    removals: Vec<clean::Removal>,
    diagnostics: Vec<Diagnostic>,
}

/// Pages, and the galley whose lines they show.
struct Sheets {
    galley: galley::Galley,
    pages: Vec<paginate::Page>,
}

/// From the bytes of a file to copy that is ready to be set.
fn prepare(bytes: &[u8], order: &Order) -> Result<Copy, PressError> {
    // The bytes are read as a manuscript.
    let (manuscript, mut diagnostics) = read::read(bytes, order.format);
    // What the web left behind is taken away.
    let cleaned = clean::clean(manuscript, &order.wishes);
    let (mut article, removals) = (cleaned.article, cleaned.removals);
    diagnostics.extend(cleaned.diagnostics);
    // What the person knows better is put in.
    order.meta.apply(&mut article.meta);
    if article.is_empty() {
        return Err(PressError::NoText);
    }
    // Quotes, dashes and spaces become what the language wants.
    let (article, mut found) = edit::edit(article, &edit::Brief { language: order.language });
    diagnostics.append(&mut found);
    Ok(Copy { article, removals, diagnostics })
}

/// From copy to pages.
fn compose(article: &Article, order: &Order, faces: &Faces, jobs: &Jobs) -> Sheets {
    let style = &order.style;
    // The article is set as one long galley.
    let mut compositor = galley::Compositor::new(article, style, faces);
    let mut galley = compositor.set(jobs);
    // The galley is cut into pages, the best way for all of them together.
    let plan = paginate::plan(&galley, style);
    // Paragraphs that the pages want a line longer or shorter are set so.
    compositor.settle(&mut galley, &paginate::choices(&plan));
    let mut pages = paginate::place(&galley, &plan, style);
    // Every page gets its running head and its footer.
    decorate::decorate(&mut pages, &galley, &article.meta, style, faces);
    Sheets { galley, pages }
}

impl MetaWishes {
    fn apply(&self, meta: &mut Metadata) {
        if let Some(title) = &self.title {
            meta.title = vec![Inline::Text(title.clone())];
        }
        for (wish, value) in [
            (&self.author, &mut meta.byline),
            (&self.date, &mut meta.date),
            (&self.source, &mut meta.source),
        ] {
            if wish.is_some() {
                value.clone_from(wish);
            }
        }
    }
}
