//! Templates of Jekyll and Hugo: tags, shortcodes, variables, lists of attributes.

use super::converter::{BlockLines, ConvertedLine, DialectConverter, html_text, replace_lines};
use super::inline_scan::{MarkReplacement, Spot};
use super::tally::Dialect;

/// Dialect of this module.
const DIALECT: Dialect = Dialect::SiteGenerator;

/// Most lines of code or of a comment between tags.
const MOST_LINES: usize = 3000;

/// Names of Liquid's tags, by which a text has templates.
const TAGS: &str = " highlight endhighlight endraw include include_relative link post_url endif \
    endfor endcomment endcapture gist endunless endcase ";

/// True for a text with templates.
pub(super) fn is_signed(text: &str) -> bool {
    let tag = |part: &str| {
        let name: &str = part.trim_start_matches('-').trim_start();
        let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        !name.is_empty() && TAGS.contains(&format!(" {name} "))
    };
    let variable = |part: &str| {
        let part = part.trim_start_matches('-').trim_start();
        ["site.", "page.", "$", "."].iter().any(|start| part.starts_with(start))
            || part.split_once("}}").is_some_and(|(inner, _)| inner.contains("_url"))
    };
    text.contains("{{<")
        || text.contains("{{%")
        || text.split("{%").skip(1).any(tag)
        || text.split("{{").skip(1).any(variable)
        || text.lines().any(|line| is_attributes(line.trim()))
}

/// True for a list of attributes: `{: .wide}`.
fn is_attributes(text: &str) -> bool {
    text.starts_with("{:") && text.ends_with('}') && !text[2..text.len() - 1].contains('}')
}

/// Template in braces.
#[derive(Debug, Clone, Copy)]
struct SiteTemplate<'t> {
    /// Text between the braces.
    inner: &'t str,
    /// Bytes with the braces.
    length: usize,
}

impl<'t> SiteTemplate<'t> {
    /// Returns the template that a text begins with.
    fn at(text: &'t str) -> Option<Self> {
        let pairs = [("{{<", ">}}"), ("{{%", "%}}"), ("{{-", "}}"), ("{{", "}}"), ("{%", "%}")];
        let (open, close) = pairs.iter().find(|(open, _)| text.starts_with(open))?;
        let inner = &text[open.len()..];
        let end = inner.find(close)?;
        let length = open.len() + end + close.len();
        let inner = inner[..end].trim().trim_matches(['-', '*', '/']).trim();
        Some(Self { inner, length })
    }

    fn name(self) -> &'t str {
        self.inner.split_whitespace().next().unwrap_or("")
    }

    /// Returns the value of a parameter: `src="gate.jpg"`.
    fn value(self, key: &str) -> Option<&'t str> {
        for (at, _) in self.inner.match_indices(key) {
            let after = self.inner[at + key.len()..].trim_start();
            let apart = self.inner[..at].ends_with(char::is_whitespace);
            let Some(value) = after.strip_prefix('=').filter(|_| apart) else { continue };
            let value = value.trim_start();
            for quote in ['"', '\''] {
                if let Some(value) = value.strip_prefix(quote) {
                    return value.split_once(quote).map(|(value, _)| value);
                }
            }
            return value.split_whitespace().next();
        }
        None
    }

    /// Returns the figure that a shortcode is, or a tag that includes one.
    fn figure(self, place: usize) -> Option<String> {
        let name = self.name();
        if !matches!(name, "figure" | "image" | "img" | "include" | "picture") {
            return None;
        }
        let keys = ["src", "url", "image_path", "file", "image", "path"];
        let source = keys.iter().find_map(|key| self.value(key));
        let words = self.value("alt").unwrap_or("");
        let title = self.value("title").unwrap_or("");
        let caption = self.value("caption").or(self.value("attr")).unwrap_or("");
        let source = source.filter(|source| source.contains('.'))?;
        let both = !title.is_empty() && !caption.is_empty();
        let caption = format!(
            "{}{}{}",
            html_text(title),
            if both { ". " } else { "" },
            html_text(caption)
        );
        let words = if words.is_empty() { caption.clone() } else { html_text(words) };
        Some(format!(
            "<figure data-sourcepos=\"{place}:1-{place}:1\"><img src=\"{}\" alt=\"{words}\">\
             <figcaption>{caption}</figcaption></figure>",
            html_text(source),
        ))
    }
}

