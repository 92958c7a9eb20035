//! Copyfitting: the article in exactly so many pages.
//!
//! Comes in: a style, the number of pages, and someone who can count pages in a style. Goes out:
//! a [`Fitted`] style that says which knobs it turned, or a [`Refusal`]. Never done here: setting.
//!
//! The knobs and their steps are a grid, stated in `docs/composition.md`; it is searched from the
//! style outwards, so that the first that fits is the one least changed.

use std::fmt;

use crate::style::Style;
use crate::unit::Length;

/// The least and the greatest type size, in points: below 9 a page tires, above 14 it shouts.
const SIZES: (f64, f64) = (9.0, 14.0);
/// Step of the type size, in points.
const SIZE_STEP: f64 = 0.5;
/// Leadings as multiples of the type size, from the closest that reads well at a full measure to
/// the widest that holds together.
const LEADINGS: [f64; 5] = [1.2, 1.28, 1.35, 1.42, 1.5];
/// What leadings are rounded to, in points.
const LEADING_STEP: f64 = 0.25;
/// Measures as parts of the style's own.
const MEASURES: [f64; 4] = [0.88, 1.0, 1.1, 1.2];
/// The least margin that a wider measure leaves, as a part of the paper's width.
const LEAST_MARGIN: f64 = 0.1;
/// Pages that an estimate by area may be wrong by, as a part: lines and pages that are not full
/// are the same in every setting, so that a third is far beyond what was ever seen.
const MARGIN_OF_ERROR: f64 = 1.33;
/// The most pages that can be asked for.
pub const MOST_PAGES: u32 = 999;

/// How far each knob is from the style's own, in what a reader notices: the size first.
const SIZE_WEIGHT: f64 = 4.0;
const LEADING_WEIGHT: f64 = 20.0;
const MEASURE_WEIGHT: f64 = 15.0;

/// How an article fits a number of pages in one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub struct Count {
    /// Pages that it fills when nothing is asked.
    pub natural: u32,
    /// It fills the number asked for by paragraphs a line longer or shorter, and no page is the
    /// worse for it.
    pub fits: bool,
}

/// A style in which the article fits.
#[derive(Debug, Clone, PartialEq)]
#[doc(hidden)]
pub struct Fitted {
    /// The style.
    pub style: Style,
    /// Which knobs were turned: `type 10.5pt instead of 11.5pt`.
    pub turned: Vec<String>,
}

/// Why there is no such style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The pages asked for.
    pub wanted: u32,
    /// The nearest number of pages that can be had.
    pub nearest: u32,
    /// How many settings were tried.
    pub tried: usize,
    /// How many there are.
    pub of: usize,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { wanted, nearest, of, .. } = self;
        let (fewest, most) = SIZES;
        write!(
            out,
            "it cannot fill exactly {wanted} {} in type from {fewest} to {most} points: none of \
             the {of} settings of size, leading and measure does, and the nearest number is \
             {nearest}",
            if *wanted == 1 { "page" } else { "pages" }
        )
    }
}

/// One setting of the knobs.
#[derive(Debug, Clone, PartialEq)]
struct Knobs {
    style: Style,
    distance: f64,
}

/// Every style of the grid round `style`, the least changed first. The style itself is the first.
#[must_use]
#[doc(hidden)]
pub fn grid(style: &Style) -> Vec<Style> {
    let mut all: Vec<Knobs> = Vec::new();
    for size in sizes(style) {
        for leading in leadings(style, size) {
            for measure in measures(style) {
                all.push(turned(style, size, leading, measure));
            }
        }
    }
    all.retain(|knobs| knobs.style.fits_together());
    all.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    all.dedup_by(|one, other| one.style == other.style);
    all.into_iter().map(|knobs| knobs.style).collect()
}

fn sizes(style: &Style) -> Vec<Length> {
    let (least, greatest) = SIZES;
    let own = style.font_size.pt();
    let mut sizes = vec![style.font_size];
    let mut size = least;
    while size <= greatest {
        if (size - own).abs() > 0.01 {
            sizes.push(Length::from_pt(size));
        }
        size += SIZE_STEP;
    }
    sizes
}

