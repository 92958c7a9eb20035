//! The pipeline: one sentence and one call for each stage.

mod layout;
mod options;
mod product;
mod volume;

use crate::article::{self, Article, Metadata};
use crate::font::Faces;
use crate::jobs::Jobs;
use crate::style::Style;
use crate::{clean, decorate, edit, fit, galley, paginate, pdf, read, report, verify};

use layout::{Layout, Typesetter};
use product::PreparedArticle;

pub use options::{AttachedAs, MetadataOverrides, PrintOptions};
pub use product::{ArticleReport, Document, Dump, PressError, Stage, Volume};
pub use volume::{VolumeArticle, bind};

/// Makes a PDF of an article.
///
/// ```
/// use offprint::{Faces, PrintOptions};
///
/// let article = b"The Lamp\n\nIt was late.\n\nPrint Friendly, PDF & Email\n";
/// let document = offprint::print(article, &PrintOptions::default(), &Faces::embedded())?;
/// assert!(document.pdf.starts_with(b"%PDF-"));
/// assert_eq!(document.removals[0].text, "Print Friendly, PDF & Email");
/// # Ok::<(), offprint::PressError>(())
/// ```
///
/// # Errors
/// If there is no text, no style fills the number of pages asked for, or the PDF cannot be
/// written.
pub fn print(
    bytes: &[u8],
    options: &PrintOptions,
    faces: &Faces,
) -> Result<Document, PressError> {
    let jobs = Jobs::new(options.jobs);
    let mut prepared = prepare(bytes, options)?;
    let typesetter = Typesetter::new(&prepared, options, &options.style, faces, &jobs);
    let fit::FittedStyle { style, turned } = typesetter.fit(options)?;
    let mut layout = typesetter.lay_out_furnished(style, options.target_pages);
    if options.refuse_boxes {
        refuse_boxes(&layout.galley, &prepared.article)?;
    }
    let savings = options.compare_with.as_ref().map(|style| {
        let other = Typesetter::new(&prepared, options, style, faces, &jobs);
        report::Savings {
            own: layout.measure_consumption(faces),
            standard: other.lay_out_furnished(style.clone(), None).measure_consumption(faces),
        }
    });
    let mut diagnostics = std::mem::take(&mut prepared.diagnostics);
    layout.locate_diagnostics(&mut diagnostics);
    // On imposed sheets the margins of pages are not those of the paper.
    if options.imposition.is_none() {
        diagnostics.extend(report::check_margins(&layout.style));
    }
    let report =
        options.report.then(|| report::examine(&layout.pages, &layout.galley, &layout.style));
    let attachment = options.attach.as_ref().map(|file| pdf::Attachment {
        name: &file.name,
        media_type: file.media_type,
        bytes,
    });
    let meta = prepared.article.meta.clone();
    let mut document = write(layout, meta, attachment, options, faces, &jobs)?;
    diagnostics.append(&mut document.diagnostics);
    let removals = prepared.removals;
    Ok(Document { diagnostics, removals, savings, report, style_changes: turned, ..document })
}

/// Refuses an article of which more than half of the letters have no face.
fn refuse_boxes(galley: &galley::Galley, article: &Article) -> Result<(), PressError> {
    if galley.missing_letters == 0 {
        return Ok(());
    }
    let text = article::print::to_text(article);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count() as u64;
    if galley.missing_letters * 2 <= letters {
        return Ok(());
    }
    let missing = galley.diagnostics.iter().filter(|found| found.code == "missing-glyph");
    Err(PressError::NoFaces(missing.cloned().collect()))
}

/// Returns the product of a stage as text, or the article as JSON where `json`.
///
/// ```
/// use offprint::pipeline::{Stage, dump};
/// use offprint::{Faces, PrintOptions};
///
/// let article = b"The Lamp\n\nIt was late.\n\nPrint Friendly, PDF & Email\n";
/// let options = PrintOptions::default();
/// let dump = dump(article, &options, &Faces::default(), Stage::Article, false)?;
/// assert!(dump.text.starts_with("# The Lamp\n") && dump.text.ends_with("It was late.\n"));
/// assert_eq!(dump.removals[0].text, "Print Friendly, PDF & Email");
/// # Ok::<(), offprint::PressError>(())
/// ```
///
/// # Errors
/// As [`print()`].
pub fn dump(
    bytes: &[u8],
    options: &PrintOptions,
    faces: &Faces,
    stage: Stage,
    json: bool,
) -> Result<Dump, PressError> {
    let show_pages = match stage {
        Stage::Article => return dump_article(bytes, options, json),
        Stage::Blocks => return Ok(dump_blocks(bytes, options)),
        Stage::Galley => false,
        Stage::Pages => true,
    };
    let jobs = Jobs::new(options.jobs);
    let mut prepared = prepare(bytes, options)?;
    let typesetter = Typesetter::new(&prepared, options, &options.style, faces, &jobs);
    let fit::FittedStyle { style, .. } = typesetter.fit(options)?;
    let mut layout = typesetter.lay_out_furnished(style, options.target_pages);
    prepared.diagnostics.append(&mut layout.galley.diagnostics);
    let text = if show_pages {
        paginate::dump_pages(&layout.pages, &layout.galley, &layout.style)
    } else {
        galley::dump(&layout.galley)
    };
    let PreparedArticle { diagnostics, removals, .. } = prepared;
    Ok(Dump { text, diagnostics, removals })
}

