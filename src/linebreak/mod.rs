//! Line breaking: the break opportunities at which a paragraph's lines end.
//!
//! The stage takes boxes, glue, penalties and discretionaries as numbers, the measures of the lines
//! and the rules. It gives the [`ParagraphBreaks`] with the least total of demerits. It must never
//! depend on text, glyphs or fonts.
//!
//! The model is that of Knuth and Plass ("Breaking Paragraphs into Lines", 1981) in the integer
//! arithmetic of TeX (§813–§890 of the program). [`Rules::tex`] gives TeX's breaks to the last
//! demerit. [`Rules::fine`] uses the same search with protrusion, expansion and further demerits.
//! `docs/line-breaking.md` describes how both were checked.

mod badness;
mod breakpoint;
mod breaks;
mod first_fit;
mod fit;
mod item;
mod rules;
mod search;
mod select;

pub use breaks::{LineBreak, ParagraphBreaks};
pub use first_fit::first_fit;
pub use item::BreakItem;
pub use rules::{Fitness, LastResort, LineMeasures, Pass, Rules, Skip, TexParameters};
pub use search::Breaker;
