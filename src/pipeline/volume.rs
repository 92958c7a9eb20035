//! Volumes: several articles bound into one document.

use crate::article::{Article, BlockKind, Language, Metadata};
use crate::font::Faces;
use crate::jobs::Jobs;
use crate::style::Style;
use crate::{bind, decorate, fit, galley, paginate, report, verify};

use super::layout::{Layout, Typesetter, fit_style};
use super::options::PrintOptions;
use super::product::{ArticleReport, Document, PreparedArticle, PressError, Volume};
use super::{prepare, write};

/// An article of a volume, with the options for reading and cleaning it.
#[derive(Debug, Clone, Copy)]
pub struct VolumeArticle<'a> {
    /// Bytes of the article.
    pub bytes: &'a [u8],
    /// Options for reading and cleaning it.
    pub options: &'a PrintOptions,
}

/// Binds articles into one document, with a table of contents before them. An article that cannot
/// be set is left out, and [`Volume::articles`] holds its error. `options` are those of the whole:
/// style, title, number of pages. With `verified` the PDF is read again and compared with the
/// articles.
///
/// ```
/// use offprint::pipeline::{VolumeArticle, bind};
/// use offprint::{Faces, PrintOptions};
///
/// let options = PrintOptions::default();
/// let articles = [&b"First\n\nWords of it.\n"[..], b"Second\n\nWords of that.\n"]
///     .map(|bytes| VolumeArticle { bytes, options: &options });
/// let volume = bind(&articles, &options, &Faces::embedded(), true)?;
/// assert_eq!(volume.document.pages, 3);
/// assert!(volume.verdict.is_some_and(|verdict| verdict.faults.is_empty()));
/// # Ok::<(), offprint::PressError>(())
/// ```
///
/// # Errors
/// If no article can be set, no style fills the number of pages asked for, or the PDF cannot be
/// written or read again.
pub fn bind(
    articles: &[VolumeArticle<'_>],
    options: &PrintOptions,
    faces: &Faces,
    verified: bool,
) -> Result<Volume, PressError> {
    let jobs = Jobs::new(options.jobs);
    let mut parts = Vec::with_capacity(articles.len());
    let mut reports = Vec::with_capacity(articles.len());
    for article in articles {
        let report = prepare(article.bytes, article.options).map(|mut prepared| {
            let diagnostics = std::mem::take(&mut prepared.diagnostics);
            let removals = std::mem::take(&mut prepared.removals);
            parts.push(VolumePart { prepared, options: article.options });
            ArticleReport { diagnostics, removals, first_page: 0, last_page: 0 }
        });
        reports.push(report);
    }
    let Some(first) = parts.first() else { return Err(PressError::NoText) };
    let first_language = first.prepared.article.meta.language;
    let language = options.language.or(first_language).unwrap_or_default();
    let contents = prepare_contents(&parts, options, language);
    let typesetter = VolumeTypesetter::new(&contents, &parts, options, faces, &jobs);
    let FittedVolume { style, style_changes, page_counts } = typesetter.fit(options)?;
    let mut layout = typesetter.lay_out(&style, &page_counts);
    for (report, own) in reports.iter_mut().flatten().zip(&mut layout.articles) {
        own.locate_diagnostics(&mut report.diagnostics);
        report.first_page = own.style.first_page;
        report.last_page = own.last_page();
    }
    let report = options.report.then(|| layout.examine());
    let whole = typesetter.bind(layout, language);
    let savings = options.compare_with.as_ref().map(|style| {
        let other = typesetter.bind(typesetter.lay_out(style, &[]), language);
        report::Savings {
            own: whole.measure_consumption(faces),
            standard: other.measure_consumption(faces),
        }
    });
    let meta =
        Metadata { byline: options.meta.author.clone(), ..contents.article.meta.clone() };
    let document = write(whole, meta, None, options, faces, &jobs)?;
    let document = Document { report, savings, style_changes, ..document };
    let all = std::iter::once(&contents).chain(parts.iter().map(|part| &part.prepared));
    let mut all: Vec<&Article> = all.map(|prepared| &prepared.article).collect();
    // The lines of the contents say the titles again, and are not words to be found.
    let mut heads = contents.article.clone();
    heads.blocks.retain(|block| !matches!(block.kind, BlockKind::Paragraph(_)));
    all[0] = &heads;
    let verdict = verified.then(|| verify::verify_all(&document.pdf, &all)).transpose();
    let verdict = verdict.map_err(PressError::NotReadable)?;
    Ok(Volume { document, articles: reports, verdict })
}

/// An article that can be set, with its options.
struct VolumePart<'a> {
    prepared: PreparedArticle,
    options: &'a PrintOptions,
}

/// Makes the table of contents, an article of its own.
fn prepare_contents(
    parts: &[VolumePart<'_>],
    options: &PrintOptions,
    language: Language,
) -> PreparedArticle {
    let listed: Vec<bind::ContentsEntry> = parts
        .iter()
        .map(|part| bind::ContentsEntry::from_article(&part.prepared.article))
        .collect();
    let article = bind::contents_article(options.meta.title.as_deref(), &listed, language);
    PreparedArticle { article, ..PreparedArticle::default() }
}

/// Style of a volume, and the pages of its articles.
struct FittedVolume {
    style: Style,
    /// Changes from the style asked for.
    style_changes: Vec<String>,
    /// Number of pages of each article that takes one more or one less than by itself.
    page_counts: Vec<Option<u32>>,
}

/// Layouts of the parts of a volume, not yet bound.
struct VolumeLayout {
    contents: Layout,
    articles: Vec<Layout>,
}

impl VolumeLayout {
    /// Judges the quality of contents and articles in one report.
    fn examine(&self) -> report::Report {
        let Layout { pages, galley, style } = &self.contents;
        let mut whole = report::examine(pages, galley, &bind::contents_style(style));
        for Layout { pages, galley, style } in &self.articles {
            whole.append(report::examine(pages, galley, style));
        }
        whole
    }
}

/// Contents and articles of a volume with all they are set with, in any style.
struct VolumeTypesetter<'a> {
    contents: Typesetter<'a>,
    articles: Vec<Typesetter<'a>>,
    faces: &'a Faces,
}

