//! The body of an article as semantic HTML, without scripts and unsafe addresses.

use super::level_below_title;
use crate::article::{
    Align, Article, Block, BlockKind, Inline, LinkUse, ListItem, Marker, Picture, Row, Scope,
    Table, VerseLine, push_escaped,
};

/// Returns the body as HTML for the body of a page, one block a line, all text escaped. Headings
/// begin at `h2`, below the title. The notes are a list at the end.
#[must_use]
pub fn to_html(article: &Article) -> String {
    let mut html = String::new();
    push_blocks(&mut html, &article.blocks);
    if !article.notes.is_empty() {
        html.push_str("<section role=\"doc-endnotes\">\n<ol>\n");
        for (at, note) in article.notes.iter().enumerate() {
            html.push_str(&format!("<li id=\"note-{}\">\n", at + 1));
            push_blocks(&mut html, &note.blocks);
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n</section>\n");
    }
    html
}

fn push_blocks(html: &mut String, blocks: &[Block]) {
    for block in blocks {
        push_block(html, block);
    }
}

fn push_block(html: &mut String, block: &Block) {
    let language = block.language.map(|tag| format!(" lang=\"{tag}\"")).unwrap_or_default();
    match &block.kind {
        BlockKind::Heading { level, text } => {
            let level = level_below_title(*level);
            html.push_str(&format!("<h{level}{language}>"));
            push_inlines(html, text);
            html.push_str(&format!("</h{level}>\n"));
        }
        BlockKind::Paragraph(text) => {
            html.push_str(&format!("<p{language}>"));
            push_inlines(html, text);
            html.push_str("</p>\n");
        }
        BlockKind::Quote(inner) => {
            html.push_str(&format!("<blockquote{language}>\n"));
            push_blocks(html, inner);
            html.push_str("</blockquote>\n");
        }
        BlockKind::List { marker, items, .. } => push_list(html, *marker, items, &language),
        BlockKind::Verse(lines) => push_verse(html, lines, &language),
        BlockKind::Preformatted(text) => {
            // A parser drops the first line end inside `pre`, so one is written for it.
            html.push_str(&format!("<pre{language}>\n"));
            push_escaped(html, text);
            html.push_str("</pre>\n");
        }
        BlockKind::Table(table) => push_table(html, table, &language),
        BlockKind::Figure { content, caption } => {
            html.push_str(&format!("<figure{language}>\n"));
            push_blocks(html, content);
            push_line(html, "figcaption", caption);
            html.push_str("</figure>\n");
        }
        BlockKind::Picture(picture) => {
            push_picture(html, picture);
            html.push('\n');
        }
        BlockKind::Definitions(definitions) => {
            html.push_str(&format!("<dl{language}>\n"));
            for definition in definitions {
                definition.terms.iter().for_each(|term| push_line(html, "dt", term));
                for meaning in &definition.meanings {
                    html.push_str("<dd>\n");
                    push_blocks(html, meaning);
                    html.push_str("</dd>\n");
                }
            }
            html.push_str("</dl>\n");
        }
        BlockKind::Rule => html.push_str("<hr>\n"),
        BlockKind::Together(inner) => {
            html.push_str("<div style=\"break-inside: avoid\">\n");
            push_blocks(html, inner);
            html.push_str("</div>\n");
        }
        BlockKind::NoPageBreak => {
            html.push_str("<div style=\"break-before: avoid\"></div>\n");
        }
        BlockKind::PageBreak => html.push_str("<div style=\"break-before: page\"></div>\n"),
    }
}

/// Appends an element of inlines on a line of its own, if there are inlines.
fn push_line(html: &mut String, name: &str, inlines: &[Inline]) {
    if !inlines.is_empty() {
        push_element(html, name, inlines);
        html.push('\n');
    }
}

fn push_picture(html: &mut String, picture: &Picture) {
    let link = picture.link.as_deref().filter(|target| is_exported(target));
    if let Some(target) = link {
        html.push_str("<a href=\"");
        push_escaped(html, target);
        html.push_str("\">");
    }
    html.push_str("<img src=\"");
    push_escaped(html, &picture.source);
    html.push('"');
    for (name, value) in [("alt", &picture.alt), ("title", &picture.title)] {
        if let Some(value) = value {
            html.push_str(&format!(" {name}=\""));
            push_escaped(html, value);
            html.push('"');
        }
    }
    if let Some((width, height)) = picture.size {
        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    html.push_str(if link.is_some() { "></a>" } else { ">" });
}

pub(super) fn push_table(html: &mut String, table: &Table, language: &str) {
    html.push_str(&format!("<table{language}>\n"));
    push_line(html, "caption", &table.caption);
    let (head, body) = table.rows.split_at(table.head.min(table.rows.len()));
    for (part, rows, by_place) in [("thead", head, Scope::Column), ("tbody", body, Scope::Row)]
    {
        if !rows.is_empty() {
            html.push_str(&format!("<{part}>\n"));
            rows.iter().for_each(|row| push_row(html, row, &table.columns, by_place));
            html.push_str(&format!("</{part}>\n"));
        }
    }
    html.push_str("</table>\n");
}

/// Appends a row. A column that a cell above spans into is not counted, so that the cells after it
/// take the alignment of the column before theirs.
/// The scope of a header is written where it is not `by_place`.
fn push_row(html: &mut String, row: &Row, columns: &[Option<Align>], by_place: Scope) {
    html.push_str("<tr>\n");
    let mut column = 0;
    for cell in &row.cells {
        let name = if cell.header { "th" } else { "td" };
        html.push_str(&format!("<{name}"));
        match (cell.header, cell.scope.filter(|scope| !cell.header || *scope != by_place)) {
            (true, Some(Scope::Column)) => html.push_str(" scope=\"col\""),
            (true, Some(Scope::Row)) => html.push_str(" scope=\"row\""),
            (false, Some(Scope::Column)) => html.push_str(" role=\"columnheader\""),
            (false, Some(Scope::Row)) => html.push_str(" role=\"rowheader\""),
            (_, None) => {}
        }
        for (name, span) in [("colspan", cell.colspan), ("rowspan", cell.rowspan)] {
            if span > 1 {
                html.push_str(&format!(" {name}=\"{span}\""));
            }
        }
        match cell.align.or(columns.get(column).copied().flatten()) {
            Some(Align::Left) => html.push_str(" align=\"left\""),
            Some(Align::Center) => html.push_str(" align=\"center\""),
            Some(Align::Right) => html.push_str(" align=\"right\""),
            None => {}
        }
        html.push('>');
        column += usize::from(cell.colspan);
        match cell.blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(text), language: None, .. }] => {
                push_inlines(html, text);
            }
            blocks => push_blocks(html, blocks),
        }
        html.push_str(&format!("</{name}>\n"));
    }
    html.push_str("</tr>\n");
}

