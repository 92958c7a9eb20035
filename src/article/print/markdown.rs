//! An article as Markdown that reads back as the same text.
//!
//! Comes in: an [`Article`]. Goes out: CommonMark with footnotes. Never done here: filling lines;
//! raw HTML, save for what Markdown has no mark of: figures, raised and lowered words, tables of
//! more than single lines, and the comment that keeps two neighbouring lists apart.

use super::level_below_title;
use crate::article::{
    Align, Article, Block, BlockKind, Cell, Definition, Inline, ListItem, Marker, Picture, Row,
    Table, VerseLine,
};

/// The article as Markdown: the title as `# `, the subtitle in emphasis, what else is known one
/// fact a line (`Byline: `, `Date: `, `Dateline: `, `Site: `, `Source: `, `Language: `), the body
/// with headings from `## ` on, the notes as `[^1]: `.
#[must_use]
pub fn to_markdown(article: &Article) -> String {
    let mut writer = Writer::default();
    let meta = &article.meta;
    if !meta.title.is_empty() {
        writer.line(&format!("# {}", inline_text(&meta.title, false)));
    }
    if !meta.subtitle.is_empty() {
        writer.part();
        writer.line(&wrapped(&inline_text(&meta.subtitle, false), "*"));
    }
    writer.facts(&facts(article));
    writer.blocks(&article.blocks);
    for (at, note) in article.notes.iter().enumerate() {
        writer.part();
        writer
            .behind(&format!("[^{}]: ", at + 1), "    ", |writer| writer.blocks(&note.blocks));
    }
    writer.out
}

fn facts(article: &Article) -> Vec<String> {
    let meta = &article.meta;
    let plain = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("{name}: {}", escaped(value, false)))
    };
    let facts = [
        plain("Byline", &meta.byline),
        plain("Date", &meta.date),
        plain("Dateline", &meta.dateline),
        plain("Site", &meta.site),
        meta.source.as_ref().map(|source| format!("Source: <{}>", address(source))),
        meta.language.map(|language| format!("Language: {language}")),
    ];
    facts.into_iter().flatten().collect()
}

/// Writes lines, each behind what its containers ask for.
#[derive(Default)]
struct Writer {
    out: String,
    /// What opens every line here: `> `, indents.
    prefix: String,
    /// What opens the next line instead of the end of `prefix`: a list's marker.
    marker: String,
    /// How many bytes of `prefix` the marker stands for.
    replaced: usize,
}

