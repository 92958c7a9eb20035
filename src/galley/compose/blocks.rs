//! Setting of blocks that are not justified: headings, verse, code, captions.

use crate::diagnostic::Diagnostic;
use crate::galley::check_box;
use crate::galley::code::{CodeText, set_code};
use crate::galley::line::{LineBox, width_of};
use crate::galley::picture::{
    PlacedPicture, depth_of_rows, frame_line, inside_frame, picture_line,
};
use crate::galley::plan::{IndentedLine, LayoutTask, TaskContent};
use crate::galley::qr::QrCode;
use crate::galley::ragged::{RaggedFit, RaggedWidths, break_ragged, set_ragged};
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::styles::ResolvedHeading;
use crate::galley::text_style::BlockStyle;
use crate::galley::tokens::tokenize;
use crate::galley::{Entry, Item, Line, Role, THIN_RULE, Text, TextOrigin, to_i64};
use crate::unit::Length;

use super::{Worker, rows_of};

/// Least size of code that is set smaller to fit, in hundredths of the text's: 7.5 points of
/// monospaced type beside 11.5 read as well as 8.5 points of a serif.
const MIN_CODE_SIZE: i64 = 65;
/// Size of such code in thousandths of the size that fits exactly, so that rounding wraps no line.
const CODE_FIT: i64 = 999;
/// Space between a hung label and its text, in hundredths of the type size.
const LABEL_GAP: i64 = 45;
/// Length of the short rule above notes, in ems.
const SHORT_RULE_EMS: i64 = 5;

