//! Setting of very long paragraphs stretch by stretch, in bounded memory.

use crate::galley::Line;
use crate::galley::paragraph::{ParagraphShape, StretchEnd};
use crate::galley::plan::LayoutTask;
use crate::galley::spans::{FlatText, LINE_BREAK};
use crate::galley::tokens::TokenSource;
use crate::unit::Length;

use super::Worker;

/// Length of a paragraph, in bytes, above which it is set in stretches: about twenty pages.
const LONGEST_WHOLE: usize = 64 << 10;
/// Length of a stretch, in bytes.
const STRETCH: usize = 32 << 10;

/// True for a paragraph that is set in stretches.
pub(super) fn is_long(flat: &FlatText) -> bool {
    flat.text.len() > LONGEST_WHOLE
}

impl Worker<'_> {
    /// Sets a long paragraph. Its last lines depend on the text after them, so those of a stretch are
    /// set again as the first of the next.
    pub(super) fn set_in_stretches(
        &mut self,
        task: &LayoutTask,
        flat: &FlatText,
        mut shape: ParagraphShape,
    ) -> Vec<Line> {
        let base = task.divided_style();
        let source = TokenSource::new(flat, &base);
        let mut lines: Vec<Line> = Vec::new();
        let (mut start, mut length) = (0, STRETCH);
        loop {
            let end = stretch_end(&flat.text, start, length);
            let is_last = end == flat.text.len();
            self.prepare_bytes(&source, start..end, &shape);
            let rules = self.rules(task, &shape);
            let mut setting = self.items.best_setting(&shape, &rules, &mut self.breaker);
            let next = match self.items.stretch_end(&self.tokens, &setting) {
                Some(StretchEnd { lines, next }) if !is_last => {
                    setting.lines.truncate(lines);
                    next
                }
                None if !is_last => {
                    length *= 2;
                    continue;
                }
                Some(_) | None => end,
            };
            let depth = shape.leading * lines.len() as i64;
            let set = self.items.set_lines(&self.tokens, &setting, &shape, &mut self.cache);
            lines.extend(set.into_iter().map(|mut line| {
                line.baseline += depth;
                line
            }));
            if is_last {
                return lines;
            }
            (start, length) = (next, STRETCH);
            shape.first = Length::ZERO;
        }
    }
}

/// Returns the end of the stretch of about `length` bytes from byte `start`: after a space, if there
/// is one soon. What is left is no shorter.
fn stretch_end(text: &str, start: usize, length: usize) -> usize {
    let least = text.floor_char_boundary(start + length);
    let most = text.floor_char_boundary(start + 2 * length);
    if most == text.len() {
        return most;
    }
    let space = text[least..most].find([' ', LINE_BREAK]);
    space.map_or(most, |space| least + space)
}
