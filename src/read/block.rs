//! The walk through the lines: which of them make a block.
//!
//! Comes in: lines. Goes out: blocks in their order. Never done here: the details of any kind of
//! block; each has its own file.
//!
//! The walk goes forward only. Every construct takes the lines it has looked at, so time is
//! linear; what lies inside a quotation or an item is walked again, at most [`DEEPEST`] times.

use super::heading::{self, Head};
use super::hyphen::Joiner;
use super::line::Line;
use super::measure::Measure;
use super::{inline, list, mark, prose, table, verse};
use crate::article::{Block, BlockKind, VerseLine};
use crate::diagnostic::Place;

/// Deepest nesting of quotations and lists; what is deeper stays as words.
const DEEPEST: u32 = 32;

/// Reads regions of lines, and gathers what is told of them.
#[derive(Debug)]
pub(super) struct Reader {
    /// Joins lines, and gathers what is told of them.
    pub(super) joiner: Joiner,
    /// The headings of the body, in order, as they show themselves.
    pub(super) heads: Vec<Head>,
    depth: u32,
}

/// The block made last, as far as the next may go on with it.
struct Last {
    /// Its first line and the line after its last.
    start: usize,
    end: usize,
    indent: u32,
}

impl Reader {
    /// A reader for a text of these lines.
    pub(super) fn new(lines: &[Line<'_>]) -> Self {
        Self { joiner: Joiner::new(lines), heads: Vec::new(), depth: 0 }
    }

    /// Reads the lines of the whole text, in which a form feed that is left begins a page.
    pub(super) fn pages(&mut self, lines: &[Line<'_>]) -> Vec<Block> {
        let measure = Measure::of(lines, None);
        let mut blocks = Vec::new();
        for (nth, page) in lines.split(|line| line.feed).enumerate() {
            if let Some(first) = page.first().filter(|_| nth > 0) {
                let place = Place::line(first.number);
                blocks.push(Block::new(BlockKind::PageBreak, place));
            }
            blocks.extend(self.walk(page, &measure));
        }
        blocks
    }

    /// Reads the lines inside a quotation or an item.
    pub(super) fn inside(&mut self, lines: &[Line<'_>], around: Measure) -> Vec<Block> {
        if self.depth >= DEEPEST {
            let filled: Vec<Line<'_>> =
                lines.iter().filter(|l| !l.is_blank()).copied().collect();
            return vec![prose::paragraph(&mut self.joiner, &filled)];
        }
        self.depth += 1;
        let measure = if around.glue { around } else { Measure::of(lines, Some(&around)) };
        let blocks = self.walk(lines, &measure);
        self.depth -= 1;
        blocks
    }

    fn walk(&mut self, lines: &[Line<'_>], measure: &Measure) -> Vec<Block> {
        let mut walk = Walk { lines, measure, blocks: Vec::new(), last: None, fresh: true };
        let mut place = 0;
        while let Some(line) = lines.get(place) {
            if line.is_blank() {
                walk.fresh = true;
                place += 1;
                continue;
            }
            place = walk.step(self, place).max(place + 1);
        }
        walk.blocks
    }
}

/// A walk through one region.
struct Walk<'w, 'a> {
    lines: &'w [Line<'a>],
    measure: &'w Measure,
    blocks: Vec<Block>,
    last: Option<Last>,
    /// A blank line, a heading or a rule stands before the place.
    fresh: bool,
}

impl<'a> Walk<'_, 'a> {
    /// Reads the construct at `place`, and says where the next begins.
    fn step(&mut self, reader: &mut Reader, place: usize) -> usize {
        let fresh = std::mem::replace(&mut self.fresh, false);
        let Some(line) = self.lines.get(place) else { return place + 1 };
        if let Some(end) = self.fenced(place) {
            return end;
        }
        if line.text.starts_with('>') {
            return self.quoted(reader, place);
        }
        if (fresh || self.is_dense())
            && reader.depth == 0
            && let Some(found) = heading::at(self.lines, place, self.measure)
        {
            return self.heading(reader, place, &found);
        }
        if let Some(end) = self.boxed(place) {
            return end;
        }
        if mark::is_rule(line.text) {
            self.push(BlockKind::Rule, place, place + 1);
            self.fresh = true;
            return place + 1;
        }
        if table::is_leader(line.text) {
            return self.contents(place);
        }
        if let Some((block, taken)) = self.list(reader, place) {
            self.blocks.push(block);
            self.last = None;
            return place + taken;
        }
        self.stretch(reader, place)
    }

    fn push(&mut self, kind: BlockKind, start: usize, end: usize) {
        let lines = self.lines.get(start..end).unwrap_or_default();
        self.blocks.push(prose::block(kind, lines));
        self.last = Some(Last { start, end, indent: least_indent(lines) });
    }

    /// Each line is a paragraph, and no blank lines part them.
    fn is_dense(&self) -> bool {
        self.measure.column.is_none() && !self.measure.blanks && !self.measure.glue
    }

    /// Code between two lines of backticks or tildes.
    fn fenced(&mut self, place: usize) -> Option<usize> {
        let text = self.lines.get(place)?.text;
        let fence = ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence))?;
        let named = text.trim_start_matches(['`', '~']);
        if named.contains([' ', '`', '~']) || named.len() > 20 {
            return None;
        }
        let rest = self.lines.get(place + 1..)?;
        let length = rest.iter().take(5_000).position(|line| {
            line.text.starts_with(fence) && line.text.chars().all(|c| fence.starts_with(c))
        })?;
        let body = self.lines.get(place + 1..place + 1 + length)?;
        self.blocks.push(prose::block(table::preformatted(body), body));
        self.last = None;
        Some(place + length + 2)
    }