/// Leadings for a size; the style's own stays the same multiple of the size.
fn leadings(style: &Style, size: Length) -> Vec<Length> {
    let own = style.leading.ratio(style.font_size);
    let on_step =
        |ratio: f64| Length::from_pt((size.pt() * ratio / LEADING_STEP).round() * LEADING_STEP);
    let first = if size == style.font_size { style.leading } else { on_step(own) };
    let others = LEADINGS.into_iter().filter(|ratio| (ratio - own).abs() > 0.02);
    std::iter::once(first).chain(others.map(on_step)).collect()
}

fn measures(style: &Style) -> Vec<Length> {
    let widest = style.paper.width.scale(1.0 - 2.0 * LEAST_MARGIN).max(style.measure());
    let mut measures: Vec<Length> =
        MEASURES.into_iter().map(|part| style.measure().scale(part).min(widest)).collect();
    measures.dedup();
    measures
}

/// The style with its knobs turned. White at the sides keeps its proportions.
fn turned(style: &Style, size: Length, leading: Length, measure: Length) -> Knobs {
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
    Knobs { style: new, distance }
}

/// Finds the least changed style in which the article fills exactly `wanted` pages. `count` sets
/// the article in a style.
///
/// # Errors
/// Where no style of the grid does.
#[doc(hidden)]
pub fn fit(
    wanted: u32,
    style: &Style,
    mut count: impl FnMut(&Style) -> Count,
) -> Result<Fitted, Refusal> {
    let grid = grid(style);
    let first = count(style);
    let area = f64::from(first.natural) * room(style);
    let mut nearest = first.natural;
    let mut tried = 0;
    for (index, candidate) in grid.iter().enumerate() {
        let guess = area / room(candidate);
        if index > 0 && !is_near(guess, wanted) {
            let guess = round(guess);
            if guess.abs_diff(wanted) < nearest.abs_diff(wanted) {
                // Only a count tells; a guess never stands in a refusal.
                nearest = closer(nearest, count(candidate).natural, wanted);
                tried += 1;
            }
            continue;
        }
        let found = if index == 0 { first } else { count(candidate) };
        tried += 1;
        if found.natural == wanted || found.fits {
            let loose = found.natural != wanted;
            let turned = changes(style, candidate, loose);
            return Ok(Fitted { style: candidate.clone(), turned });
        }
        nearest = closer(nearest, found.natural, wanted);
    }
    Err(Refusal { wanted, nearest, tried, of: grid.len() })
}

fn closer(one: u32, other: u32, wanted: u32) -> u32 {
    if other.abs_diff(wanted) < one.abs_diff(wanted) { other } else { one }
}

/// What a page of a style holds, in square ems of text.
fn room(style: &Style) -> f64 {
    let ems = style.column().ratio(style.font_size) * f64::from(style.columns.max(1));
    (ems * f64::from(style.rows())).max(1.0)
}

/// Whether so many pages may become `wanted` when they are counted.
fn is_near(guess: f64, wanted: u32) -> bool {
    let wanted = f64::from(wanted);
    guess <= wanted * MARGIN_OF_ERROR + 1.0 && guess >= (wanted - 1.0) / MARGIN_OF_ERROR - 1.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is what we want"
)]
fn round(pages: f64) -> u32 {
    pages.round() as u32
}

/// What a reader is told of the knobs.
fn changes(old: &Style, new: &Style, loose: bool) -> Vec<String> {
    let mut turned = Vec::new();
    let mut tell = |what: &str, old: Length, new: Length| {
        if old != new {
            turned.push(format!("{what} {new} instead of {old}"));
        }
    };
    tell("type", old.font_size, new.font_size);
    tell("leading", old.leading, new.leading);
    tell("measure", old.measure(), new.measure());
    if loose {
        turned.push("paragraphs a line longer or shorter".to_owned());
    }
    if turned.is_empty() {
        turned.push("nothing turned".to_owned());
    }
    turned
}
