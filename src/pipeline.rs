//! The whole press: one sentence and one call for each stage.
//!
//! Comes in: the bytes of an article and the [`PrintOptions`]. Goes out: a [`Print`]. Never done
//! here: anything a stage could do.

mod volume;

use std::collections::BTreeMap;
use std::fmt;

use crate::article::{self, Article, Inline, Language, Metadata};
use crate::diagnostic::Diagnostic;
use crate::font::Faces;
use crate::jobs::Jobs;
use crate::{
    clean, decorate, edit, fit, galley, hyphenate, impose, paginate, pdf, picture, read,
    report, style, verify,
};

pub use volume::{ArticleReport, Volume, bind};

/// What the person asked for, complete.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct PrintOptions {
    /// Format of the article.
    pub format: read::Format,
    /// Where it came from, if over the network.
    pub origin: read::Origin,
    /// What cleaning is to keep and to drop.
    pub clean: clean::CleanOptions,
    /// What is to be kept and dropped besides of the articles of a site.
    pub sites: clean::Sites,
    /// Language given; detected without.
    pub language: Option<Language>,
    /// What is known of the article better than the article knows it.
    pub meta: MetadataOverrides,
    /// How it is to look.
    pub style: style::Style,
    /// How its pages come upon sheets; each on its own without.
    pub imposition: Option<impose::Imposition>,
    /// Who fetches the pictures that the article names; without, only those that its file holds
    /// are shown.
    pub fetcher: picture::Fetcher,
    /// What the PDF is to claim.
    pub standard: pdf::Standard,
    /// Name and media type under which the article's own bytes ride in the PDF.
    pub attach: Option<AttachedAs>,
    /// Threads to use; 0 for as many as the machine has cores.
    pub jobs: usize,
    /// The quality of the setting is to be reported.
    pub report: bool,
    /// Words that divide as the person says.
    pub exceptions: hyphenate::Exceptions,
    /// It is to fill exactly so many pages.
    pub target_pages: Option<u32>,
    /// The style against which ink and paper are to be compared.
    pub compare_with: Option<style::Style>,
    /// The moment that the PDF names as that of its making, in seconds since 1970.
    pub timestamp: Option<i64>,
}

/// How the article's own bytes are called in the PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedAs {
    /// The name of the file, without folders.
    pub name: String,
    /// Its media type: `text/plain`.
    pub media_type: &'static str,
}

/// What the person says of the article; each overrules what was found in it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct MetadataOverrides {
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
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The sheets that its pages stand on, where they are imposed.
    pub sheets: Option<String>,
    /// Ink and paper that it takes, where [`PrintOptions::compare_with`] asked for it.
    pub saved: Option<report::Savings>,
    /// What the stages found.
    pub diagnostics: Vec<Diagnostic>,
    /// What cleaning took away.
    pub removals: Vec<clean::Removal>,
    /// The quality of the setting, where [`PrintOptions::report`] asked for it.
    pub report: Option<report::Report>,
    /// The knobs that were turned to fill the number of pages asked for.
    pub turned: Vec<String>,
    /// What is known of the article, as its title block shows it.
    pub meta: Metadata,
    /// The style it was set in.
    pub style: style::Style,
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
    /// The article after cleaning, its quotes, dashes and spaces as they were written.
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
    /// It cannot fill the number of pages that was asked for.
    Fit(fit::FitError),
    /// A PDF that was to be read cannot be.
    NotReadable(String),
}

impl fmt::Display for PressError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoText => out.write_str("there is no text to set"),
            Self::Pdf(why) => write!(out, "the PDF could not be made: {why}"),
            Self::Font(why) => write!(out, "a font cannot be used: {why}"),
            Self::Fit(why) => why.fmt(out),
            Self::NotReadable(why) => out.write_str(why),
        }
    }
}

impl std::error::Error for PressError {}

