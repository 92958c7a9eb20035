//! Tables of pandoc: grids, columns over rules, captions; tables from lists.

use std::ops::Range;

use super::converter::{BlockLines, ConvertedLine, DialectConverter, replace_lines};
use super::tally::Dialect;

/// Most lines of a table.
const MOST_LINES: usize = 5000;

/// Most lines of a caption above a table.
const MOST_CAPTION_LINES: usize = 6;

/// Table as lines of its cells.
#[derive(Debug, Default)]
struct DrawnTable {
    /// Alignment of the columns as HTML names it; empty without one.
    aligns: Vec<&'static str>,
    /// Rows, those of the head first.
    rows: Vec<Vec<DrawnCell>>,
    /// Number of rows in the head.
    heads: usize,
    /// Number of lines of the table.
    lines: usize,
}

/// Cell of a table that is drawn with characters.
#[derive(Debug, Default, Clone)]
struct DrawnCell {
    column: usize,
    span: usize,
    lines: Vec<String>,
}

/// Converts a table, with the caption above or below it.
pub(super) fn convert_table(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
) -> Option<Vec<ConvertedLine>> {
    if !block.opens {
        return None;
    }
    let above = caption_above(block.lines);
    let (above, first) = above.map_or((None, 0), |(caption, count)| (Some(caption), count));
    let lines = block.lines.get(first..)?;
    let lines = &lines[..lines.len().min(MOST_LINES)];
    let number = block.number + first;
    let (mut html, count) = if let Some(table) = drawn_table(lines) {
        (table_html(converter, &table, number), table.lines)
    } else {
        let count = pipe_table(lines)?;
        if above.is_none() && caption(lines.get(count..)?).is_none() {
            return None;
        }
        (converter.fragment(&lines[..count], number), count)
    };
    let below = caption(lines.get(count..)?).filter(|_| above.is_none());
    let count = first + count + below.as_ref().map_or(0, |(_, lines)| *lines);
    if let Some(text) = above.or(below.map(|(text, _)| text)) {
        let text = without_attributes(&text);
        let text = converter.fragment(&[text], number);
        let text = text.replace("<p>", "").replace("</p>", "");
        html = html.replacen('>', &format!("><caption>{text}</caption>"), 1);
    }
    converter.findings.converted(Dialect::Pandoc, "tables", block.number);
    Some(replace_lines(count, html))
}

/// Returns the attributes' start cut off: `What parts cost {#tbl-parts}`.
fn without_attributes(text: &str) -> &str {
    let cut = text.rfind(" {").filter(|_| text.ends_with('}'));
    cut.map_or(text, |at| &text[..at])
}

/// Returns the caption that begins a text, and the number of its lines.
fn caption_lines(lines: &[&str]) -> Option<(String, usize)> {
    let first = lines.first()?.trim_start();
    let words = ["Table:", "table:", ":"].iter().find_map(|sign| first.strip_prefix(sign))?;
    if !words.starts_with(' ') {
        return None;
    }
    let is_blank = |line: &&str| line.trim().is_empty();
    let count = lines.iter().position(is_blank).unwrap_or(lines.len());
    let rest = lines.iter().take(count).skip(1).map(|line| line.trim());
    let words: Vec<&str> = std::iter::once(words.trim()).chain(rest).collect();
    (count <= MOST_CAPTION_LINES).then(|| (words.join(" "), count))
}

/// Returns the caption below a table, and the number of lines up to its end.
fn caption(lines: &[&str]) -> Option<(String, usize)> {
    let blank = lines.iter().take_while(|line| line.trim().is_empty()).count();
    let (text, count) = caption_lines(lines.get(blank..)?)?;
    (blank <= 1).then_some((text, blank + count))
}

/// Returns the caption above a table, and the number of lines up to the table.
fn caption_above(lines: &[&str]) -> Option<(String, usize)> {
    let (text, count) =
        caption_lines(lines).filter(|_| lines[0].starts_with(['T', 't', ':']))?;
    let blank = lines.get(count..)?.iter().take_while(|line| line.trim().is_empty()).count();
    let below = lines.get(count + blank..)?;
    let below = &below[..below.len().min(MOST_LINES)];
    let found = drawn_table(below).is_some() || pipe_table(below).is_some();
    (blank == 1 && found).then_some((text, count + blank))
}

