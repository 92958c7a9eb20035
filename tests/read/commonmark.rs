//! The examples of Markdown's specifications.
//!
//! `OFFPRINT_MARKDOWN_SPECS` names files in the form of CommonMark's `spec.txt`, parted by `:`;
//! they are others' work and not kept here. `suite/markdown.txt` holds our own cases in the same
//! form. For each example the article must have the structure of the reference HTML, and every
//! word that a reader of that HTML sees; and the PDF every word of the article.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::LazyLock;

use offprint::article::print::{to_html, to_text};
use offprint::article::{Article, Block, Inline, plain_text, walk};
use offprint::read::embedded::EmbeddedFiles;
use offprint::read::html::{self, HtmlTree, PageNodes, WebPage};
use offprint::read::{self, Format};
use offprint::{Faces, PrintOptions, pipeline};

use crate::skip::skip_without_data;

/// Opens each example, so that a heading of its own is not taken for the title.
const OPENING: &str = "Offprint";

/// Examples on comments from GitHub's specification (CommonMark 0.29) that CommonMark 0.31 dropped.
const SUPERSEDED: [&str; 2] =
    ["foo <!-- not a comment -- two hyphens -->", "foo <!--> foo -->"];

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

struct Example {
    line: usize,
    markdown: String,
    html: String,
}

/// The examples of a specification; `→` stands for a tab.
fn examples(spec: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut lines = spec.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if !line.starts_with("````````````````````````````````") || !line.contains("example") {
            continue;
        }
        // Extensions that no reader of articles has are marked so in the specification.
        let disabled = line.ends_with("disabled");
        let mut part = |end: &str| {
            let lines = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != end);
            lines.map(|line| line.replace('→', "\t") + "\n").collect::<String>()
        };
        let markdown = part(".");
        let html = part("````````````````````````````````");
        if !disabled {
            found.push(Example { line: at + 1, markdown, html });
        }
    }
    found
}

/// Returns the words that the PDF of the Markdown lacks or adds, read by other code than that which
/// wrote it.
fn lost_in_print(markdown: &str) -> Vec<String> {
    let text = format!("# {OPENING}\n\n{markdown}");
    let order = PrintOptions { format: Format::Markdown, jobs: 1, ..PrintOptions::default() };
    let print = offprint::print(text.as_bytes(), &order, &FACES).unwrap();
    let verdict = pipeline::verify(&print.pdf, text.as_bytes(), &order).unwrap();
    verdict.faults.into_iter().map(|fault| fault.message).collect()
}

/// The article that the Markdown is; says whether the opening became its title.
fn ours(markdown: &str) -> (Article, bool) {
    let text = format!("# {OPENING}\n\n{markdown}");
    let (manuscript, _) = read::read(text.as_bytes(), Format::Markdown);
    let titled = plain_text(&manuscript.article.meta.title) == OPENING;
    (manuscript.article, titled)
}

/// The article that the reference HTML is.
fn reference(html: &str, titled: bool) -> Article {
    let opening = if titled { String::new() } else { format!("<h1>{OPENING}</h1>\n") };
    let (tree, _) = html::parse(&format!("{opening}{html}"));
    let page = WebPage { tree, ..WebPage::default() };
    let heads = BTreeMap::new();
    let nodes = PageNodes { roots: &[HtmlTree::ROOT], gone: &[], heads: &heads };
    let body = page.body(nodes, &mut EmbeddedFiles::new());
    Article { blocks: body.blocks, notes: body.notes, ..Article::default() }
}

/// The words that a reader of HTML sees.
fn seen(html: &str) -> Vec<String> {
    let (tree, _) = html::parse(html);
    words(&tree.words(HtmlTree::ROOT))
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns whether all of `part` comes in `whole`, in order.
fn is_in(part: &[String], whole: &[String]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|word| whole.any(|other| other == word))
}

/// Returns the faults of the examples of a specification.
fn faults(spec: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for Example { line, markdown, html } in examples(spec) {
        if SUPERSEDED.iter().any(|old| markdown.starts_with(old)) && html.contains("&lt;!--") {
            continue;
        }
        let (article, titled) = ours(&markdown);
        let text = to_text(&article);
        let wanted = structure(reference(&html, titled));
        let made = structure(article);
        if made != wanted {
            faults
                .push(format!("{line}: {markdown:?}\n  made   {made:?}\n  wanted {wanted:?}"));
        }
        if !is_in(&seen(&html), &words(&text)) {
            faults.push(format!("{line}: {markdown:?}\n  lost words of {html:?}"));
        }
        let lost = lost_in_print(&markdown);
        if !lost.is_empty() {
            faults.push(format!("{line}: {markdown:?}\n  in the PDF: {lost:?}"));
        }
    }
    faults
}

/// The inlines without the links that stand on their own address: GitHub's Markdown links a bare
/// address, CommonMark does not.
fn unlinked(inlines: &mut Vec<Inline>) {
    let all = std::mem::take(inlines);
    for mut inline in all {
        if let Some(inner) = inline.inner_mut() {
            unlinked(inner);
        }
        let text = match inline {
            Inline::Link { target, text } => {
                let said = plain_text(&text);
                let bare = target.trim_start_matches("mailto:").trim_start_matches("http://");
                if !said.ends_with(bare) {
                    inlines.push(Inline::Link { target, text });
                    continue;
                }
                said
            }
            Inline::Text(text) => text,
            other => {
                inlines.push(other);
                continue;
            }
        };
        match inlines.last_mut() {
            Some(Inline::Text(before)) => before.push_str(&text),
            _ => inlines.push(Inline::Text(text)),
        }
    }
}

/// The article as HTML, bare addresses as words.
fn structure(mut article: Article) -> String {
    let notes = article.notes.iter_mut().flat_map(|note| &mut note.blocks);
    for block in article.blocks.iter_mut().chain(notes) {
        each_line(block, &mut unlinked);
    }
    to_html(&article)
}

fn each_line(block: &mut Block, change: &mut impl FnMut(&mut Vec<Inline>)) {
    walk::lines_mut(block).into_iter().for_each(&mut *change);
    for part in walk::parts_mut(block) {
        part.iter_mut().for_each(|inner| each_line(inner, change));
    }
}

#[test]
fn our_own_cases_have_their_structure() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/markdown.txt");
    let spec = fs::read_to_string(path).unwrap();
    assert!(examples(&spec).len() > 30, "the file of cases is read");
    let faults = faults(&spec);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn specifications_at_hand_are_read_as_they_say() {
    let Some(paths) = std::env::var_os("OFFPRINT_MARKDOWN_SPECS") else {
        return skip_without_data("OFFPRINT_MARKDOWN_SPECS names no specification");
    };
    for path in std::env::split_paths(&paths) {
        let spec = fs::read_to_string(&path).unwrap();
        let faults = faults(&spec);
        let all = examples(&spec).len();
        let (path, count) = (path.display(), faults.len());
        let _ = writeln!(io::stderr(), "{path}: {count} of {all} examples differ");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
