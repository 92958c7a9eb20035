//! Copyfitting: a style in which the article fills a number of pages exactly.
//!
//! Takes a style, a number of pages and a function that counts the pages of a style, and gives a
//! [`FittedStyle`] or a [`FitError`]. It sets no type itself.
//!
//! Sizes, leadings and measures form a grid of styles (`docs/composition.md`). It is searched from
//! the given style outwards, so that the first style that fits is the least changed.

use std::fmt;

use crate::style::Style;
use crate::unit::Length;

/// Least font size, in points: smaller type tires readers.
const LEAST_SIZE: f64 = 9.0;
/// Greatest font size, in points: larger type is that of children's books.
const GREATEST_SIZE: f64 = 14.0;
/// Difference of font sizes, in points, below which they count as the same.
const SAME_SIZE: f64 = 0.01;
/// Step of the font size, in points.
const SIZE_STEP: f64 = 0.5;
/// Leadings as multiples of the font size, from the least that reads well at a full measure to the
/// greatest at which lines still form a paragraph.
const LEADINGS: [f64; 5] = [1.2, 1.28, 1.35, 1.42, 1.5];
/// Difference of leadings, as multiples of the font size, below which they count as the same.
const SAME_LEADING: f64 = 0.02;
/// Unit to which leadings are rounded, in points.
const LEADING_STEP: f64 = 0.25;
/// Measures as multiples of that of the style.
const MEASURES: [f64; 4] = [0.88, 1.0, 1.1, 1.2];
/// Least left and right margin beside a wider measure, as a part of the width of the paper.
const LEAST_MARGIN: f64 = 0.1;
/// Greatest factor by which an estimate by area may be wrong. Lines and pages that are not full are
/// nearly the same in every style, so that a third is far more than was ever measured.
const ESTIMATE_ERROR: f64 = 1.33;
/// Greatest number of pages that can be requested.
pub const MOST_PAGES: u32 = 999;

/// Weight of a change of the font size by one point. The weights follow what a reader notices; only
/// their ratios matter.
const SIZE_WEIGHT: f64 = 4.0;
/// Weight of a change of the leading by one font size.
const LEADING_WEIGHT: f64 = 20.0;
/// Weight of a change of the measure by the measure of the style.
const MEASURE_WEIGHT: f64 = 15.0;

/// Number of pages of an article in one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub struct PageCount {
    /// Number of pages without a request.
    pub natural: u32,
    /// The article fills the requested number with paragraphs a line longer or shorter, without a
    /// worse page.
    pub fits: bool,
}

/// Style in which the article fits.
#[derive(Debug, Clone, PartialEq)]
#[doc(hidden)]
pub struct FittedStyle {
    /// Style.
    pub style: Style,
    /// Changes: `type 10.5pt instead of 11.5pt`.
    pub turned: Vec<String>,
}

/// Error of a number of pages that no style of the grid gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitError {
    /// Requested number of pages.
    pub wanted: u32,
    /// Nearest number of pages that a style gives.
    pub nearest: u32,
    /// Number of styles that were tried.
    pub tried: usize,
    /// Number of styles in the grid.
    pub of: usize,
}

impl std::error::Error for FitError {}

impl fmt::Display for FitError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { wanted, nearest, of, .. } = self;
        write!(
            out,
            "it cannot fill exactly {wanted} {} in type from {LEAST_SIZE} to {GREATEST_SIZE} \
             points: none of the {of} settings of size, leading and measure does, and the nearest \
             number is {nearest}",
            if *wanted == 1 { "page" } else { "pages" }
        )
    }
}

/// Style of the grid.
#[derive(Debug, Clone, PartialEq)]
struct StyleCandidate {
    style: Style,
    /// Weighted distance from the given style.
    distance: f64,
}

/// Returns every style of the grid around `style`, the least changed first. The first is the style
/// itself.
#[must_use]
#[doc(hidden)]
pub fn grid(style: &Style) -> Vec<Style> {
    let mut all: Vec<StyleCandidate> = Vec::new();
    for size in sizes(style) {
        for leading in leadings(style, size) {
            for measure in measures(style) {
                all.push(change_style(style, size, leading, measure));
            }
        }
    }
    all.retain(|candidate| candidate.style.fits_together());
    all.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    all.dedup_by(|one, other| one.style == other.style);
    all.into_iter().map(|candidate| candidate.style).collect()
}

fn sizes(style: &Style) -> Vec<Length> {
    let own = style.font_size.pt();
    let mut sizes = vec![style.font_size];
    let mut size = LEAST_SIZE;
    while size <= GREATEST_SIZE {
        if (size - own).abs() > SAME_SIZE {
            sizes.push(Length::from_pt(size));
        }
        size += SIZE_STEP;
    }
    sizes
}