impl Worker<'_> {
    pub(super) fn set_heading(
        &mut self,
        task: &LayoutTask,
        flat: &FlatText,
        style: &ResolvedHeading,
    ) -> Entry {
        let mut base = task.block_style();
        // A heading all in capitals has no lowercase letters that small capitals could replace.
        let features = &mut base.font.features;
        if features.small_caps && !flat.text.contains(char::is_lowercase) {
            features.small_caps = false;
            features.all_small_caps = true;
        }
        let tokens = tokenize(flat, &base, &mut self.cache);
        let first_box = task.line_box();
        let widths = RaggedWidths::equal(first_box.width);
        let broken = break_ragged(&tokens, widths, RaggedFit::Balanced);
        let row = self.styles.leading;
        let below_first = style.leading * to_i64(broken.len().saturating_sub(1));
        let depth = row.fraction(100 + style.above + style.below, 100) + below_first;
        let rows = rows_of(depth, row).max(1);
        // The rest of the last row goes above the heading, so that it stands by its text.
        let first = row * i64::from(rows) - below_first - row.fraction(style.below, 100);
        let line_box =
            |index| LineBox { baseline: first + style.leading * to_i64(index), ..first_box };
        let mut lines = set_ragged(&tokens, &broken, line_box, &mut self.cache);
        for line in &mut lines {
            line.ink = style.ink;
            if style.centred {
                line.x = first_box.left + (first_box.width - line.width) / 2;
            }
        }
        let is_section = matches!(task.entry.role, Role::Heading(_));
        let lift = if is_section { first - row } else { Length::ZERO };
        Entry { lines, rows, lift, ..task.entry.clone() }
    }

    pub(super) fn set_verse(&mut self, task: &LayoutTask, verse: &[IndentedLine]) -> Entry {
        let LineBox { left, width, .. } = task.line_box();
        let step = self.styles.inset;
        let mut lines: Vec<Line> = Vec::new();
        for IndentedLine { steps, flat } in verse {
            let tokens = tokenize(flat, &task.block_style(), &mut self.cache);
            // A deep indent must leave half of the measure for the words.
            let first = (step * i64::from(*steps) / 2).min(width / 2);
            let rest = (first + step).min(width / 2);
            let widths = RaggedWidths { first: width - first, rest: width - rest };
            let broken = break_ragged(&tokens, widths, RaggedFit::Full);
            let line_box = |index| {
                let indent = if index == 0 { first } else { rest };
                let baseline = task.leading * to_i64(lines.len() + index + 1);
                LineBox::natural(left + indent, width - indent, baseline)
            };
            let mut set = set_ragged(&tokens, &broken, line_box, &mut self.cache);
            lines.append(&mut set);
        }
        task.entry_of(lines)
    }

    /// Sets code, in smaller type if that spares lines from being wrapped, and reports the size. Lines
    /// that are too wide for the least size do not matter: they are wrapped in any size.
    pub(super) fn set_code(
        &mut self,
        task: &LayoutTask,
        code: &CodeText,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Entry {
        let LineBox { left, width, .. } = task.line_box();
        let mut style = task.block_style().text_style(SpanStyle::default(), false);
        let least = self.styles.text.size.fraction(MIN_CODE_SIZE, 100);
        let least = least.max(self.styles.adjustment.minimum_size).min(task.font.size);
        let characters = |line: &&str| to_i64(line.chars().count());
        let longest = code.text.split('\n').max_by_key(characters).unwrap_or("");
        let widest = self.cache.shape_text(longest, style).advance;
        // The characters have one width, but for those of other fonts.
        let most = characters(&longest).max(1);
        let may_fit = |line: &&str| {
            let advance = widest.fraction(characters(line), most);
            advance.scale(least.ratio(task.font.size)) <= width
        };
        let fitted = code.text.split('\n').filter(may_fit).max_by_key(characters).unwrap_or("");
        let wanted = self.cache.shape_text(fitted, style).advance;
        let fitting = task.font.size.scale(width.ratio(wanted.max(width)));
        if wanted > width && fitting >= least {
            style.font.size = fitting.fraction(CODE_FIT, 1000);
            let size = style.font.size.pt();
            let message = format!("code is set in {size:.1} points so that lines stay whole");
            diagnostics.push(Diagnostic::note("code-size", task.entry.place, message));
        }
        task.entry_of(set_code(code, style, left, width, task.leading, &mut self.cache))
    }

    pub(super) fn set_ornament(&mut self, task: &LayoutTask, flat: &FlatText) -> Entry {
        let mut lines = self.set_ragged(task, flat, task.line_box(), task.leading);
        lines.iter_mut().for_each(Line::mark_as_furniture);
        lines.iter_mut().for_each(|line| centre(line, &task.line_box()));
        task.entry_of(lines)
    }

    pub(super) fn set_short_rule(&self, task: &LayoutTask) -> Entry {
        let leading = self.styles.leading;
        let width = self.styles.text.size * SHORT_RULE_EMS;
        let rule = Item::Rule { width, thickness: THIN_RULE, rise: leading / 4 };
        task.entry_of(vec![Line { baseline: leading, ..Line::natural(vec![rule]) }])
    }

    pub(super) fn set_picture(&self, task: &LayoutTask, picture: PlacedPicture) -> Entry {
        let (leading, text_size) = (self.styles.leading, self.styles.text.size);
        let (line, rows) = picture_line(picture, &task.line_box(), leading, text_size);
        Entry { lines: vec![line], rows, solid: true, ..task.entry.clone() }
    }

    /// Sets a QR code at the right edge, its top level with that of capitals.
    pub(super) fn set_qr_code(&self, task: &LayoutTask, code: &QrCode) -> Entry {
        let leading = self.styles.leading;
        let top = leading - depth_of_rows(1, leading, self.styles.text.size);
        let lines = code.lines.iter().cloned().map(|line| Line {
            x: task.measure - code.side,
            baseline: line.baseline + top,
            ..line
        });
        Entry { lines: lines.collect(), rows: 0, solid: true, ..task.entry.clone() }
    }

    pub(super) fn set_framed(&mut self, task: &LayoutTask, flat: &FlatText) -> Entry {
        let frame = task.line_box();
        let leading = self.styles.leading;
        let mut lines = self.set_ragged(task, flat, inside_frame(&frame, leading), leading);
        lines.push(frame_line(&frame, lines.len(), leading));
        Entry { solid: true, ..task.entry_of(lines) }
    }

    /// Sets ragged lines; a single one stands in the middle.
    pub(super) fn set_caption(&mut self, task: &LayoutTask, flat: &FlatText) -> Entry {
        let mut lines = self.set_ragged(task, flat, task.line_box(), self.styles.leading);
        if let [line] = &mut *lines {
            centre(line, &task.line_box());
        }
        task.entry_of(lines)
    }

    pub(super) fn set_address(
        &mut self,
        task: &LayoutTask,
        label: &FlatText,
        address: &FlatText,
    ) -> Entry {
        let mut lines = self.set_ragged(task, address, task.line_box(), self.styles.leading);
        self.hang_label(task, label, &mut lines);
        task.entry_of(lines)
    }

    /// Sets ragged lines, as wide as `first` and each `leading` below the one before.
    fn set_ragged(
        &mut self,
        task: &LayoutTask,
        flat: &FlatText,
        first: LineBox,
        leading: Length,
    ) -> Vec<Line> {
        let tokens = tokenize(flat, &task.block_style(), &mut self.cache);
        let widths = RaggedWidths::equal(first.width);
        let broken = break_ragged(&tokens, widths, RaggedFit::Full);
        let line_box = |index| LineBox { baseline: leading * to_i64(index + 1), ..first };
        set_ragged(&tokens, &broken, line_box, &mut self.cache)
    }

    /// Hangs a label in the indent of the first line, its right edge at the text.
    pub(super) fn hang_label(
        &mut self,
        task: &LayoutTask,
        label: &FlatText,
        lines: &mut [Line],
    ) {
        let Some(line) = lines.first_mut() else { return };
        let font = match &task.content {
            TaskContent::Paragraph(_) | TaskContent::Lines(_) | TaskContent::Address { .. } => {
                task.font
            }
            TaskContent::Heading(..)
            | TaskContent::Code(_)
            | TaskContent::Ornament(_)
            | TaskContent::ShortRule
            | TaskContent::Picture(..)
            | TaskContent::Framed(_)
            | TaskContent::Caption(_)
            | TaskContent::QrCode(_)
            | TaskContent::Table(_) => self.styles.text,
        };
        let base = BlockStyle { font, ..task.block_style() };
        let style = base.text_style(SpanStyle::default(), false);
        let shaped = self.cache.shape_text(&label.text, style);
        // Bullets and boxes are added; a label that was written is the article's.
        let is_added = label.text == "\u{2022}"
            || check_box::is_sign(&label.text)
            || label.spans.iter().any(|span| span.look.added);
        let origin = if is_added { TextOrigin::Furniture } else { TextOrigin::Article };
        let gap = font.size.fraction(LABEL_GAP, 100);
        let passage = label.spans.iter().find_map(|span| span.look.passage);
        let text = Text { passage, ..Text::plain(shaped, origin) };
        let items = [Item::Text(text), Item::Kern(gap)];
        let width = items.iter().map(width_of).sum::<Length>();
        let width = width.fraction(i64::from(line.scaling), 1000);
        line.hang_before(items, width);
    }
}

/// Moves a line to the middle of its box.
fn centre(line: &mut Line, line_box: &LineBox) {
    line.x = line_box.left + (line_box.width - line.width) / 2;
}