    /// A list, each item of which is a region of its own.
    fn list(&self, reader: &mut Reader, place: usize) -> Option<(Block, usize)> {
        let mut inside = |lines: &[Line<'_>], around| reader.inside(lines, around);
        list::take(&mut inside, self.lines, place, self.measure)
    }

    /// A table of contents, numbered or not: lines with dotted leaders and what is between them.
    fn contents(&mut self, place: usize) -> usize {
        let rest = self.lines.get(place..).unwrap_or_default();
        let length = rest.iter().take_while(|line| !line.is_blank()).count();
        let lines = rest.get(..length).unwrap_or_default();
        self.push_or_merge(table::preformatted(lines), place, place + length);
        place + length
    }

    /// Words in a box of asterisks or the like.
    fn boxed(&mut self, place: usize) -> Option<usize> {
        let text = self.lines.get(place)?.text;
        let sign = text.chars().next().filter(|c| matches!(c, '*' | '#' | '+' | '%'))?;
        let inside = |line: &&Line<'_>| {
            let body = line.text.strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign));
            body.is_some_and(|body| body.is_empty() || !body.starts_with(char::is_alphanumeric))
        };
        let rest = self.lines.get(place..)?;
        let length = rest.iter().take_while(inside).count();
        let ruled = rest.get(..length)?.iter().any(|line| mark::underline(line.text).is_some());
        if length < 3 || !ruled {
            return None;
        }
        self.push(table::preformatted(rest.get(..length)?), place, place + length);
        Some(place + length)
    }

    /// Lines behind `>`.
    fn quoted(&mut self, reader: &mut Reader, place: usize) -> usize {
        let rest = self.lines.get(place..).unwrap_or_default();
        let length = rest.iter().take_while(|line| line.text.starts_with('>')).count();
        let rest = rest.get(..length).unwrap_or_default();
        let inner: Vec<Line<'a>> = rest.iter().map(|line| line.after(1).dedent(1)).collect();
        let around = Measure { glue: false, margin: 0, first: 0, ..*self.measure };
        let blocks = reader.inside(&inner, around);
        self.blocks.push(prose::block(BlockKind::Quote(blocks), rest));
        self.last = None;
        place + length
    }

    fn heading(&mut self, reader: &mut Reader, place: usize, found: &heading::Found) -> usize {
        let first = place + found.skip;
        let lines = self.lines.get(first..first + found.lines).unwrap_or_default();
        let mut words = reader.joiner.join(lines);
        if matches!(found.head, Head::Hash(_)) {
            words = words.trim_matches('#').trim().to_owned();
        } else if let (Head::Framed(_), Some((_, inner))) = (found.head, mark::framed(&words)) {
            words = inner.to_owned();
        }
        reader.heads.push(found.head);
        let heading = BlockKind::Heading { level: 1, text: inline::parse(&words) };
        self.blocks.push(prose::block(heading, lines));
        self.last = None;
        self.fresh = true;
        place + found.taken
    }

    /// Lines up to a blank one or another construct.
    fn stretch(&mut self, reader: &mut Reader, place: usize) -> usize {
        let mut end = place + 1;
        while let Some(line) = self.lines.get(end) {
            let other = line.is_blank()
                || line.text.starts_with('>')
                || line.text.starts_with("```")
                || (mark::is_rule(line.text)
                    && !self.lines.get(end - 1).is_some_and(table::has_gap))
                || list::interrupts(self.lines, end, self.measure)
                || self.is_set_off(end)
                || self.is_dense()
                    && reader.depth == 0
                    && heading::at(self.lines, end, self.measure).is_some();
            if other {
                break;
            }
            end += 1;
        }
        let lines = self.lines.get(place..end).unwrap_or_default();
        let least = least_indent(lines);
        let first_line = self.measure.first > 0
            && lines.len() == 1
            && least == self.measure.margin + self.measure.first;
        if least > self.measure.margin + 1 && !first_line && !self.measure.glue {
            self.indented(reader, place, end);
        } else {
            self.flush(reader, place, end);
        }
        end
    }

    /// An indented line right after one that ends in a colon begins something new.
    fn is_set_off(&self, place: usize) -> bool {
        let (Some(before), Some(line)) = (self.lines.get(place - 1), self.lines.get(place))
        else {
            return false;
        };
        before.text.ends_with(':')
            && line.indent >= before.indent + 3
            && self.measure.column.is_some()
    }

    /// Lines at the margin.
    fn flush(&mut self, reader: &mut Reader, start: usize, end: usize) {
        let lines = self.lines.get(start..end).unwrap_or_default();
        let mut place = start;
        for (block, count) in prose::stretch(&mut reader.joiner, lines, self.measure) {
            self.push_or_merge(block.kind, place, place + count);
            place += count;
        }
    }

    /// Lines set in from the margin: a table, code, verse or a quotation.
    fn indented(&mut self, reader: &mut Reader, start: usize, end: usize) {
        let lines = self.lines.get(start..end).unwrap_or_default();
        if table::is_table(lines) || table::is_code(lines) {
            self.push_or_merge(table::preformatted(lines), start, end);
            return;
        }
        let least = least_indent(lines);
        let inner: Vec<Line<'a>> = lines.iter().map(|line| line.dedent(least)).collect();
        let around = Measure {
            column: self.measure.column.map(|column| column.saturating_sub(least).max(20)),
            margin: 0,
            first: 0,
            ..*self.measure
        };
        let far = self.measure.column.is_some_and(|column| least * 3 > column);
        let measure = if far { Measure::default() } else { Measure::of(&inner, Some(&around)) };
        let mut made = prose::stretch(&mut reader.joiner, &inner, &measure);
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

    /// Puts a block behind the others, or makes it part of the last: the next stanza of a poem,
    /// the next paragraph of an indented quotation, the next part of a listing.
    fn push_or_merge(&mut self, kind: BlockKind, start: usize, end: usize) {
        let lines = self.lines.get(start..end).unwrap_or_default();
        let indent = least_indent(lines);
        let near = self
            .last
            .as_ref()
            .filter(|last| start > last.end && start - last.end <= 2 && indent >= last.indent);
        let Some((last, block)) = near.zip(self.blocks.last_mut()) else {
            return self.push(kind, start, end);
        };
        let before = self.lines.get(last.start..last.end).unwrap_or_default();
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
                let step =
                    u8::try_from((indent - last.indent).div_ceil(2).min(20)).unwrap_or(0);
                more.iter_mut()
                    .for_each(|line| line.indent = line.indent.saturating_add(step).min(20));
                verse.push(VerseLine::default());
                verse.append(&mut more);
            }
            (_, kind) => return self.push(kind, start, end),
        }
        let indent = last.indent;
        self.last = Some(Last { start, end, indent });
    }
}

/// The least indent of lines that have words.
fn least_indent(lines: &[Line<'_>]) -> u32 {
    lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min().unwrap_or(0)
}