/// Returns the leadings for a font size; that of the style keeps its ratio to the size.
fn leadings(style: &Style, size: Length) -> Vec<Length> {
    let own = style.leading.ratio(style.font_size);
    let on_step =
        |ratio: f64| Length::from_pt((size.pt() * ratio / LEADING_STEP).round() * LEADING_STEP);
    let first = if size == style.font_size { style.leading } else { on_step(own) };
    let others = LEADINGS.into_iter().filter(|ratio| (ratio - own).abs() > SAME_LEADING);
    std::iter::once(first).chain(others.map(on_step)).collect()
}

fn measures(style: &Style) -> Vec<Length> {
    let widest = style.paper.width.scale(1.0 - 2.0 * LEAST_MARGIN).max(style.measure());
    let mut measures: Vec<Length> =
        MEASURES.into_iter().map(|part| style.measure().scale(part).min(widest)).collect();
    measures.dedup();
    measures
}

/// Returns the style with another size, leading and measure. The ratio of the side margins is kept.
fn change_style(
    style: &Style,
    size: Length,
    leading: Length,
    measure: Length,
) -> StyleCandidate {
    let mut new = style.clone();
    (new.font_size, new.leading) = (size, leading);
    if measure != style.measure() {
        let sides = style.margin.left + style.margin.right;
        let left = style.paper.width - measure;
        new.margin.left = left.scale(style.margin.left.ratio(sides));
        new.margin.right = left - new.margin.left;
    }
    let own = style.leading.ratio(style.font_size);
    let distance = (size - style.font_size).pt().abs() * SIZE_WEIGHT
        + (leading.ratio(size) - own).abs() * LEADING_WEIGHT
        + (measure.ratio(style.measure()) - 1.0).abs() * MEASURE_WEIGHT;
    StyleCandidate { style: new, distance }
}

/// Finds the least changed style in which the article fills exactly `wanted` pages. `count` counts the
/// pages of a style.
///
/// # Errors
/// If no style of the grid gives the number.
#[doc(hidden)]
pub fn fit_pages(
    wanted: u32,
    style: &Style,
    mut count: impl FnMut(&Style) -> PageCount,
) -> Result<FittedStyle, FitError> {
    let grid = grid(style);
    let first = count(style);
    let area = f64::from(first.natural) * page_capacity(style);
    let mut nearest = first.natural;
    let mut tried = 0;
    for (index, candidate) in grid.iter().enumerate() {
        let estimate = area / page_capacity(candidate);
        if index > 0 && !is_near(estimate, wanted) {
            let estimate = round_pages(estimate);
            if estimate.abs_diff(wanted) < nearest.abs_diff(wanted) {
                // The error states counted numbers only, never an estimate.
                nearest = closer(nearest, count(candidate).natural, wanted);
                tried += 1;
            }
            continue;
        }
        let found = if index == 0 { first } else { count(candidate) };
        tried += 1;
        if found.natural == wanted || found.fits {
            let loose = found.natural != wanted;
            let turned = describe_changes(style, candidate, loose);
            return Ok(FittedStyle { style: candidate.clone(), turned });
        }
        nearest = closer(nearest, found.natural, wanted);
    }
    Err(FitError { wanted, nearest, tried, of: grid.len() })
}

fn closer(one: u32, other: u32, wanted: u32) -> u32 {
    if other.abs_diff(wanted) < one.abs_diff(wanted) { other } else { one }
}

/// Returns the capacity of a page of a style, in lines times ems.
fn page_capacity(style: &Style) -> f64 {
    let ems = style.column().ratio(style.font_size) * f64::from(style.columns.max(1));
    (ems * f64::from(style.rows())).max(1.0)
}

/// True if an article of this estimated number of pages may have `wanted` pages.
fn is_near(guess: f64, wanted: u32) -> bool {
    let wanted = f64::from(wanted);
    guess <= wanted * ESTIMATE_ERROR + 1.0 && guess >= (wanted - 1.0) / ESTIMATE_ERROR - 1.0
}

/// Rounds an estimate to a number of pages; saturates.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, as documented"
)]
fn round_pages(pages: f64) -> u32 {
    pages.round() as u32
}

/// Describes the changes for the reader of the diagnostics.
fn describe_changes(old: &Style, new: &Style, loose: bool) -> Vec<String> {
    let mut turned = Vec::new();
    let mut add = |what: &str, old: Length, new: Length| {
        if old != new {
            turned.push(format!("{what} {new} instead of {old}"));
        }
    };
    add("type", old.font_size, new.font_size);
    add("leading", old.leading, new.leading);
    add("measure", old.measure(), new.measure());
    if loose {
        turned.push("paragraphs a line longer or shorter".to_owned());
    }
    if turned.is_empty() {
        turned.push("nothing turned".to_owned());
    }
    turned
}
