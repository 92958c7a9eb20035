//! Promises of options: pages, themes, leading, removals.

use lopdf::Document;
use lopdf::content::Content;

use super::Desk;

/// Words enough for a page and a half.
fn article(paragraphs: usize) -> String {
    let mut text = String::from("The Lamp\n\n");
    for nth in 0..paragraphs {
        let end = ["in the dark", "by the door", "at the table", "under the stairs"][nth % 4];
        text.push_str(&format!(
            "It was late when number {nth} was called, and the lamp burned low. Nobody had thought \
             of oil, and the whole house waited for the morning without a word, each of them \
             sitting {end} with a hand on the wall.\n\n"
        ));
    }
    text
}

fn pages(pdf: &[u8]) -> usize {
    Document::load_mem(pdf).expect("a PDF").get_pages().len()
}

/// The type size that is used most on the first page, and the least step down from a line to the
/// next that comes more than once and is no less than that size, in points.
fn size_and_leading(pdf: &[u8]) -> (f64, f64) {
    let document = Document::load_mem(pdf).expect("a PDF");
    let id = document.get_pages()[&1];
    let content = Content::decode(&document.get_page_content(id)).expect("operators");
    let mut sizes: Vec<(i64, usize)> = Vec::new();
    let mut steps: Vec<(i64, usize)> = Vec::new();
    let count = |list: &mut Vec<(i64, usize)>, value: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "a few hundred points")]
        let value = (value * 100.0).round() as i64;
        match list.iter_mut().find(|(known, _)| *known == value) {
            Some((_, times)) => *times += 1,
            None => list.push((value, 1)),
        }
    };
    let number = |operand: &lopdf::Object| operand.as_float().map_or(0.0, f64::from);
    let (mut size, mut leading) = (0.0, 0.0);
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "Tf" => size = number(&operands[1]),
            "TL" => leading = number(&operands[0]),
            "T*" => count(&mut steps, leading),
            "Td" if number(&operands[1]) < 0.0 => count(&mut steps, -number(&operands[1])),
            "Tj" | "TJ" => count(&mut sizes, size),
            _ => {}
        }
    }
    let size = sizes.iter().max_by_key(|(_, times)| *times).map_or(0, |(value, _)| *value);
    let steps = steps.iter().filter(|(value, times)| *times > 1 && *value >= size);
    let step = steps.map(|(value, _)| *value).min().unwrap_or(0);
    (size as f64 / 100.0, step as f64 / 100.0)
}

#[test]
fn fit_counts_every_page_that_is_printed() {
    let desk = Desk::new();
    desk.put("article.txt", article(12));
    desk.run(&["article.txt", "--edition", "class", "-o", "plain.pdf"]).ends(0);
    let natural = pages(&desk.read("plain.pdf"));
    for wanted in [natural - 1, natural, natural + 1] {
        let number = wanted.to_string();
        let told = desk.run(&["article.txt", "--edition", "class", "--fit", &number]);
        match told.code {
            Some(0) => {
                told.says(&format!("note: {wanted} page"));
                assert_eq!(pages(&desk.read("article.pdf")), wanted, "{}", told.err);
            }
            _ => {
                assert_ne!(wanted, natural, "what comes by itself can be had: {}", told.err);
                told.ends(1).says("it cannot fill exactly");
            }
        }
    }
    // Fewer pages than by themselves are had here, so that the loop above has seen a success.
    let fewer = (natural - 1).to_string();
    desk.run(&["article.txt", "--edition", "class", "--fit", &fewer]).ends(0);
}

#[test]
fn fit_counts_the_pages_of_a_volume() {
    let desk = Desk::new();
    desk.put("one.txt", article(9));
    desk.put("two.txt", article(7));
    let all = ["one.txt", "two.txt", "--bind", "--edition", "class", "-o", "all.pdf"];
    desk.run(&all).ends(0);
    let natural = pages(&desk.read("all.pdf"));
    let mut had = 0;
    for wanted in [natural - 1, natural] {
        let number = wanted.to_string();
        let told = desk.run(&[&all[..], &["--fit", &number]].concat());
        if told.code == Some(0) {
            assert_eq!(pages(&desk.read("all.pdf")), wanted, "{}", told.err);
            had += 1;
        }
    }
    assert!(had > 0, "{natural} pages come by themselves");
}

