//! Words that setting takes apart are read back as written.

use offprint::pipeline::{PrintOptions, verify};
use offprint::read::Format;
use offprint::style::{Choices, LinkStyle, Style};

use super::set;

/// Lines of a paragraph begin with a word of so many letters, so that each place of it comes to be
/// a line's end.
const SHIFTS: usize = 60;

/// Texts before, behind and around links whose addresses are shown.
const LINKED: [&str; 24] = [
    "the [handbook](https://example.org/handbook), and more",
    "the [list](https://example.org/list). And more",
    "see also ([the gate](https://example.org/gate)) or so",
    "([the gate](https://example.org/gate) at the start) or so",
    "\u{201C}[quoted](https://example.org/q)\u{201D} and so on",
    "[one](https://example.org/1)[two](https://example.org/2) side by side",
    "[one](https://example.org/1)/[two](https://example.org/2), with a stroke",
    "[one](https://example.org/1) [two](https://example.org/2); [three](https://example.org/3): so",
    "the [hand](https://example.org/hand)book and the un[hand](https://example.org/hand)y",
    "a [lamp](https://example.org/lamp)\u{2014}or two\u{2014}[oil](https://example.org/oil)!",
    "well-[known](https://example.org/known)-as lamps",
    "an *[emphasised](https://example.org/e)*, a **[strong](https://example.org/s)**; and",
    "an [*emphasised*](https://example.org/e), *a [link](https://example.org/l), inside*",
    "[`code`](https://example.org/code), `more`[\u{2019}s](https://example.org/s) and",
    "the ~~[struck](https://example.org/struck)~~, and on",
    "[<https://example.org/shown>](https://example.org/shown), https://example.org/bare, so",
    "[example.org/shown](https://example.org/shown). And so",
    "mail [the clerk](mailto:clerk@example.org), or not",
    "a note[^1], a [note\u{2019}s](https://example.org/note)[^2]. And",
    "the [long one](https://example.org/harbours/of-the-north/approaches.html?chapter=7), so",
    "a [hyphen-](https://example.org/h)\u{2010}ated, a [b-](https://example.org/b-) c",
    "[ spaced ](https://example.org/spaced) , apart",
    "a [line\\\nbreak](https://example.org/break)\\\nand [one](https://example.org/one)\\\n, so",
    "x\u{A0}[fixed](https://example.org/fixed)\u{A0}y, [z](https://example.org/z)\u{A0}.",
];

/// A file in which `texts` stand in paragraphs of every shift, in headings, quotes, lists, tables and
/// notes.
fn article(texts: &[&str]) -> String {
    let mut file = String::from("# The Lamp\n\n");
    for text in texts {
        let word = "n".repeat(7);
        file.push_str(&format!("## A heading, {text}\n\n> It is quoted: {text}\n\n"));
        file.push_str(&format!("- An item of a list, {text}\n- Another item\n\n"));
        if !text.contains('\n') {
            file.push_str("| One | Two |\n|---|---|\n");
            file.push_str(&format!("| {text} | {word} {text} |\n\n"));
        }
    }
    for (nth, text) in texts.iter().enumerate() {
        for shift in (0..SHIFTS).skip(nth % 3).step_by(3) {
            let word = "n".repeat(1 + shift % 20);
            let before = "it was late ".repeat(shift / 20);
            file.push_str(&format!("{before}{word} {text} {text} {word}.\n\n"));
        }
    }
    for (nth, text) in (1..=2).zip(texts) {
        file.push_str(&format!("[^{nth}]: A note, {text}\n"));
    }
    file
}

fn order(links: LinkStyle, language: &str, columns: u32) -> PrintOptions {
    let columns = Some(columns);
    let style = Style::resolve(&Choices { links, columns, ..Choices::default() });
    PrintOptions {
        format: Format::Markdown,
        language: Some(language.parse().expect("a language")),
        style: style.expect("it fits"),
        ..PrintOptions::default()
    }
}

/// Returns the differences of the PDF of `file` from `other`.
#[track_caller]
fn differences(file: &str, other: &str, order: &PrintOptions) -> Vec<String> {
    let print = set(file.as_bytes(), order).expect("it can be set");
    let verdict = verify(&print.pdf, other.as_bytes(), order).expect("it can be read");
    verdict.faults.into_iter().map(|fault| fault.message).collect()
}

#[test]
fn addresses_behind_links_part_no_word_from_what_follows_it() {
    let file = article(&LINKED);
    for links in [LinkStyle::Inline, LinkStyle::Notes, LinkStyle::None] {
        for columns in [1, 2] {
            let order = order(links, "en", columns);
            assert_eq!(differences(&file, &file, &order), [""; 0], "{links:?}, {columns}");
        }
    }
}

#[test]
fn what_is_lost_beside_an_address_is_found() {
    let file = article(&LINKED[..3]);
    let order = order(LinkStyle::Inline, "en", 1);
    for (from, to) in [
        ("), and more", ") and more"),
        ("), and more", "); and more"),
        ("), and more", ") , and more"),
        ("). And", ") And"),
        ("gate)) or", "gate) or"),
        ("([the gate", "[the gate"),
        ("([the gate", "( [the gate"),
        ("[handbook]", "[handbooks]"),
        ("the [handbook]", "[handbook]"),
        ("the [list]", "the[list]"),
        ("more", "much more"),
    ] {
        assert!(file.contains(from), "{from}");
        let found = differences(&file, &file.replacen(from, to, 1), &order);
        assert_eq!(found.len(), 1, "{from} for {to}: {found:?}");
    }
}

