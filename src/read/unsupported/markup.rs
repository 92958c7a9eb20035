//! Text formats that are not articles: XML, JSON, markup languages.

use std::borrow::Cow;

use super::non_text::sample;
use super::remedy::{Remedy, UnsupportedFile};
use crate::read::{detect_format, encoding};

/// Most lines of the header of a document.
const HEADER_LINES: usize = 40;

/// Returns the format of a text by its content and by the extension of the file name.
pub(super) fn recognise(bytes: &[u8], extension: &str) -> Option<UnsupportedFile> {
    let text = encoding::decode_characters(sample(bytes), false, None).0;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    match text.chars().next()? {
        '<' => recognise_xml(text, bytes, extension),
        '{' => recognise_json(text, bytes, extension),
        _ => recognise_lines(text, extension),
    }
}

/// Marks of an `article` element of the journal vocabulary (JATS, formerly NLM).
const JOURNAL_MARKS: [&str; 4] = ["JATS", "NLM//DTD", "article-type=", "dtd-version="];

/// Prologue of an XML document, up to the start tag of its root element.
struct XmlPrologue<'t> {
    /// The document begins with `<?xml`.
    declared: bool,
    /// Document type declaration, without its internal subset.
    doctype: &'t str,
    /// Name of the root element, with its prefix.
    name: &'t str,
    /// Attributes of the root element.
    attributes: &'t str,
}

impl<'t> XmlPrologue<'t> {
    /// Parses the beginning of a text; none if it is not XML.
    fn parse(text: &'t str) -> Option<Self> {
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
        let element = &element[..end];
        let end =
            element.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(element.len());
        let (name, attributes) = element.split_at_checked(end)?;
        let named = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        named.then_some(Self { declared, doctype, name, attributes })
    }

    /// Returns whether the root element or the document type names a vocabulary.
    fn names(&self, vocabulary: &str) -> bool {
        self.attributes.contains(vocabulary) || self.doctype.contains(vocabulary)
    }
}

/// Returns the format of an XML document by its root element and its vocabulary.
fn recognise_xml(text: &str, bytes: &[u8], extension: &str) -> Option<UnsupportedFile> {
    let head = XmlPrologue::parse(text)?;
    let pandoc = |format, extensions| Remedy::Pandoc { format, extensions };
    let local = head.name.rsplit_once(':').map_or(head.name, |(_, local)| local);
    let (format, remedy) = match local {
        "svg" if head.declared || head.doctype.contains("svg") || ends_with_drawing(bytes) => {
            ("an SVG drawing", Remedy::EmbedPicture)
        }
        "rss" if head.attributes.contains("version") => ("an RSS feed", Remedy::ListedAddress),
        "RDF" if head.names("purl.org/rss/") => ("an RSS feed", Remedy::ListedAddress),
        "feed" if head.names("www.w3.org/2005/Atom") || head.names("purl.org/atom/") => {
            ("an Atom feed", Remedy::ListedAddress)
        }
        "opml" if head.declared || head.attributes.contains("version") => {
            ("an OPML outline", pandoc("opml", &["opml"][..]))
        }
        "FictionBook" => ("a FictionBook", pandoc("fb2", &["fb2"][..])),
        "TEI" | "TEI.2" | "teiCorpus" => ("a TEI document", Remedy::ReadAsHtml),
        "urlset" | "sitemapindex" if head.names("sitemaps.org") => {
            ("a list of addresses (sitemap)", Remedy::ListedAddress)
        }
        _ if head.names("docbook.org/ns/docbook") || head.names("DocBook") => {
            ("a DocBook document", pandoc("docbook", &["db", "dbk"][..]))
        }
        "article" if JOURNAL_MARKS.iter().any(|mark| head.names(mark)) => {
            ("a JATS article", pandoc("jats", &[][..]))
        }
        "document" if head.names("office:1.0") => {
            ("a flat OpenDocument file", Remedy::SaveAsHtml)
        }
        "wordDocument" | "package" if head.names("schemas.microsoft.com/office") => {
            ("a Word document in XML", Remedy::SaveAsHtml)
        }
        _ => return recognise_other_xml(&head, text, extension),
    };
    Some(UnsupportedFile::new(format, remedy))
}

/// Returns whether only comments follow the last drawing of a file.
fn ends_with_drawing(bytes: &[u8]) -> bool {
    const END: &[u8] = b"</svg>";
    let Some(end) = bytes.windows(END.len()).rposition(|window| window == END) else {
        return false;
    };
    let mut rest = bytes[end + END.len()..].trim_ascii();
    while let Some(comment) = rest.strip_prefix(b"<!--") {
        let end = comment.windows(3).position(|window| window == b"-->");
        rest = end.map_or(&[][..], |end| comment[end + 3..].trim_ascii());
    }
    rest.is_empty()
}

/// Recognises any other XML document with an XML declaration that cannot be a web page.
fn recognise_other_xml(
    head: &XmlPrologue<'_>,
    text: &str,
    extension: &str,
) -> Option<UnsupportedFile> {
    let page = matches!(extension, "html" | "htm" | "xhtml" | "xht" | "mhtml" | "mht");
    let is_page =
        page || head.name.eq_ignore_ascii_case("html") || detect_format::is_html(text);
    if !head.declared || is_page || detect_format::is_html(&text.to_ascii_lowercase()) {
        return None;
    }
    let format = Cow::Owned(format!("an XML document (`{}`)", head.name));
    Some(UnsupportedFile { format, remedy: Remedy::ReadAsHtml })
}

