//! Page breaks and blocks kept together, as authors wish.
//!
//! The cases are in `suite/breaks.txt`: under a line `=== FORMAT: NAME` what the author wrote, `^L` for
//! a form feed, and after a line `---` what stands where: a word for each block, `|` for a new page, `+`
//! where none may begin, brackets around what stays on one page.

use std::path::Path;
use std::sync::LazyLock;

use offprint::article::{Block, BlockKind, walk};
use offprint::clean::{CleanOptions, clean};
use offprint::font::Faces;
use offprint::pipeline::{self, PressError, PrintOptions, Stage};
use offprint::read::{self, Format};
use offprint::style::{Choices, Style};

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// The blocks as the cases have them: each by its first word.
fn shown(blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::PageBreak => out.push("|".to_owned()),
            BlockKind::NoPageBreak => out.push("+".to_owned()),
            BlockKind::Together(inner) => {
                out.push("[".to_owned());
                shown(inner, out);
                out.push("]".to_owned());
            }
            _ => {
                let leaves = walk::leaves(std::slice::from_ref(block));
                let first = leaves.flat_map(str::split_whitespace).next();
                out.push(first.unwrap_or("nothing").to_owned());
            }
        }
    }
}

#[test]
fn authors_say_where_pages_begin() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/breaks.txt");
    let text = std::fs::read_to_string(path).expect("the cases");
    let mut count = 0;
    for case in text.split("\n=== ").skip(1) {
        let (name, rest) = case.split_once('\n').expect("a name");
        let (source, wanted) = rest.split_once("\n---\n").expect("what is wanted");
        let format = match name.split(':').next() {
            Some("html") => Format::Html,
            Some("markdown") => Format::Markdown,
            _ => Format::Text,
        };
        let lines = |number: usize| "A line of the text, and a full one.\n".repeat(number);
        let source = source.replace("^L", "\u{C}").replace("{50 lines}\n", &lines(50));
        let (manuscript, _) = read::read(source.as_bytes(), format);
        let article = clean(manuscript, &CleanOptions::default()).article;
        let mut got = Vec::new();
        shown(&article.blocks, &mut got);
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        assert_eq!(got, wanted, "{name}\n{article:#?}");
        count += 1;
    }
    assert!(count >= 14, "the cases are there");
}

/// Returns the number of pages of an article.
fn pages(text: &str, choices: Choices, fit: Option<u32>) -> Result<usize, PressError> {
    let style = Style::resolve(&choices).expect("a style");
    let order = PrintOptions { style, target_pages: fit, ..PrintOptions::default() };
    offprint::print(text.as_bytes(), &order, &FACES).map(|print| print.pages)
}

#[test]
fn a_page_begins_where_it_is_asked_and_none_is_empty() {
    let text = "\u{C}\u{C}The Lamp\n\nIt was late when it went out.\n\u{C}\n\u{C}\nIt was found \
                again.\n\u{C}";
    for columns in 1..=3 {
        let choices = Choices { columns: Some(columns), ..Choices::default() };
        assert_eq!(pages(text, choices, None), Ok(2), "{columns} columns");
    }
    assert_eq!(pages(text, Choices::default(), Some(2)), Ok(2), "and where two are asked for");
    let one = pages(text, Choices::default(), Some(1));
    assert!(matches!(one, Err(PressError::Fit(_))), "one is refused: {one:?}");
}

#[test]
fn what_is_kept_together_stands_on_one_page() {
    let filler =
        "Some words that fill a line or two of the page, and then some more. ".repeat(6);
    let kept = "<!-- keep together -->\n\nFirst of the kept.\n\n> Second of them.\n\n- third\n- \
                and fourth\n\nLast of the kept.\n\n<!-- /keep together -->\n\n";
    for before in 0..14 {
        let text = format!("{}{kept}{}", format!("{filler}\n\n").repeat(before), filler);
        let order = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
        let dump = pipeline::dump(text.as_bytes(), &order, &FACES, Stage::Pages, false);
        let dump = dump.expect("pages").text;
        let page =
            |words: &str| dump[..dump.find(words).expect(words)].matches("\npage ").count();
        assert_eq!(
            page("First of the kept"),
            page("Last of the kept"),
            "after {before}: {dump}"
        );
    }
}

#[test]
fn what_is_deeper_than_a_page_is_divided_and_told() {
    let line = "Some words that fill a line or two of the page, and then some more. ".repeat(6);
    let told = |count: usize| {
        let text = format!("<div style=\"break-inside: avoid\">{}</div>", {
            format!("<p>{line}</p>").repeat(count)
        });
        let order = PrintOptions { format: Format::Html, ..PrintOptions::default() };
        let print = offprint::print(text.as_bytes(), &order, &FACES).expect("a print");
        (print.pages, print.diagnostics.iter().any(|found| found.code == "kept-too-deep"))
    };
    assert_eq!(told(5), (1, false));
    let (pages, deep) = told(20);
    assert!(pages > 1 && deep, "{pages} pages");
}
