//! The PDF: pages become bytes.

// The stages: `gather` the words in use, give their glyphs `codes`, encode each word once (`words`),
// write `content` page by page with its marks, build the tree of `tags` over it, subset the fonts
// (`embed`), let printpdf make the `document`, correct it (`overrides`), `finish` it, complete its
// `catalog`, and `save` it. `docs/pdf.md` has the decisions and their figures,
// `docs/pdf-standards.md` the clauses of the standards.

mod access;
mod annotations;
mod arrange;
mod catalog;
mod cmap;
mod codes;
mod content;
mod document;
mod embed;
mod finish;
mod frames;
mod gather;
mod glyph_text;
mod ids;
mod job;
mod lines;
mod link_words;
mod links;
mod mark;
mod measures;
mod missing;
mod number;
mod object;
mod outline;
mod overrides;
mod pictures;
mod recognise;
mod record;
mod save;
mod sheets;
mod standard;
mod tags;
mod tree;
mod words;
mod xmp;

use crate::deflate::Deflaters;
use crate::diagnostic::Diagnostic;
use crate::impose::{Edge, Size};
use crate::style::Paper;
use annotations::Annotations;
use catalog::CatalogContent;
use codes::Codes;
use content::{ContentSource, SpaceWidths};
use finish::Parts;
use gather::Gathered;
use ids::{PageId, PerSide, SideId};
use job::LONG;
use links::LinkArea;
use mark::MarkedContent;
use sheets::JobSides;
use tags::{StructureTree, TaggedPages};
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
/// If there is no page, or a font file is malformed. No content of an article is an error.
#[doc(hidden)]
pub fn write(job: &Job<'_>) -> Result<(Vec<u8>, Vec<Diagnostic>), PdfError> {
    if job.pages.is_empty() {
        return Err(PdfError::NoPages);
    }
    let encoded = Encoded::new(job);
    let Encoded { gathered, codes, .. } = &encoded;
    let sheets = JobSides::of(job);
    let size = sheets.size();
    let height = size.height;
    let deflaters = Deflaters::new(job.pages.len());
    let Contents { streams, of_pages } = contents(job, &encoded, sheets, &deflaters);
    let programs = embed::programs(codes, gathered, job)?;
    let destinations = links::destinations(job, &sheets);
    let ids = (0..job.pages.len()).map(PageId);
    let links: Vec<Vec<LinkArea>> =
        ids.map(|page| links::on_page(page, job, &sheets, &destinations)).collect();
    let on_side = |side: SideId| -> Vec<LinkArea> {
        let pages = sheets.pages_on(side).into_iter();
        pages.flat_map(|PageId(page)| links[page].iter().cloned()).collect()
    };
    let on_sides: PerSide<Vec<LinkArea>> = sheets.sides().into_iter().map(on_side).collect();
    let headings = outline::headings(job, &sheets);
    let mut document = document::make(sheets.count(), size, &programs, &headings);
    let parts = Parts {
        contents: streams,
        links: &on_sides,
        programs: &programs,
        alphabets: &codes.alphabets,
        headings: &headings,
        height,
    };
    let placed = finish::finish(&mut document, job, parts)?;
    sheets.set_boxes(&mut document, &placed.pages);
    let (claim, mut found) = record::claim(job, gathered);
    let root = catalog::complete(
        &mut document,
        &CatalogContent {
            record: &record::record(job, claim),
            pages: &placed.pages,
            labels: sheets.labels(job),
            destinations: outline::named_destinations(&headings, &destinations, height),
            has_outline: !headings.is_empty(),
            duplex: duplex(job),
            attachment: job.attachment,
            coloured: is_coloured(job),
        },
    );
    let pages = TaggedPages {
        sides: sheets.count(),
        sides_of_pages: &sheets.sides_of_pages(),
        contents: &of_pages,
        links: &links,
    };
    let tree = arrange::arranged(StructureTree::build(&job.galley.structure, &pages));
    let figures = frames::areas(job, &sheets);
    let tags = Tags { tree, root, pages: placed.pages, links: placed.links, figures, height };
    let annotations =
        Annotations { job, on_sides: &on_sides, destinations: &destinations, height };
    let bytes = save::save(&document, &tags, &annotations, &deflaters, job.jobs);
    found.extend(links::report_dead_links(job));
    Ok((bytes, found))
}

