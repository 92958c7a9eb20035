//! Directives and roles of `MyST`, containers of pandoc, chunks of R Markdown.

use super::converter::{BlockLines, ConvertedLine, DialectConverter, html_text, replace_lines};
use super::fences::{Fence, colon_fence};
use super::inline_scan::{MarkReplacement, Spot, code};
use super::pandoc_tables::list_table;
use super::tally::Dialect;

/// Names of boxes with a title, and the title that a reader sees.
const BOXES: [(&str, &str); 22] = [
    ("note", "Note"),
    ("tip", "Tip"),
    ("hint", "Hint"),
    ("important", "Important"),
    ("warning", "Warning"),
    ("caution", "Caution"),
    ("danger", "Danger"),
    ("error", "Error"),
    ("attention", "Attention"),
    ("seealso", "See also"),
    ("info", "Info"),
    ("admonition", ""),
    ("todo", "To do"),
    ("example", "Example"),
    ("exercise", "Exercise"),
    ("solution", "Solution"),
    ("dropdown", ""),
    ("details", ""),
    ("card", ""),
    ("tab-item", ""),
    ("sidebar", ""),
    ("topic", ""),
];

/// Directives whose content is code; the argument is its language.
const CODE: [&str; 6] =
    ["code", "code-block", "code-cell", "sourcecode", "mermaid", "eval-rst"];

/// Directives that lay out a site and have no text of their own.
const LEFT_OUT: [&str; 8] = [
    "toctree",
    "contents",
    "tableofcontents",
    "bibliography",
    "index",
    "include",
    "literalinclude",
    "raw",
];

/// Languages of chunks, which run when an R Markdown or Quarto document is made.
const ENGINES: [&str; 14] = [
    "r", "python", "julia", "bash", "sh", "sql", "ojs", "stan", "rcpp", "css", "js", "dot",
    "perl", "ruby",
];

/// True for a text with directives, roles or labels.
pub(super) fn is_signed(lines: &[&str]) -> bool {
    lines.iter().any(|line| {
        let text = line.trim();
        let fenced = text.trim_start_matches(['`', ':', '~']);
        let directive = fenced.len() + 3 <= text.len()
            && named(fenced).is_some_and(|(name, _)| !ENGINES.contains(&name));
        let role = text
            .split('{')
            .skip(1)
            .any(|part| part.split_once("}`").is_some_and(|(name, _)| is_name(name)));
        directive || role || label(text).is_some()
    })
}

/// Returns the name in braces at the start of a text, and what follows.
fn named(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    is_name(name).then_some((name, after.trim()))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

/// Returns the name in a line that names the next block: `(top)=`.
fn label(text: &str) -> Option<&str> {
    let name = text.strip_prefix('(')?.strip_suffix(")=")?;
    (!name.is_empty() && !name.contains(['(', ' '])).then_some(name)
}

/// Directive, or container of pandoc.
struct Directive<'d> {
    name: &'d str,
    /// Text behind the name.
    argument: &'d str,
    /// Lines between the fences, without options.
    content: Vec<&'d str>,
    /// Lines with options.
    options: Vec<&'d str>,
    fence: Fence<'d>,
    number: usize,
}

impl<'d> Directive<'d> {
    fn new(block: BlockLines<'d>, fence: Fence<'d>, name: &'d str, argument: &'d str) -> Self {
        let end = fence.lines - usize::from(fence.closed);
        let inner = &block.lines[1..end];
        let inner: Vec<&str> = inner
            .iter()
            .map(|line| {
                let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
                &line[blank.min(fence.indent)..]
            })
            .collect();
        let is_option = |line: &&&str| {
            let rest = line.strip_prefix(':');
            rest.is_some_and(|rest| rest.split_once(':').is_some_and(|(key, _)| is_name(key)))
        };
        let count = if inner.first().is_some_and(|line| line.trim() == "---") {
            inner.iter().skip(1).position(|line| line.trim() == "---").map_or(0, |at| at + 2)
        } else {
            inner.iter().take_while(is_option).count()
        };
        let options = inner[..count].to_vec();
        let content = inner[count..].to_vec();
        Self { name, argument, content, options, fence, number: block.number }
    }