/// Converts code, comments and figures on lines of their own.
pub(super) fn convert_block(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
) -> Option<Vec<ConvertedLine>> {
    if !converter.signs.templates {
        return None;
    }
    let line = *block.lines.first()?;
    let text = line.trim();
    if is_attributes(text) {
        converter.findings.left_out(DIALECT, "lists of attributes", block.number);
        return Some(replace_lines(1, String::new()));
    }
    // The place where Jekyll puts the contents.
    let next = block.lines.get(1).map_or("", |line| line.trim());
    if is_attributes(next) && next.contains("toc") && line.len() < 40 {
        converter.findings.left_out(DIALECT, "places of the contents", block.number);
        return Some(replace_lines(2, String::new()));
    }
    let template = SiteTemplate::at(text).filter(|template| template.length == text.len())?;
    let ends = |name: &str| {
        let closes = |line: &&str| {
            let line = line.trim();
            let closing = SiteTemplate::at(line).filter(|it| it.length == line.len());
            closing.is_some_and(|it| {
                let slash = line.trim_start_matches(['{', '<', '%', ' ', '-']).starts_with('/');
                it.name() == format!("end{name}") || slash && it.name() == name
            })
        };
        block.lines.iter().take(MOST_LINES).position(closes)
    };
    match template.name() {
        name @ ("highlight" | "raw") => {
            let end = ends(name)?;
            let mut lines = Vec::with_capacity(end + 1);
            let code = &block.lines[1..end];
            if name == "raw" {
                lines.push(ConvertedLine::Done(String::new()));
                lines.extend(code.iter().map(|line| ConvertedLine::Done((*line).to_owned())));
                lines.push(ConvertedLine::Done(String::new()));
            } else {
                let accents = code.iter().map(|line| longest_fence(line)).max().unwrap_or(0);
                let fence = "`".repeat(accents.max(2) + 1);
                let language = template.inner.split_whitespace().nth(1).unwrap_or("");
                lines.push(ConvertedLine::Done(format!("{fence}{language}")));
                lines.extend(code.iter().map(|line| ConvertedLine::Done((*line).to_owned())));
                lines.push(ConvertedLine::Done(fence));
            }
            converter.findings.converted(DIALECT, "blocks of code", block.number);
            Some(lines)
        }
        "comment" => {
            let end = ends("comment")?;
            converter.findings.left_out(DIALECT, "comments", block.number);
            Some(replace_lines(end + 1, String::new()))
        }
        "pagebreak" => {
            converter.findings.converted(DIALECT, "page breaks", block.number);
            Some(replace_lines(1, "<!-- page break -->".to_owned()))
        }
        _ => {
            let figure = template.figure(block.number)?;
            converter.findings.converted(DIALECT, "figures", block.number);
            Some(replace_lines(1, figure))
        }
    }
}

/// Returns the number of grave accents that a line begins with.
fn longest_fence(line: &str) -> usize {
    line.trim_start().bytes().take_while(|byte| *byte == b'`').count()
}

/// Converts the template at a place in a line.
pub(super) fn convert_inline(spot: Spot<'_>) -> Option<MarkReplacement> {
    let rest = spot.rest;
    if !spot.signs.templates {
        return None;
    }
    if rest.starts_with("](") {
        return destination(rest);
    }
    if rest.starts_with("{:") {
        let inner = spot.between("{:", "}").filter(|inner| !inner.contains('{'))?;
        let attached = spot.before.is_some_and(|c| matches!(c, ')' | ']' | '*' | '_' | '`'));
        let begins = inner.trim_start().starts_with(['.', '#']) || inner.contains('=');
        return (attached || begins)
            .then(|| MarkReplacement::gone(DIALECT, "lists of attributes", inner.len() + 3));
    }
    let template = SiteTemplate::at(rest)?;
    let address = |source: &str| source.trim_matches(['"', '\'']).to_owned();
    let new = |what, text| Some(MarkReplacement::new(DIALECT, what, template.length, text));
    match template.name() {
        "ref" | "relref" | "link" | "post_url" => {
            let target =
                template.inner.split_whitespace().nth(1).map_or(String::new(), address);
            new("addresses of other pages", target)
        }
        _ if template.inner.contains("_url") && template.inner.contains('|') => {
            let path = template.inner.split('|').next().unwrap_or("").trim();
            new("addresses of other pages", address(path))
        }
        "youtube" | "vimeo" => {
            let host = if template.name() == "vimeo" { "vimeo.com" } else { "youtu.be" };
            let id = template.value("id").or(template.inner.split_whitespace().nth(1))?;
            new(
                "videos, by their addresses",
                format!("https://{host}/{}", id.trim_matches('"')),
            )
        }
        "site.baseurl" | "site.url" => {
            Some(MarkReplacement::gone(DIALECT, "variables", template.length))
        }
        _ if rest.starts_with("{{<") || rest.starts_with("{{%") => {
            Some(MarkReplacement::gone(DIALECT, "shortcodes", template.length))
        }
        _ if rest.starts_with("{%") => {
            Some(MarkReplacement::gone(DIALECT, "template tags", template.length))
        }
        _ => Some(MarkReplacement::gone(DIALECT, "variables", template.length)),
    }
}

/// Converts the address of a link or a picture that has a template.
fn destination(rest: &str) -> Option<MarkReplacement> {
    let inner = &rest[2..];
    let mut address = String::new();
    let mut at = 0;
    let mut found = false;
    loop {
        let here = inner.get(at..)?;
        if let Some(template) = SiteTemplate::at(here) {
            found = true;
            at += template.length;
            let path = template.inner.split('|').next().unwrap_or("").trim();
            if template.inner.contains("_url") && path.starts_with(['"', '\'']) {
                address.push_str(path.trim_matches(['"', '\'']));
            }
            continue;
        }
        let c = here.chars().next()?;
        match c {
            ')' => break,
            '\n' => return None,
            other => address.push(other),
        }
        at += c.len_utf8();
    }
    // The address of a page that only the site knows leaves the words of the link.
    found.then(|| {
        let text = format!("]({})", address.trim());
        MarkReplacement::new(DIALECT, "addresses of other pages", at + 3, text)
    })
}