/// Recognises JSON documents: notebooks and feeds.
fn recognise_json(text: &str, bytes: &[u8], extension: &str) -> Option<UnsupportedFile> {
    if !text.strip_prefix('{')?.trim_start().starts_with('"') {
        return None;
    }
    let contains = |key: &[u8]| bytes.windows(key.len()).any(|window| window == key);
    if contains(b"\"nbformat\"") && contains(b"\"cells\"") || extension == "ipynb" {
        let remedy = Remedy::Pandoc { format: "ipynb", extensions: &["ipynb"] };
        return Some(UnsupportedFile::new("a Jupyter notebook", remedy));
    }
    let feed = ["https://jsonfeed.org/version/", "https:\\/\\/jsonfeed.org\\/version\\/"];
    let is_feed =
        feed.iter().any(|version| text.contains(version)) && text.contains("\"version\"");
    is_feed.then(|| UnsupportedFile::new("a JSON feed", Remedy::ListedAddress))
}

/// Recognises markup languages whose marks are at the beginnings of lines.
fn recognise_lines(text: &str, extension: &str) -> Option<UnsupportedFile> {
    let pandoc = |name, format, extensions| {
        Some(UnsupportedFile::new(name, Remedy::Pandoc { format, extensions }))
    };
    if is_latex(text, extension) {
        return pandoc("a LaTeX document", "latex", &["tex", "latex", "ltx"]);
    }
    if is_org(text, extension) {
        return pandoc("an Org document", "org", &["org"]);
    }
    if is_asciidoc(text, extension) {
        let remedy = Remedy::Converter { command: "asciidoctor -o -" };
        return Some(UnsupportedFile::new("an AsciiDoc document", remedy));
    }
    if let Some(manual) = recognise_manual(text) {
        return Some(manual);
    }
    match extension {
        "wiki" | "mediawiki" if has_line(text, is_wiki_line) => {
            pandoc("a text with the marks of a wiki", "mediawiki", &["wiki"])
        }
        "textile" if has_line(text, is_textile_line) => {
            pandoc("a Textile document", "textile", &["textile"])
        }
        _ => None,
    }
}

fn has_line(text: &str, is_mark: impl Fn(&str) -> bool) -> bool {
    text.lines().any(|line| is_mark(line.trim_end()))
}

/// Returns whether a text is LaTeX: it begins with the document class or with commands that can come
/// before it. Parts of documents have no class; the extension and any command identify them.
fn is_latex(text: &str, extension: &str) -> bool {
    const CLASSES: [&str; 2] = ["\\documentclass", "\\documentstyle"];
    let command = |line: &str| {
        line.strip_prefix('\\').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    let is_class = |line: &str| {
        let rest = CLASSES.iter().find_map(|class| line.strip_prefix(class));
        rest.is_some_and(|rest| rest.trim_start().starts_with(['[', '{']))
    };
    if matches!(extension, "tex" | "latex" | "ltx") {
        return has_line(text, |line| command(line.trim_start()));
    }
    let mut lines =
        text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('%'));
    lines.clone().next().is_some_and(command) && lines.any(is_class)
}

/// Returns whether a text is Org: it begins with a keyword such as `#+TITLE:`, or has the extension
/// and a mark of Org.
fn is_org(text: &str, extension: &str) -> bool {
    let keyword = |line: &str| {
        let word = line.strip_prefix("#+").and_then(|rest| rest.split_once(':'));
        word.is_some_and(|(word, _)| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
    };
    let heading = |line: &str| {
        let rest = line.trim_start_matches('*');
        rest.len() < line.len() && rest.starts_with(' ')
    };
    let block =
        |line: &str| line.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("#+begin_"));
    if extension == "org" {
        let mark = |line: &str| keyword(line) || heading(line) || block(line);
        return has_line(text, mark) || text.contains("[[");
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.next().is_some_and(|first| {
        let is_modeline = first.starts_with("# -*-") && first.contains("mode: org");
        is_modeline || keyword(first)
    })
}

/// Returns whether a text is `AsciiDoc`: it begins with `= Title` and lines that set attributes,
/// `:toc:`, or has the extension and a mark of `AsciiDoc`.
fn is_asciidoc(text: &str, extension: &str) -> bool {
    let heading = |line: &str| {
        let rest = line.trim_start_matches('=');
        (1..=6).contains(&(line.len() - rest.len()))
            && rest.starts_with(' ')
            && !rest.trim().ends_with('=')
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
    if matches!(extension, "adoc" | "asciidoc") {
        let block = |line: &str| line == "----" || line.starts_with("image::");
        return has_line(text, |line| heading(line) || attribute(line) || block(line));
    }
    let mut lines = text.lines().map(str::trim_end).skip_while(|line| line.starts_with("//"));
    let title = lines.next().is_some_and(|line| line.starts_with("= ") && heading(line));
    title && lines.take_while(|line| !line.is_empty()).take(HEADER_LINES).any(attribute)
}

/// Recognises the source of a manual page: it begins with its name, and has sections.
fn recognise_manual(text: &str) -> Option<UnsupportedFile> {
    let is_comment = |line: &&str| line.starts_with(".\\\"") || line.starts_with("'\\\"");
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).skip_while(is_comment);
    let first = lines.find(|line| !line.starts_with('.') || is_head(line))?;
    let manual = first.starts_with(".TH ") && has_line(text, |line| line.starts_with(".SH"));
    let mdoc = first.starts_with(".Dd") && has_line(text, |line| line.starts_with(".Sh"));
    let name = "a manual page in its source form";
    if manual {
        return Some(UnsupportedFile::new(
            name,
            Remedy::Pandoc { format: "man", extensions: &[] },
        ));
    }
    mdoc.then(|| UnsupportedFile::new(name, Remedy::Converter { command: "mandoc -T html" }))
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
