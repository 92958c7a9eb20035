//! Pages of the web: their article, and the rest.
//!
//! Each file of `suite/web` holds a page, a line `===`, the article as Markdown, a line `===`,
//! and what was taken and spared, a line each.

mod corpora;
mod facts;
mod forms;
mod model;
mod pages;

use std::fs;
use std::path::Path;

use offprint::article::print::to_markdown;
use offprint::clean::{CleanOptions, Cleaned, clean};
use offprint::pipeline::{self, Stage};
use offprint::read::{self, Format};
use offprint::{Faces, PrintOptions};

fn cleaned(page: &str, options: &CleanOptions) -> Cleaned {
    let (manuscript, _) = read::read(page.as_bytes(), Format::Html);
    clean(manuscript, options)
}

/// Returns the removed and the spared blocks, each with its rule and first words.
fn told(cleaned: &Cleaned) -> String {
    let mut lines = String::new();
    for removal in &cleaned.removals {
        let words: Vec<&str> = removal.text.split_whitespace().take(6).collect();
        lines += &format!("{}: {}: {}\n", removal.place.line, removal.rule, words.join(" "));
    }
    for found in &cleaned.diagnostics {
        lines += &format!("{}: {}: {}\n", found.place.line, found.code, found.message);
    }
    lines
}

#[test]
fn pages_give_their_article_and_tell_the_rest() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/web");
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() >= 5, "the suite is there");
    let mut faults = String::new();
    for name in names {
        let case = fs::read_to_string(&name).unwrap();
        let page = case.split("===\n").next().unwrap_or_default();
        let cleaned = cleaned(page, &CleanOptions::default());
        let article = to_markdown(&cleaned.article);
        let made = format!("{page}===\n{}\n===\n{}", article.trim_end(), told(&cleaned));
        if made != case {
            faults += &format!("{}:\n{made}\n", name.display());
        }
    }
    assert!(faults.is_empty(), "pages that became something else:\n{faults}");
}

const PAGE: &str = "<html><head><title>CleanOptions</title></head><body>\
    <div id=one class=box><p>The first box holds a text that is long enough, with its commas, \
    and its sentences, to be the article of this page. It is, unless told otherwise.</p></div>\
    <div id=two class=sidebar><p>The second box holds another text, as long as the first one, \
    which by its name would hardly be taken for the article, and yet somebody wants it.</p></div>\
    </body></html>";

fn words(options: &CleanOptions) -> String {
    to_markdown(&cleaned(PAGE, options).article)
}

#[test]
fn content_names_the_article_and_a_selector_that_names_nothing_is_told() {
    let options = CleanOptions { content: Some("#two".to_owned()), ..CleanOptions::default() };
    let text = words(&options);
    assert!(text.contains("The second box") && !text.contains("The first box"), "{text}");

    let options =
        CleanOptions { content: Some(".nowhere".to_owned()), ..CleanOptions::default() };
    let cleaned = cleaned(PAGE, &options);
    assert!(to_markdown(&cleaned.article).contains("The first box"), "found without it");
    assert!(told(&cleaned).contains("content-not-found"), "{}", told(&cleaned));
}

#[test]
fn keep_and_drop_take_selectors_and_words() {
    for keep in ["#two", "somebody wants"] {
        let drop = vec!["p".to_owned(), "#one > p".to_owned()];
        let options = CleanOptions {
            keep: vec![keep.to_owned()],
            drop,
            content: Some("body".to_owned()),
        };
        let text = words(&options);
        assert!(text.contains("The second box"), "{keep}: {text}");
        assert!(!text.contains("The first box"), "{keep}: {text}");
    }
}

#[test]
fn a_page_without_an_article_is_set_whole_and_told() {
    let cleaned = cleaned("<body><ul><li>one<li>two</ul></body>", &CleanOptions::default());
    let text = to_markdown(&cleaned.article);
    assert!(text.contains("one") && text.contains("two"), "{text}");
}

#[test]
fn cleaning_what_is_clean_changes_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/web");
    for entry in fs::read_dir(folder).unwrap() {
        let case = fs::read_to_string(entry.unwrap().path()).unwrap();
        let page = case.split("===\n").next().unwrap_or_default();
        let once = cleaned(page, &CleanOptions::default()).article;
        let (manuscript, _) = read::read(to_markdown(&once).as_bytes(), Format::Markdown);
        let twice = clean(manuscript, &CleanOptions::default());
        assert!(twice.removals.is_empty(), "{:?}", twice.removals);
    }
}

#[test]
fn a_page_of_links_alone_is_set_whole() {
    let links: String = (0..300).map(|n| format!("<a href='/{n}'>link{n}</a> ")).collect();
    let cleaned =
        cleaned(&format!("<title>Links</title><body>{links}"), &CleanOptions::default());
    let text = to_markdown(&cleaned.article);
    assert!(text.contains("link0") && text.contains("link299"), "{text}");
}

#[test]
fn pictures_say_their_words_or_nothing() {
    let prose =
        "<p>The flood came down the valley on the second night of the fair, and it took \
        the lower bridge and the mill with it.</p>"
            .repeat(4);
    let dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    let page = format!(
        "<title>Pictures</title><article>{prose}<img alt='later' src='{dot}'>{prose}\
         <img alt='' title='a tip' src='a.png'>{prose}<img title='its title' src='b.png'>{prose}\
         <img src='c.png'>{prose}</article>"
    );
    let order = PrintOptions { format: Format::Html, ..PrintOptions::default() };
    let faces = Faces::embedded();
    let print = offprint::print(page.as_bytes(), &order, &faces).unwrap();
    let verdict = pipeline::verify(&print.pdf, page.as_bytes(), &order).unwrap();
    assert_eq!(verdict.faults, [], "what is shown is what the article says");
    let galley = pipeline::dump(page.as_bytes(), &order, &faces, Stage::Galley, false).unwrap();
    assert!(galley.text.contains("its title"), "without a text the title stands in its place");
    for hidden in ["later", "a tip"] {
        assert!(!galley.text.contains(hidden), "{hidden:?} is not shown");
    }
}