    fn option(&self, key: &str) -> Option<&'d str> {
        self.options.iter().find_map(|line| {
            let (name, value) = line.trim_start_matches(':').split_once(':')?;
            (name.trim() == key).then_some(value.trim())
        })
    }

    /// Number of the first line of the content.
    fn content_number(&self) -> usize {
        self.number + 1 + self.options.len()
    }

    /// Returns lines in which these stand in the place of the content.
    fn with_content(&self, first: String, content: Vec<ConvertedLine>) -> Vec<ConvertedLine> {
        let mut lines = replace_lines(1 + self.options.len(), first);
        lines.extend(content);
        lines.resize(self.fence.lines, ConvertedLine::Done(String::new()));
        lines
    }

    /// Returns the content in a box with a title.
    fn boxed(&self, title: &str, converter: &mut DialectConverter<'_>) -> Vec<ConvertedLine> {
        let indent = " ".repeat(self.fence.indent);
        let quoted = |line: &str| format!("{indent}> {line}");
        let content = converter.convert_lines(&self.content, self.content_number());
        let content = content.into_iter().map(|line| match line {
            ConvertedLine::Text(text) => ConvertedLine::Text(quoted(&text)),
            ConvertedLine::Done(text) => ConvertedLine::Done(quoted(&text)),
        });
        let kind = if title.is_empty() { "[!note]" } else { "[!note] " };
        let mut lines = vec![ConvertedLine::Text(quoted(&format!("{kind}{title}")))];
        lines.extend(self.options.iter().map(|_| ConvertedLine::Done(quoted(""))));
        lines.extend(content);
        lines.resize(self.fence.lines, ConvertedLine::Done(String::new()));
        lines
    }
}

/// Converts fenced lines that are a directive or a chunk; none for plain code.
pub(super) fn convert_fence(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
    fence: Fence<'_>,
) -> Option<Vec<ConvertedLine>> {
    let inner = fence.info.strip_prefix('{')?;
    if inner.starts_with('=') {
        converter.findings.left_out(Dialect::Pandoc, "raw blocks", block.number);
        return Some(replace_lines(fence.lines, String::new()));
    }
    let engine = inner.split([' ', ',', '}']).next().unwrap_or("");
    if ENGINES.contains(&engine.to_ascii_lowercase().as_str()) {
        return Some(convert_chunk(converter, block, fence, engine));
    }
    let (name, argument) = named(fence.info)?;
    let directive = Directive::new(block, fence, name, argument);
    Some(convert_directive(converter, &directive))
}

/// Converts a chunk: its code stays, without its options, unless these hide it.
fn convert_chunk(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
    fence: Fence<'_>,
    engine: &str,
) -> Vec<ConvertedLine> {
    let end = fence.lines - usize::from(fence.closed);
    let inner = &block.lines[1..end];
    let options = inner.iter().take_while(|line| line.trim_start().starts_with("#|")).count();
    let stated: String = std::iter::once(&fence.info)
        .chain(&inner[..options])
        .flat_map(|line| line.chars().filter(|c| !c.is_whitespace()))
        .collect::<String>()
        .to_ascii_lowercase();
    let hides = ["echo=false", "include=false", "echo=f,", "echo:false", "include:false"];
    if hides.iter().any(|hidden| stated.contains(hidden)) {
        converter.findings.left_out(Dialect::RMarkdown, "hidden chunks", block.number);
        return replace_lines(fence.lines, String::new());
    }
    converter.findings.converted(Dialect::RMarkdown, "chunks", block.number);
    if options > 0 {
        converter.findings.left_out(Dialect::RMarkdown, "options of chunks", block.number);
    }
    let first = block.lines.first().map_or("", |line| line);
    let open = first.find('{').map_or(first, |at| &first[..at]);
    let mut lines = vec![ConvertedLine::Done(String::new()); options];
    lines.push(ConvertedLine::Done(format!("{open}{engine}")));
    let code = block.lines.iter().take(fence.lines).skip(1 + options);
    lines.extend(code.map(|line| ConvertedLine::Done((*line).to_owned())));
    lines
}

