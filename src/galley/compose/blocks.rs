//! Blocks that are not justified: heads, verse, code, captions.
//!
//! Comes in: a task of the plan. Goes out: its lines. Never done here: justified paragraphs, tables;
//! the order of the tasks.

use crate::galley::code::set_code;
use crate::galley::line::LineBox;
use crate::galley::picture;
use crate::galley::plan::LayoutTask;
use crate::galley::qr::QrCode;
use crate::galley::ragged::{RaggedFit, RaggedWidths, break_ragged, set_ragged};
use crate::galley::styles::HeadingStyle;
use crate::galley::spans::Flat;
use crate::galley::text_style::BlockStyle;
use crate::galley::tokens::tokenize;
use crate::galley::{Line, PictureId, Role};
use crate::shape::Font;
use crate::unit::Length;

use super::{Hand, mark_as_furniture};

/// The smallest type that code is set in to fit, in hundredths of the text's: 7.5 points of
/// fixed-width type beside 11.5 read as well as 8.5 points of a serif.
const LEAST_CODE: i64 = 65;

impl Hand<'_> {
    /// A heading, and its rows and lift.
    pub(super) fn head(
        &mut self,
        task: &LayoutTask,
        flat: &Flat,
        head: &HeadingStyle,
    ) -> (Vec<Line>, (u32, Length)) {
        let mut font = head.font;
        // Where the article shouts a heading in capitals, these are what is made small.
        if font.features.small_caps && !flat.text.contains(char::is_lowercase) {
            font.features.small_caps = false;
            font.features.all_small_caps = true;
        }
        let base = BlockStyle { font, language: task.language, hyphenate: false };
        let tokens = tokenize(flat, &base, &mut self.bank);
        let base_room = self.room(task, Length::ZERO);
        let broken =
            break_ragged(&tokens, RaggedWidths::equal(base_room.width), RaggedFit::Balanced);
        let row = self.styles.leading;
        let below_first = head.leading * i64::try_from(broken.len().max(1) - 1).unwrap_or(0);
        let white = row.fraction(100 + head.above + head.below, 100) + below_first;
        let rows = (white.sp() + row.sp() - 1).div_euclid(row.sp().max(1)).max(1);
        // What is left of the last row goes above the heading, so that it stands by its text.
        let first = row * rows - below_first - row.fraction(head.below, 100);
        let room = |index| LineBox {
            baseline: first + head.leading * i64::try_from(index).unwrap_or(0),
            ..base_room
        };
        let mut lines = set_ragged(&tokens, &broken, room, &mut self.bank);
        for line in &mut lines {
            line.ink = head.ink;
            if head.centred {
                line.x = base_room.left + (base_room.width - line.width) / 2;
            }
        }
        let lift =
            if matches!(task.role, Role::Heading(_)) { first - row } else { Length::ZERO };
        (lines, (u32::try_from(rows).unwrap_or(1), lift))
    }

    pub(super) fn verse(&mut self, task: &LayoutTask, verse: &[(u8, Flat)], font: Font) -> Vec<Line> {
        let step = self.styles.inset;
        let row = task.leading;
        let mut lines: Vec<Line> = Vec::new();
        for (indent, flat) in verse {
            let base = BlockStyle { font, language: task.language, hyphenate: false };
            let tokens = tokenize(flat, &base, &mut self.bank);
            let room = self.room(task, Length::ZERO);
            // A deep indent must leave half of the room for the words.
            let indent = (step * i64::from(*indent) / 2).min(room.width / 2);
            let turned = (indent + step).min(room.width / 2);
            let widths = RaggedWidths { first: room.width - indent, rest: room.width - turned };
            let broken = break_ragged(&tokens, widths, RaggedFit::Full);
            let before = i64::try_from(lines.len()).unwrap_or(0);
            let room = |index| {
                let indent = if index == 0 { indent } else { turned };
                LineBox {
                    left: room.left + indent,
                    width: room.width - indent,
                    baseline: row * (before + i64::try_from(index).unwrap_or(0) + 1),
                    ..room
                }
            };
            lines.extend(set_ragged(&tokens, &broken, room, &mut self.bank));
        }
        lines
    }

    /// Code, in smaller type where that spares its lines from being wrapped.
    pub(super) fn code(&mut self, task: &LayoutTask, text: &str, font: Font) -> Vec<Line> {
        let room = self.room(task, Length::ZERO);
        let base = BlockStyle { font, language: task.language, hyphenate: false };
        let mut style = base.text_style(Default::default(), false);
        let longest = text.split('\n').max_by_key(|line| line.chars().count()).unwrap_or("");
        let wanted = self.bank.shape_text(longest, style).advance;
        let fitting = font.size.scale(room.width.ratio(wanted));
        let least = self.styles.text.size.fraction(LEAST_CODE, 100);
        if wanted > room.width && fitting >= least {
            // A hair smaller than what fits, so that rounding wraps nothing.
            style.font.size = fitting.fraction(999, 1000);
        }
        set_code(text, style, room.left, room.width, task.leading, &mut self.bank)
    }

    pub(super) fn ornament(&mut self, task: &LayoutTask, flat: &Flat, font: Font) -> Vec<Line> {
        let base = BlockStyle { font, language: task.language, hyphenate: false };
        let tokens = tokenize(flat, &base, &mut self.bank);
        let room = self.room(task, Length::ZERO);
        let broken = break_ragged(&tokens, RaggedWidths::equal(room.width), RaggedFit::Full);
        let mut lines = set_ragged(&tokens, &broken, |_| room, &mut self.bank);
        for line in &mut lines {
            line.x = room.left + (room.width - line.width) / 2;
            mark_as_furniture(line);
        }
        lines
    }

    pub(super) fn picture(
        &self,
        task: &LayoutTask,
        id: PictureId,
        size: (Length, Length),
    ) -> (Line, u32) {
        let LineBox { left, width, .. } = self.room(task, Length::ZERO);
        let styles = self.styles;
        picture::line(id, size, (left, width), (styles.leading, styles.text.size))
    }

    /// A code at the right edge, its top where that of capitals is.
    pub(super) fn sign(&self, task: &LayoutTask, sign: &QrCode) -> Vec<Line> {
        let styles = self.styles;
        let top = styles.leading - picture::depth_of(1, styles.leading, styles.text.size);
        let lines = sign.lines.iter().cloned();
        lines
            .map(|line| Line {
                x: task.measure - sign.side,
                baseline: line.baseline + top,
                ..line
            })
            .collect()
    }

    /// Ragged lines in a frame.
    pub(super) fn framed(&mut self, task: &LayoutTask, flat: &Flat, font: Font) -> Vec<Line> {
        let room = self.room(task, Length::ZERO);
        let leading = self.styles.leading;
        let (left, width) = picture::inside_frame((room.left, room.width), leading);
        let mut lines = self.block(task, flat, font, (left, width));
        lines.push(picture::frame((room.left, room.width), lines.len(), leading));
        lines
    }

    /// Ragged lines; a single one stands in the middle.
    pub(super) fn caption(&mut self, task: &LayoutTask, flat: &Flat, font: Font) -> Vec<Line> {
        let LineBox { left, width, .. } = self.room(task, Length::ZERO);
        let mut lines = self.block(task, flat, font, (left, width));
        if let [line] = &mut *lines {
            line.x = left + (width - line.width) / 2;
        }
        lines
    }

    /// Ragged lines with a label hung before them.
    pub(super) fn address(
        &mut self,
        task: &LayoutTask,
        (label, flat): (&Flat, &Flat),
        font: Font,
    ) -> Vec<Line> {
        let LineBox { left, width, .. } = self.room(task, Length::ZERO);
        let mut lines = self.block(task, flat, font, (left, width));
        self.hang_label(task, label, &mut lines);
        lines
    }

    /// Ragged lines on the rows of the grid.
    fn block(
        &mut self,
        task: &LayoutTask,
        flat: &Flat,
        font: Font,
        (left, width): (Length, Length),
    ) -> Vec<Line> {
        let base = BlockStyle { font, language: task.language, hyphenate: false };
        let tokens = tokenize(flat, &base, &mut self.bank);
        let broken = break_ragged(&tokens, RaggedWidths::equal(width), RaggedFit::Full);
        let first = self.room(task, Length::ZERO);
        let row = self.styles.leading;
        let room = |nth| {
            let baseline = row * (i64::try_from(nth).unwrap_or(0) + 1);
            LineBox { left, width, baseline, ..first }
        };
        set_ragged(&tokens, &broken, room, &mut self.bank)
    }
}
