//! Verifying finds what it is there to find.

use lopdf::{Document, Object, dictionary};
use offprint::pipeline::{PrintOptions, verify};
use offprint::read::Format;
use offprint::style::{Choices, Style};

use super::set;

const ARTICLE: &str = "The Lamp\n\nIt was late, and the lamp burned low. Nobody had thought of \
    oil. See https://example.org/lamps for more.\n\nSo they went to bed.\n";

/// The codes of what is found against `pdf` when it is held against `article`.
fn found(pdf: &[u8], article: &str) -> Vec<&'static str> {
    let verdict =
        verify(pdf, article.as_bytes(), &PrintOptions::default()).expect("it can be read");
    verdict.faults.iter().map(|fault| fault.code).collect()
}

fn lamp() -> Vec<u8> {
    set(ARTICLE.as_bytes(), &PrintOptions::default()).expect("it can be set").pdf
}

/// The PDF after a change to its objects.
fn changed(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(&lamp()).expect("it can be read");
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it can be written");
    bytes
}

/// The PDF after a change to the content of its first page.
fn rewritten(change: impl Fn(&str) -> String) -> Vec<u8> {
    changed(|document| {
        let page = document.get_pages()[&1];
        let content: String =
            document.get_page_content(page).iter().map(|&byte| char::from(byte)).collect();
        let new: Vec<u8> = change(&content).chars().map(|letter| letter as u8).collect();
        assert_ne!(new.len(), 0, "the page has content");
        document.change_page_content(page, new).expect("it can be changed");
    })
}

#[test]
fn a_pdf_that_is_whole_has_no_fault() {
    assert_eq!(found(&lamp(), ARTICLE), Vec::<&str>::new());
    assert_eq!(found(&changed(|_| ()), ARTICLE), Vec::<&str>::new(), "written by another hand");
}

#[test]
fn a_word_that_is_lost_added_or_moved_is_found() {
    for other in [
        ARTICLE.replace("late, ", ""),
        ARTICLE.replace("late,", "late, so very late,"),
        ARTICLE.replace("burned low", "low burned"),
        ARTICLE.replace("bed.", "bed. The end."),
    ] {
        assert_eq!(found(&lamp(), &other), ["words-differ"], "{other}");
    }
    let lost = rewritten(|content| content.replacen("lam", "lim", 1));
    assert!(found(&lost, ARTICLE).contains(&"words-differ"));
}

#[test]
fn what_lies_outside_the_page_is_found() {
    let moved = rewritten(|content| content.replacen("BT\n", "BT\n-500 0 Td\n", 1));
    assert!(found(&moved, ARTICLE).contains(&"outside-page"));
}

#[test]
fn content_without_a_mark_is_found() {
    let bare = rewritten(|content| content.replacen("EMC\n", "EMC\n0 0 9 9 re f\n", 1));
    assert!(found(&bare, ARTICLE).contains(&"rule-broken"));
}

#[test]
fn a_claim_that_does_not_hold_is_found() {
    for key in ["MarkInfo", "Lang", "OutputIntents", "StructTreeRoot", "ViewerPreferences"] {
        let pdf = changed(|document| {
            let catalog = document.catalog_mut().expect("a catalog");
            assert!(catalog.remove(key.as_bytes()).is_some(), "{key} is there");
        });
        assert!(found(&pdf, ARTICLE).contains(&"rule-broken"), "{key}");
    }
    let retitled = changed(|document| {
        let info = document.trailer.get(b"Info").and_then(Object::as_reference).expect("it is");
        document.set_object(info, dictionary! { "Title" => Object::string_literal("Other") });
    });
    assert!(found(&retitled, ARTICLE).contains(&"rule-broken"), "another title");
    let mute = changed(|document| {
        let page = document.get_pages()[&1];
        let links = document.get_dictionary(page).and_then(|page| page.get(b"Annots"));
        let links = links.and_then(Object::as_array).expect("a link").clone();
        let link = links[0].as_reference().expect("an object");
        document.get_dictionary_mut(link).expect("a link").remove(b"Contents");
    });
    assert!(found(&mute, ARTICLE).contains(&"rule-broken"), "a link that says nothing");
}

#[test]
fn long_parts_of_a_footer_do_not_overlap() {
    let article = "---\nauthor: Ruth Adler <ruth.adler-and-others@allotments.example>\n\
        date: 2013-04-09\ntitle: The Barrels of the Allotments\nlang: en\n---\n\nMore than a few \
        words stand here.\n\nAnd more.\n";
    for template in [
        "{byline}\t\t{byline}",
        "{byline}\t{date}\t{page}",
        "{date}\t{byline}\t{byline}",
        "{byline}\t{title}",
    ] {
        let footer = Some(template.parse().expect("a template"));
        let choices = Choices { footer, ..Choices::default() };
        let style = Style::resolve(&choices).expect("it fits");
        let order = PrintOptions { format: Format::Markdown, style, ..PrintOptions::default() };
        let pdf = set(article.as_bytes(), &order).expect("it can be set").pdf;
        let verdict = verify(&pdf, article.as_bytes(), &order).expect("it can be read");
        assert_eq!(verdict.faults, [], "{template}");
    }
}

#[test]
fn words_that_overlap_or_are_covered_are_found() {
    let twice = rewritten(|content| {
        let (head, rest) = content.split_once("BT\n").expect("text");
        let (text, tail) = rest.split_once("ET\n").expect("its end");
        format!("{head}BT\n{text}ET\n/Artifact<</Type/Layout>>BDC\nBT\n{text}ET\nEMC\n{tail}")
    });
    assert!(found(&twice, ARTICLE).contains(&"text-hidden"), "{:?}", found(&twice, ARTICLE));
    let covered = rewritten(|content| {
        format!("{content}\n/Artifact<</Type/Layout>>BDC\n0 0 600 900 re f\nEMC\n")
    });
    assert!(found(&covered, ARTICLE).contains(&"text-hidden"));
}

#[test]
fn what_is_no_pdf_is_refused() {
    assert!(verify(b"no PDF", ARTICLE.as_bytes(), &PrintOptions::default()).is_err());
}
