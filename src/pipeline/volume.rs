//! A volume: several articles go through the press together.
//!
//! Comes in: articles, each with its own options, and the order of the whole. Goes out: a
//! [`Volume`]. Never done here: anything that the press does to one article by itself.

use crate::article::{Article, Language, Metadata};
use crate::clean;
use crate::diagnostic::Diagnostic;
use crate::font::Faces;
use crate::jobs::Jobs;
use crate::style::Style;
use crate::{bind, decorate, fit, galley, paginate, pdf, report, verify};

use super::{Case, Copy, Document, Embedded, PressError, PrintOptions, Sheets, prepare};

/// Several articles bound into one print.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume {
    /// The print; what is said of one article alone is in `told`.
    pub print: Document,
    /// What became of each article, in their options.
    pub told: Vec<Result<ArticleReport, PressError>>,
    /// The print held against all of them.
    pub verdict: Option<verify::Verdict>,
}

/// What is said of an article of a volume.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ArticleReport {
    /// What the stages found.
    pub diagnostics: Vec<Diagnostic>,
    /// What cleaning took away.
    pub removals: Vec<clean::Removal>,
    /// The folios of its first page and of its last.
    pub folios: (u32, u32),
}

/// Binds articles into one print, contents before them; those that cannot be set are left out and
/// told. Each is read as its own options says; how all look, the title of the whole and the number
/// of its pages are said by `options`. With `verified` the print is read again.
///
/// # Errors
/// Where no article can be set, the pages asked for cannot be filled, or the PDF fails.
pub fn bind(
    articles: &[(&[u8], &PrintOptions)],
    options: &PrintOptions,
    faces: &Faces,
    verified: bool,
) -> Result<Volume, PressError> {
    let jobs = Jobs::new(options.jobs);
    let (mut told, copies) = prepare_all(articles);
    let Some((_, first, _)) = copies.first() else { return Err(PressError::NoText) };
    let language = options.language.or(first.article.meta.language).unwrap_or_default();
    // The contents are an article of their own, set before the others.
    let listed: Vec<bind::Listed> =
        copies.iter().map(|(_, copy, _)| bind::Listed::of(&copy.article)).collect();
    let contents = bind::contents(options.meta.title.as_deref(), &listed, language);
    let cases = Cases::gather(&contents, &copies, options, (faces, &jobs));
    // Where so many pages are asked for, the style in which all together fill them is sought.
    let (fitted, shares) = cases.fitted(options)?;
    let fit::FittedStyle { style, turned } = fitted;
    let (front, mut bodies) = cases.set(&style, &shares);
    for ((nth, ..), sheets) in copies.iter().zip(&mut bodies) {
        if let Some(Ok(told)) = told.get_mut(*nth) {
            told.diagnostics.append(&mut sheets.galley.diagnostics);
            paginate::locate(&mut told.diagnostics, &sheets.pages, &sheets.galley);
            told.folios = (sheets.style.first_page, sheets.last());
        }
    }
    // The quality of the setting is judged, each part by itself.
    let report = options.report.then(|| judged(&front, &bodies));
    // Contents and articles become one galley with one structure.
    let binder = Binder { contents: &contents, copies: &copies, language, faces };
    let whole = binder.bound(front, bodies);
    // Ink and paper are weighed against those of another style.
    let saved = options.compare_with.as_ref().map(|standard| {
        let (front, bodies) = cases.set(standard, &[]);
        let other = binder.bound(front, bodies);
        let own = report::measure_consumption(&whole.pages, &whole.galley, faces);
        let standard = report::measure_consumption(&other.pages, &other.galley, faces);
        report::Savings { own, standard }
    });
    let print = binder.printed(&whole, options, style, &jobs)?;
    let all: Vec<&Article> =
        std::iter::once(&contents).chain(copies.iter().map(|copy| &copy.1.article)).collect();
    let verdict = verified.then(|| verify::verify_all(&print.pdf, &all)).transpose();
    let verdict = verdict.map_err(|error| PressError::NotReadable(error.to_string()))?;
    Ok(Volume { print: Document { report, saved, turned, ..print }, told, verdict })
}