fn convert_directive(
    converter: &mut DialectConverter<'_>,
    directive: &Directive<'_>,
) -> Vec<ConvertedLine> {
    let Directive { name, argument, number, .. } = *directive;
    let count = directive.fence.lines;
    let title = BOXES.iter().find(|(known, _)| *known == name).map(|(_, title)| *title);
    if LEFT_OUT.contains(&name) {
        converter.findings.left_out(Dialect::Myst, "directives without text", number);
        return replace_lines(count, String::new());
    }
    converter.findings.converted(Dialect::Myst, "directives", number);
    if !directive.options.is_empty() {
        converter.findings.left_out(Dialect::Myst, "options of directives", number);
    }
    let indent = " ".repeat(directive.fence.indent);
    match name {
        "figure" | "image" | "figure-md" => {
            let caption = converter.fragment(&directive.content, directive.content_number());
            let words = directive.option("alt").map_or(String::new(), html_text);
            let picture = if name == "figure-md" || argument.is_empty() {
                String::new()
            } else {
                format!("<img src=\"{}\" alt=\"{words}\">", html_text(argument))
            };
            let figure = format!(
                "{indent}<figure data-sourcepos=\"{number}:1-{number}:1\">{picture}\
                 <figcaption>{caption}</figcaption></figure>"
            );
            replace_lines(count, figure)
        }
        "math" => {
            let formula: Vec<&str> = Some(argument)
                .filter(|argument| !argument.is_empty())
                .into_iter()
                .chain(directive.content.iter().copied())
                .collect();
            let formula = html_text(formula.join("\n").trim());
            replace_lines(
                count,
                format!(
                    "{indent}<pre data-sourcepos=\"{number}:1-{number}:1\">{formula}</pre>"
                ),
            )
        }
        "table" | "list-table" => {
            let table = if name == "table" {
                converter.fragment(&directive.content, directive.content_number())
            } else {
                let heads = directive.option("header-rows").and_then(|rows| rows.parse().ok());
                let cells = &directive.content;
                list_table(converter, cells, heads.unwrap_or(0), directive.content_number())
            };
            let caption = converter.fragment(&[argument], number);
            let caption = caption.replace("<p>", "").replace("</p>", "");
            let caption = format!("><caption>{}</caption>", caption.trim());
            replace_lines(count, format!("{indent}{}", table.replacen('>', &caption, 1)))
        }
        _ if CODE.contains(&name) => {
            let sign = directive.fence.sign.to_string();
            let sign = if sign == ":" { "`" } else { &sign };
            let inner = directive.content.iter();
            let run = |line: &&str| {
                line.trim_start().chars().take_while(|c| sign.contains(*c)).count()
            };
            let length = inner.map(run).max().unwrap_or(0).max(2) + 1;
            let fence = sign.repeat(length);
            let caption = directive.option("caption").unwrap_or("");
            let mut lines =
                replace_lines(directive.options.len(), format!("{indent}{caption}"));
            lines.push(ConvertedLine::Done(format!("{indent}{fence}{argument}")));
            let code = directive.content.iter();
            lines.extend(code.map(|line| ConvertedLine::Done(format!("{indent}{line}"))));
            if directive.fence.closed {
                lines.push(ConvertedLine::Done(format!("{indent}{fence}")));
            }
            lines
        }
        "grid" | "tab-set" | "div" | "container" | "margin" | "aside" | "epigraph" => {
            let content =
                converter.convert_lines(&directive.content, directive.content_number());
            directive.with_content(String::new(), content)
        }
        _ => {
            let title = match title {
                Some(title) if argument.is_empty() => title.to_owned(),
                Some(_) => argument.to_owned(),
                None => format!("{name} {argument}").trim().to_owned(),
            };
            directive.boxed(&title, converter)
        }
    }
}

/// Converts labels, comments, breaks between cells, and containers between colons.
pub(super) fn convert_block(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
) -> Option<Vec<ConvertedLine>> {
    let text = block.lines.first()?.trim();
    if text.starts_with(":::") {
        return convert_container(converter, block);
    }
    if !converter.signs.myst {
        return None;
    }
    if let Some(name) = label(text) {
        converter.findings.converted(Dialect::Myst, "labels", block.number);
        return Some(replace_lines(1, format!("<a id=\"{}\"></a>", html_text(name))));
    }
    let is_comment = text.starts_with("% ");
    if is_comment || text == "+++" || text.starts_with("+++ ") {
        let what = if is_comment { "comments" } else { "breaks between cells" };
        converter.findings.left_out(Dialect::Myst, what, block.number);
        return Some(replace_lines(1, String::new()));
    }
    None
}

