//! Links on paper: numbers, the list, divided addresses.

use offprint::article::{Article, BlockKind, Inline};
use offprint::galley::{Item, LineEnd, Origin, Role, line_text};
use offprint::style::{Choices, LinkManner, Style};

use super::articles::{Sheets, article, set};
use super::pages::{assert_sound, words};

fn link(target: &str, text: &str) -> Inline {
    Inline::Link { target: target.to_owned(), text: vec![Inline::Text(text.to_owned())] }
}

fn linked() -> Article {
    let long = "https://example.org/harbours/of-the-north/pilotage/approaches.html?chapter=7&page=12\
                &edition=second#soundings-and-bearings";
    article(vec![BlockKind::Paragraph(vec![
        Inline::Text("See ".to_owned()),
        link("https://example.org/tides", "the tide service"),
        Inline::Text(", ".to_owned()),
        link(long, "the pilot"),
        Inline::Text(" and ".to_owned()),
        link("https://example.org/tides", "the service again"),
        Inline::Text(", but not ".to_owned()),
        link("https://example.org/", "example.org"),
        Inline::Text(".".to_owned()),
    ])])
}

fn set_links(links: LinkManner) -> Sheets {
    let style = Style::resolve(&Choices { links, ..Choices::default() }).expect("it fits");
    let sheets = set(&linked(), &[], &style);
    assert_sound(&sheets, &style);
    assert_eq!(
        words(&sheets),
        "Seethetideservice,thepilotandtheserviceagain,butnotexample.org.",
        "numbers and addresses are not the article's"
    );
    sheets
}

fn shown(sheets: &Sheets) -> String {
    let lines = sheets.galley.entries.iter().flat_map(|entry| &entry.lines);
    lines.map(line_text).collect::<Vec<_>>().join(" ")
}

#[test]
fn notes_have_one_number_for_each_address() {
    let sheets = set_links(LinkManner::Notes);
    let text = shown(&sheets);
    assert!(text.contains("service[1]") && text.contains("again[1]"), "{text}");
    assert!(text.contains("pilot[2]") && !text.contains("[3"), "{text}");
    let list = sheets.galley.entries.iter().filter(|entry| entry.role == Role::Address);
    let list: Vec<_> = list.collect();
    assert_eq!(list.len(), 2);
    let lines = &list[1].lines;
    assert!(lines.len() > 1, "the long address is divided");
    for line in &lines[..lines.len() - 1] {
        assert_ne!(line.end, LineEnd::Hyphen, "no hyphen is added to an address");
        let text = line_text(line).replace(['[', ']', '|'], "");
        assert!(!text.ends_with(['.', '-', '?', '&', '=']), "no sign ends a line: {text}");
    }
    let texts = list.iter().flat_map(|entry| &entry.lines).flat_map(|line| &line.items);
    for item in texts {
        if let Item::Text(text) = item {
            assert_eq!(text.origin, Origin::Furniture);
        }
    }
}

#[test]
fn inline_addresses_stand_behind_their_words() {
    let text = shown(&set_links(LinkManner::Inline)).replace(['[', ']'], "");
    assert!(text.contains("the tide service (https://example.org/tides),"), "{text}");
    assert!(text.contains("example.org."), "{text}");
}

#[test]
fn without_addresses_there_are_none() {
    assert!(!shown(&set_links(LinkManner::None)).contains('['));
}