/// Returns the number of lines of a table with bars.
fn pipe_table(lines: &[&str]) -> Option<usize> {
    let rule = lines.get(1)?.trim();
    let is_rule = rule.contains('-')
        && rule.contains('|')
        && rule.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    let is_row = |line: &&&str| line.contains('|') && !line.trim().is_empty();
    (is_rule && lines.first()?.contains('|')).then(|| lines.iter().take_while(is_row).count())
}

fn drawn_table(lines: &[&str]) -> Option<DrawnTable> {
    grid_table(lines).or_else(|| ruled_table(lines))
}

/// Returns the characters of a line, one for each column; a wide one takes two.
fn columns(line: &str) -> Vec<char> {
    let mut columns = Vec::with_capacity(line.len());
    for c in line.trim_end().chars() {
        columns.push(c);
        let wide = matches!(u32::from(c),
            0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
            | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF
            | 0x20000..=0x3FFFD);
        if wide {
            columns.push('\0');
        }
    }
    columns
}

/// Returns the text in some columns.
fn slice(columns: &[char], range: Range<usize>) -> String {
    let end = range.end.min(columns.len());
    let part = columns[range.start.min(end)..end].iter();
    part.filter(|c| **c != '\0').collect::<String>().trim_end().to_owned()
}

fn is_border(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.contains(['-', '='])
        && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

fn grid_table(lines: &[&str]) -> Option<DrawnTable> {
    let first = lines.first().filter(|line| is_border(line))?;
    let indent = first.len() - first.trim_start().len();
    let is_part = |line: &&&str| line.trim_start().starts_with(['+', '|']);
    let all: Vec<Vec<char>> = lines
        .iter()
        .take_while(is_part)
        .map(|line| columns(line.get(indent..).unwrap_or("")))
        .collect();
    let last = lines.iter().take(all.len()).rposition(|line| is_border(line))?;
    let mut bounds: Vec<usize> = Vec::new();
    for line in all.iter().take(last + 1).filter(|line| line.first() == Some(&'+')) {
        bounds.extend(line.iter().enumerate().filter(|(_, c)| **c == '+').map(|(at, _)| at));
    }
    bounds.sort_unstable();
    bounds.dedup();
    if last < 2 || bounds.len() < 2 {
        return None;
    }
    let mut table = DrawnTable { lines: last + 1, ..DrawnTable::default() };
    let mut from = 1;
    for (at, line) in all.iter().enumerate().take(last + 1).skip(1) {
        if line.first() != Some(&'+') {
            continue;
        }
        if at > from {
            table.rows.push(grid_row(&all[from..at], &bounds));
        }
        if line.contains(&'=') && table.heads == 0 && at < last {
            table.heads = table.rows.len();
        }
        from = at + 1;
    }
    let ruler = all.iter().take(last + 1).find(|line| line.contains(&':') && line[0] == '+');
    table.aligns = bounds
        .windows(2)
        .map(|pair| {
            let sign = |at: usize| ruler.and_then(|line| line.get(at)) == Some(&':');
            match (sign(pair[0] + 1), sign(pair[1] - 1)) {
                (true, true) => "center",
                (false, true) => "right",
                (true, false) => "left",
                (false, false) => "",
            }
        })
        .collect();
    (!table.rows.is_empty()).then_some(table)
}

fn grid_row(lines: &[Vec<char>], bounds: &[usize]) -> Vec<DrawnCell> {
    let mut cells: Vec<DrawnCell> = Vec::new();
    let mut first = 0;
    for (at, bound) in bounds.iter().enumerate().skip(1) {
        let is_last = at + 1 == bounds.len();
        let divides =
            lines.iter().all(|line| matches!(line.get(*bound), Some('|' | '+')) || is_last);
        if divides {
            let range = bounds[first] + 1..*bound;
            let text = lines.iter().map(|line| {
                let text = slice(line, range.clone());
                // The border of a row beside a cell of several rows.
                let is_border = text.len() > 2 && text.chars().all(|c| "-=+:".contains(c));
                if is_border {
                    return String::new();
                }
                text.strip_prefix(' ').map_or(text.clone(), str::to_owned)
            });
            let lines = text.collect();
            cells.push(DrawnCell { column: first, span: at - first, lines });
            first = at;
        }
    }
    cells
}

/// Returns the columns of each run of hyphens in a line that has nothing else.
fn rules(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if line.is_empty() || !line.chars().all(|c| matches!(c, '-' | ' ')) {
        return found;
    }
    for (at, c) in line.chars().enumerate() {
        match found.last_mut() {
            Some(last) if c == '-' && last.end == at => last.end += 1,
            _ if c == '-' => found.push(at..at + 1),
            _ => {}
        }
    }
    found
}

/// Reads a simple table or a table of several lines a row.
fn ruled_table(lines: &[&str]) -> Option<DrawnTable> {
    /// Most lines of a head.
    const MOST_HEAD: usize = 8;
    /// Least hyphens of a rule over the whole table.
    const WHOLE: usize = 6;
    let is_whole = |line: &str| {
        let rules = rules(line.trim_end());
        rules.len() == 1 && rules[0].len() >= WHOLE
    };
    let is_columns = |line: &str| {
        let rules = rules(line.trim_end());
        rules.len() >= 2 && rules.iter().all(|rule| rule.len() >= 2)
    };
    let bordered = is_whole(lines.first()?);
    let top = usize::from(bordered);
    let at = lines.iter().take(MOST_HEAD).skip(top).position(|line| is_columns(line))? + top;
    let head = &lines[top..at];
    if head.iter().any(|line| line.trim().is_empty()) || !bordered && head.len() > 1 {
        return None;
    }
    let bounds = rules(lines[at].trim_end());
    let below = lines.get(at + 1..)?;
    let closes =
        |line: &&str| is_whole(line) || is_columns(line) && rules(line.trim_end()) == bounds;
    let closing = below.iter().position(closes);
    let blank = below.iter().position(|line| line.trim().is_empty()).unwrap_or(below.len());
    // Rows of several lines are separated by empty ones, and end with a rule.
    let several = bordered || head.is_empty();
    let (end, taken) = match closing {
        Some(closing) if several || closing <= blank => (closing, closing + 1),
        _ if several => return None,
        _ => (blank, blank),
    };
    let body = below.get(..end)?;
    let gaps = body.iter().any(|line| line.trim().is_empty());
    let mut rows: Vec<Vec<&str>> = Vec::new();
    if gaps {
        for part in body.split(|line| line.trim().is_empty()).filter(|part| !part.is_empty()) {
            rows.push(part.to_vec());
        }
    } else {
        rows.extend(body.iter().map(|line| vec![*line]));
    }
    let heads = usize::from(!head.is_empty());
    if heads > 0 {
        rows.insert(0, head.to_vec());
    }
    if rows.len() <= heads {
        return None;
    }
    let cells: Option<Vec<Vec<DrawnCell>>> =
        rows.iter().map(|lines| ruled_row(lines, &bounds)).collect();
    let aligns = match head.last() {
        Some(line) => bounds.iter().map(|rule| alignment(&columns(line), rule)).collect(),
        None => {
            let first = body.first().into_iter();
            first
                .flat_map(|line| bounds.iter().map(|rule| alignment(&columns(line), rule)))
                .collect()
        }
    };
    Some(DrawnTable { aligns, rows: cells?, heads, lines: at + 1 + taken })
}

/// Returns the cells of a row; none if a word stands across the bound of two columns.
fn ruled_row(lines: &[&str], bounds: &[Range<usize>]) -> Option<Vec<DrawnCell>> {
    let lines: Vec<Vec<char>> = lines.iter().map(|line| columns(line)).collect();
    let mut cells = Vec::with_capacity(bounds.len());
    for (at, bound) in bounds.iter().enumerate() {
        let from = if at == 0 { 0 } else { bound.start };
        let end = bounds.get(at + 1).map_or(usize::MAX, |next| next.start);
        let crosses = |line: &Vec<char>| {
            at > 0
                && line.get(from).is_some_and(|c| *c != ' ')
                && line.get(from - 1).is_some_and(|c| *c != ' ')
        };
        if lines.iter().any(crosses) {
            return None;
        }
        let text = lines.iter().map(|line| slice(line, from..end).trim_start().to_owned());
        cells.push(DrawnCell { column: at, span: 1, lines: text.collect() });
    }
    Some(cells)
}

/// Returns the alignment of a column by the text over or below its rule.
fn alignment(line: &[char], rule: &Range<usize>) -> &'static str {
    let is_set = |at: usize| line.get(at).is_some_and(|c| *c != ' ');
    match (is_set(rule.start), is_set(rule.end - 1)) {
        (true, false) => "left",
        (false, true) => "right",
        (true, true) => "",
        (false, false) => "center",
    }
}

