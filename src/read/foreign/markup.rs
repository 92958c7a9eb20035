//! Kinds of text files that are no article.
//!
//! Must never guess: a text that only mentions such a format, or resembles one, is an article.

use std::borrow::Cow;

use super::junk::sample;
use super::kind::{Foreign, Remedy};
use crate::read::{detect_format, encoding};

/// Lines at the top in which the head of a document stands.
const TOP: usize = 40;

/// Returns what a text is, by the content and by the ending of the name.
pub(super) fn recognise(bytes: &[u8], ending: &str) -> Option<Foreign> {
    let text = encoding::decode_characters(sample(bytes), false, None).0;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    match text.chars().next()? {
        '<' => of_xml(text, bytes, ending),
        '{' => of_json(text, bytes, ending),
        _ => of_lines(text, ending),
    }
}

/// The beginning of an XML document up to its first element.
struct Prologue<'t> {
    /// It opens with `<?xml`.
    declared: bool,
    /// The document type declaration, without its internal subset.
    doctype: &'t str,
    /// The name of the first element, with its prefix.
    name: &'t str,
    /// The attributes of the first element.
    attributes: &'t str,
}

impl<'t> Prologue<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let declared = text.starts_with("<?xml");
        let (mut rest, mut doctype) = (text, "");
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->")?.1;
            } else if let Some(instruction) = rest.strip_prefix("<?") {
                rest = instruction.split_once("?>")?.1;
            } else if rest.starts_with("<!DOCTYPE") || rest.starts_with("<!doctype") {
                let end = rest.find(['[', '>'])?;
                (doctype, rest) = rest.split_at_checked(end)?;
                rest = match rest.strip_prefix('[') {
                    Some(subset) => subset.split_once(']')?.1.split_once('>')?.1,
                    None => rest.get(1..)?,
                };
            } else {
                break;
            }
        }
        let element = rest.strip_prefix('<')?;
        let end = element.find('>').unwrap_or(element.len());
        let element = element.get(..end)?;
        let end =
            element.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(element.len());
        let (name, attributes) = element.split_at_checked(end)?;
        let named = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        named.then_some(Self { declared, doctype, name, attributes })
    }

    /// True if the element or the document type names a vocabulary.
    fn names(&self, vocabulary: &str) -> bool {
        self.attributes.contains(vocabulary) || self.doctype.contains(vocabulary)
    }
}

/// Returns what an XML document is, by its first element and its vocabulary.
fn of_xml(text: &str, bytes: &[u8], ending: &str) -> Option<Foreign> {
    let head = Prologue::of(text)?;
    let pandoc = |format, endings| Remedy::Pandoc { format, endings };
    let local = head.name.rsplit_once(':').map_or(head.name, |(_, local)| local);
    let found = match local {
        "svg" if is_drawing(&head, bytes) => ("an SVG drawing", Remedy::Show),
        "rss" if head.attributes.contains("version") => ("an RSS feed", Remedy::Entries),
        "RDF" if head.names("purl.org/rss/") => ("an RSS feed", Remedy::Entries),
        "feed" if head.names("www.w3.org/2005/Atom") || head.names("purl.org/atom/") => {
            ("an Atom feed", Remedy::Entries)
        }
        "opml" if head.declared || head.attributes.contains("version") => {
            ("an OPML outline", pandoc("opml", &["opml"][..]))
        }
        "FictionBook" => ("a FictionBook", pandoc("fb2", &["fb2"][..])),
        "TEI" | "TEI.2" | "teiCorpus" => ("a TEI document", Remedy::AsPage),
        "urlset" | "sitemapindex" if head.names("sitemaps.org") => {
            ("a list of addresses (sitemap)", Remedy::Entries)
        }
        _ if head.names("docbook.org/ns/docbook") || head.names("DocBook") => {
            ("a DocBook document", pandoc("docbook", &["db", "dbk"][..]))
        }
        "article" if is_journal(&head) => ("a JATS article", pandoc("jats", &[][..])),
        "document" if head.names("office:1.0") => {
            ("a flat OpenDocument file", Remedy::SaveAsPage)
        }
        "wordDocument" | "package" if head.names("schemas.microsoft.com/office") => {
            ("a Word document in XML", Remedy::SaveAsPage)
        }
        _ => return of_other_xml(&head, text, ending),
    };
    Some(Foreign::new(found.0, found.1))
}