fn dump_article(bytes: &[u8], options: &PrintOptions, json: bool) -> Result<Dump, PressError> {
    let PreparedArticle { mut article, mut diagnostics, removals, .. } =
        extract_article(bytes, options)?;
    let edit_options = edit::EditOptions { language: options.language };
    let (language, mut found) = edit::choose_language(&article, &edit_options);
    article.meta.language = Some(language);
    diagnostics.append(&mut found);
    let to_text = if json { article::print::to_json } else { article::print::to_markdown };
    Ok(Dump { text: to_text(&article), diagnostics, removals })
}

fn dump_blocks(bytes: &[u8], options: &PrintOptions) -> Dump {
    let (manuscript, diagnostics) = read::read_from(bytes, options.format, &options.origin);
    let text = clean::dump_blocks(&manuscript, &options.clean);
    Dump { text, diagnostics, removals: Vec::new() }
}

/// Compares a PDF with the article of `bytes`, which is read, cleaned and edited as `options` say.
///
/// ```
/// use offprint::{Faces, PrintOptions, pipeline};
///
/// let (article, options) = (b"The Lamp\n\nIt was late.\n", PrintOptions::default());
/// let document = offprint::print(article, &options, &Faces::embedded())?;
/// let verdict = pipeline::verify(&document.pdf, article, &options)?;
/// assert!(verdict.faults.is_empty(), "every word is there, in order");
/// # Ok::<(), offprint::PressError>(())
/// ```
///
/// # Errors
/// If the article has no text, or the bytes are no PDF.
pub fn verify(
    pdf: &[u8],
    bytes: &[u8],
    options: &PrintOptions,
) -> Result<verify::Verdict, PressError> {
    let prepared = prepare(bytes, options)?;
    verify::verify(pdf, &prepared.article).map_err(PressError::NotReadable)
}

/// Reads, cleans and edits an article.
fn prepare(bytes: &[u8], options: &PrintOptions) -> Result<PreparedArticle, PressError> {
    let mut prepared = extract_article(bytes, options)?;
    // Quotes, dashes and spaces become those of the language.
    let edit_options = edit::EditOptions { language: options.language };
    let jobs = Jobs::new(options.jobs);
    let (article, mut found) = edit::edit(prepared.article, &edit_options, &jobs);
    prepared.diagnostics.append(&mut found);
    Ok(PreparedArticle { article, ..prepared })
}

/// Reads an article and removes what surrounds it.
fn extract_article(
    bytes: &[u8],
    options: &PrintOptions,
) -> Result<PreparedArticle, PressError> {
    // The bytes are read as a manuscript.
    let (manuscript, mut diagnostics) = read::read_from(bytes, options.format, &options.origin);
    // The options for its site are added to those for every article.
    let address = options.meta.source.as_deref().or(options.origin.address.as_deref());
    let clean_options = options.sites.options_for(&manuscript, &options.clean, address);
    // Navigation, share buttons and advertisements are removed.
    let clean::Cleaned { mut article, removals, embedded, diagnostics: found } =
        clean::clean(manuscript, &clean_options);
    diagnostics.extend(found);
    // Metadata that were given replace those that were found.
    if article.meta.source.is_none() {
        article.meta.source.clone_from(&options.origin.address);
    }
    options.meta.apply(&mut article.meta);
    if article.is_empty() {
        return Err(PressError::NoText);
    }
    let embedded = embedded.into_iter().map(|(name, file)| (name, file.bytes));
    Ok(PreparedArticle { article, embedded: embedded.collect(), removals, diagnostics })
}

impl Typesetter<'_> {
    /// Sets an article in lines and pages; with `page_count`, which must be possible, on that many
    /// pages, to which pages to write on are added.
    fn set_pages(&self, style: Style, page_count: Option<u32>) -> Layout {
        let Self { article, faces, jobs, .. } = *self;
        // The article is set as one long galley.
        let set = self.compositor(&style).set(jobs);
        // The page breaks of the whole galley are chosen together.
        let plan = paginate::plan_pages(&set.galley, &style, page_count).expect(
            "without a page count there is always a plan, and a page count was tried before",
        );
        // Paragraphs that the plan wants a line longer or shorter are set again.
        let galley = set.settle(&paginate::chosen_alternatives(&plan), jobs);
        // The lines are placed on pages.
        let mut pages = paginate::place_lines(&galley, &plan, &style);
        // Line numbers, rules and writing space are added beside the text.
        decorate::add_edition_furniture(&mut pages, &galley, &article.meta, &style, faces);
        Layout { galley, pages, style }
    }
}

/// Imposes the pages and writes the PDF.
fn write(
    layout: Layout,
    meta: Metadata,
    attachment: Option<pdf::Attachment<'_>>,
    options: &PrintOptions,
    faces: &Faces,
    jobs: &Jobs,
) -> Result<Document, PressError> {
    let Layout { galley, pages, style } = layout;
    // The pages are imposed on sheets.
    let imposition = options.imposition.as_ref().map(|scheme| scheme.impose(pages.len()));
    // The sheets are written as a PDF.
    let (pdf, diagnostics) = pdf::write(&pdf::Job {
        pages: &pages,
        galley: &galley,
        faces,
        paper: style.paper,
        imposition: imposition.as_ref(),
        meta: &meta,
        modified: options.timestamp,
        jobs,
        duplex: style.duplex,
        standard: options.standard,
        attachment,
    })
    .map_err(PressError::Pdf)?;
    Ok(Document {
        pdf,
        pages: pages.len(),
        sheets: imposition.map(|imposition| imposition.summary()),
        savings: None,
        diagnostics,
        removals: Vec::new(),
        report: None,
        style_changes: Vec::new(),
        meta,
        style,
    })
}
