//! Line breaking: where the lines of a paragraph end.
//!
//! Comes in: boxes, glue, penalties and discretionaries as numbers, the measures of the lines and
//! the rules. Goes out: the [`Setting`] with the least total of demerits. Never done here: text,
//! glyphs, fonts.
//!
//! The model is that of Knuth and Plass ("Breaking Paragraphs into Lines", 1981) in the integer
//! arithmetic of TeX (§813–§890 of the program). [`Rules::tex`] gives TeX's breaks to the last
//! demerit; [`Rules::fine`] uses the same search with protrusion, expansion and a typographer's
//! further dislikes. `docs/line-breaking.md` tells how both were checked.

mod badness;
mod choice;
mod greedy;
mod item;
mod line;
mod point;
mod rules;
mod search;
mod setting;

pub use greedy::first_fit;
pub use item::Item;
pub use rules::{Fitness, LastResort, Measures, Pass, Rules, Skip, TexParameters};
pub use search::Breaker;
pub use setting::{LineBreak, Setting};

/// The best lines of a paragraph; never fails, whatever the items.
#[must_use]
pub fn break_lines(items: &[Item], measures: &Measures, rules: &Rules) -> Setting {
    Breaker::new().break_lines(items, measures, rules)
}

/// The best setting for each wished difference from the natural number of lines; see
/// [`Breaker::alternatives`].
#[must_use]
pub fn alternatives(
    items: &[Item],
    measures: &Measures,
    rules: &Rules,
    offsets: &[i32],
) -> Vec<Option<Setting>> {
    Breaker::new().alternatives(items, measures, rules, offsets)
}
