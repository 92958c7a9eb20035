//! Conversion of lines of Markdown: its state, and the order of its steps.

use std::collections::BTreeMap;

use super::fences;
use super::inline_scan::{InlineScan, MarkReader};
use super::tally::{Findings, Signs};
use super::to_html::html_of;
use crate::article::escape_html;

/// Most levels of containers inside each other that are converted.
const MOST_DEPTH: usize = 8;

/// Line after the conversion of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ConvertedLine {
    /// Text, in which marks inside lines are converted next.
    Text(String),
    /// Code, or a line that is converted.
    Done(String),
}

impl ConvertedLine {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Done(text) => text,
        }
    }
}

/// Lines of a text while its blocks are converted.
#[derive(Debug)]
pub(super) struct DialectConverter<'c> {
    /// Signs of the text.
    pub(super) signs: Signs,
    /// Marks found.
    pub(super) findings: &'c mut Findings,
    /// Number of the last example of a list of examples.
    pub(super) examples: usize,
    /// Number of each labelled example.
    pub(super) example_labels: BTreeMap<String, usize>,
    /// Levels of containers around.
    pub(super) depth: usize,
    /// Conversion of blocks by the dialects.
    pub(super) read_block: BlockReader,
    /// Conversion of marks by the dialects.
    pub(super) read_mark: MarkReader,
}

/// Conversion of the block at the start of lines, in or outside of a list; none for plain text.
pub(super) type BlockReader =
    fn(&mut DialectConverter<'_>, BlockLines<'_>, bool) -> Option<Vec<ConvertedLine>>;

/// Lines of a block that is to be converted, and what follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockLines<'l> {
    /// Lines from the first of the block to the end of the text.
    pub(super) lines: &'l [&'l str],
    /// Number of the first line, from 1.
    pub(super) number: usize,
    /// The line above is empty or there is none.
    pub(super) opens: bool,
}

impl DialectConverter<'_> {
    /// Converts the blocks of lines, of which the first has this number.
    pub(super) fn convert_lines(
        &mut self,
        lines: &[&str],
        number: usize,
    ) -> Vec<ConvertedLine> {
        let mut out: Vec<ConvertedLine> = Vec::with_capacity(lines.len());
        if self.depth >= MOST_DEPTH {
            out.extend(lines.iter().map(|line| ConvertedLine::Text((*line).to_owned())));
            return out;
        }
        self.depth += 1;
        let mut in_list = false;
        while let Some(line) = lines.get(out.len()) {
            let at = out.len();
            let opens = at == 0 || lines[at - 1].trim().is_empty();
            let block = BlockLines { lines: &lines[at..], number: number + at, opens };
            if let Some(converted) = (self.read_block)(self, block, in_list) {
                out.extend(converted);
                continue;
            }
            let indented = line.starts_with([' ', '\t']);
            if fences::opens_item(line) {
                in_list = true;
            } else if opens && !indented && !line.trim().is_empty() {
                in_list = false;
            }
            out.push(ConvertedLine::Text((*line).to_owned()));
        }
        self.depth -= 1;
        out
    }

    /// Returns lines as HTML on one line, for a place in which HTML holds them.
    pub(super) fn fragment(&mut self, lines: &[&str], number: usize) -> String {
        let converted = self.convert_lines(lines, number);
        let labels = self.example_labels.clone();
        let converted = convert_inlines(converted, self, &labels);
        html_of(&converted.join("\n")).trim_end().replace('\n', "&#10;")
    }
}

/// Converts the marks inside lines; a run of lines without an empty one is one text.
pub(super) fn convert_inlines(
    lines: Vec<ConvertedLine>,
    converter: &mut DialectConverter<'_>,
    examples: &BTreeMap<String, usize>,
) -> Vec<String> {
    let DialectConverter { signs, read_mark, .. } = *converter;
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut run = String::new();
    let mut first = 0;
    let mut end_run = |run: &mut String, first: usize, out: &mut Vec<String>| {
        if run.is_empty() {
            return;
        }
        let text = std::mem::take(run);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let count = text.split('\n').count();
        let mut scan = InlineScan {
            signs,
            examples,
            findings: &mut *converter.findings,
            line: first + 1,
            read_mark,
        };
        let converted = scan.convert(text);
        out.extend(converted.split('\n').map(str::to_owned));
        debug_assert_eq!(out.len(), first + count, "the number of lines is kept");
    };
    for (at, line) in lines.into_iter().enumerate() {
        match line {
            ConvertedLine::Text(text) if !text.trim().is_empty() => {
                if run.is_empty() {
                    first = at;
                }
                run.push_str(&text);
                run.push('\n');
            }
            other => {
                end_run(&mut run, first, &mut out);
                out.push(other.into_text());
            }
        }
    }
    end_run(&mut run, first, &mut out);
    out
}

/// Returns converted lines: this one in the place of the first, and empty lines for the others.
pub(super) fn replace_lines(count: usize, first: String) -> Vec<ConvertedLine> {
    let mut lines = vec![ConvertedLine::Done(String::new()); count];
    if let Some(line) = lines.first_mut() {
        *line = ConvertedLine::Done(first);
    }
    lines
}

/// Returns a text as HTML shows it, on one line.
pub(super) fn html_text(text: &str) -> String {
    escape_html(text).replace('\n', "&#10;")
}