/// Returns whether anything on the pages is not a grey.
fn is_coloured(job: &Job<'_>) -> bool {
    let mut lines = job.pages.iter().flat_map(|page| lines::page_lines(page, job.galley));
    pictures::are_coloured(job.galley)
        || lines.any(|placed_line| !placed_line.line.ink.is_grey())
}

/// Returns the content of every page before compression, for goldens and for debugging.
#[must_use]
#[doc(hidden)]
pub fn contents_as_written(job: &Job<'_>) -> Vec<Vec<u8>> {
    let encoded = Encoded::new(job);
    let source = encoded.source(job);
    job.pages.iter().map(|page| content::page(page, source, 0).bytes).collect()
}

/// Returns the edge at which the printer is to turn sheets, where they have two sides.
fn duplex(job: &Job<'_>) -> Option<Edge> {
    match job.imposition {
        Some(imposition) => imposition.flip,
        None => {
            let Paper { width, height } = job.paper;
            job.duplex.then(|| Edge::upright(Size { width, height }))
        }
    }
}

/// The words of a job in the codes of its fonts.
struct Encoded<'j> {
    gathered: Gathered<'j>,
    codes: Codes,
    words: Words,
    spaces: SpaceWidths,
}

impl<'j> Encoded<'j> {
    fn new(job: &Job<'j>) -> Self {
        let mut gathered = gather::gather(job);
        let codes = Codes::assign(&gathered.units, |face| gathered.measures(face).space);
        let words = Words::encode(&mut gathered, &codes);
        let spaces = SpaceWidths::measure(&codes, &gathered);
        Self { gathered, codes, words, spaces }
    }

    fn source<'s>(&'s self, job: &Job<'s>) -> ContentSource<'s> {
        let Self { codes, words, spaces, .. } = self;
        ContentSource { galley: job.galley, words, codes, spaces, paper: job.paper }
    }
}

/// The content of a file.
struct Contents {
    /// The compressed content of each side.
    streams: PerSide<Vec<u8>>,
    /// The marked content of each page.
    of_pages: Vec<Vec<MarkedContent>>,
}

/// Writes the content of every side; on several threads when the document is long. A side is
/// compressed as soon as it is written, so that memory holds few of them at full size.
fn contents(
    job: &Job<'_>,
    encoded: &Encoded<'_>,
    sheets: JobSides<'_>,
    deflaters: &Deflaters,
) -> Contents {
    let source = encoded.source(job);
    let share = |sides: &&[SideId]| {
        let one = |&side: &SideId| {
            let parts = sheets.content(side, job, source);
            let bytes: Vec<&[u8]> = parts.iter().map(|it| &*it.bytes).collect();
            let packed = deflaters.deflate(&bytes.concat());
            let leaves: Vec<_> = parts.into_iter().map(|it| it.leaves).collect();
            (packed, leaves)
        };
        sides.iter().map(one).collect::<Vec<_>>()
    };
    let sides = sheets.sides();
    let shares: Vec<&[SideId]> = sides.chunks(LONG).collect();
    let done = job.jobs.map(&shares, share).into_iter().flatten();
    let mut streams = Vec::with_capacity(sides.len());
    let mut of_pages = vec![Vec::new(); job.pages.len()];
    for (&side, (bytes, leaves)) in sides.iter().zip(done) {
        streams.push(bytes);
        for (PageId(page), leaves) in sheets.pages_on(side).into_iter().zip(leaves) {
            of_pages[page] = leaves;
        }
    }
    Contents { streams: streams.into_iter().collect(), of_pages }
}