#[test]
fn a_theme_holds_beside_an_edition() {
    let desk = Desk::new();
    desk.put("article.txt", article(4));
    desk.put("sheet.toml", "[page]\nline-numbers = 5\nname-line = true\nanswers = 10\n");
    desk.put("small.toml", "[text]\nsize = \"9pt\"\nleading = \"11pt\"\nface = \"serif\"\n");
    let large = ["article.txt", "--edition", "large-print", "-o"];
    desk.run(&[&large[..], &["plain.pdf"]].concat()).ends(0);
    desk.run(&[&large[..], &["sheet.pdf", "--theme", "sheet.toml"]].concat()).ends(0);
    assert_ne!(desk.read("plain.pdf"), desk.read("sheet.pdf"), "the theme is to be seen");
    let document = Document::load_mem(&desk.read("sheet.pdf")).expect("a PDF");
    let text = document.extract_text(&[1]).expect("text");
    assert!(text.contains("Name") && text.contains("Date"), "a line for the name: {text}");
    // The guideline of an edition takes precedence over any theme.
    for theme in ["small.toml", "book", "report", "newspaper"] {
        let paper = ["--paper", "a4", "--theme", theme];
        desk.run(&[&large[..], &["out.pdf"], &paper].concat()).ends(0);
        assert_eq!(size_and_leading(&desk.read("out.pdf")), (18.0, 27.0), "{theme}");
    }
}

#[test]
fn the_leading_of_a_theme_follows_the_size_that_was_asked_for() {
    let desk = Desk::new();
    desk.put("article.txt", article(6));
    for (theme, size, leading) in [
        (&["--theme", "book"][..], 16.0, 14.0 * 16.0 / 10.5),
        (&["--theme", "report"], 18.0, 15.0 * 18.0 / 11.0),
        (&["--theme", "newspaper", "--columns", "1"], 18.0, 11.0 * 18.0 / 8.8),
        (&["--edition", "low-ink", "--columns", "1"], 16.0, 12.0 * 16.0 / 9.5),
        (&["--theme", "book", "--leading", "30pt"], 16.0, 30.0),
    ] {
        let typed = format!("{size}pt");
        let arguments = [&["article.txt", "--font-size", &typed], theme].concat();
        desk.run(&arguments).ends(0);
        let (shown, step) = size_and_leading(&desk.read("article.pdf"));
        assert!((shown - size).abs() < 0.01, "{arguments:?}: {shown}");
        assert!((step - leading).abs() <= 0.13, "{arguments:?}: {step} instead of {leading}");
        // A variable and a configuration say the same as the command line.
        let before = desk.read("article.pdf");
        let mut command = desk.command(&[&["article.txt"], theme].concat());
        command.env("OFFPRINT_FONT_SIZE", &typed);
        assert!(command.status().expect("it runs").success());
        assert_eq!(desk.read("article.pdf"), before, "{arguments:?}");
        desk.put("offprint.toml", format!("font-size = \"{typed}\"\n"));
        desk.run(&[&["article.txt"], theme].concat()).ends(0);
        assert_eq!(desk.read("article.pdf"), before, "{arguments:?}");
        std::fs::remove_file(desk.path("offprint.toml")).expect("to remove it");
    }
    // The size of the theme itself changes nothing.
    desk.run(&["article.txt", "--theme", "book"]).ends(0);
    let own = desk.read("article.pdf");
    desk.run(&["article.txt", "--theme", "book", "--font-size", "10.5pt"]).ends(0);
    assert_eq!(desk.read("article.pdf"), own);
}