/// Appends a list. Labels that HTML cannot count (`iv)`, `(b)`) become text before the item.
fn push_list(html: &mut String, marker: Marker, items: &[ListItem], language: &str) {
    let numbers: Option<Vec<u32>> = items
        .iter()
        .map(|item| item.label.strip_suffix('.').and_then(|number| number.parse().ok()))
        .collect();
    let counted = numbers.filter(|_| marker == Marker::Label);
    let list = if counted.is_some() { "ol" } else { "ul" };
    html.push_str(&format!("<{list}{language}>\n"));
    for (at, item) in items.iter().enumerate() {
        match counted.as_ref().and_then(|numbers| numbers.get(at)) {
            Some(number) => html.push_str(&format!("<li value=\"{number}\">\n")),
            None => html.push_str("<li>\n"),
        }
        match item.done {
            Some(true) => html.push_str("<input type=\"checkbox\" checked disabled>\n"),
            Some(false) => html.push_str("<input type=\"checkbox\" disabled>\n"),
            None => {}
        }
        if counted.is_none() && !item.label.is_empty() {
            html.push_str("<span class=\"label\">");
            push_escaped(html, &item.label);
            html.push_str("</span>\n");
        }
        push_blocks(html, &item.blocks);
        html.push_str("</li>\n");
    }
    html.push_str(&format!("</{list}>\n"));
}

fn push_verse(html: &mut String, lines: &[VerseLine], language: &str) {
    html.push_str(&format!("<p class=\"verse\"{language}>"));
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            html.push_str("<br>\n");
        }
        html.extend(std::iter::repeat_n('\u{2003}', usize::from(line.indent)));
        push_inlines(html, &line.text);
    }
    html.push_str("</p>\n");
}

fn push_inlines(html: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_escaped(html, text),
            Inline::Emphasis(inner) => push_element(html, "em", inner),
            Inline::Strong(inner) => push_element(html, "strong", inner),
            Inline::Strike(inner) => push_element(html, "s", inner),
            Inline::Superscript(inner) => push_element(html, "sup", inner),
            Inline::Subscript(inner) => push_element(html, "sub", inner),
            Inline::NoBreak(inner) => push_inlines(html, inner),
            Inline::Foreign { language, text } => {
                html.push_str(&format!("<span lang=\"{language}\">"));
                push_inlines(html, text);
                html.push_str("</span>");
            }
            Inline::Abbreviation { expansion, text } => {
                html.push_str("<abbr title=\"");
                push_escaped(html, expansion);
                html.push_str("\">");
                push_inlines(html, text);
                html.push_str("</abbr>");
            }
            Inline::Quotation(inner) => push_element(html, "q", inner),
            Inline::Picture(picture) => push_picture(html, picture),
            Inline::Code(text) => {
                html.push_str("<code>");
                push_escaped(html, text);
                html.push_str("</code>");
            }
            Inline::Link { target, text } if is_exported(target) => {
                html.push_str("<a href=\"");
                push_escaped(html, target);
                html.push_str("\">");
                push_inlines(html, text);
                html.push_str("</a>");
            }
            Inline::Link { text, .. } => push_inlines(html, text),
            Inline::NoteRef(at) => {
                let number = at.saturating_add(1);
                html.push_str(&format!("<sup><a href=\"#note-{number}\">[{number}]</a></sup>"));
            }
            Inline::LineBreak => html.push_str("<br>\n"),
        }
    }
}

fn push_element(html: &mut String, name: &str, inner: &[Inline]) {
    html.push_str(&format!("<{name}>"));
    push_inlines(html, inner);
    html.push_str(&format!("</{name}>"));
}

/// True for an address without a scheme or with one that is exported.
fn is_exported(target: &str) -> bool {
    let path = target.find(['/', '?', '#']).unwrap_or(target.len());
    let scheme = target[..path].split_once(':');
    scheme.is_none_or(|(scheme, _)| LinkUse::HtmlExport.allows_scheme(scheme))
}
