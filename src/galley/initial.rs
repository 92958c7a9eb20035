//! The initial: a capital several lines deep.
//!
//! Comes in: a capital and the font of its paragraph. Goes out: an [`Initial`], to be put before the
//! first line. Never done here: breaking the lines beside it.

use std::sync::Arc;

use crate::shape::Shaped;
use crate::unit::Length;

use super::bank::WordBank;
use super::tokens::Base;
use super::words::Case;
use super::{Item, Line, Text, TextOrigin};

/// Lines beside the capital. Three are seen as a beginning and no more.
pub(super) const LINES: usize = 3;
/// White between the capital and the lines beside it, in hundredths of the capital's size.
const GAP: i64 = 6;

/// A capital as high as several lines.
pub(super) struct Initial {
    shaped: Arc<Shaped>,
    /// How far below the first line it stands.
    depth: Length,
    /// What it takes from the measure, the white after it included.
    pub(super) width: Length,
}

impl Initial {
    /// A capital whose head is level with that of the capitals of the first line, and whose foot
    /// stands on the last baseline beside it; none in a face without capitals.
    pub(super) fn new(
        capital: char,
        base: &Base,
        leading: Length,
        bank: &mut WordBank<'_>,
    ) -> Option<Self> {
        let mut manner = base.manner(Default::default(), false);
        let face = bank.faces().face(bank.faces().serve(manner.font.role, manner.font.style));
        let (height, em) = (i64::from(face.cap_height), i64::from(face.units_per_em));
        if height <= 0 {
            return None;
        }
        let depth = leading * i64::try_from(LINES - 1).unwrap_or(1);
        manner.font.size += depth.fraction(em, height);
        let shaped = bank.piece(capital.encode_utf8(&mut [0; 4]), manner);
        let width = shaped.advance + manner.font.size.fraction(GAP, 100);
        Some(Self { shaped, depth, width })
    }

    /// Puts it before the first of its lines, which is indented by its width; with a word space
    /// between, where it is a word by itself.
    pub(super) fn put_before(self, line: &mut Line, is_word: bool) {
        // The line's scaling holds for all that stands in it: the white takes up the difference.
        let width = self.width.fraction(1000, i64::from(line.scaling.max(1)));
        let gap = width - self.shaped.advance;
        let beside = line.items.iter().find_map(|item| match item {
            Item::Text(text) => text.shaped.runs.first().map(|run| (run.face, run.size)),
            _ => None,
        });
        let gap = match beside.filter(|_| is_word) {
            Some((face, size)) => {
                // What the line gives to each of its spaces is added to this one too.
                let given = line.word_space.fraction(1000, i64::from(line.scaling.max(1)));
                Item::Space { width: gap - given, face, size, passage: None, added: false }
            }
            None => Item::Kern(gap),
        };
        let text = Text {
            shaped: self.shaped,
            rise: -self.depth,
            passage: None,
            tracking: Length::ZERO,
            origin: TextOrigin::Article,
        };
        line.x -= self.width;
        line.width += self.width;
        line.items.splice(0..0, [Item::Text(text), gap]);
    }
}
