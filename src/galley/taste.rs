//! Which of the best settings is taken: the one without rivers.
//!
//! Comes in: the best setting of a paragraph. Goes out: it, or one nearly as good through which less
//! white runs down. Never done here: breaking; the breaker cannot see a river, since one is made by
//! more lines than it remembers.

use crate::linebreak::{Breaker, ParagraphBreaks, Rules};

use super::paragraph::{Frame, Matter};
use super::{LEAST_RIVER, rivers};

/// How many of the best settings are looked at: further ones are seldom near enough.
const MOST: usize = 8;
/// Demerits of a river of the least length and of each line more, its gaps at their natural width:
/// an eighth of the dearest hyphen's, since a river is seen by one who looks for it.
const RIVER: i64 = 2_000;

/// The least of demerits and rivers together; the best setting itself where no river runs through
/// it, which is so in nine paragraphs of ten.
pub(super) fn driest(
    best: ParagraphBreaks,
    matter: &Matter,
    frame: &Frame,
    rules: &Rules,
    breaker: &mut Breaker,
) -> ParagraphBreaks {
    if frame.ragged || best.lines.len() < LEAST_RIVER || price(&best, matter, frame) == 0 {
        return best;
    }
    let near = matter.choices(frame, rules, MOST, breaker).into_iter();
    let dry = near.filter(|other| other.lines.len() == best.lines.len());
    let dearest = |setting: &ParagraphBreaks| {
        setting.demerits.saturating_add(price(setting, matter, frame))
    };
    dry.min_by_key(dearest).unwrap_or(best)
}

/// Demerits of the rivers of a setting.
fn price(setting: &ParagraphBreaks, matter: &Matter, frame: &Frame) -> i64 {
    let rivers = rivers(&matter.gaps(setting, frame), LEAST_RIVER);
    let price = |lines: usize, width: i64| {
        let lines = i64::try_from(lines + 1 - LEAST_RIVER).unwrap_or(1);
        RIVER * lines * width / 100
    };
    rivers.iter().map(|river| price(river.lines, river.width)).sum()
}
