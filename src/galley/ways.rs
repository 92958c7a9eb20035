//! Ways: what an edition makes of every manner of type.
//!
//! Comes in: a [`Manner`] as the sheet has it. Goes out: the one that is set. Never done here:
//! knowing which edition.

use crate::font::FontRole;
use crate::unit::Length;

use super::words::Manner;

/// What an edition makes of every manner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ways {
    /// Words may be divided.
    pub(super) hyphens: bool,
    /// White after each letter, in thousandths of the type size.
    pub(super) tracking: u16,
    /// Width of a word space in hundredths of the face's own.
    pub(super) word_space: u16,
    /// No type is smaller.
    pub(super) least: Length,
    /// What would be italic is bold, and there are no small capitals.
    pub(super) bold_emphasis: bool,
}

impl Ways {
    /// The manner that is set where this one is asked for; itself where it is set already.
    pub(super) fn adapt(&self, mut manner: Manner) -> Manner {
        manner.hyphenate &= self.hyphens;
        let font = &mut manner.font;
        font.size = font.size.max(self.least);
        if font.role != FontRole::Code {
            font.features.tracking = font.features.tracking.max(self.tracking);
        }
        if self.bold_emphasis {
            font.style.bold |= font.style.italic;
            font.style.italic = false;
            font.features.small_caps = false;
            font.features.all_small_caps = false;
            font.features.tracking = font.features.tracking.min(self.tracking);
        }
        manner
    }

    /// Width of a word space that by itself has this one.
    pub(super) fn space(&self, own: Length, role: FontRole) -> Length {
        if role == FontRole::Code { own } else { own.fraction(i64::from(self.word_space), 100) }
    }
}