/// Prints an article.
///
/// # Errors
/// Where there is no text, or a font or the PDF fails.
pub fn print(
    bytes: &[u8],
    options: &PrintOptions,
    faces: &Faces,
) -> Result<Document, PressError> {
    let Copy { article, embedded, removals, mut diagnostics } = prepare(bytes, options)?;
    let jobs = Jobs::new(options.jobs);
    let mut sheets = compose(&article, &embedded, options, faces, &jobs)?;
    let last = sheets.last();
    sheets.furnish(&article.meta, (faces, last));
    let Sheets { mut galley, pages, style, turned } = sheets;
    diagnostics.append(&mut galley.diagnostics);
    // Findings that know their line learn its page.
    paginate::locate(&mut diagnostics, &pages, &galley);
    // The quality of the setting is judged.
    let report = options.report.then(|| report::examine(&pages, &galley, &style));
    // Ink and paper are weighed against those of another style.
    let saved = match &options.compare_with {
        Some(style) => {
            let plain =
                PrintOptions { style: style.clone(), target_pages: None, ..options.clone() };
            let mut other = compose(&article, &embedded, &plain, faces, &jobs)?;
            let last = other.last();
            other.furnish(&article.meta, (faces, last));
            let standard = report::measure_consumption(&other.pages, &other.galley, faces);
            let own = report::measure_consumption(&pages, &galley, faces);
            Some(report::Savings { own, standard })
        }
        None => None,
    };
    // The pages come upon sheets.
    let imposition = options.imposition.as_ref().map(|wishes| wishes.impose(pages.len()));
    // They become a PDF.
    let (pdf, mut found) = pdf::write(&pdf::Job {
        pages: &pages,
        galley: &galley,
        faces,
        paper: style.paper,
        imposition: imposition.as_ref(),
        meta: &article.meta,
        modified: options.timestamp,
        jobs: &jobs,
        duplex: style.duplex,
        standard: options.standard,
        attachment: options.attach.as_ref().map(|file| pdf::Attachment {
            name: &file.name,
            media_type: file.media_type,
            bytes,
        }),
    })
    .map_err(|error| PressError::Pdf(error.to_string()))?;
    diagnostics.append(&mut found);
    let sheets = imposition.map(|imposition| imposition.summary());
    Ok(Document {
        pdf,
        pages: pages.len(),
        sheets,
        saved,
        diagnostics,
        removals,
        report,
        turned,
        meta: article.meta,
        style,
    })
}

/// The product of a stage as text, or as JSON where `json`.
///
/// ```
/// use offprint::pipeline::{Stage, dump};
/// use offprint::{Faces, PrintOptions};
///
/// let article = b"The Lamp\n\nIt was late.\n\nPrint Friendly, PDF & Email\n";
/// let dump = dump(article, &PrintOptions::default(), &Faces::default(), Stage::Article, false)?;
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
    let copy = match stage {
        Stage::Article => clean_copy(bytes, options)?,
        Stage::Galley | Stage::Pages => prepare(bytes, options)?,
    };
    let Copy { mut article, embedded, mut diagnostics, removals } = copy;
    let jobs = Jobs::new(options.jobs);
    let text = match stage {
        Stage::Article => {
            let (language, mut found) = edit::choose_language(
                &article,
                &edit::EditOptions { language: options.language },
            );
            article.meta.language = Some(language);
            diagnostics.append(&mut found);
            let to_text =
                if json { article::print::to_json } else { article::print::to_markdown };
            to_text(&article)
        }
        Stage::Galley | Stage::Pages => {
            let mut sheets = compose(&article, &embedded, options, faces, &jobs)?;
            let last = sheets.last();
            sheets.furnish(&article.meta, (faces, last));
            let Sheets { mut galley, pages, style, .. } = sheets;
            diagnostics.append(&mut galley.diagnostics);
            match stage {
                Stage::Galley => galley::dump(&galley),
                _ => paginate::dump(&pages, &galley, &style),
            }
        }
    };
    Ok(Dump { text, diagnostics, removals })
}

