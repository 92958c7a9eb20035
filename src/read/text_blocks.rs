//! Division of the lines of a plain text into blocks.
//!
//! The parser only moves forward, and each construct consumes the lines it has examined, so that
//! time is linear. The lines of a quotation or an item are parsed again, at most [`MOST_DEPTH`]
//! times.

use super::heading::{self, Head};
use super::join_lines::LineJoiner;
use super::measure::Measure;
use super::source_line::SourceLine;
use super::{inline, line_syntax, list, prose, table, verse};
use crate::article::{Block, BlockKind, VerseLine};
use crate::diagnostic::Place;

/// Most levels of quotations and lists; deeper lines become one paragraph.
const MOST_DEPTH: u32 = 32;

/// Most lines of fenced code.
const MOST_CODE_LINES: usize = 5_000;

/// Parser of plain text, with its results besides the blocks.
#[derive(Debug)]
pub(super) struct PlainTextParser {
    /// Joins lines and collects their diagnostics.
    pub(super) joiner: LineJoiner,
    /// Evidence for each heading, in order.
    pub(super) heads: Vec<Head>,
    /// Number of quotations and items around the lines.
    depth: u32,
}

/// Last block, which the next one may continue.
struct LastBlock {
    /// Index of its first line.
    start: usize,
    /// Index after its last line.
    end: usize,
    /// Least indent, in columns.
    indent: u32,
}