/// True if all of a file is a drawing, not a page that begins with one.
fn is_drawing(head: &Prologue<'_>, bytes: &[u8]) -> bool {
    head.declared || head.doctype.contains("svg") || ends_with_drawing(bytes)
}

/// True if nothing but comments follows the last drawing of a file.
fn ends_with_drawing(bytes: &[u8]) -> bool {
    const END: &[u8] = b"</svg>";
    let end = bytes.windows(END.len()).rposition(|window| window == END);
    let mut rest =
        end.and_then(|at| bytes.get(at + END.len()..)).unwrap_or(b"text").trim_ascii();
    while let Some(comment) = rest.strip_prefix(b"<!--") {
        let end = comment.windows(3).position(|window| window == b"-->");
        rest = end.and_then(|at| comment.get(at + 3..)).unwrap_or_default().trim_ascii();
    }
    rest.is_empty()
}

/// True if an article is in the vocabulary of journals (JATS, before it NLM).
fn is_journal(head: &Prologue<'_>) -> bool {
    ["JATS", "NLM//DTD", "article-type=", "dtd-version="].iter().any(|sign| head.names(sign))
}

/// XML of any other kind, which calls itself so. What may be a page of the web stays one.
fn of_other_xml(head: &Prologue<'_>, text: &str, ending: &str) -> Option<Foreign> {
    let page = matches!(ending, "html" | "htm" | "xhtml" | "xht" | "mhtml" | "mht");
    let is_page =
        page || head.name.eq_ignore_ascii_case("html") || detect_format::is_html(text);
    if !head.declared || is_page || detect_format::is_html(&text.to_ascii_lowercase()) {
        return None;
    }
    let name = Cow::Owned(format!("an XML document (`{}`)", head.name));
    Some(Foreign { name, remedy: Remedy::AsPage })
}

/// Returns what an object of JSON is that some program reads as a document.
fn of_json(text: &str, bytes: &[u8], ending: &str) -> Option<Foreign> {
    if !text.strip_prefix('{')?.trim_start().starts_with('"') {
        return None;
    }
    if holds(bytes, b"\"nbformat\"") && holds(bytes, b"\"cells\"") || ending == "ipynb" {
        let remedy = Remedy::Pandoc { format: "ipynb", endings: &["ipynb"] };
        return Some(Foreign::new("a Jupyter notebook", remedy));
    }
    let feed = ["https://jsonfeed.org/version/", "https:\\/\\/jsonfeed.org\\/version\\/"];
    let is_feed =
        feed.iter().any(|version| text.contains(version)) && text.contains("\"version\"");
    is_feed.then(|| Foreign::new("a JSON feed", Remedy::Entries))
}

/// Returns what a text is whose marks stand at the beginnings of lines.
fn of_lines(text: &str, ending: &str) -> Option<Foreign> {
    let pandoc =
        |name, format, endings| Some(Foreign::new(name, Remedy::Pandoc { format, endings }));
    if is_latex(text, ending) {
        return pandoc("a LaTeX document", "latex", &["tex", "latex", "ltx"]);
    }
    if is_org(text, ending) {
        return pandoc("an Org document", "org", &["org"]);
    }
    if is_asciidoc(text, ending) {
        let remedy = Remedy::Converter { command: "asciidoctor -o -" };
        return Some(Foreign::new("an AsciiDoc document", remedy));
    }
    if let Some(manual) = of_roff(text) {
        return Some(manual);
    }
    match ending {
        "wiki" | "mediawiki" if has_line(text, is_wiki_line) => {
            pandoc("a text with the marks of a wiki", "mediawiki", &["wiki"])
        }
        "textile" if has_line(text, is_textile_line) => {
            pandoc("a Textile document", "textile", &["textile"])
        }
        _ => None,
    }
}

fn has_line(text: &str, is_sign: impl Fn(&str) -> bool) -> bool {
    text.lines().any(|line| is_sign(line.trim_end()))
}