fn table_html(
    converter: &mut DialectConverter<'_>,
    table: &DrawnTable,
    number: usize,
) -> String {
    let mut html = format!("<table data-sourcepos=\"{number}:1-{number}:1\">");
    for (at, row) in table.rows.iter().enumerate() {
        let is_head = at < table.heads;
        if at == 0 && is_head {
            html.push_str("<thead>");
        } else if at == table.heads {
            html.push_str("<tbody>");
        }
        html.push_str("<tr>");
        for cell in row {
            let lines: Vec<&str> = cell.lines.iter().map(String::as_str).collect();
            let inner = cell_html(converter, &lines, number);
            let name = if is_head { "th" } else { "td" };
            let align = table.aligns.get(cell.column).filter(|align| !align.is_empty());
            let align = align.map_or(String::new(), |align| format!(" align=\"{align}\""));
            let span = if cell.span > 1 {
                format!(" colspan=\"{}\"", cell.span)
            } else {
                String::new()
            };
            html.push_str(&format!("<{name}{align}{span}>{inner}</{name}>"));
        }
        html.push_str("</tr>");
        if is_head && at + 1 == table.heads {
            html.push_str("</thead>");
        }
    }
    html.push_str("</tbody></table>");
    html
}

/// Returns the contents of a cell; a paragraph alone without its tags.
fn cell_html(converter: &mut DialectConverter<'_>, lines: &[&str], number: usize) -> String {
    let html = converter.fragment(lines, number);
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    inner.filter(|inner| !inner.contains("<p>")).map_or(html.clone(), str::to_owned)
}

/// Returns the table of a list of lists, of which each item is a row.
pub(super) fn list_table(
    converter: &mut DialectConverter<'_>,
    lines: &[&str],
    heads: usize,
    number: usize,
) -> String {
    let mut rows: Vec<Vec<DrawnCell>> = Vec::new();
    for line in lines {
        let text = line.trim_start();
        let mut rest = text;
        if line.starts_with(['*', '-']) {
            rows.push(Vec::new());
            rest = text[1..].trim_start();
        }
        let Some(row) = rows.last_mut() else { continue };
        let item =
            rest.strip_prefix(['-', '*']).filter(|it| it.is_empty() || it.starts_with(' '));
        match (item, row.last_mut()) {
            (Some(item), _) => {
                let lines = vec![item.trim_start().to_owned()];
                row.push(DrawnCell { column: row.len(), span: 1, lines });
            }
            (None, Some(cell)) => cell.lines.push(rest.to_owned()),
            (None, None) => {
                row.push(DrawnCell { column: 0, span: 1, lines: vec![rest.to_owned()] });
            }
        }
    }
    let heads = heads.min(rows.len());
    let table = DrawnTable { aligns: Vec::new(), rows, heads, lines: 0 };
    table_html(converter, &table, number)
}
