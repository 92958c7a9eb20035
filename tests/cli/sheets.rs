//! Sheets, editions and volumes at the door.

use super::{Desk, assert_whole};

#[test]
fn the_sheets_of_a_booklet_are_counted_and_told() {
    let desk = Desk::with_article();
    desk.run(&["article.txt", "--booklet", "--verify"])
        .ends(0)
        .says("1 page, 1 sheet, 3 blank (at the end), flip on the short edge");
    assert_whole(&desk.read("article.pdf"));
    desk.run(&["article.txt", "--booklet", "--message-format", "json"])
        .ends(0)
        .says("\"code\":\"imposed\"");
    desk.run(&["article.txt", "--booklet", "--quiet"]).ends(0).is_silent();
}

#[test]
fn what_cannot_be_folded_is_refused_with_a_way_out() {
    let desk = Desk::with_article();
    let refused = |arguments: &[&str], words: &str| {
        desk.run(&[&["article.txt"], arguments].concat()).ends(2).says(words);
    };
    refused(&["--signature", "6"], "4, 8, 12");
    refused(&["--nup", "3"], "2, 4, 6 or 8");
    refused(&["--flip", "long"], "add --booklet");
    refused(&["--booklet", "--nup", "2"], "cannot be used with");
    refused(&["--booklet", "--landscape"], "cannot be used with");
    refused(&["--booklet", "--paper-thickness", "1mm"], "0.6mm");
    refused(&["--edition", "large"], "large-print");
    refused(&["--edition", "large-print", "--font-size", "12pt"], "18pt");
    assert!(!desk.has("article.pdf"), "nothing is written");
}

#[test]
fn low_ink_tells_what_it_spares() {
    let desk = Desk::with_article();
    desk.run(&["article.txt", "--edition", "low-ink"])
        .ends(0)
        .says("1 page, ")
        .says("% less ink than the standard edition");
}

#[test]
fn articles_are_bound_and_one_that_fails_is_left_out() {
    let desk = Desk::with_article();
    desk.put("other.md", "# Another\n\nWords, and more words.\n");
    desk.put("empty.txt", "");
    desk.run(&["article.txt", "other.md", "--bind", "-o", "all.pdf", "--verify"])
        .ends(0)
        .says("complete and in order");
    assert_whole(&desk.read("all.pdf"));
    let told = desk.run(&["article.txt", "empty.txt", "other.md", "--bind", "-o", "some.pdf"]);
    told.ends(1).says("empty.txt");
    assert_whole(&desk.read("some.pdf"));
    assert!(!desk.has("article.pdf"), "no article has a PDF of its own");
    desk.run(&["article.txt", "--bind"]).ends(2).says("--output");
}

/// An address that no line holds, as a paragraph.
fn bad() -> String {
    format!("See https://example.org/{} for more.\n", "x".repeat(130))
}

#[test]
fn the_report_on_a_volume_says_which_article_each_finding_is_in() {
    let desk = Desk::with_article();
    desk.put("bad.md", format!("# Another\n\nWords, and more words.\n\n{}", bad()));
    let volume = ["article.txt", "bad.md", "--bind", "-o", "all.pdf"];
    let told = desk.run(&[&volume[..], &["--report", "json"]].concat());
    told.ends(0).is_silent();
    let report: serde_json::Value = serde_json::from_slice(&told.out).expect("one object");
    assert_eq!(report["file"], "all.pdf");
    assert_eq!(report["pages"].as_array().map(Vec::len), Some(3), "contents and two: {report}");
    let articles = report["articles"].as_array().expect("articles");
    assert_eq!(articles[0]["file"], "article.txt");
    assert_eq!((&articles[1]["file"], &articles[1]["page"]), (&"bad.md".into(), &3.into()));
    let findings = report["findings"].as_array().expect("findings");
    let broken = findings.iter().find(|it| it["code"] == "broken-word").expect("the address");
    assert_eq!((&broken["file"], &broken["source"]), (&"bad.md".into(), &5.into()), "{broken}");
    assert_eq!(report["faults"], findings.iter().filter(|it| it["fault"] == true).count());
    let told = desk.run(&[&volume[..], &["--report", "text"]].concat());
    let text = String::from_utf8_lossy(&told.ends(0).out).into_owned();
    assert!(text.starts_with("all.pdf\npages "), "{text}");
    let after = text.split("\nbad.md, page 3\n").nth(1).expect("its own part");
    assert!(after.contains("! page 3, line ") && after.contains("broken-word"), "{text}");
    assert!(text.contains("\narticle.txt, page 2\n"), "{text}");
    let told = desk.run(&[&volume[..], &["--strict"]].concat());
    told.ends(4).says("bad.md:5: warning: line ").says("(page 3)");
    desk.run(&["article.txt", "--bind", "-o", "one.pdf", "--strict"]).ends(0);
}

#[test]
fn a_volume_fills_the_pages_that_are_asked_for_or_says_why_not() {
    let desk = Desk::new();
    let words = "It was late, and the lamp burned low in the window of the house. ".repeat(60);
    for name in ["a.txt", "b.txt", "c.txt"] {
        desk.put(name, format!("The lamp of {name}\n\n{words}\n\n{words}\n\n{words}\n"));
    }
    let volume = ["a.txt", "b.txt", "c.txt", "--bind", "-o", "all.pdf", "--report", "json"];
    let pages = |told: &super::Told| {
        let report: serde_json::Value = serde_json::from_slice(&told.out).expect("a report");
        report["pages"].as_array().map_or(0, Vec::len)
    };
    let natural = pages(desk.run(&volume).ends(0));
    assert!(natural > 6, "{natural}");
    for wanted in [natural - 2, natural - 1, natural, natural + 1] {
        let fit = wanted.to_string();
        let told = desk.run(&[&volume[..], &["--fit", &fit, "--verify"]].concat());
        assert_eq!(pages(told.ends(0)), wanted, "{}", told.err);
        told.says(&format!("all.pdf: note: {wanted} pages: ")).says("complete and in order");
    }
    desk.run(&["a.txt", "b.txt", "c.txt", "--bind", "-o", "no.pdf", "--fit", "2"])
        .ends(1)
        .says("no.pdf: it cannot fill exactly 2 pages")
        .says("ask for --fit");
    assert!(!desk.has("no.pdf"));
}

#[cfg(feature = "preview")]
#[test]
fn pages_of_a_volume_are_shown() {
    let desk = Desk::with_article();
    desk.put("other.md", "# Another\n\nWords, and more words.\n");
    let shown = ["preview", "article.txt", "other.md", "--bind", "--dpi", "36"];
    desk.run(&[&shown[..], &["-o", "all.png"]].concat()).ends(0);
    assert!(desk.has("all-1.png") && desk.has("all-3.png"), "{:?}", desk.names());
    desk.run(&shown).ends(2).says("name it with --output");
}
