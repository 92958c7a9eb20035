//! Dialects of Markdown: conversion of their lines to CommonMark, before it is parsed.
//!
//! Must never change code, nor the number of lines, by which diagnostics name places.

use std::collections::BTreeMap;

use super::inline_scan::InlineScan;
use super::{fences, math, myst, obsidian, pandoc, pandoc_tables, site_generators};
use crate::diagnostic::{Diagnostic, Place};

/// Most levels of containers inside each other that are converted.
const MOST_DEPTH: usize = 8;

/// Dialect, by the programs that have its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dialect {
    /// Formulas in TeX.
    Tex,
    /// GitHub's names of emoji.
    GitHub,
    /// Notes of Obsidian.
    Obsidian,
    /// Templates of Jekyll and Hugo.
    SiteGenerator,
    /// Pandoc and Quarto.
    Pandoc,
    /// Directives and roles of `MyST`.
    Myst,
    /// Chunks of R Markdown and Quarto.
    RMarkdown,
}

impl Dialect {
    /// Returns the name for messages.
    fn name(self) -> &'static str {
        match self {
            Self::Tex => "TeX",
            Self::GitHub => "GitHub",
            Self::Obsidian => "Obsidian",
            Self::SiteGenerator => "Jekyll or Hugo",
            Self::Pandoc => "pandoc",
            Self::Myst => "MyST",
            Self::RMarkdown => "R Markdown",
        }
    }
}

/// Number of marks of one kind, and the line of the first.
#[derive(Debug, Clone, Copy)]
struct Tally {
    count: usize,
    line: usize,
}

/// Marks of a dialect that were found: those that were converted, and those that were left out.
#[derive(Debug, Default)]
struct DialectTally {
    converted: BTreeMap<&'static str, Tally>,
    left_out: BTreeMap<&'static str, Tally>,
}

/// Marks of dialects that were found in a text.
#[derive(Debug, Default)]
pub(super) struct Findings(BTreeMap<Dialect, DialectTally>);

impl Findings {
    /// Records marks that became CommonMark; `what` names them in the plural.
    pub(super) fn converted(&mut self, dialect: Dialect, what: &'static str, line: usize) {
        count(&mut self.0.entry(dialect).or_default().converted, what, line);
    }

    /// Records text that is left out; `what` names it in the plural.
    pub(super) fn left_out(&mut self, dialect: Dialect, what: &'static str, line: usize) {
        count(&mut self.0.entry(dialect).or_default().left_out, what, line);
    }

    /// Returns one diagnostic for each dialect.
    pub(super) fn report(&self) -> Vec<Diagnostic> {
        let report = self.0.iter().map(|(dialect, tally)| {
            let name = dialect.name();
            let all = tally.converted.values().chain(tally.left_out.values());
            let line = all.map(|tally| tally.line).min().unwrap_or(0);
            let converted = (!tally.converted.is_empty())
                .then(|| format!("converted from {name}: {}", listed(&tally.converted)));
            let left_out = (!tally.left_out.is_empty())
                .then(|| format!("left out of {name}: {}", listed(&tally.left_out)));
            let parts: Vec<String> = converted.into_iter().chain(left_out).collect();
            let finding =
                Diagnostic::note("markdown-dialect", Place::line(line), parts.join("; "));
            finding.hint("put a backslash before a sign that is meant as it stands")
        });
        report.collect()
    }
}

fn count(tallies: &mut BTreeMap<&'static str, Tally>, what: &'static str, line: usize) {
    tallies.entry(what).or_insert(Tally { count: 0, line }).count += 1;
}

fn listed(tallies: &BTreeMap<&'static str, Tally>) -> String {
    let parts: Vec<String> =
        tallies.iter().map(|(what, tally)| format!("{what} ({})", tally.count)).collect();
    parts.join(", ")
}

/// Signs of dialects that a whole text has. Marks that other texts have too count only where there
/// are others of their dialect.
#[derive(Debug, Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a text can have the signs of any dialect")]
pub(super) struct Signs {
    /// Marks that only Obsidian has.
    pub(super) obsidian: bool,
    /// Templates of Jekyll or Hugo.
    pub(super) templates: bool,
    /// Directives or roles.
    pub(super) myst: bool,
    /// Citations in brackets.
    pub(super) citations: bool,
}

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
pub(super) struct Converter<'c> {
    /// Signs of the text.
    pub(super) signs: Signs,
    /// Marks found.
    pub(super) findings: &'c mut Findings,
    /// Number of the last example of a list of examples.
    pub(super) examples: usize,
    /// Number of each labelled example.
    pub(super) example_labels: BTreeMap<String, usize>,
    depth: usize,
}

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

/// Converts the dialects in a text. Returns the text with the same number of lines.
pub(super) fn convert(text: &str, findings: &mut Findings) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let signs = Signs {
        obsidian: obsidian::is_signed(text),
        templates: site_generators::is_signed(text),
        myst: myst::is_signed(&lines),
        citations: text.contains("[@") || text.contains("[-@"),
    };
    let mut converter =
        Converter { signs, findings, examples: 0, example_labels: BTreeMap::new(), depth: 0 };
    let converted = converter.convert_lines(&lines, 1);
    let labels = std::mem::take(&mut converter.example_labels);
    let converted = convert_inlines(converted, signs, &labels, converter.findings);
    let mut text = String::with_capacity(text.len());
    for line in converted {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

impl Converter<'_> {
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
            if let Some(converted) = self.convert_block(block, in_list) {
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
        let converted = convert_inlines(converted, self.signs, &labels, self.findings);
        super::html_of(&converted.join("\n")).trim_end().replace('\n', "&#10;")
    }

    /// Converts the block at the start of lines, if it is code or has marks of a dialect.
    fn convert_block(
        &mut self,
        block: BlockLines<'_>,
        in_list: bool,
    ) -> Option<Vec<ConvertedLine>> {
        if let Some(fence) = fences::fence(block.lines) {
            return Some(myst::convert_fence(self, block, fence).unwrap_or_else(|| {
                let code = block.lines.iter().take(fence.lines);
                code.map(|line| ConvertedLine::Done((*line).to_owned())).collect()
            }));
        }
        if let Some(count) = fences::raw_lines(block, in_list) {
            let raw = block.lines.iter().take(count);
            return Some(raw.map(|line| ConvertedLine::Done((*line).to_owned())).collect());
        }
        math::convert_display(self, block)
            .or_else(|| site_generators::convert_block(self, block))
            .or_else(|| obsidian::convert_block(self, block))
            .or_else(|| myst::convert_block(self, block))
            .or_else(|| pandoc_tables::convert_table(self, block))
            .or_else(|| pandoc::convert_block(self, block))
    }
}

/// Converts the marks inside lines; a run of lines without an empty one is one text.
fn convert_inlines(
    lines: Vec<ConvertedLine>,
    signs: Signs,
    examples: &BTreeMap<String, usize>,
    findings: &mut Findings,
) -> Vec<String> {
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
        let mut scan = InlineScan { signs, examples, findings, line: first + 1 };
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
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("&#10;"),
            other => html.push(other),
        }
    }
    html
}