/// Copy of each article that can be set, with its place and its options.
type Copies<'o> = Vec<(usize, Copy, &'o PrintOptions)>;

/// The copies, and what is told of each article.
fn prepare_all<'o>(
    articles: &[(&[u8], &'o PrintOptions)],
) -> (Vec<Result<ArticleReport, PressError>>, Copies<'o>) {
    let mut told = Vec::with_capacity(articles.len());
    let mut copies = Vec::with_capacity(articles.len());
    for (nth, (bytes, own)) in articles.iter().enumerate() {
        let prepared = prepare(bytes, own).map(|mut copy| {
            let diagnostics = std::mem::take(&mut copy.diagnostics);
            let removals = std::mem::take(&mut copy.removals);
            copies.push((nth, copy, *own));
            ArticleReport { diagnostics, removals, folios: (0, 0) }
        });
        told.push(prepared);
    }
    (told, copies)
}

/// Contents and articles, ready to be set.
struct Cases<'a> {
    contents: Case<'a>,
    articles: Vec<Case<'a>>,
}

impl<'a> Cases<'a> {
    fn gather(
        contents: &'a Article,
        copies: &'a Copies<'a>,
        options: &'a PrintOptions,
        tools: (&'a Faces, &'a Jobs),
    ) -> Self {
        let articles = copies.iter().map(|(_, copy, own)| {
            Case::gather((&copy.article, &copy.embedded), own, &options.style, tools)
        });
        Self {
            articles: articles.collect(),
            contents: Case::gather(
                (contents, &Embedded::new()),
                options,
                &options.style,
                tools,
            ),
        }
    }

    /// The style of the volume, and the pages of each article that takes one more or one less than
    /// it would by itself.
    fn fitted(
        &self,
        options: &PrintOptions,
    ) -> Result<(fit::FittedStyle, Vec<Option<u32>>), PressError> {
        let mut shares = Vec::new();
        let style = &options.style;
        let fitted = match options.target_pages {
            Some(wanted) => fit::fit_pages(wanted, style, |style| {
                let (count, found) = self.count(style, wanted);
                shares = found;
                count
            })
            .map_err(PressError::Fit)?,
            None => fit::FittedStyle { style: style.clone(), turned: Vec::new() },
        };
        Ok((fitted, shares))
    }

    /// How many pages the volume fills in this style, and whether it fills `wanted` where some of
    /// the articles, the first that can, take a page more or less.
    fn count(&self, style: &Style, wanted: u32) -> (fit::PageCount, Vec<Option<u32>>) {
        let own = bind::contents_style(style);
        let front = paginate::natural(&self.contents.galley(&own), &own);
        let galleys: Vec<galley::Galley> =
            self.articles.iter().map(|case| case.galley(style)).collect();
        let cases = || self.articles.iter().zip(&galleys);
        let natural = cases().fold(front, |before, (case, galley)| {
            before + case.natural(galley, &following(style, before))
        });
        let mut lacking = i64::from(wanted) - i64::from(natural);
        let mut total = front;
        let mut shares = Vec::with_capacity(galleys.len());
        for (case, galley) in cases() {
            let style = following(style, total);
            let own = case.natural(galley, &style);
            let share = match lacking.signum() {
                1 => Some(own + 1),
                -1 => own.checked_sub(1).filter(|share| *share > 0),
                _ => None,
            };
            let share = share.filter(|share| case.fits(galley, &style, *share));
            if share.is_some() {
                lacking -= lacking.signum();
            }
            total += share.unwrap_or(own);
            shares.push(share);
        }
        (fit::PageCount { natural, fits: total == wanted }, shares)
    }