impl PlainTextParser {
    /// Creates a parser for a text of these lines.
    pub(super) fn new(lines: &[SourceLine<'_>]) -> Self {
        Self { joiner: LineJoiner::new(lines), heads: Vec::new(), depth: 0 }
    }

    /// Parses the lines of the whole text, in which each remaining form feed begins a page.
    pub(super) fn parse_pages(&mut self, lines: &[SourceLine<'_>]) -> Vec<Block> {
        let measure = Measure::of(lines, None);
        let mut blocks = Vec::new();
        for (nth, page) in lines.split(|line| line.feed).enumerate() {
            if let Some(first) = page.first().filter(|_| nth > 0) {
                let place = Place::line(first.number);
                blocks.push(Block::new(BlockKind::PageBreak, place));
            }
            blocks.extend(self.parse_region(page, &measure));
        }
        blocks
    }

    /// Parses the lines of a quotation or an item.
    fn parse_nested(&mut self, lines: &[SourceLine<'_>], around: Measure) -> Vec<Block> {
        if self.depth >= MOST_DEPTH {
            let filled: Vec<SourceLine<'_>> =
                lines.iter().filter(|l| !l.is_blank()).copied().collect();
            return vec![prose::paragraph(&mut self.joiner, &filled)];
        }
        self.depth += 1;
        let measure = if around.glue { around } else { Measure::of(lines, Some(&around)) };
        let blocks = self.parse_region(lines, &measure);
        self.depth -= 1;
        blocks
    }

    fn parse_region(&mut self, lines: &[SourceLine<'_>], measure: &Measure) -> Vec<Block> {
        let mut region =
            RegionParser { lines, measure, blocks: Vec::new(), last: None, fresh: true };
        let mut place = 0;
        while let Some(line) = lines.get(place) {
            if line.is_blank() {
                region.fresh = true;
                place += 1;
                continue;
            }
            place = region.parse_block(self, place).max(place + 1);
        }
        region.blocks
    }
}

/// Parser of the lines of one region: the text, a quotation or an item.
struct RegionParser<'w, 'a> {
    lines: &'w [SourceLine<'a>],
    measure: &'w Measure,
    blocks: Vec<Block>,
    last: Option<LastBlock>,
    /// A blank line, a heading or a rule is before the next line.
    fresh: bool,
}

impl<'a> RegionParser<'_, 'a> {
    /// Parses the block at line `place`; returns the index of the line after it.
    fn parse_block(&mut self, parser: &mut PlainTextParser, place: usize) -> usize {
        let fresh = std::mem::replace(&mut self.fresh, false);
        let line = &self.lines[place];
        if let Some(end) = self.parse_fenced_code(place) {
            return end;
        }
        if line.text.starts_with('>') {
            return self.parse_quotation(parser, place);
        }
        if (fresh || self.is_dense())
            && parser.depth == 0
            && let Some(found) = heading::at(self.lines, place, self.measure)
        {
            return self.parse_heading(parser, place, &found);
        }
        if let Some(end) = self.parse_box(place) {
            return end;
        }
        if line_syntax::is_rule(line.text) {
            self.push(BlockKind::Rule, place, place + 1);
            self.fresh = true;
            return place + 1;
        }
        if table::is_leader(line.text) {
            return self.parse_contents(place);
        }
        let mut nested = |lines: &[SourceLine<'_>], around| parser.parse_nested(lines, around);
        if let Some((block, taken)) = list::take(&mut nested, self.lines, place, self.measure) {
            self.blocks.push(block);
            self.last = None;
            return place + taken;
        }
        self.parse_text(parser, place)
    }

    /// Adds a block of the lines from `start` to before `end`.
    fn push(&mut self, kind: BlockKind, start: usize, end: usize) {
        let lines = &self.lines[start..end];
        self.blocks.push(prose::block(kind, lines));
        self.last = Some(LastBlock { start, end, indent: least_indent(lines) });
    }

    /// True if each line is a paragraph, without blank lines between them.
    fn is_dense(&self) -> bool {
        self.measure.column.is_none() && !self.measure.blanks && !self.measure.glue
    }

    /// Parses code between two lines of backticks or tildes; returns the index of the line after
    /// it.
    fn parse_fenced_code(&mut self, place: usize) -> Option<usize> {
        let text = self.lines[place].text;
        let fence = ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence))?;
        let named = text.trim_start_matches(['`', '~']);
        if named.contains([' ', '`', '~']) || named.len() > 20 {
            return None;
        }
        let rest = &self.lines[place + 1..];
        let length = rest.iter().take(MOST_CODE_LINES).position(|line| {
            line.text.starts_with(fence) && line.text.chars().all(|c| fence.starts_with(c))
        })?;
        let body = &rest[..length];
        self.blocks.push(prose::block(table::preformatted(body), body));
        self.last = None;
        Some(place + length + 2)
    }

    /// Parses a table of contents: lines with dotted leaders and those between them.
    fn parse_contents(&mut self, place: usize) -> usize {
        let rest = &self.lines[place..];
        let length = rest.iter().take_while(|line| !line.is_blank()).count();
        self.push_or_merge(table::preformatted(&rest[..length]), place, place + length);
        place + length
    }

    /// Parses text in a box of asterisks or the like; returns the index of the line after it.
    fn parse_box(&mut self, place: usize) -> Option<usize> {
        let text = self.lines[place].text;
        let sign = text.chars().next().filter(|c| matches!(c, '*' | '#' | '+' | '%'))?;
        let inside = |line: &&SourceLine<'_>| {
            let body = line.text.strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign));
            body.is_some_and(|body| body.is_empty() || !body.starts_with(char::is_alphanumeric))
        };
        let length = self.lines[place..].iter().take_while(inside).count();
        let lines = &self.lines[place..place + length];
        let ruled = lines.iter().any(|line| line_syntax::underline(line.text).is_some());
        if length < 3 || !ruled {
            return None;
        }
        self.push(table::preformatted(lines), place, place + length);
        Some(place + length)
    }

    /// Parses lines that begin with `>`.
    fn parse_quotation(&mut self, parser: &mut PlainTextParser, place: usize) -> usize {
        let quoted = |line: &&SourceLine<'_>| line.text.starts_with('>');
        let length = self.lines[place..].iter().take_while(quoted).count();
        let lines = &self.lines[place..place + length];
        let inner: Vec<SourceLine<'a>> =
            lines.iter().map(|line| line.after(1).dedent(1)).collect();
        let around = Measure { glue: false, margin: 0, first: 0, ..*self.measure };
        let blocks = parser.parse_nested(&inner, around);
        self.blocks.push(prose::block(BlockKind::Quote(blocks), lines));
        self.last = None;
        place + length
    }

    fn parse_heading(
        &mut self,
        parser: &mut PlainTextParser,
        place: usize,
        found: &heading::Found,
    ) -> usize {
        let first = place + found.skip;
        let lines = &self.lines[first..first + found.lines];
        let mut words = parser.joiner.join(lines);
        if matches!(found.head, Head::Hash(_)) {
            words = words.trim_matches('#').trim().to_owned();
        } else if let (Head::Framed(_), Some((_, inner))) =
            (found.head, line_syntax::framed(&words))
        {
            words = inner.to_owned();
        }
        parser.heads.push(found.head);
        let heading = BlockKind::Heading { level: 1, text: inline::parse(&words) };
        self.blocks.push(prose::block(heading, lines));
        self.last = None;
        self.fresh = true;
        place + found.taken
    }

    /// Parses the lines up to a blank one or another construct.
    fn parse_text(&mut self, parser: &mut PlainTextParser, place: usize) -> usize {
        let mut end = place + 1;
        while let Some(line) = self.lines.get(end) {
            let other = line.is_blank()
                || line.text.starts_with('>')
                || line.text.starts_with("```")
                || (line_syntax::is_rule(line.text) && !table::has_gap(&self.lines[end - 1]))
                || list::interrupts(self.lines, end, self.measure)
                || self.is_set_off(end)
                || self.is_dense()
                    && parser.depth == 0
                    && heading::at(self.lines, end, self.measure).is_some();
            if other {
                break;
            }
            end += 1;
        }
        let lines = &self.lines[place..end];
        let least = least_indent(lines);
        let first_line = self.measure.first > 0
            && lines.len() == 1
            && least == self.measure.margin + self.measure.first;
        if least > self.measure.margin + 1 && !first_line && !self.measure.glue {
            self.parse_indented(parser, place, end);
        } else {
            let mut start = place;
            for (block, count) in prose::stretch(&mut parser.joiner, lines, self.measure) {
                self.push_or_merge(block.kind, start, start + count);
                start += count;
            }
        }
        end
    }

    /// True for an indented line after one that ends in a colon.
    fn is_set_off(&self, place: usize) -> bool {
        let (before, line) = (&self.lines[place - 1], &self.lines[place]);
        before.text.ends_with(':')
            && line.indent >= before.indent + 3
            && self.measure.column.is_some()
    }

    /// Parses lines indented from the margin: a table, code, verse or a quotation.
    fn parse_indented(&mut self, parser: &mut PlainTextParser, start: usize, end: usize) {
        let lines = &self.lines[start..end];
        if table::is_table(lines) || table::is_code(lines) {
            self.push_or_merge(table::preformatted(lines), start, end);
            return;
        }
        let least = least_indent(lines);
        let inner: Vec<SourceLine<'a>> = lines.iter().map(|line| line.dedent(least)).collect();
        let around = Measure {
            column: self.measure.column.map(|column| column.saturating_sub(least).max(20)),
            margin: 0,
            first: 0,
            ..*self.measure
        };
        let far = self.measure.column.is_some_and(|column| least * 3 > column);
        let measure = if far { Measure::default() } else { Measure::of(&inner, Some(&around)) };
        let mut made = prose::stretch(&mut parser.joiner, &inner, &measure);
        if let (1, Some((block, _))) = (made.len(), made.last()) {
            let paragraph = matches!(block.kind, BlockKind::Paragraph(_));
            if !paragraph || (far && lines.len() == 1) {
                let kind = made.remove(0).0.kind;
                self.push_or_merge(kind, start, end);
                return;
            }
        }
        let blocks = made.into_iter().map(|(block, _)| block).collect();
        self.push_or_merge(BlockKind::Quote(blocks), start, end);
    }

    /// Adds a block, or appends it to the last one: the next stanza of a poem, the next paragraph
    /// of an indented quotation, the next part of a listing.
    fn push_or_merge(&mut self, kind: BlockKind, start: usize, end: usize) {
        let lines = &self.lines[start..end];
        let indent = least_indent(lines);
        let near = self
            .last
            .as_ref()
            .filter(|last| start > last.end && start - last.end <= 2 && indent >= last.indent);
        let Some((last, block)) = near.zip(self.blocks.last_mut()) else {
            return self.push(kind, start, end);
        };
        let before = &self.lines[last.start..last.end];
        match (&mut block.kind, kind) {
            (BlockKind::Quote(blocks), BlockKind::Quote(more)) if indent == last.indent => {
                blocks.extend(more);
            }
            (BlockKind::Preformatted(text), BlockKind::Preformatted(_)) if indent > 0 => {
                text.push('\n');
                for line in lines {
                    text.push('\n');
                    text.push_str(&line.expanded(last.indent));
                }
            }
            (BlockKind::Verse(verse), BlockKind::Verse(mut more))
                if verse::are_stanzas(before, lines) =>
            {
                let steps = verse::indent_steps(indent - last.indent);
                more.iter_mut().for_each(|line| {
                    line.indent = (line.indent + steps).min(verse::MOST_STEPS);
                });
                verse.push(VerseLine::default());
                verse.append(&mut more);
            }
            (_, kind) => return self.push(kind, start, end),
        }
        let indent = last.indent;
        self.last = Some(LastBlock { start, end, indent });
    }
}

/// Returns the least indent of the lines that have words, in columns.
fn least_indent(lines: &[SourceLine<'_>]) -> u32 {
    lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min().unwrap_or(0)
}
