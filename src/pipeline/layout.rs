//! Layout of one article in any style, and the counting of its pages.

use crate::article::{Article, Metadata};
use crate::diagnostic::Diagnostic;
use crate::font::Faces;
use crate::jobs::Jobs;
use crate::style::{PictureMode, SMALL_PICTURE, Style};
use crate::{decorate, fit, galley, hyphenate, paginate, picture, report};

use super::options::PrintOptions;
use super::product::{PreparedArticle, PressError};

/// Pages, and the galley whose lines they show.
pub(super) struct Layout {
    pub(super) galley: galley::Galley,
    pub(super) pages: Vec<paginate::Page>,
    /// Style in which they are set.
    pub(super) style: Style,
}

impl Layout {
    /// Adds running heads and footers, in a document whose last page has the number `last_page`.
    pub(super) fn furnish(&mut self, meta: &Metadata, faces: &Faces, last_page: u32) {
        decorate::add_heads_and_footers(
            &mut self.pages,
            &self.galley,
            meta,
            &self.style,
            faces,
            last_page,
        );
    }

    /// Takes the diagnostics of the galley, adds them to `diagnostics`, and gives each the page of
    /// its source line.
    pub(super) fn locate_diagnostics(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.append(&mut self.galley.diagnostics);
        paginate::locate_diagnostics(diagnostics, &self.pages, &self.galley);
    }

    /// Measures ink and paper.
    pub(super) fn measure_consumption(&self, faces: &Faces) -> report::Consumption {
        report::measure_consumption(&self.pages, &self.galley, faces)
    }

    /// Number of pages.
    pub(super) fn page_count(&self) -> u32 {
        u32::try_from(self.pages.len())
            .expect("a page takes more memory than a byte, and 2^32 do not fit")
    }

    /// Number printed on the last page; 0 without pages.
    pub(super) fn last_page(&self) -> u32 {
        self.pages.last().map_or(0, |page| page.number)
    }
}

/// An article and all that it is set with, in any style.
pub(super) struct Typesetter<'a> {
    pub(super) article: &'a Article,
    pub(super) pictures: picture::ArticlePictures,
    pub(super) exceptions: &'a hyphenate::Exceptions,
    pub(super) faces: &'a Faces,
    pub(super) jobs: &'a Jobs,
}

impl<'a> Typesetter<'a> {
    /// Collects the pictures of a prepared article and makes them ready for the style of `options`.
    pub(super) fn new(
        prepared: &'a PreparedArticle,
        options: &'a PrintOptions,
        style: &Style,
        faces: &'a Faces,
        jobs: &'a Jobs,
    ) -> Self {
        let PreparedArticle { article, embedded, .. } = prepared;
        let sources = picture::PictureSources { embedded, fetcher: &options.fetcher };
        let grey = style.grey || style.pictures == PictureMode::Grey;
        let width = match style.pictures {
            PictureMode::Small => style.measure() / SMALL_PICTURE,
            PictureMode::All | PictureMode::Grey | PictureMode::None => style.measure(),
        };
        let frame = picture::PictureSize { width, height: style.depth() };
        let wanted = picture::PictureOptions { grey, frame };
        let pictures = match style.pictures {
            PictureMode::None => picture::ArticlePictures::default(),
            PictureMode::All | PictureMode::Grey | PictureMode::Small => {
                picture::ArticlePictures::gather(article, sources, &wanted, faces, jobs)
            }
        };
        Self { article, pictures, exceptions: &options.exceptions, faces, jobs }
    }

    /// Returns the style of `options`, or the least changed one that fills the number of pages
    /// asked for.
    ///
    /// # Errors
    /// If no style fills that number.
    pub(super) fn fit(&self, options: &PrintOptions) -> Result<fit::FittedStyle, PressError> {
        fit_style(options, |style, wanted| {
            let galley = self.set_galley(style);
            let natural = self.count_pages(&galley, style);
            let fits = natural == wanted || self.can_fill(&galley, style, wanted);
            fit::PageCount { natural, fits }
        })
    }

    /// Sets the article as one long galley, to count pages.
    pub(super) fn set_galley(&self, style: &Style) -> galley::Galley {
        self.compositor(style).set(self.jobs).galley
    }

    pub(super) fn compositor<'c>(&'c self, style: &'c Style) -> galley::Compositor<'c> {
        galley::Compositor::new(self.article, &self.pictures, style, self.faces)
            .with_exceptions(self.exceptions)
    }

    /// Counts the pages that are printed where no number is asked for: those that the article
    /// fills, and those to write on after it.
    pub(super) fn count_pages(&self, galley: &galley::Galley, style: &Style) -> u32 {
        if style.body.answer_lines == 0 {
            return paginate::natural_page_count(galley, style);
        }
        self.set_pages(style.clone(), None).page_count()
    }

    /// True where paragraphs a line longer or shorter fill `wanted` pages.
    pub(super) fn can_fill(&self, galley: &galley::Galley, style: &Style, wanted: u32) -> bool {
        if style.body.answer_lines == 0 {
            return paginate::fits_page_count(galley, style, wanted);
        }
        self.fill_with_answers(galley, style, wanted).is_some()
    }

    /// Lays the article out; with `page_count`, which must be possible, on that many pages, pages
    /// to write on included.
    pub(super) fn lay_out(&self, style: Style, page_count: Option<u32>) -> Layout {
        let Some(wanted) = page_count.filter(|_| style.body.answer_lines > 0) else {
            return self.set_pages(style, page_count);
        };
        let natural = self.set_pages(style.clone(), None);
        if natural.page_count() == wanted {
            return natural;
        }
        self.fill_with_answers(&self.set_galley(&style), &style, wanted).unwrap_or(natural)
    }

    /// Lays the article out as a document of its own, with running heads and footers.
    pub(super) fn lay_out_furnished(&self, style: Style, page_count: Option<u32>) -> Layout {
        let mut layout = self.lay_out(style, page_count);
        let last_page = layout.last_page();
        layout.furnish(&self.article.meta, self.faces, last_page);
        layout
    }

    /// Lays out the article and its pages to write on, on `wanted` pages together; `None` where no
    /// number of pages for the article gives that.
    fn fill_with_answers(
        &self,
        galley: &galley::Galley,
        style: &Style,
        wanted: u32,
    ) -> Option<Layout> {
        // Writing space after the article takes one page or none.
        [wanted, wanted.saturating_sub(1)]
            .into_iter()
            .filter(|pages| *pages > 0 && paginate::fits_page_count(galley, style, *pages))
            .map(|pages| self.set_pages(style.clone(), Some(pages)))
            .find(|layout| layout.page_count() == wanted)
    }
}

/// Returns the style of `options`, or the least changed one in which `count_pages` says that the
/// number of pages asked for is filled.
///
/// # Errors
/// If no style fills that number.
pub(super) fn fit_style(
    options: &PrintOptions,
    mut count_pages: impl FnMut(&Style, u32) -> fit::PageCount,
) -> Result<fit::FittedStyle, PressError> {
    let style = &options.style;
    let Some(wanted) = options.target_pages else {
        return Ok(fit::FittedStyle { style: style.clone(), turned: Vec::new() });
    };
    fit::fit_pages(wanted, style, |style| count_pages(style, wanted)).map_err(PressError::Fit)
}
