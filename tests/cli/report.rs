//! `--report` and `--strict`.

use std::collections::BTreeSet;

use offprint::report::FindingKind;

use super::Desk;

/// An article with an address that no line holds.
const BAD: &str = "A headline\n\nSome words before it, and then some more of them to fill a line \
    of text.\n\nSee https://example.org/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx for more.\n";

#[test]
fn the_report_is_one_json_object_for_each_article() {
    let desk = Desk::with_article();
    desk.put("bad.txt", BAD);
    let told = desk.run(&["article.txt", "bad.txt", "--report", "json"]);
    told.ends(0);
    let out = String::from_utf8(told.out.clone()).expect("text");
    let objects: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let [good, bad] = objects.as_slice() else { panic!("two objects: {out}") };
    assert_eq!(good["version"], 1);
    assert_eq!(good["file"], "article.txt");
    assert_eq!(good["faults"], 0, "{good}");
    assert_eq!(good["pages"][0]["page"], 1, "{good}");
    let finding = &bad["findings"][0];
    assert_eq!(finding["code"], "broken-word", "{bad}");
    assert_eq!(finding["source"], 5, "{bad}");
    assert_eq!(finding["fault"], true, "{bad}");
    assert!(desk.has("article.pdf") && desk.has("bad.pdf"), "the PDFs are there too");
}

/// The words in backquotes of the first column of the table under `head` in `docs/report.md`.
fn documented(head: &str) -> BTreeSet<String> {
    let table = include_str!("../../docs/report.md").split(head).nth(1).expect("a table");
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    let first = rows.filter_map(|row| row.split('|').nth(1));
    first.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

fn keys(object: &serde_json::Value) -> BTreeSet<String> {
    object.as_object().expect("an object").keys().cloned().collect()
}

#[test]
fn the_documented_schema_names_every_key_and_no_other() {
    let desk = Desk::new();
    desk.put("bad.txt", BAD);
    let told = desk.run(&["bad.txt", "--report", "json"]);
    let object: serde_json::Value = serde_json::from_slice(&told.out).expect("JSON");
    assert_eq!(keys(&object), documented("| key | is |"));
    assert_eq!(keys(&object["findings"][0]), documented("| key of a finding | is |"));
    let parts = |row: &str| -> BTreeSet<String> {
        let text = include_str!("../../docs/report.md");
        let row = text.lines().find(|line| line.starts_with(row)).expect("a row");
        row.split('`').skip(3).step_by(2).map(str::to_owned).collect()
    };
    assert_eq!(keys(&object["pages"][0]), parts("| `pages`"));
    assert_eq!(keys(&object["adjustment"]), parts("| `adjustment`"));
    let codes = documented("| code | when | a fault | measure |");
    let known: BTreeSet<String> =
        FindingKind::ALL.iter().map(|kind| kind.code().to_owned()).collect();
    assert_eq!(codes, known);
}

#[test]
fn strict_names_the_faults_and_ends_with_four() {
    let desk = Desk::with_article();
    desk.put("bad.txt", BAD);
    desk.run(&["article.txt", "--strict"]).ends(0).is_silent();
    desk.run(&["article.txt", "bad.txt", "--strict"])
        .ends(4)
        .says("bad.txt:5: warning: line ")
        .says("a word is divided where no rule allows it (page 1)");
    assert!(desk.has("bad.pdf"), "the PDF is written all the same");
}

#[test]
fn a_report_gives_way_to_a_pdf_on_standard_output() {
    let desk = Desk::with_article();
    let told = desk.run(&["article.txt", "-o", "-", "--report", "text"]);
    told.ends(0).says("faults");
    assert!(told.out.starts_with(b"%PDF"), "standard output is the PDF's");
    let told = desk.run(&["article.txt", "--report", "text"]);
    told.ends(0).is_silent();
    assert!(String::from_utf8_lossy(&told.out).contains("hyphens"), "{:?}", told.out);
}

#[test]
fn the_contents_name_pages_and_are_no_words_of_the_article() {
    let desk = Desk::new();
    let filler = "Some words that fill a page, again and again, until it is full. ".repeat(60);
    let text = format!("A headline\n\nFirst part\n\n{filler}\n\nSecond part\n\n{filler}\n");
    desk.put("long.txt", &text);
    desk.run(&["long.txt", "--toc", "--verify"]).ends(0);
    let told = desk.run(&["long.txt", "--toc", "--dump", "pages"]);
    let dump = String::from_utf8_lossy(&told.out).into_owned();
    let first = dump.split("\npage 2:").next().unwrap_or_default();
    let count = first.lines().filter(|line| line.contains("contents")).count();
    assert_eq!(count, 2, "a line for each heading:\n{first}");
}

#[test]
fn every_subcommand_is_well_formed() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0);
    desk.run(&["verify", "article.pdf", "--against", "article.txt"]).ends(0);
}
