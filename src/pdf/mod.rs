//! The PDF: pages become bytes.
//!
//! Comes in: pages, their galley, the faces, what is known of the article. Goes out: a PDF and
//! what is to be said about it. Never done here: deciding a position, reading the clock.
//!
//! The stages: `gather` the words in use, give their glyphs `codes`, encode each word once
//! (`words`), write `content` page by page with its marks, build the tree of `tags` over it, subset
//! the fonts (`embed`), let printpdf make the `document`, `finish` it, complete its `catalog`, and
//! `save` it. `docs/pdf.md` has the decisions and their figures, `docs/pdf-standards.md` the clauses
//! of the standards.

mod catalog;
mod cff;
mod cmap;
mod codes;
mod colour;
mod content;
mod deflate;
mod document;
mod embed;
mod finish;
mod gather;
mod job;
mod lines;
mod links;
mod mark;
mod measures;
mod missing;
mod number;
mod object;
mod outline;
mod pictures;
mod record;
mod save;
mod standard;
mod tags;
mod tree;
mod unit;
mod words;
mod xmp;

use crate::diagnostic::Diagnostic;
use crate::paginate::Page;
use catalog::{Edge, Facts};
use codes::Codes;
use content::{Content, Shop};
use deflate::Deflater;
use gather::Gathered;
use job::LONG;
use tags::Tree;
use tree::Tags;
use words::Words;

pub use job::{Attachment, Job, PdfError};
pub use save::MARK;
pub use standard::{ParseStandardError, Standard};

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
    let coloured =
        contents.iter().any(|content| content.coloured) || pictures::are_coloured(job.galley);
    let (contents, leaves): (Vec<_>, Vec<_>) =
        contents.into_iter().map(|content| (content.bytes, content.leaves)).unzip();
    let programs = embed::programs(&codes, &gathered, job)?;
    let notes = links::notes(job);
    let links: Vec<_> =
        job.pages.iter().map(|page| links::on_page(page, job, &notes)).collect();
    let headings = outline::headings(job);
    let mut document = document::make(job, &programs, (&links, &notes), &headings);
    let placed = finish::finish(&mut document, job, contents, (&programs, &codes.alphabets), &headings)?;
    let (claim, mut found) = record::claim(job, &gathered);
    let root = catalog::complete(
        &mut document,
        &Facts {
            record: &record::record(job, claim),
            pages: &placed.pages,
            first_folio: job.pages.first().map_or(1, |page| page.number),
            places: outline::places(&headings, &notes, job.paper.height),
            has_outline: !headings.is_empty(),
            duplex: job.duplex.then(|| Edge::bound(job.paper.width, job.paper.height)),
            attachment: job.attachment,
            coloured,
        },
    );
    let tree = Tree::build(&job.galley.structure, &leaves, &links);
    let tags = Tags { tree, root, pages: placed.pages, links: placed.links };
    let bytes = save::save(&document, &tags, &mut Deflater::new());
    found.append(&mut links::dropped(job));
    Ok((bytes, found))
}

/// The content of every page before compression, for goldens and for whoever wants to look.
#[must_use]
pub fn contents_as_written(job: &Job<'_>) -> Vec<Vec<u8>> {
    let mut gathered = gather::gather(job);
    let codes = Codes::assign(&gathered.units, |face| gathered.faces.get(&face)?.space);
    let words = Words::encode(&mut gathered, &codes);
    let spaces = content::space_widths(&codes, &gathered);
    let shop = shop(job, &words, &codes, &spaces);
    job.pages.iter().map(|page| content::page(page, shop).bytes).collect()
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
) -> Vec<Content> {
    let spaces = content::space_widths(codes, gathered);
    let shop = shop(job, words, codes, &spaces);
    let share = |pages: &&[Page]| {
        let mut deflater = Deflater::new();
        let one = |page| {
            let content = content::page(page, shop);
            Content { bytes: deflater.deflate(&content.bytes).unwrap_or_default(), ..content }
        };
        pages.iter().map(one).collect::<Vec<_>>()
    };
    let shares: Vec<&[Page]> = job.pages.chunks(LONG).collect();
    job.jobs.map(&shares, share).into_iter().flatten().collect()
}