fn convert_container(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
) -> Option<Vec<ConvertedLine>> {
    let fence = colon_fence(block.lines)?;
    if let Some((name, argument)) = named(fence.info) {
        let directive = Directive::new(block, fence, name, argument);
        return Some(convert_directive(converter, &directive));
    }
    // The attributes of pandoc: `{.callout-note title="Oil"}`, or a class alone.
    let attributes = fence.info.trim_start_matches('{').trim_end_matches('}');
    let words = || attributes.split_whitespace();
    let class = match words().find_map(|word| word.strip_prefix('.')) {
        Some(class) => class,
        None => words().next().filter(|word| !word.contains(['#', '=']))?,
    };
    let class = class.trim_start_matches("callout-");
    let behind = attributes.split_once(class).map_or("", |(_, behind)| behind).trim();
    let quoted = attributes.split_once("title=\"").and_then(|(_, title)| title.split_once('"'));
    let known = BOXES.iter().find(|(name, _)| *name == class.to_ascii_lowercase());
    converter.findings.converted(Dialect::Pandoc, "containers between colons", block.number);
    let mut directive = Directive::new(block, fence, class, "");
    let Some((_, title)) = known else {
        let content = converter.convert_lines(&directive.content, directive.content_number());
        let first = if fence.info.starts_with('{') || behind.is_empty() { "" } else { behind };
        return Some(directive.with_content(first.to_owned(), content));
    };
    let mut title = quoted.map_or(*title, |(title, _)| title).to_owned();
    if !fence.info.starts_with('{') && !behind.is_empty() {
        behind.clone_into(&mut title);
    }
    // Quarto takes a heading at the start for the title.
    let first = directive.content.iter_mut().find(|line| !line.trim().is_empty());
    if let Some(line) = first.filter(|line| line.starts_with("##")) {
        line.trim_start_matches('#').trim().clone_into(&mut title);
        *line = "";
    }
    Some(directive.boxed(&title, converter))
}

/// Converts the role at a place in a line.
pub(super) fn convert_inline(spot: Spot<'_>) -> Option<MarkReplacement> {
    let rest = spot.rest;
    if !spot.signs.myst || !rest.starts_with('{') {
        return None;
    }
    let (name, after) = rest.strip_prefix('{')?.split_once("}`")?;
    let content = after.split_once('`').map(|(content, _)| content)?;
    if !is_name(name) || content.is_empty() {
        return None;
    }
    let length = name.len() + content.len() + 4;
    // `words <target>`: the words; `~module.name`: the name.
    let own = content.rsplit_once('<').map_or(content, |(words, _)| words).trim();
    let own = if own.is_empty() { content } else { own };
    let text = match name {
        "abbr" | "abbreviation" => match content.rsplit_once(" (") {
            Some((short, long)) => format!(
                "<abbr title=\"{}\">{}</abbr>",
                html_text(long.trim_end_matches(')')),
                html_text(short)
            ),
            None => own.to_owned(),
        },
        "ref" | "numref" | "doc" | "term" | "download" | "eq" | "any" | "external" | "dfn" => {
            own.trim_start_matches('/').to_owned()
        }
        "math" => code(&format!("${content}$")),
        "sub" | "subscript" => format!("<sub>{}</sub>", html_text(content)),
        "sup" | "superscript" => format!("<sup>{}</sup>", html_text(content)),
        "strike" | "del" => format!("<del>{}</del>", html_text(content)),
        "emphasis" => format!("<em>{}</em>", html_text(content)),
        "strong" | "button" | "guilabel" | "menuselection" => {
            format!("<strong>{}</strong>", html_text(content))
        }
        _ if name.starts_with("cite") => {
            let keys: Vec<String> =
                content.split(',').map(super::pandoc::readable_key).collect();
            let keys = keys.join("; ");
            if name.ends_with(":t") { keys } else { format!("({keys})") }
        }
        _ => code(own.trim_start_matches('~')),
    };
    Some(MarkReplacement::new(Dialect::Myst, "roles", length, text))
}
