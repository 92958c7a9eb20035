//! An article as CommonMark with footnotes that reads back as the same text.
//!
//! Raw HTML stands only for what Markdown lacks: figures, superscripts, subscripts, tables whose
//! cells are more than one line, and the comment that separates two lists in a row.

use super::level_below_title;
use crate::article::{
    Align, Article, Block, BlockKind, Cell, Definition, Inline, ListItem, Marker, Picture, Row,
    Table, VerseLine,
};

/// Returns the article as Markdown: the title as `# `, the subtitle in emphasis, the other metadata
/// one a line (`Byline: `, `Date: `, `Dateline: `, `Site: `, `Source: `, `Language: `), the body with
/// headings from `## ` on, the notes as `[^1]: `.
#[must_use]
pub fn to_markdown(article: &Article) -> String {
    let mut writer = MarkdownWriter::default();
    let meta = &article.meta;
    if !meta.title.is_empty() {
        writer.line(&format!("# {}", inline_text(&meta.title, false)));
    }
    if !meta.subtitle.is_empty() {
        writer.blank_line();
        writer.line(&wrapped(&inline_text(&meta.subtitle, false), "*"));
    }
    writer.write_metadata(&metadata_lines(article));
    writer.blocks(&article.blocks);
    for (at, note) in article.notes.iter().enumerate() {
        writer.blank_line();
        let label = format!("[^{}]: ", at + 1);
        writer.nested(&label, "    ", |writer| writer.blocks(&note.blocks));
    }
    writer.out
}

fn metadata_lines(article: &Article) -> Vec<String> {
    let meta = &article.meta;
    let plain = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("{name}: {}", escaped(value, false)))
    };
    let lines = [
        plain("Byline", &meta.byline),
        plain("Date", &meta.date),
        plain("Dateline", &meta.dateline),
        plain("Site", &meta.site),
        meta.source.as_ref().map(|source| format!("Source: <{}>", bracketed_address(source))),
        meta.language.map(|language| format!("Language: {language}")),
    ];
    lines.into_iter().flatten().collect()
}

/// Writes lines, each after the prefix of its containers.
#[derive(Default)]
struct MarkdownWriter {
    out: String,
    /// Text before every line of the containers that are open: `> `, indents.
    prefix: String,
    /// Text before the next line instead of the end of `prefix`: the marker of a list item.
    marker: String,
    /// Number of bytes of `prefix` that the marker replaces.
    replaced: usize,
}

