//! Links on paper: numbers, the list, divided addresses.

use offprint::article::{Article, Block, BlockKind, Inline, Note};
use offprint::diagnostic::Place;
use offprint::galley::{Item, LineEnd, Role, TextOrigin, line_text};
use offprint::style::{Choices, LinkStyle, NotePlacement, Style};

use super::articles::{Sheets, article, set, table};
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

fn set_links(links: LinkStyle) -> Sheets {
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
    let sheets = set_links(LinkStyle::Notes);
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
            assert_eq!(text.origin, TextOrigin::Furniture);
        }
    }
}

#[test]
fn inline_addresses_stand_behind_their_words() {
    let text = shown(&set_links(LinkStyle::Inline)).replace(['[', ']'], "");
    assert!(text.contains("the tide service (https://example.org/tides),"), "{text}");
    assert!(text.contains("example.org."), "{text}");
}

#[test]
fn without_addresses_there_are_none() {
    assert!(!shown(&set_links(LinkStyle::None)).contains('['));
}

/// An article with links in its heading, text, table and caption, and in the notes it calls.
fn linked_notes(in_text: bool) -> Article {
    let text = |words: &str| Inline::Text(words.to_owned());
    let place = Place::line(1);
    let address = |name: &str| format!("https://example.org/{name}");
    let note = |label: &str, names: &[&str]| {
        let links = names.iter().map(|name| link(&address(name), name));
        let see = std::iter::once(text("See ")).chain(links).collect();
        Note {
            label: label.to_owned(),
            blocks: vec![Block::new(BlockKind::Paragraph(see), place)],
            place,
        }
    };
    let maybe = |name: &str| {
        if in_text { link(&address(name), name) } else { text(name) }
    };
    let mut table = table("Head|Other\none|two");
    table.caption = vec![maybe("caption")];
    table.rows[1].cells[1].blocks =
        vec![Block::new(BlockKind::Paragraph(vec![maybe("cell")]), place)];
    let mut article = article(vec![
        BlockKind::Heading { level: 2, text: vec![maybe("heading")] },
        BlockKind::Paragraph(vec![
            maybe("lamp"),
            text(" called"),
            Inline::NoteRef(0),
            text(" and again"),
            Inline::NoteRef(1),
            text("."),
        ]),
        BlockKind::Table(table),
    ]);
    article.notes = vec![note("1", &["dale", "lamp"]), note("2", &["brook"])];
    article
}

/// The number behind each link and the addresses listed, by number.
fn numbers_and_list(sheets: &Sheets) -> (Vec<(String, usize)>, Vec<String>) {
    let (mut numbers, mut list) = (Vec::new(), Vec::new());
    for entry in &sheets.galley.entries {
        let text: String = entry.lines.iter().map(line_text).collect::<Vec<_>>().join(" ");
        if entry.role == Role::Address {
            let at = text.find("https").expect("an address");
            list.push(text[at..].trim_end_matches([']', ' ']).to_owned());
            continue;
        }
        let mut words = text.as_str();
        while let Some(at) = words.find("[[") {
            let name: String = words[..at]
                .chars()
                .rev()
                .take_while(|c| c.is_alphabetic())
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            let rest = &words[at + 2..];
            let end = rest.find(']').expect("a number ends");
            numbers.push((name, rest[..end].parse().expect("a number")));
            words = &rest[end..];
        }
    }
    (numbers, list)
}

#[test]
fn links_of_text_and_notes_have_one_series_of_numbers() {
    for notes in [NotePlacement::Foot, NotePlacement::End] {
        for in_text in [true, false] {
            let style = Style { notes, ..Style::default() };
            let sheets = set(&linked_notes(in_text), &[], &style);
            assert_sound(&sheets, &style);
            let (numbers, list) = numbers_and_list(&sheets);
            assert_eq!(numbers.len(), if in_text { 7 } else { 3 }, "{numbers:?}");
            for (name, number) in &numbers {
                let wanted = format!("https://example.org/{name}");
                assert_eq!(list.get(number - 1), Some(&wanted), "{name}[{number}] of {list:?}");
            }
            let mut once = list.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), list.len(), "no address is listed twice");
        }
    }
}

/// An article of short paragraphs with a link each: to its own site, but the last.
fn dense(count: usize) -> Article {
    let line = |nth: usize| {
        let target = if nth + 1 == count {
            "https://other.example/far".to_owned()
        } else {
            format!("https://www.site.example/{nth}")
        };
        let text = vec![Inline::Text("Of salt and ".to_owned()), link(&target, "pepper")];
        BlockKind::Paragraph(text)
    };
    let mut article = article((0..count).map(line).collect());
    article.meta.source = Some("https://site.example/salt".to_owned());
    article
}

#[test]
fn an_article_dense_with_links_to_its_site_prints_the_others() {
    let text = |article: &Article, links: LinkStyle| {
        let style = Style::resolve(&Choices { links, ..Choices::default() }).expect("it fits");
        let sheets = set(article, &[], &style);
        let told = sheets.galley.diagnostics.iter().any(|it| it.code == "links-of-site");
        (shown(&sheets), told)
    };
    let (few, told) = text(&dense(40), LinkStyle::Notes);
    assert!(few.contains("other.example/far") && !few.contains("site.example/7"), "{few}");
    assert!(told, "it is reported");
    let (all, told) = text(&dense(40), LinkStyle::All);
    assert!(all.contains("site.example/7") && !told, "{all}");
    let (some, told) = text(&dense(10), LinkStyle::Notes);
    assert!(some.contains("site.example/7") && !told, "{some}");
}
