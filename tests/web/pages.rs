//! Small pages of `suite/pages`, with texts that their article has or lacks.
//!
//! After a line `=== NAME` stands the page. Lines that begin with a sign say what is expected:
//! `+ TEXT` stands in the article, `- TEXT` does not, `1 TEXT` stands once, `= KIND` is the kind of
//! the page, `T TEXT` is its title, `! CODE` and `!! CODE` are diagnostics that are reported or not. `{1}` to `{8}` are
//! paragraphs; `{1t}` is the text of one.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use offprint::article::plain_text;
use offprint::article::print::{to_json, to_markdown};
use offprint::clean::CleanOptions;

use super::cleaned;

/// Paragraphs of running text, each of two lines and more.
const TEXTS: [&str; 8] = [
    "The first of the long rooms above the harbour was let to a maker of nets, who kept it warm \
     with driftwood and told nobody where he found so much of it in winter.",
    "In the second room, which had no window, lived the ropes. They were hung by length, the \
     shortest next to the door, and whoever took one down had to write his name on a slate.",
    "A third was added when the council understood that wet sails need more air than ropes do, \
     and that a sail which dries badly will tear on the first good day of spring.",
    "Nobody slept in these rooms, at least not by the book of the harbour master, but there was \
     a kettle in each of them, and the kettles were never cold when he came to look.",
    "When the great storm took the roof, the rooms stood open for eleven days, and what was in \
     them was carried into the church, where it hung from the gallery until Easter.",
    "The new roof is of slate from across the water. It was paid for by a widow whose husband \
     had learned his knots there, and her name is cut into the beam above the stairs.",
    "Today the nets are made of something that does not rot, and they come by lorry. The rooms \
     are dry, the slate is still on its nail, and the last name on it cannot be read.",
    "Children are shown the place once a year. They like the kettles best, and one of them asks \
     each time, as children do, why nobody ever thought of moving the warm room downstairs.",
];

/// A text with its paragraphs filled in: as elements, or as texts alone.
fn filled(text: &str, elements: bool) -> String {
    let mut filled = text.to_owned();
    for (number, words) in (1..).zip(TEXTS) {
        filled = filled.replace(&format!("{{{number}t}}"), words);
        let whole = if elements { format!("<p>{words}</p>") } else { words.to_owned() };
        filled = filled.replace(&format!("{{{number}}}"), &whole);
    }
    filled
}

/// The faults of one case.
fn faults(case: &str) -> Vec<String> {
    let signs = ["+ ", "- ", "1 ", "= ", "T ", "! ", "!! "];
    let is_wish = |line: &&str| signs.iter().any(|sign| line.starts_with(sign));
    let (wishes, page): (Vec<&str>, Vec<&str>) = case.lines().partition(is_wish);
    let cleaned = cleaned(&filled(&page.join("\n"), true), &CleanOptions::default());
    let text = to_markdown(&cleaned.article).replace('\\', "");
    let json = to_json(&cleaned.article);
    let reports = |code: &str| cleaned.diagnostics.iter().any(|found| found.code == code);
    let mut faults = Vec::new();
    for wish in wishes {
        let (sign, value) = wish.split_once(' ').expect("a sign and a value");
        let value = filled(value, false);
        let right = match sign {
            "+" => text.contains(&value),
            "-" => !text.contains(&value),
            "1" => text.matches(&value).count() == 1,
            "=" => json.contains(&format!("\"kind\":\"{value}\"")),
            "T" => plain_text(&cleaned.article.meta.title) == value,
            "!" => reports(&value),
            _ => !reports(&value),
        };
        if !right {
            faults.push(format!("{sign} {value}"));
        }
    }
    if !faults.is_empty() {
        faults.push(text);
    }
    faults
}

#[test]
fn every_page_of_the_suite_gives_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/pages");
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let (mut count, mut told) = (0, String::new());
    for name in names {
        let file = fs::read_to_string(&name).unwrap();
        for case in file.split("\n=== ").skip(1) {
            let (title, rest) = case.split_once('\n').expect("a page below its name");
            count += 1;
            let faults = faults(rest);
            if !faults.is_empty() {
                let _ = writeln!(told, "{}: {title}:\n{}", name.display(), faults.join("\n"));
            }
        }
    }
    assert!(count > 40, "the suite is there: {count}");
    assert!(told.is_empty(), "pages that became something else:\n{told}");
}

#[test]
fn the_text_of_the_json_begins_with_the_subtitle() {
    let page = filled(
        "<title>Net mending</title><body><article><header><h1>Net mending</h1><p>For a hundred \
         winters the nets were mended in one room.</p></header>{1}{2}{3}</article>",
        true,
    );
    let cleaned = cleaned(&page, &CleanOptions::default());
    let json = to_json(&cleaned.article);
    assert!(json.contains("\"text\":\"For a hundred winters"), "{json}");
}