impl Writer {
    fn line(&mut self, text: &str) {
        let kept = self.prefix.len().saturating_sub(std::mem::take(&mut self.replaced));
        let marker = std::mem::take(&mut self.marker);
        let open = format!("{}{marker}", self.prefix.get(..kept).unwrap_or_default());
        self.out.push_str(if text.is_empty() { open.trim_end() } else { &open });
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A blank line, unless nothing stands before it.
    fn part(&mut self) {
        if !self.out.is_empty() && self.marker.is_empty() {
            self.line("");
        }
    }

    fn facts(&mut self, facts: &[String]) {
        if facts.is_empty() {
            return;
        }
        self.part();
        for (at, fact) in facts.iter().enumerate() {
            let end = if at + 1 < facts.len() { "\\" } else { "" };
            self.line(&format!("{fact}{end}"));
        }
    }

    /// Writes with every line behind `indent`, save the first, which is behind `marker`.
    fn behind(&mut self, marker: &str, indent: &str, write: impl FnOnce(&mut Self)) {
        let length = self.prefix.len();
        self.prefix.push_str(indent);
        self.marker.push_str(marker);
        self.replaced += indent.len();
        write(self);
        if !self.marker.is_empty() {
            self.line("");
        }
        self.prefix.truncate(length);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut before: Option<&BlockKind> = None;
        for block in blocks {
            let merges = matches!(
                (before, &block.kind),
                (Some(BlockKind::List { .. }), BlockKind::List { .. })
                    | (Some(BlockKind::Quote(_)), BlockKind::Quote(_))
            );
            if before.is_some() || self.marker.is_empty() {
                self.part();
            }
            if merges {
                self.line("<!-- -->");
                self.part();
            }
            self.block(&block.kind);
            before = Some(&block.kind);
        }
    }

    fn block(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Heading { level, text } => {
                let signs = "#".repeat(usize::from(level_below_title(*level)));
                self.line(&format!("{signs} {}", inline_text(text, false)));
            }
            BlockKind::Paragraph(text) => self.lines(&inline_text(text, true)),
            BlockKind::Quote(inner) => {
                self.behind("> ", "> ", |writer| writer.blocks(inner));
            }
            BlockKind::List { marker, tight, items } => self.list(*marker, *tight, items),
            BlockKind::Verse(lines) => self.verse(lines),
            BlockKind::Preformatted(text) => {
                let fence = "`".repeat(longest_run(text).max(2) + 1);
                self.line(&fence);
                text.split('\n').for_each(|line| self.line(line));
                self.line(&fence);
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure { content, caption } => {
                self.line("<figure>");
                self.part();
                self.blocks(content);
                if !caption.is_empty() {
                    self.part();
                    self.line("<figcaption>");
                    self.part();
                    self.lines(&inline_text(caption, true));
                    self.part();
                    self.line("</figcaption>");
                }
                self.part();
                self.line("</figure>");
            }
            BlockKind::Picture(shown) => self.line(&picture(shown)),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Rule => self.line("* * *"),
            BlockKind::Together(inner) => {
                self.line("<!-- keep together -->");
                self.blocks(inner);
                self.part();
                self.line("<!-- /keep together -->");
            }
            BlockKind::PageBreak => self.line("<!-- page break -->"),
            BlockKind::NoPageBreak => self.line("<!-- keep with next -->"),
        }
    }

    fn lines(&mut self, text: &str) {
        text.split('\n').for_each(|line| self.line(line));
    }

    fn definitions(&mut self, definitions: &[Definition]) {
        for (at, definition) in definitions.iter().enumerate() {
            if at > 0 {
                self.part();
            }
            for term in &definition.terms {
                self.line(&inline_text(term, true));
            }
            for meaning in &definition.meanings {
                self.part();
                self.behind(": ", "  ", |writer| writer.blocks(meaning));
            }
        }
    }

    /// A table of single lines with pipes; any other in HTML, which Markdown takes as it is.
    fn table(&mut self, table: &Table) {
        let simple = table.head == 1
            && table.caption.is_empty()
            && table.rows.iter().enumerate().all(|(at, row)| is_piped(row, at == 0, table));
        if !simple {
            return self.html_table(table);
        }
        for (at, row) in table.rows.iter().enumerate() {
            let cells: Vec<String> = row.cells.iter().map(|cell| piped(&cell.blocks)).collect();
            self.line(&format!("| {} |", cells.join(" | ")));
            if at == 0 {
                let signs: Vec<&str> = table.columns.iter().map(|align| sign(*align)).collect();
                self.line(&format!("| {} |", signs.join(" | ")));
            }
        }
    }

    fn html_table(&mut self, table: &Table) {
        let mut html = String::new();
        super::html::push_table(&mut html, table, "");
        // Markdown ends a table at a blank line.
        let lines = html.lines().filter(|line| !line.trim().is_empty());
        lines.for_each(|line| self.line(line));
    }

    /// A label that Markdown can count stays; another follows a bullet as a word.
    fn list(&mut self, marker: Marker, tight: bool, items: &[ListItem]) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 && !tight {
                self.part();
            }
            let number = item.label.strip_suffix(['.', ')']).unwrap_or("");
            let counted = (1..=9).contains(&number.len())
                && number.bytes().all(|byte| byte.is_ascii_digit());
            let label = match marker {
                Marker::Label if counted => format!("{} ", item.label),
                Marker::Label if !item.label.is_empty() => {
                    let label = format!("{} ", escaped(&item.label, true));
                    self.behind("- ", "  ", |writer| {
                        writer.labelled(&label, &item.blocks);
                    });
                    continue;
                }
                _ => "- ".to_owned(),
            };
            let indent = " ".repeat(label.len());
            let label = match item.done {
                Some(true) => label + "[x] ",
                Some(false) => label + "[ ] ",
                None => label,
            };
            self.behind(&label, &indent, |writer| writer.blocks(&item.blocks));
        }
    }

    /// The blocks of an item with its label at the head of the first paragraph.
    fn labelled(&mut self, label: &str, blocks: &[Block]) {
        if let Some((Block { kind: BlockKind::Paragraph(text), .. }, rest)) =
            blocks.split_first()
        {
            self.lines(&format!("{label}{}", inline_text(text, false)));
            self.blocks(rest);
        } else {
            self.line(label);
            self.blocks(blocks);
        }
    }

    /// Verse as paragraphs of hard line ends, one a stanza; an em space for each step of indent.
    fn verse(&mut self, lines: &[VerseLine]) {
        let stanzas =
            lines.split(|line| line.text.is_empty()).filter(|lines| !lines.is_empty());
        for (at, stanza) in stanzas.enumerate() {
            if at > 0 {
                self.part();
            }
            for (at, line) in stanza.iter().enumerate() {
                let indent = "&emsp;".repeat(usize::from(line.indent));
                let end = if at + 1 < stanza.len() { "\\" } else { "" };
                let words = inline_text(&line.text, line.indent == 0);
                self.lines(&format!("{indent}{words}{end}"));
            }
        }
    }
}