/// Words with U+2010, U+002D, apostrophes of every kind and numbers.
const HYPHENED: [(&str, &str); 7] = [
    (
        "uk",
        "П\u{2019}ять об\u{2BC}єктів, сонячно\u{2010}жовтий, північно-східний, \
         по\u{2010}перше, дев'яносто\u{2010}дев'ять, 5\u{2010}й клас, 1990\u{2010}х років; \
         сільськогосподарсько\u{2010}промисловий\u{2010}",
    ),
    (
        "kk",
        "Қазақ\u{2010}орыс шекарасы, әлеуметтік-экономикалық, ата\u{2010}ана, 1990\u{2010}жылдар, \
         т\u{2BC}б, ө'мір, 12\u{202F}345,6 теңге, оқтын\u{2010}оқтын\u{2010}",
    ),
    (
        "ky",
        "Кыргыз\u{2010}өзбек чек арасы, социалдык\u{2010}экономикалык, бала-чака, 1991\u{2010}жыл, \
         5\u{2010}6 жаш, ө\u{2019}мүр, көз\u{2010}карандысыздык\u{2010}",
    ),
    (
        "uz",
        "O\u{2BB}zbekiston, g\u{2018}oya, ma\u{2BC}no, so`z, ijtimoiy\u{2010}iqtisodiy, ota-ona, \
         1991\u{2010}yil, yo\u{2018}l\u{2010}yo\u{2BB}lakay\u{2010}",
    ),
    (
        "yo",
        "Ọ̀rọ̀ àkọ́sọ, ọmọ\u{2010}ọba, díẹ̀\u{2010}díẹ̀, ńlá-ńlá, n'ílé, l\u{2019}ọ́nà, \
         1990\u{2010}ọdún, gbogbo\u{2010}ènìyàn\u{2010}",
    ),
    ("pl", "biało\u{2010}czerwony, polsko-niemiecki, 5\u{2010}ty, czarno\u{2010}biało\u{2010}"),
    (
        "en",
        "well\u{2010}known, well-known, a mother\u{2010}in\u{2010}law, \u{2010}ish, pre\u{2010} and \
         post\u{2010}war, 1990\u{2010}91, double\u{2010}\u{2010} and double-\u{2010}",
    ),
];

#[test]
fn a_hyphen_at_a_lines_end_stays_the_hyphen_it_was() {
    for (tag, text) in HYPHENED {
        let mut file = article(&[text]);
        let lines: Vec<&str> = text.split(' ').collect();
        let code = lines.join("\n");
        file.push_str(&format!("\n```\n{code}\n{text}\n```\n\n"));
        let verse = lines.join("\\\n");
        file.push_str(&format!("{verse}\n\nThe end.\n"));
        for columns in [1, 3] {
            let order = order(LinkStyle::Notes, tag, columns);
            assert_eq!(differences(&file, &file, &order), [""; 0], "{tag}, {columns}");
        }
    }
}

#[test]
fn a_hyphen_that_is_lost_added_or_another_is_found() {
    let file = "The notes\n\n```\nsee the cor\u{2010}\nrections\na well-\nknown lamp\n```\n\n\
                And a pre\u{2010} or post\u{2010}war lamp.\n";
    let order = order(LinkStyle::Notes, "en", 1);
    assert_eq!(differences(file, file, &order), [""; 0]);
    for (from, to) in [
        ("cor\u{2010}\n", "cor-\n"),
        ("cor\u{2010}\n", "cor\n"),
        ("cor\u{2010}\nrections", "corrections"),
        ("rections\n", "rections\u{2010}\n"),
        ("well-\n", "well\u{2010}\n"),
        ("well-\n", "well\n"),
        ("lamp\n```", "lamp-\n```"),
        ("pre\u{2010} or", "pre or"),
        ("post\u{2010}war", "postwar"),
        ("post\u{2010}war", "post-war"),
    ] {
        assert!(file.contains(from), "{from}");
        let found = differences(file, &file.replacen(from, to, 1), &order);
        assert_eq!(found.len(), 1, "{from:?} for {to:?}: {found:?}");
    }
}

/// A table whose last cell holds a list; `column` is what stands in each of the others.
fn table_with_list(columns: usize, column: &str, items: usize) -> String {
    let heads = (0..=columns).map(|nth| format!("<th>Head {nth}</th>")).collect::<String>();
    let cells = format!("<td>{column}</td>").repeat(columns);
    let items = (0..items).map(|nth| format!("<li>a lamp and oil for it, {nth}</li>"));
    let items = items.collect::<String>();
    format!(
        "<!doctype html><html lang=en><title>The Lamp</title><body><h1>The Lamp</h1>\
         <p>It was late, and the lamp burned low. Nobody had thought of oil.</p>\
         <table><tr>{heads}</tr><tr>{cells}<td><p>In order:</p><ol>{items}</ol>\
         <ul><li>matches</li><li>a wick</li></ul><p>That is all.</p></td></tr></table>\
         <p>So they went to bed at last.</p>"
    )
}

#[test]
fn items_of_lists_in_cells_keep_their_numbers_and_their_words() {
    let style = |paper: &str| {
        let paper = Some(paper.parse().expect("a paper"));
        Style::resolve(&Choices { paper, ..Choices::default() }).expect("it fits")
    };
    // A row that is whole, one deeper than a page, and a table that is set as cards.
    for (page, paper) in [
        (table_with_list(1, "Oil", 3), "a4"),
        (table_with_list(1, "Oil", 80), "a6"),
        (table_with_list(9, "Oil and wicks for all the lamps", 12), "a6"),
    ] {
        let order = PrintOptions {
            format: Format::Html,
            style: style(paper),
            ..PrintOptions::default()
        };
        assert_eq!(differences(&page, &page, &order), [""; 0], "{paper}: {page}");
    }
}
