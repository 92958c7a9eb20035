//! The PDF: pages become bytes.
//!
//! Comes in: pages, their galley, the faces, what is known of the article. Goes out: a PDF and
//! what is to be said about it. Never done here: deciding a position, reading the clock.
//!
//! The stages: `gather` the words in use, give their glyphs `codes`, encode each word once
//! (`words`), write `content` page by page, subset the fonts (`embed`), let printpdf make the
//! `document`, `finish` it, and `save` it. `docs/pdf.md` has the decisions and their figures.

mod cmap;
mod codes;
mod content;
mod deflate;
mod document;
mod embed;
mod finish;
mod gather;
mod lines;
mod links;
mod measures;
mod missing;
mod number;
mod outline;
mod pictures;
mod save;
mod unit;
mod words;

use std::fmt;

use crate::article::Metadata;
use crate::diagnostic::Diagnostic;
use crate::font::Faces;
use crate::galley::Galley;
use crate::jobs::Jobs;
use crate::paginate::Page;
use crate::style::Paper;
use codes::Codes;
use content::Shop;
use deflate::Deflater;
use gather::Gathered;
use words::Words;

pub use save::MARK;

/// A document of more pages than this is worth threads; starting them costs as much as writing
/// this many pages does.
const LONG: usize = 8;

/// What the PDF room is given.
#[derive(Debug, Clone, Copy)]
pub struct Job<'j> {
    /// The pages, decorated.
    pub pages: &'j [Page],
    /// The galley whose lines they show.
    pub galley: &'j Galley,
    /// The faces that its runs name.
    pub faces: &'j Faces,
    /// Size of every page.
    pub paper: Paper,
    /// Title, author, language and the like.
    pub meta: &'j Metadata,
    /// When the document was made, in seconds since 1970; none writes no date.
    pub modified: Option<i64>,
    /// The threads that long documents are shared out to.
    pub jobs: &'j Jobs,
}

/// Why no PDF could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PdfError {
    /// There is no page; a PDF has at least one.
    NoPages,
    /// A font file cannot be subset.
    Font {
        /// The face's PostScript name.
        name: String,
        /// What the subsetter says.
        reason: String,
    },
    /// A face in use did not get into the file.
    NotEmbedded {
        /// The face's PostScript name.
        name: String,
    },
}

impl fmt::Display for PdfError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPages => out.write_str("there are no pages to write"),
            Self::Font { name, reason } => {
                write!(out, "the font `{name}` cannot be embedded: {reason}")
            }
            Self::NotEmbedded { name } => write!(out, "the font `{name}` was not embedded"),
        }
    }
}

impl std::error::Error for PdfError {}

/// Writes the PDF; equal jobs give equal bytes on any number of threads.
///
/// # Errors
/// When there is no page, or a font file is broken. Nothing that an article says is an error.
pub fn write(job: &Job<'_>) -> Result<(Vec<u8>, Vec<Diagnostic>), PdfError> {
    if job.pages.is_empty() {
        return Err(PdfError::NoPages);
    }
    let mut gathered = gather::gather(job);
    let codes = Codes::assign(&gathered.units, |face| gathered.faces.get(&face)?.space);
    let words = Words::encode(&mut gathered, &codes);
    let contents = contents(job, &words, &codes, &gathered);
    let programs = embed::programs(&codes, &gathered, job)?;
    let links: Vec<_> = job.pages.iter().map(|page| links::on_page(page, job)).collect();
    let headings = outline::headings(job);
    let mut document = document::make(job, &programs, &links, &headings);
    finish::finish(&mut document, job, contents, &programs, &headings)?;
    let bytes = save::save(&document, &mut Deflater::new());
    Ok((bytes, links::dropped(job)))
}

/// The content of every page before compression, for goldens and for whoever wants to look.
#[must_use]
pub fn contents_as_written(job: &Job<'_>) -> Vec<Vec<u8>> {
    let mut gathered = gather::gather(job);
    let codes = Codes::assign(&gathered.units, |face| gathered.faces.get(&face)?.space);
    let words = Words::encode(&mut gathered, &codes);
    let spaces = content::space_widths(&codes, &gathered);
    let shop = shop(job, &words, &codes, &spaces);
    job.pages.iter().map(|page| content::page(page, shop)).collect()
}

fn shop<'s>(
    job: &Job<'s>,
    words: &'s Words,
    codes: &'s Codes,
    spaces: &'s [Option<f64>],
) -> Shop<'s> {
    Shop { galley: job.galley, words, codes, spaces, paper: job.paper }
}

/// The compressed content of every page; on several threads when the document is long. A page is
/// compressed as soon as it is written, so that memory holds few of them at full size.
fn contents(
    job: &Job<'_>,
    words: &Words,
    codes: &Codes,
    gathered: &Gathered<'_>,
) -> Vec<Vec<u8>> {
    let spaces = content::space_widths(codes, gathered);
    let shop = shop(job, words, codes, &spaces);
    let share = |pages: &&[Page]| {
        let mut deflater = Deflater::new();
        let one = |page| deflater.deflate(&content::page(page, shop)).unwrap_or_default();
        pages.iter().map(one).collect::<Vec<_>>()
    };
    let shares: Vec<&[Page]> = job.pages.chunks(LONG).collect();
    job.jobs.map(&shares, share).into_iter().flatten().collect()
}