/// Holds a PDF against the article of `bytes`, read and cleaned as `options` says.
///
/// ```
/// use offprint::{Faces, PrintOptions, pipeline};
///
/// let (article, options) = (b"The Lamp\n\nIt was late.\n", PrintOptions::default());
/// let print = offprint::print(article, &options, &Faces::embedded())?;
/// let verdict = pipeline::verify(&print.pdf, article, &options)?;
/// assert!(verdict.faults.is_empty(), "every word is there, in options");
/// # Ok::<(), offprint::PressError>(())
/// ```
///
/// # Errors
/// Where the article has no text, or the PDF is none.
pub fn verify(
    pdf: &[u8],
    bytes: &[u8],
    options: &PrintOptions,
) -> Result<verify::Verdict, PressError> {
    let Copy { article, .. } = prepare(bytes, options)?;
    // The PDF is read by other means than those that wrote it.
    verify::verify(pdf, &article).map_err(|error| PressError::NotReadable(error.to_string()))
}

/// Copy that is ready to be set.
struct Copy {
    article: Article,
    /// What the file holds besides its text, by address.
    embedded: Embedded,
    removals: Vec<clean::Removal>,
    diagnostics: Vec<Diagnostic>,
}

type Embedded = BTreeMap<String, Vec<u8>>;

/// Pages, and the galley whose lines they show.
struct Sheets {
    galley: galley::Galley,
    pages: Vec<paginate::Page>,
    /// The style they are in.
    style: style::Style,
    /// How it differs from the one that was ordered.
    turned: Vec<String>,
}

/// From the bytes of a file to copy that is ready to be set.
fn prepare(bytes: &[u8], options: &PrintOptions) -> Result<Copy, PressError> {
    let mut copy = clean_copy(bytes, options)?;
    // Quotes, dashes and spaces become what the language wants.
    let brief = edit::EditOptions { language: options.language };
    let (article, mut found) = edit::edit(copy.article, &brief, &Jobs::new(options.jobs));
    copy.diagnostics.append(&mut found);
    Ok(Copy { article, ..copy })
}

/// From the bytes of a file to the article without its surroundings.
fn clean_copy(bytes: &[u8], options: &PrintOptions) -> Result<Copy, PressError> {
    // The bytes are read as a manuscript.
    let (manuscript, mut diagnostics) = read::read_from(bytes, options.format, &options.origin);
    // What the person wishes of its site joins what is wished of every article.
    let address = options.meta.source.as_deref().or(options.origin.address.as_deref());
    let wishes = options.sites.options_for(&manuscript, &options.clean, address);
    // What the web left behind is taken away.
    let cleaned = clean::clean(manuscript, &wishes);
    let (mut article, removals) = (cleaned.article, cleaned.removals);
    diagnostics.extend(cleaned.diagnostics);
    let resources = cleaned.embedded.into_iter();
    let embedded = resources.map(|(name, resource)| (name, resource.bytes)).collect();
    if article.meta.source.is_none() {
        article.meta.source.clone_from(&options.origin.address);
    }
    // What the person knows better is put in.
    options.meta.apply(&mut article.meta);
    if article.is_empty() {
        return Err(PressError::NoText);
    }
    Ok(Copy { article, embedded, removals, diagnostics })
}

/// From copy to pages.
fn compose(
    article: &Article,
    embedded: &Embedded,
    options: &PrintOptions,
    faces: &Faces,
    jobs: &Jobs,
) -> Result<Sheets, PressError> {
    let case = Case::gather((article, embedded), options, &options.style, (faces, jobs));
    // Where so many pages are asked for, the style that fills them is sought.
    let fit::FittedStyle { style, turned } = match options.target_pages {
        Some(wanted) => fit::fit_pages(wanted, &options.style, |style| {
            let galley = case.galley(style);
            let natural = case.natural(&galley, style);
            let fits = natural == wanted || case.fits(&galley, style, wanted);
            fit::PageCount { natural, fits }
        })
        .map_err(PressError::Fit)?,
        None => fit::FittedStyle { style: options.style.clone(), turned: Vec::new() },
    };
    Ok(Sheets { turned, ..case.fill(style, options.target_pages) })
}

/// An article and all that it is set with, in whatever style.
struct Case<'a> {
    article: &'a Article,
    album: picture::ArticlePictures,
    exceptions: &'a hyphenate::Exceptions,
    faces: &'a Faces,
    jobs: &'a Jobs,
}