/// A document of LaTeX opens with its class, or with what may stand before that; the ending of the
/// name tells parts of documents, which have no class.
fn is_latex(text: &str, ending: &str) -> bool {
    const CLASSES: [&str; 2] = ["\\documentclass", "\\documentstyle"];
    let command = |line: &str| {
        line.strip_prefix('\\').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    let is_class = |line: &str| {
        let rest = CLASSES.iter().find_map(|class| line.strip_prefix(class));
        rest.is_some_and(|rest| rest.trim_start().starts_with(['[', '{']))
    };
    if matches!(ending, "tex" | "latex" | "ltx") {
        return has_line(text, |line| command(line.trim_start()));
    }
    let mut lines =
        text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('%'));
    lines.clone().next().is_some_and(command) && lines.any(is_class)
}

/// A document of Org opens with a keyword such as `#+TITLE:`; the ending of the name tells others.
fn is_org(text: &str, ending: &str) -> bool {
    let keyword = |line: &str| {
        let word = line.strip_prefix("#+").and_then(|rest| rest.split_once(':'));
        word.is_some_and(|(word, _)| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
    };
    let heading = |line: &str| {
        let stars = line.len() - line.trim_start_matches('*').len();
        stars > 0 && line.get(stars..).is_some_and(|rest| rest.starts_with(' '))
    };
    let block =
        |line: &str| line.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("#+begin_"));
    if ending == "org" {
        let sign = |line: &str| keyword(line) || heading(line) || block(line);
        return has_line(text, sign) || text.contains("[[");
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let modeline = first.starts_with("# -*-") && first.contains("mode: org");
    modeline || keyword(first)
}

/// A document of `AsciiDoc` opens with `= Title` and lines that set attributes, `:toc:`; the ending
/// of the name tells others.
fn is_asciidoc(text: &str, ending: &str) -> bool {
    let heading = |line: &str| {
        let signs = line.len() - line.trim_start_matches('=').len();
        let rest = line.get(signs..).unwrap_or_default();
        (1..=6).contains(&signs) && rest.starts_with(' ') && !rest.trim().ends_with('=')
    };
    let attribute = |line: &str| {
        let word = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        word.is_some_and(|(word, rest)| {
            let word = word.trim_matches('!');
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            !word.is_empty()
                && word.chars().all(plain)
                && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    if matches!(ending, "adoc" | "asciidoc") {
        let block = |line: &str| line == "----" || line.starts_with("image::");
        return has_line(text, |line| heading(line) || attribute(line) || block(line));
    }
    let mut lines = text.lines().map(str::trim_end).skip_while(|line| line.starts_with("//"));
    let title = lines.next().is_some_and(|line| line.starts_with("= ") && heading(line));
    title && lines.take_while(|line| !line.is_empty()).take(TOP).any(attribute)
}

/// Returns what a page of a manual is: it opens with its name, and has sections.
fn of_roff(text: &str) -> Option<Foreign> {
    let is_comment = |line: &&str| line.starts_with(".\\\"") || line.starts_with("'\\\"");
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).skip_while(is_comment);
    let first = lines.find(|line| !line.starts_with('.') || is_head(line))?;
    let manual = first.starts_with(".TH ") && has_line(text, |line| line.starts_with(".SH"));
    let mdoc = first.starts_with(".Dd") && has_line(text, |line| line.starts_with(".Sh"));
    let name = "a manual page in its source form";
    if manual {
        return Some(Foreign::new(name, Remedy::Pandoc { format: "man", endings: &[] }));
    }
    mdoc.then(|| Foreign::new(name, Remedy::Converter { command: "mandoc -T html" }))
}

fn is_head(line: &str) -> bool {
    line.starts_with(".TH ") || line.starts_with(".Dd")
}

fn is_wiki_line(line: &str) -> bool {
    line.starts_with("==") && line.ends_with("==")
        || line.contains("[[")
        || line.contains("'''")
}

fn is_textile_line(line: &str) -> bool {
    let sign = line.split_once(". ").map_or("", |(sign, _)| sign);
    matches!(sign, "h1" | "h2" | "h3" | "h4" | "bq" | "bc" | "p")
}

/// True if bytes hold a part.
fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