impl MarkdownWriter {
    /// Writes one line.
    fn line(&mut self, text: &str) {
        let kept = self.prefix.len() - std::mem::take(&mut self.replaced);
        let marker = std::mem::take(&mut self.marker);
        let open = format!("{}{marker}", &self.prefix[..kept]);
        self.out.push_str(if text.is_empty() { open.trim_end() } else { &open });
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Writes a blank line, except at the start of the text and of a container.
    fn blank_line(&mut self) {
        if !self.out.is_empty() && self.marker.is_empty() {
            self.line("");
        }
    }

    fn write_metadata(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.blank_line();
        for (at, line) in lines.iter().enumerate() {
            let end = if at + 1 < lines.len() { "\\" } else { "" };
            self.line(&format!("{line}{end}"));
        }
    }

    /// Writes the contents of a container: `marker` before the first line, `indent` before the
    /// others.
    fn nested(&mut self, marker: &str, indent: &str, write: impl FnOnce(&mut Self)) {
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
                self.blank_line();
            }
            if merges {
                self.line("<!-- -->");
                self.blank_line();
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
                self.nested("> ", "> ", |writer| writer.blocks(inner));
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
                self.blank_line();
                self.blocks(content);
                if !caption.is_empty() {
                    self.blank_line();
                    self.line("<figcaption>");
                    self.blank_line();
                    self.lines(&inline_text(caption, true));
                    self.blank_line();
                    self.line("</figcaption>");
                }
                self.blank_line();
                self.line("</figure>");
            }
            BlockKind::Picture(shown) => self.line(&picture_text(shown)),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Rule => self.line("* * *"),
            BlockKind::Together(inner) => {
                self.line("<!-- keep together -->");
                self.blocks(inner);
                self.blank_line();
                self.line("<!-- /keep together -->");
            }
            BlockKind::PageBreak => self.line("<!-- page break -->"),
            BlockKind::NoPageBreak => self.line("<!-- keep with next -->"),
        }
    }

    /// Writes text of one line or more.
    fn lines(&mut self, text: &str) {
        text.split('\n').for_each(|line| self.line(line));
    }

    fn definitions(&mut self, definitions: &[Definition]) {
        for (at, definition) in definitions.iter().enumerate() {
            if at > 0 {
                self.blank_line();
            }
            for term in &definition.terms {
                self.line(&inline_text(term, true));
            }
            for meaning in &definition.meanings {
                self.blank_line();
                self.nested(": ", "  ", |writer| writer.blocks(meaning));
            }
        }
    }

    /// Writes a table of single lines with pipes, any other table in HTML.
    fn table(&mut self, table: &Table) {
        let simple = table.head == 1
            && table.caption.is_empty()
            && table
                .rows
                .iter()
                .enumerate()
                .all(|(at, row)| fits_between_pipes(row, at == 0, table));
        if !simple {
            return self.html_table(table);
        }
        for (at, row) in table.rows.iter().enumerate() {
            let cells: Vec<String> = row.cells.iter().map(cell_text).collect();
            self.line(&format!("| {} |", cells.join(" | ")));
            if at == 0 {
                let aligns = table.columns.iter().copied();
                let signs: Vec<&str> = aligns.map(alignment_sign).collect();
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

    /// Writes a list. A label that Markdown cannot count becomes text after a bullet.
    fn list(&mut self, marker: Marker, tight: bool, items: &[ListItem]) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 && !tight {
                self.blank_line();
            }
            let number = item.label.strip_suffix(['.', ')']).unwrap_or("");
            let counted = (1..=9).contains(&number.len())
                && number.bytes().all(|byte| byte.is_ascii_digit());
            let label = match marker {
                Marker::Label if counted => format!("{} ", item.label),
                Marker::Label if !item.label.is_empty() => {
                    let label = format!("{} ", escaped(&item.label, true));
                    self.nested("- ", "  ", |writer| {
                        writer.labelled_blocks(&label, &item.blocks);
                    });
                    continue;
                }
                Marker::Label | Marker::Bullet => "- ".to_owned(),
            };
            let indent = " ".repeat(label.len());
            let label = match item.done {
                Some(true) => label + "[x] ",
                Some(false) => label + "[ ] ",
                None => label,
            };
            self.nested(&label, &indent, |writer| writer.blocks(&item.blocks));
        }
    }

    /// Writes the blocks of an item with its label at the start of the first paragraph.
    fn labelled_blocks(&mut self, label: &str, blocks: &[Block]) {
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

    /// Writes verse as one paragraph a stanza, with hard line ends and an em space for each step of
    /// indent.
    fn verse(&mut self, lines: &[VerseLine]) {
        let stanzas =
            lines.split(|line| line.text.is_empty()).filter(|lines| !lines.is_empty());
        for (at, stanza) in stanzas.enumerate() {
            if at > 0 {
                self.blank_line();
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

/// True for a row that can be written between pipes.
fn fits_between_pipes(row: &Row, head: bool, table: &Table) -> bool {
    let plain = |cell: &Cell| {
        cell.colspan == 1
            && cell.rowspan == 1
            && cell.header == head
            && (head || cell.scope.is_none())
            && cell.align.is_none()
            && single_line(cell).is_some()
    };
    row.cells.len() == table.columns.len() && row.cells.iter().all(plain)
}

/// Returns the inlines of a cell that is empty or one line of text.
fn single_line(cell: &Cell) -> Option<&[Inline]> {
    match cell.blocks.as_slice() {
        [] => Some(&[]),
        [Block { kind: BlockKind::Paragraph(text), language: None, .. }] => {
            (!text.contains(&Inline::LineBreak)).then_some(text)
        }
        _ => None,
    }
}

/// Returns the text of a cell between pipes.
fn cell_text(cell: &Cell) -> String {
    let line = single_line(cell).expect("only tables of single lines are written with pipes");
    inline_text(line, false).replace('|', "\\|")
}

fn alignment_sign(align: Option<Align>) -> &'static str {
    match align {
        Some(Align::Left) => ":--",
        Some(Align::Center) => ":-:",
        Some(Align::Right) => "--:",
        None => "---",
    }
}

fn picture_text(picture: &Picture) -> String {
    let alt = escaped(picture.alt.as_deref().unwrap_or(""), false);
    let title = picture.title.as_ref().map(|title| {
        let title = title.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
        format!(" \"{title}\"")
    });
    let source = bracketed_address(&picture.source);
    let image = format!("![{alt}](<{source}>{})", title.unwrap_or_default());
    match &picture.link {
        Some(target) => format!("[{image}](<{}>)", bracketed_address(target)),
        None => image,
    }
}

/// Returns inlines as Markdown. `opens_line` is true where the marker of a block could stand, so that
/// text that looks like one is escaped.
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
            Inline::Foreign { language, text } => {
                let words = inline_text(text, false);
                out.push_str(&format!("<span lang=\"{language}\">{words}</span>"));
            }
            Inline::Abbreviation { expansion, text } => {
                let words = inline_text(text, false);
                let expansion = expansion.replace('&', "&amp;").replace('"', "&quot;");
                out.push_str(&format!("<abbr title=\"{expansion}\">{words}</abbr>"));
            }
            Inline::Quotation(inner) => {
                out.push_str(&format!("<q>{}</q>", inline_text(inner, false)));
            }
            Inline::Picture(shown) => out.push_str(&picture_text(shown)),
            Inline::Code(text) => out.push_str(&code_text(text)),
            Inline::Link { target, text } => out.push_str(&link_text(target, text)),
            Inline::NoteRef(at) => out.push_str(&format!("[^{}]", at.saturating_add(1))),
            Inline::LineBreak => out.push_str("\\\n"),
        }
    }
    out
}

/// Returns text between marks of emphasis, with the spaces at its ends outside of them.
fn wrapped(text: &str, mark: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return text.to_owned();
    }
    let lead = text.len() - text.trim_start().len();
    let (lead, rest) = text.split_at(lead);
    let tail = &rest[words.len()..];
    format!("{lead}{mark}{words}{mark}{tail}")
}

fn code_text(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn link_text(target: &str, text: &[Inline]) -> String {
    if let [Inline::Text(words)] = text
        && words == target
        && target.contains("://")
        && !target.contains(['<', '>', ' '])
    {
        return format!("<{target}>");
    }
    let words = inline_text(text, false);
    if target.contains([' ', '(', ')', '<', '>']) || target.is_empty() {
        return format!("[{words}](<{}>)", bracketed_address(target));
    }
    format!("[{words}]({target})")
}

/// Escapes an address for use between angle brackets.
fn bracketed_address(target: &str) -> String {
    target.replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], "")
}

/// Returns the length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|ch| ch != '`').map(str::len).max().expect("split gives one part or more")
}

/// Escapes the characters that Markdown would read as marks.
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