#[test]
fn what_was_removed_is_said_in_one_line() {
    let desk = Desk::with_article();
    let line = "article.txt: note: 1 passage removed: print links; --explain lists them\n";
    assert_eq!(desk.run(&["article.txt"]).ends(0).err, line);
    assert_eq!(desk.run(&["article.txt", "-o", "-"]).ends(0).err, line, "not in the PDF");
    assert_eq!(desk.run(&["article.txt", "--dump", "article"]).ends(0).err, line);
    assert_eq!(desk.run(&["article.txt", "--quiet"]).ends(0).err, "");
    let listed = desk.run(&["article.txt", "--explain"]);
    listed.ends(0).says("removed by print-share");
    assert!(!listed.err.contains("--explain lists"), "{}", listed.err);
    desk.put("clean.txt", "The Lamp\n\nIt was late, and the lamp burned low.\n");
    assert_eq!(desk.run(&["clean.txt"]).ends(0).err, "");
    // In a batch there is a line for each article that lost something.
    desk.put(
        "other.txt",
        format!("{}\nFollow us on Twitter\n\nShare this article\n", super::ARTICLE),
    );
    let told = desk.run(&["article.txt", "clean.txt", "other.txt"]);
    told.ends(0).says(line).says("other.txt: note: 3 passages removed: ");
    assert_eq!(told.err.lines().count(), 2, "{}", told.err);
    let told = desk.run(&["other.txt", "article.txt", "--bind", "-o", "all.pdf"]);
    told.ends(0).says(line).says("other.txt: note: 3 passages removed: ");
}

#[test]
fn programs_hear_what_was_removed() {
    let desk = Desk::with_article();
    let told = desk.run(&["article.txt", "--message-format", "json"]);
    let line =
        told.ends(0).err.lines().find(|line| line.contains("\"removals\"")).expect("a line");
    let value: serde_json::Value = serde_json::from_str(line).expect("an object");
    assert_eq!(value["severity"], "note");
    assert_eq!(value["file"], "article.txt");
    assert_eq!(value["passages"], 1);
    assert_eq!(value["kinds"][0]["kind"], "print links");
    assert_eq!(value["kinds"][0]["passages"], 1);
}

#[test]
fn a_line_of_a_letter_never_goes_without_a_word() {
    let desk = Desk::new();
    let letter = "From: A. Writer <a@example.org>\nTo: B. Reader <b@example.org>\nSubject: lamp\n\n\
        It was late, and the lamp burned low. We spoke of it for an hour.\n\nFollow us on Twitter\n\
        Share this e-mail\n\n-- \nA. Writer\n";
    desk.put("mail.txt", letter);
    let told = desk.run(&["mail.txt", "--dump", "article"]);
    let shown = String::from_utf8_lossy(&told.out).into_owned();
    let gone =
        ["Follow us on Twitter", "Share this e-mail"].iter().filter(|it| !shown.contains(*it));
    assert_eq!(gone.count(), 2, "the premise of this test: {shown}");
    told.ends(0).says("mail.txt: note: ").says("removed: ").says("--explain lists them");
}

#[test]
fn an_article_without_faces_is_refused_unless_boxes_are_wanted() {
    let desk = Desk::with_article();
    desk.put("thai.txt", "มนุษย์ทั้งหลายเกิดมามีอิสระ\n\nและเสมอภาคกันในเกียรติศักดิ์\n");
    desk.run(&["thai.txt"])
        .ends(1)
        .says("Thai characters")
        .says("Noto Sans Thai")
        .says("no face has more than half of its letters")
        .says("--force-boxes");
    assert!(!desk.names().contains(&"thai.pdf".to_owned()), "no PDF of boxes");
    desk.run(&["thai.txt", "--force-boxes"]).ends(0).says("Thai characters");
    let words =
        "All of this is English, with two words of Thai (มนุษย์) and of Georgian (ენა).\n";
    desk.put("mixed.txt", words);
    let told = desk.run(&["mixed.txt"]);
    told.ends(0).says("Thai characters").says("Georgian characters");
    let lines = told.err.lines().filter(|line| line.contains("no face has"));
    assert_eq!(lines.count(), 2, "one line for each script: {}", told.err);
}