    /// The pages of the contents, without their numbers, and those of each article, which goes on
    /// where the one before it ends.
    fn set(&self, style: &Style, shares: &[Option<u32>]) -> (Sheets, Vec<Sheets>) {
        // The contents are set first: how many pages they take is known before any number in them.
        let mut front = self.contents.set(bind::contents_style(style), None);
        bind::shift_versos(&mut front.pages, style);
        front.style = style.clone();
        let mut before = front.count();
        let mut bodies = Vec::with_capacity(self.articles.len());
        for (nth, case) in self.articles.iter().enumerate() {
            let share = shares.get(nth).copied().flatten();
            let sheets = case.fill(following(style, before), share);
            before = before.saturating_add(sheets.count());
            bodies.push(sheets);
        }
        (front, bodies)
    }
}

/// The style of an article that follows so many pages.
fn following(style: &Style, before: u32) -> Style {
    Style { first_page: style.first_page.saturating_add(before), ..style.clone() }
}

/// The quality of contents and articles, as one report.
fn judged(front: &Sheets, bodies: &[Sheets]) -> report::Report {
    let own = bind::contents_style(&front.style);
    let mut whole = report::examine(&front.pages, &front.galley, &own);
    for Sheets { pages, galley, style, .. } in bodies {
        whole.append(report::examine(pages, galley, style));
    }
    whole
}

/// What makes one galley of several.
struct Binder<'b> {
    contents: &'b Article,
    copies: &'b Copies<'b>,
    language: Language,
    faces: &'b Faces,
}

impl Binder<'_> {
    /// Contents and articles as one galley, with numbers, heads and feet.
    fn bound(&self, mut front: Sheets, mut bodies: Vec<Sheets>) -> bind::Bound {
        let (faces, style) = (self.faces, front.style.clone());
        let folios: Vec<u32> = bodies.iter().map(|sheets| sheets.style.first_page).collect();
        let last = bodies.last().map_or_else(|| front.last(), Sheets::last);
        let figure = |number| decorate::figure(number, &style, faces, self.language);
        bind::number(&mut front.pages, &front.galley, &style, &folios, figure);
        front.furnish(&self.contents.meta, (faces, last));
        for (sheets, (_, copy, _)) in bodies.iter_mut().zip(self.copies) {
            sheets.furnish(&copy.article.meta, (faces, last));
        }
        let notes = self.copies.iter().map(|(_, copy, _)| copy.article.notes.len());
        let notes = std::iter::once(0).chain(notes);
        let parts = std::iter::once(front).chain(bodies).zip(notes).map(|(sheets, notes)| {
            let Sheets { galley, pages, .. } = sheets;
            bind::Part { galley, pages, notes: u32::try_from(notes).unwrap_or(u32::MAX) }
        });
        bind::bind(parts.collect(), self.language)
    }

    /// The PDF of the volume.
    fn printed(
        &self,
        bound: &bind::Bound,
        options: &PrintOptions,
        style: Style,
        jobs: &Jobs,
    ) -> Result<Document, PressError> {
        let bind::Bound { galley, pages } = bound;
        let imposition = options.imposition.as_ref().map(|wishes| wishes.impose(pages.len()));
        let meta = self.contents.meta.clone();
        let meta = Metadata { byline: options.meta.author.clone(), ..meta };
        let (pdf, diagnostics) = pdf::write(&pdf::Job {
            pages,
            galley,
            faces: self.faces,
            paper: style.paper,
            imposition: imposition.as_ref(),
            meta: &meta,
            modified: options.timestamp,
            jobs,
            duplex: style.duplex,
            standard: options.standard,
            attachment: None,
        })
        .map_err(|error| PressError::Pdf(error.to_string()))?;
        Ok(Document {
            pdf,
            pages: pages.len(),
            sheets: imposition.map(|imposition| imposition.summary()),
            saved: None,
            diagnostics,
            removals: Vec::new(),
            report: None,
            turned: Vec::new(),
            meta,
            style,
        })
    }
}
