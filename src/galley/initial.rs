//! Initials: capitals several lines deep at the start of the text.

use std::sync::Arc;

use crate::shape::Shaped;
use crate::unit::Length;

use super::text_style::BlockStyle;
use super::word_cache::WordCache;
use super::{Item, Line, Text, TextOrigin};

/// Number of lines beside an initial.
pub(super) const INITIAL_LINES: usize = 3;
/// Space between the initial and the lines beside it, in hundredths of the size of the initial.
const GAP: i64 = 6;

/// Capital as high as several lines.
pub(super) struct Initial {
    shaped: Arc<Shaped>,
    /// Distance of its baseline below that of the first line.
    depth: Length,
    /// Width, with the space after it: the indent of the lines beside it.
    pub(super) width: Length,
}

impl Initial {
    /// Creates an initial as high as the capitals of the first line, with its baseline on that of the
    /// last line beside it; none in a face without a capital height.
    pub(super) fn new(
        capital: char,
        block: &BlockStyle,
        leading: Length,
        cache: &mut WordCache<'_>,
    ) -> Option<Self> {
        let mut style = block.text_style(Default::default(), false);
        let face = cache.faces().face(cache.faces().serve(style.font.role, style.font.style));
        let (height, em) = (i64::from(face.cap_height), i64::from(face.units_per_em));
        if height <= 0 {
            return None;
        }
        let depth = leading * (INITIAL_LINES as i64 - 1);
        style.font.size += depth.fraction(em, height);
        let shaped = cache.shape_text(capital.encode_utf8(&mut [0; 4]), style);
        let width = shaped.advance + style.font.size.fraction(GAP, 100);
        Some(Self { shaped, depth, width })
    }

    /// Inserts the initial before the first line, which is indented by its width. A word space
    /// follows it if it is a word by itself.
    pub(super) fn insert_before(self, line: &mut Line, is_word: bool) {
        // The scaling of the line applies to the initial too; the gap compensates for it.
        let scaling = i64::from(line.scaling);
        let width = self.width.fraction(1000, scaling);
        let gap = width - self.shaped.advance;
        let run = line.items.iter().find_map(|item| match item {
            Item::Text(text) => text.shaped.runs.first(),
            Item::Space { .. } | Item::Picture { .. } | Item::Kern(_) | Item::Rule { .. } => {
                None
            }
        });
        let gap = match run.filter(|_| is_word) {
            Some(run) => {
                // The line adds this to each of its spaces.
                let added = line.word_space.fraction(1000, scaling);
                let (width, face, size) = (gap - added, run.face, run.size);
                Item::Space { width, face, size, passage: None, added: false }
            }
            None => Item::Kern(gap),
        };
        let text = Text { rise: -self.depth, ..Text::plain(self.shaped, TextOrigin::Article) };
        line.hang_before([Item::Text(text), gap], self.width);
    }
}