impl<'a> VolumeTypesetter<'a> {
    /// Collects the pictures of all articles.
    fn new(
        contents: &'a PreparedArticle,
        parts: &'a [VolumePart<'a>],
        options: &'a PrintOptions,
        faces: &'a Faces,
        jobs: &'a Jobs,
    ) -> Self {
        let typesetter =
            |prepared, own| Typesetter::new(prepared, own, &options.style, faces, jobs);
        Self {
            articles: parts.iter().map(|it| typesetter(&it.prepared, it.options)).collect(),
            contents: typesetter(contents, options),
            faces,
        }
    }

    /// Returns the style of `options`, or the least changed one that fills the number of pages
    /// asked for.
    ///
    /// # Errors
    /// If no style fills that number.
    fn fit(&self, options: &PrintOptions) -> Result<FittedVolume, PressError> {
        let mut page_counts = Vec::new();
        let fitted = fit_style(options, |style, wanted| {
            let (count, counts) = self.count_pages(style, wanted);
            page_counts = counts;
            count
        })?;
        let fit::FittedStyle { style, turned: style_changes } = fitted;
        Ok(FittedVolume { style, style_changes, page_counts })
    }

    /// Counts the pages of the volume in a style, and finds the first articles that can take a page
    /// more or less so that the volume has `wanted` pages.
    fn count_pages(&self, style: &Style, wanted: u32) -> (fit::PageCount, Vec<Option<u32>>) {
        let contents_style = bind::contents_style(style);
        let galley = self.contents.set_galley(&contents_style);
        let contents = paginate::natural_page_count(&galley, &contents_style);
        let galleys: Vec<galley::Galley> =
            self.articles.iter().map(|article| article.set_galley(style)).collect();
        let articles = || self.articles.iter().zip(&galleys);
        let natural = articles().fold(contents, |before, (article, galley)| {
            before + article.count_pages(galley, &style_after(style, before))
        });
        let mut missing = i64::from(wanted) - i64::from(natural);
        let mut total = contents;
        let mut page_counts = Vec::with_capacity(galleys.len());
        for (article, galley) in articles() {
            let style = style_after(style, total);
            let own = article.count_pages(galley, &style);
            let count = match missing.signum() {
                1 => Some(own + 1),
                -1 => own.checked_sub(1).filter(|count| *count > 0),
                _ => None,
            };
            let count = count.filter(|count| article.can_fill(galley, &style, *count));
            if count.is_some() {
                missing -= missing.signum();
            }
            total += count.unwrap_or(own);
            page_counts.push(count);
        }
        (fit::PageCount { natural, fits: total == wanted }, page_counts)
    }

    /// Lays out the contents, without page numbers, and the articles, each on the pages that follow
    /// the one before it. An article without an entry in `page_counts` takes its own number.
    fn lay_out(&self, style: &Style, page_counts: &[Option<u32>]) -> VolumeLayout {
        // The number of pages of the contents does not depend on the numbers in them.
        let mut contents = self.contents.lay_out(bind::contents_style(style), None);
        bind::align_versos(&mut contents.pages, style);
        contents.style = style.clone();
        let mut before = contents.page_count();
        let mut articles = Vec::with_capacity(self.articles.len());
        for (index, article) in self.articles.iter().enumerate() {
            let count = page_counts.get(index).copied().flatten();
            let layout = article.lay_out(style_after(style, before), count);
            before = before.saturating_add(layout.page_count());
            articles.push(layout);
        }
        VolumeLayout { contents, articles }
    }

    /// Binds contents and articles into one galley with page numbers, running heads and footers.
    fn bind(&self, layout: VolumeLayout, language: Language) -> Layout {
        let VolumeLayout { mut contents, mut articles } = layout;
        let style = contents.style.clone();
        let first_pages: Vec<u32> = articles.iter().map(|it| it.style.first_page).collect();
        let last_page = articles.last().map_or_else(|| contents.last_page(), Layout::last_page);
        let figure = |number| decorate::set_page_number(number, &style, self.faces, language);
        bind::add_page_numbers(
            &mut contents.pages,
            &contents.galley,
            &style,
            &first_pages,
            figure,
        );
        articles.insert(0, contents);
        let typesetters = std::iter::once(&self.contents).chain(&self.articles);
        let parts = articles.into_iter().zip(typesetters).map(|(mut layout, typesetter)| {
            layout.furnish(&typesetter.article.meta, self.faces, last_page);
            let Layout { galley, pages, .. } = layout;
            let notes = u32::try_from(typesetter.article.notes.len())
                .expect("a note takes more memory than a byte, and 2^32 do not fit");
            bind::BoundPart { galley, pages, notes }
        });
        let bind::BoundVolume { galley, pages } = bind::bind_parts(parts.collect(), language);
        Layout { galley, pages, style }
    }
}

/// Returns the style of an article that follows `before` pages.
fn style_after(style: &Style, before: u32) -> Style {
    Style { first_page: style.first_page.saturating_add(before), ..style.clone() }
}
