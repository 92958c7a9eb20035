//! `--report` and `--strict`.

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
