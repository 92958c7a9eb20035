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

mod annotations;
mod catalog;
mod cmap;
mod codes;
mod content;
mod deflate;
mod document;
mod embed;
mod finish;
mod frames;
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
mod recognise;
mod record;
mod save;
mod sheets;
mod standard;
mod tags;
mod tree;
mod unit;
mod words;
mod xmp;

use crate::diagnostic::Diagnostic;
use crate::impose::{Edge, Size};
use crate::style::Paper;
use annotations::Annotations;
use catalog::Facts;
use codes::Codes;
use content::Shop;
use deflate::Deflaters;
use gather::Gathered;
use job::LONG;
use mark::Shown;
use sheets::Sheets;
use tags::Tree;
use tree::Tags;
use words::Words;

#[doc(hidden)]
pub use job::{Attachment, Job, PdfError};
pub use recognise::{Authorship, recognise};
pub use save::MARK;
pub use standard::{ParseStandardError, Standard};

/// Writes the PDF; equal jobs give equal bytes on any number of threads.
///
/// # Errors
/// When there is no page, or a font file is broken. Nothing that an article says is an error.
#[doc(hidden)]
pub fn write(job: &Job<'_>) -> Result<(Vec<u8>, Vec<Diagnostic>), PdfError> {
    if job.pages.is_empty() {
        return Err(PdfError::NoPages);
    }
    let mut gathered = gather::gather(job);
    let codes = Codes::assign(&gathered.units, |face| gathered.faces.get(&face)?.space);
    let words = Words::encode(&mut gathered, &codes);
    let sheets = Sheets::of(job);
    let deflaters = Deflaters::new(job.pages.len());
    let texts = (&words, &codes);
    let (contents, leaves) = contents(job, texts, &gathered, (sheets, &deflaters));
    let programs = embed::programs(&codes, &gathered, job)?;
    let notes = links::notes(job);
    let links: Vec<_> = (0..)
        .zip(job.pages)
        .map(|(nth, page)| sheets.links(nth, &links::on_page(page, job, &notes)))
        .collect();
    let notes = sheets.notes(notes);
    let headings = sheets.headings(outline::headings(job));
    let (size, of_pages) = (sheets.size(), sheets.of_pages());
    let on_side = |side| {
        let pages = sheets.pages_on(side).into_iter();
        pages.filter_map(|page| links.get(page)).flatten().copied().collect()
    };
    let on_sides: Vec<_> = (0..sheets.sides()).map(on_side).collect();
    let mut document = document::make((sheets.sides(), size), &programs, &headings);
    let fonts = (&*programs, &*codes.alphabets);
    let placed = finish::finish(
        &mut document,
        (job, size.height, &on_sides),
        contents,
        fonts,
        &headings,
    )?;
    sheets.boxes(&mut document, &placed.pages);
    let (claim, mut found) = record::claim(job, &gathered);
    let root = catalog::complete(
        &mut document,
        &Facts {
            record: &record::record(job, claim),
            pages: &placed.pages,
            labels: sheets.labels(job),
            places: outline::places(&headings, &notes, size.height),
            has_outline: !headings.is_empty(),
            duplex: duplex(job),
            attachment: job.attachment,
            coloured: is_coloured(job),
        },
    );
    let sides = (sheets.sides(), &*of_pages);
    let tree = Tree::build(&job.galley.structure, &leaves, &links, sides);
    let height = size.height;
    let frames = sheets.frames(frames::of(job));
    let tags = Tags { tree, root, pages: placed.pages, links: placed.links, frames, height };
    let annotations = Annotations { job, on_sides: &on_sides, notes: &notes, height };
    let bytes = save::save(&document, &tags, &annotations, (&deflaters, job.jobs));
    found.append(&mut links::dropped(job));
    Ok((bytes, found))
}

/// Whether anything on the pages is not a grey.
fn is_coloured(job: &Job<'_>) -> bool {
    let mut lines = job.pages.iter().flat_map(|page| lines::of(page, job.galley));
    pictures::are_coloured(job.galley) || lines.any(|standing| !standing.line.ink.is_grey())
}

/// The content of every page before compression, for goldens and for whoever wants to look.
#[must_use]
#[doc(hidden)]
pub fn contents_as_written(job: &Job<'_>) -> Vec<Vec<u8>> {
    let mut gathered = gather::gather(job);
    let codes = Codes::assign(&gathered.units, |face| gathered.faces.get(&face)?.space);
    let words = Words::encode(&mut gathered, &codes);
    let spaces = content::space_widths(&codes, &gathered);
    let shop = shop(job, &words, &codes, &spaces);
    job.pages.iter().map(|page| content::page(page, shop, 0).bytes).collect()
}

/// The edge at which the printer is to turn sheets, where they have two sides.
fn duplex(job: &Job<'_>) -> Option<Edge> {
    match job.imposition {
        Some(imposition) => imposition.flip,
        None => {
            let Paper { width, height } = job.paper;
            job.duplex.then(|| Edge::upright(Size { width, height }))
        }
    }
}

fn shop<'s>(
    job: &Job<'s>,
    words: &'s Words,
    codes: &'s Codes,
    spaces: &'s [Option<f64>],
) -> Shop<'s> {
    Shop { galley: job.galley, words, codes, spaces, paper: job.paper }
}

/// The compressed content of every side, and the leaves of every page; on several threads when the
/// document is long. A side is compressed as soon as it is written, so that memory holds few of
/// them at full size.
fn contents(
    job: &Job<'_>,
    (words, codes): (&Words, &Codes),
    gathered: &Gathered<'_>,
    (sheets, deflaters): (Sheets<'_>, &Deflaters),
) -> (Vec<Vec<u8>>, Vec<Vec<Shown>>) {
    let spaces = content::space_widths(codes, gathered);
    let shop = shop(job, words, codes, &spaces);
    let share = |sides: &&[usize]| {
        let one = |&side: &usize| {
            let parts = sheets.content(side, job, shop);
            let bytes: Vec<&[u8]> = parts.iter().map(|it| &*it.bytes).collect();
            let packed = deflaters.deflate(&bytes.concat()).unwrap_or_default();
            let leaves: Vec<_> = parts.into_iter().map(|it| it.leaves).collect();
            (packed, leaves)
        };
        sides.iter().map(one).collect::<Vec<_>>()
    };
    let sides: Vec<usize> = (0..sheets.sides()).collect();
    let shares: Vec<&[usize]> = sides.chunks(LONG).collect();
    let done = job.jobs.map(&shares, share).into_iter().flatten();
    let mut contents = Vec::with_capacity(sides.len());
    let mut of_pages = vec![Vec::new(); job.pages.len()];
    for (side, (bytes, leaves)) in done.enumerate() {
        contents.push(bytes);
        for (page, leaves) in sheets.pages_on(side).into_iter().zip(leaves) {
            if let Some(slot) = of_pages.get_mut(page) {
                *slot = leaves;
            }
        }
    }
    (contents, of_pages)
}