/// Whether a row can stand between pipes.
fn is_piped(row: &Row, head: bool, table: &Table) -> bool {
    let plain = |cell: &Cell| {
        cell.colspan == 1
            && cell.rowspan == 1
            && cell.header == head
            && cell.align.is_none()
            && match cell.blocks.as_slice() {
                [] => true,
                [Block { kind: BlockKind::Paragraph(text), language: None, .. }] => {
                    !text.contains(&Inline::LineBreak)
                }
                _ => false,
            }
    };
    row.cells.len() == table.columns.len() && row.cells.iter().all(plain)
}

/// The words of a cell between pipes.
fn piped(blocks: &[Block]) -> String {
    match blocks {
        [Block { kind: BlockKind::Paragraph(text), .. }] => {
            inline_text(text, false).replace('|', "\\|")
        }
        _ => String::new(),
    }
}

fn sign(align: Option<Align>) -> &'static str {
    match align {
        Some(Align::Left) => ":--",
        Some(Align::Center) => ":-:",
        Some(Align::Right) => "--:",
        None => "---",
    }
}

fn picture(picture: &Picture) -> String {
    let alt = escaped(picture.alt.as_deref().unwrap_or(""), false);
    let title = picture.title.as_ref().map(|title| {
        let title = title.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
        format!(" \"{title}\"")
    });
    format!("![{alt}](<{}>{})", address(&picture.source), title.unwrap_or_default())
}

/// Inlines as Markdown; `opens_line` if they stand where a block's marker could.
fn inline_text(inlines: &[Inline], opens_line: bool) -> String {
    let mut out = String::new();
    for inline in inlines {
        let at_start = opens_line && (out.is_empty() || out.ends_with('\n'));
        match inline {
            Inline::Text(text) => out.push_str(&escaped(text, at_start)),
            Inline::Emphasis(inner) => out.push_str(&wrapped(&inline_text(inner, false), "*")),
            Inline::Strong(inner) => out.push_str(&wrapped(&inline_text(inner, false), "**")),
            Inline::Strike(inner) => out.push_str(&wrapped(&inline_text(inner, false), "~~")),
            Inline::Superscript(inner) => {
                out.push_str(&format!("<sup>{}</sup>", inline_text(inner, false)));
            }
            Inline::Subscript(inner) => {
                out.push_str(&format!("<sub>{}</sub>", inline_text(inner, false)));
            }
            Inline::NoBreak(inner) => out.push_str(&inline_text(inner, false)),
            Inline::Passage { language, text } => {
                let words = inline_text(text, false);
                out.push_str(&format!("<span lang=\"{language}\">{words}</span>"));
            }
            Inline::Picture(shown) => out.push_str(&picture(shown)),
            Inline::Code(text) => out.push_str(&code(text)),
            Inline::Link { target, text } => out.push_str(&link(target, text)),
            Inline::NoteRef(at) => out.push_str(&format!("[^{}]", at.saturating_add(1))),
            Inline::LineBreak => out.push_str("\\\n"),
        }
    }
    out
}

/// Text between marks of emphasis, with the spaces at its ends outside them.
fn wrapped(text: &str, mark: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return text.to_owned();
    }
    let lead = text.len() - text.trim_start().len();
    let (lead, rest) = text.split_at(lead);
    let tail = rest.get(words.len()..).unwrap_or_default();
    format!("{lead}{mark}{words}{mark}{tail}")
}

fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn link(target: &str, text: &[Inline]) -> String {
    if let [Inline::Text(words)] = text
        && words == target
        && target.contains("://")
        && !target.contains(['<', '>', ' '])
    {
        return format!("<{target}>");
    }
    let words = inline_text(text, false);
    if target.contains([' ', '(', ')', '<', '>']) || target.is_empty() {
        return format!("[{words}](<{}>)", address(target));
    }
    format!("[{words}]({target})")
}

/// An address that may stand between angle brackets.
fn address(target: &str) -> String {
    target.replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], "")
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|ch| ch != '`').map(str::len).max().unwrap_or(0)
}

/// Text with everything escaped that Markdown would read as a mark.
fn escaped(text: &str, opens_line: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    let mut letters = text.chars().peekable();
    let mut number = opens_line;
    while let Some(ch) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let starts = opens_line && out.is_empty();
        let mark = match ch {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next.is_ascii_alphanumeric() || next == '#',
            '#' | '>' | '+' | '-' | '=' => starts,
            '.' | ')' => number && previous.is_ascii_digit(),
            _ => false,
        };
        number &= ch.is_ascii_digit();
        if mark {
            out.push('\\');
        }
        out.push(ch);
        previous = ch;
    }
    out
}