impl<'a> Case<'a> {
    /// The case of an article that is read as `options` says and looks as `style` does, more or
    /// less.
    fn gather(
        (article, embedded): (&'a Article, &Embedded),
        options: &'a PrintOptions,
        style: &style::Style,
        (faces, jobs): (&'a Faces, &'a Jobs),
    ) -> Self {
        // Its pictures are fetched and made ready.
        let sources = picture::PictureSources { embedded, fetcher: &options.fetcher };
        let frame = picture::PictureSize { width: style.measure(), height: style.depth() };
        let pictures = picture::PictureOptions { grey: style.grey, frame };
        let album = picture::ArticlePictures::gather(article, sources, &pictures, faces, jobs);
        Self { article, album, exceptions: &options.exceptions, faces, jobs }
    }

    fn compositor<'c>(&'c self, style: &'c style::Style) -> galley::Compositor<'c> {
        galley::Compositor::new(self.article, &self.album, style, self.faces)
            .with_exceptions(self.exceptions)
    }

    /// The article as one long galley.
    fn galley(&self, style: &style::Style) -> galley::Galley {
        self.compositor(style).set(self.jobs)
    }

    /// How many pages are printed when no number is asked for: those that the article fills, and
    /// those to write on after it.
    fn natural(&self, galley: &galley::Galley, style: &style::Style) -> u32 {
        if style.manner.answers == 0 {
            return paginate::natural(galley, style);
        }
        self.set(style.clone(), None).count()
    }

    /// Whether `wanted` pages can be printed by paragraphs a line longer or shorter.
    fn fits(&self, galley: &galley::Galley, style: &style::Style, wanted: u32) -> bool {
        if style.manner.answers == 0 {
            return paginate::fits(galley, style, wanted);
        }
        self.filled(galley, style, wanted).is_some()
    }

    /// The article and its pages to write on, on so many pages together; none where no number of
    /// pages for the article gives that.
    fn filled(
        &self,
        galley: &galley::Galley,
        style: &style::Style,
        wanted: u32,
    ) -> Option<Sheets> {
        // What is added after the article is a page or none.
        [wanted, wanted.saturating_sub(1)]
            .into_iter()
            .filter(|pages| *pages > 0 && paginate::fits(galley, style, *pages))
            .map(|pages| self.set(style.clone(), Some(pages)))
            .find(|sheets| sheets.count() == wanted)
    }

    /// The article on pages; with `exactly`, which must have been counted, on so many, pages to
    /// write on included.
    fn fill(&self, style: style::Style, exactly: Option<u32>) -> Sheets {
        let Some(wanted) = exactly.filter(|_| style.manner.answers > 0) else {
            return self.set(style, exactly);
        };
        let natural = self.set(style.clone(), None);
        if natural.count() == wanted {
            return natural;
        }
        self.filled(&self.galley(&style), &style, wanted).unwrap_or(natural)
    }

    /// The article on pages; with `exactly`, which must have been counted, on so many, to which
    /// pages to write on are added.
    fn set(&self, style: style::Style, exactly: Option<u32>) -> Sheets {
        let mut compositor = self.compositor(&style);
        // The article is set as one long galley.
        let mut galley = compositor.set(self.jobs);
        // The galley is cut into pages, the best way for all of them together.
        let plan = paginate::plan(&galley, &style, exactly).unwrap_or_default();
        // Paragraphs that the pages want a line longer or shorter are set so.
        compositor.settle(&mut galley, &paginate::choices(&plan), self.jobs);
        let mut pages = paginate::place(&galley, &plan, &style);
        // What the edition wants stands beside the text.
        decorate::beside(&mut pages, &galley, &self.article.meta, &style, self.faces);
        Sheets { galley, pages, style, turned: Vec::new() }
    }
}

impl Sheets {
    /// Every page gets its running head and its footer, in a volume whose last page is `last`.
    fn furnish(&mut self, meta: &Metadata, (faces, last): (&Faces, u32)) {
        decorate::furnish(&mut self.pages, &self.galley, meta, &self.style, (faces, last));
    }

    /// How many pages there are.
    fn count(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// The folio of the last page.
    fn last(&self) -> u32 {
        self.pages.last().map_or(0, |page| page.number)
    }
}

impl MetadataOverrides {
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
