//! Output files, messages and exit codes.

use std::fs;

use super::{Desk, assert_whole};

#[test]
fn an_article_becomes_a_pdf_beside_it_and_nothing_is_said() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0).is_silent();
    assert_whole(&desk.read("article.pdf"));
    assert_eq!(desk.names(), ["article.pdf", "article.txt"], "nothing else is left");
}

#[test]
fn output_names_the_file_and_may_be_standard_output() {
    let desk = Desk::with_article();
    desk.run(&["article.txt", "-o", "other.pdf"]).ends(0).is_silent();
    let told = desk.run(&["article.txt", "--output", "-"]);
    told.ends(0).is_silent();
    assert_eq!(told.out, desk.read("other.pdf"), "the same bytes by both ways");
    assert!(!desk.has("article.pdf"), "no file beside");
}

#[test]
fn standard_input_goes_to_standard_output_or_a_named_file() {
    let desk = Desk::new();
    for arguments in [&["-"][..], &["-", "-o", "-"]] {
        let told = desk.feed(arguments, super::ARTICLE.as_bytes());
        told.ends(0).is_silent();
        assert_whole(&told.out);
    }
    desk.feed(&["-", "-o", "out.pdf"], super::ARTICLE.as_bytes()).ends(0);
    assert_whole(&desk.read("out.pdf"));
    desk.feed(&["-", "--out-dir", "x"], b"words").ends(2).says("standard input has no name");
    desk.feed(&["-", "-"], b"words").ends(2).says("only once");
    desk.feed(&["-", "--files-from", "-"], b"words").ends(2).says("only once");
}

#[test]
fn many_articles_go_beside_themselves_or_into_a_folder_that_is_made() {
    let desk = Desk::with_article();
    desk.put("second.text", "Another one.\n");
    desk.run(&["article.txt", "second.text"]).ends(0).is_silent();
    assert_whole(&desk.read("second.pdf"));
    desk.run(&["article.txt", "second.text", "--out-dir", "new/print"]).ends(0).is_silent();
    for name in ["article.pdf", "second.pdf"] {
        assert_eq!(desk.read(name), desk.read(&format!("new/print/{name}")), "{name}");
    }
}

#[test]
fn one_bad_article_stops_no_other_and_the_greatest_code_wins() {
    let desk = Desk::with_article();
    desk.put("empty.txt", "");
    desk.run(&["missing.txt", "empty.txt", "article.txt"]).ends(3).says("missing.txt: no such");
    assert_whole(&desk.read("article.pdf"));
    assert!(!desk.has("empty.pdf"), "no file for an article without text");
    desk.run(&["empty.txt", "article.txt"]).ends(1).says("empty.txt: there is no text");
}

#[test]
fn messages_keep_the_order_of_the_articles_on_any_number_of_threads() {
    let desk = Desk::with_article();
    let missing: Vec<String> = (0..20).map(|n| format!("missing{n}.txt")).collect();
    for jobs in ["1", "4"] {
        let mut arguments: Vec<&str> = missing.iter().map(String::as_str).collect();
        arguments.extend(["article.txt", "--jobs", jobs]);
        let told = desk.run(&arguments);
        let named: Vec<&str> = told
            .err
            .lines()
            .filter_map(|line| line.strip_prefix("offprint: ")?.split_once(':'))
            .map(|(name, _)| name)
            .filter(|name| name.ends_with(".txt"))
            .collect();
        assert_eq!(named, missing, "with {jobs} threads");
    }
}

#[test]
fn wrong_usage_ends_with_two_before_any_work_and_says_how_to_mend_it() {
    let desk = Desk::with_article();
    desk.put("article.md", "words");
    let cases: [(&[&str], &str); 25] = [
        (
            &["prnt", "article.txt"],
            "prnt: no such file\n  help: did you mean the command `offprint print`?",
        ),
        (&["verifiy", "article.pdf", "--against", "article.txt"], "command `offprint verify`?"),
        (&["article.txt", "--paper", "210x297"], "210x297mm or 8.5x11in"),
        (&["article.txt", "--leading", "wide"], "a multiple of the font size such as 1.5"),
        (&["file://elsewhere.example/article.txt"], "not the address of a file"),
        (&[], "name an ARTICLE, such as: offprint article.txt"),
        (&["article.txt", "--edition", "larg"], "did you mean `large-print`?"),
        (&["article.txt", "--theme", "bok"], "did you mean book?"),
        (&["article.txt", "--bind"], "name it with --output"),
        (&["article.txt", "--papr", "a4"], "--paper"),
        (&["article.txt", "--paper", "a44"], "a4, a5"),
        (&["article.txt", "--margin", "100mm"], "lines of 10.0 mm"),
        (&["article.txt", "--margin", "1,2,3"], "1, 2 or 4"),
        (&["article.txt", "--margin=-5mm"], "choose 0 or more"),
        (&["article.txt", "--font-size", "2pt"], "4pt to 72pt"),
        (&["article.txt", "--font-size", "12em"], "not a length"),
        (&["article.txt", "--leading", "5pt"], "leading"),
        (&["article.txt", "--footer", "{pags}"], "did you mean {pages}?"),
        (&["article.txt", "--headline", "{title"], "`{{`"),
        (&["article.txt", "--lang", "12"], "language tag"),
        (&["article.txt", "--drop", ""], "match everything"),
        (&["article.txt", "--first-page", "0"], "1..=999999"),
        (&["article.txt", "./article.txt"], "both article.txt and ./article.txt"),
        (&["article.txt", "article.md", "-o", "x.pdf"], "--out-dir"),
        (&["article.txt", "--dump", "pages", "-o", "x.pdf"], "--output"),
    ];
    for (arguments, words) in cases {
        let told = desk.run(arguments);
        assert_eq!(told.code, Some(2), "{arguments:?} said:\n{}", told.err);
        told.says(words);
    }
    assert_eq!(desk.names(), ["article.md", "article.txt"], "nothing was begun");
}

#[test]
fn the_article_itself_is_never_overwritten_not_even_with_force() {
    let desk = Desk::with_article();
    desk.put("article.pdf", super::ARTICLE);
    for arguments in [
        &["article.txt", "-o", "article.txt", "--force"][..],
        &["article.txt", "-o", "./article.txt"],
        &["article.pdf", "--force"],
    ] {
        desk.run(arguments).ends(2).says("overwrite the article");
    }
    assert_eq!(desk.read("article.txt"), super::ARTICLE.as_bytes(), "as it was");
    assert_eq!(desk.read("article.pdf"), super::ARTICLE.as_bytes(), "as it was");
}

#[test]
fn a_file_of_others_is_overwritten_only_with_force_ours_and_empty_ones_always() {
    let desk = Desk::with_article();
    for foreign in ["notes", "%PDF-1.7\n%\u{e2}\u{e3}\nsomebody else's\n%%EOF\n"] {
        desk.put("article.pdf", foreign);
        desk.run(&["article.txt"]).ends(3).says("article.pdf: it exists").says("--force");
        assert_eq!(desk.read("article.pdf"), foreign.as_bytes(), "as it was");
    }
    desk.run(&["article.txt", "--force"]).ends(0).is_silent();
    let ours = desk.read("article.pdf");
    desk.run(&["article.txt"]).ends(0).is_silent();
    assert_eq!(desk.read("article.pdf"), ours, "ours is set anew without asking");
    desk.put("article.pdf", "");
    desk.run(&["article.txt"]).ends(0).is_silent();
    assert_eq!(desk.read("article.pdf"), ours, "an empty file holds nothing to lose");
}

#[test]
fn what_cannot_be_read_or_written_ends_with_three_and_one_clear_line() {
    let desk = Desk::with_article();
    fs::create_dir(desk.path("folder")).expect("a folder");
    let cases: [(&[&str], &str); 6] = [
        (&["missing.txt"], "offprint: missing.txt: no such file\n  help: check the name"),
        (&["artcle.txt"], "artcle.txt: no such file\n  help: did you mean article.txt?"),
        (&["folder"], "offprint: folder: there are no articles in this folder\n  help: "),
        (&["article.txt", "-o", "folder"], "offprint: folder: it is a folder\n  help: "),
        (&["article.txt", "-o", "no/x.pdf"], "cannot write it: no such folder\n  help: "),
        (&["article.txt", "--out-dir", "article.txt/x"], "cannot create the folder"),
    ];
    for (arguments, words) in cases {
        desk.run(arguments).ends(3).says(words);
    }
    assert_eq!(desk.names(), ["article.txt", "folder"], "nothing is left");
}

#[test]
fn dump_prints_a_stage_on_standard_output_and_writes_no_file() {
    let desk = Desk::with_article();
    for stage in ["article", "galley", "pages"] {
        let told = desk.run(&["article.txt", "--dump", stage]);
        told.ends(0);
        assert!(!told.out.is_empty(), "{stage} is printed");
    }
    let told = desk.run(&["article.txt", "--dump", "article", "--message-format", "json"]);
    told.ends(0);
    let json: serde_json::Value = serde_json::from_slice(&told.out).expect("JSON");
    assert!(json.get("title").is_some(), "the article as JSON has a title");
    assert_eq!(desk.names(), ["article.txt"], "no PDF");
}

#[test]
fn json_messages_are_one_object_to_a_line_with_the_same_keys() {
    let desk = Desk::with_article();
    desk.put("odd.txt", "A sign that no face has: \u{13000}\n");
    let told =
        desk.run(&["missing.txt", "odd.txt", "article.txt", "-v", "--message-format=json"]);
    told.ends(3);
    let mut severities = Vec::new();
    for line in told.err.lines() {
        let message: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        for key in ["severity", "code", "file", "line", "page", "message", "hint"] {
            assert!(message.get(key).is_some(), "{key} is missing in {line}");
        }
        severities.push(message["severity"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(severities.first().map(String::as_str), Some("error"), "in order");
    assert!(severities.iter().any(|severity| severity == "warning"), "the odd sign");
    assert!(severities.iter().any(|severity| severity == "note"), "what was written");
}

#[test]
fn articles_of_one_name_and_two_formats_have_pdfs_of_their_own() {
    let desk = Desk::with_article();
    desk.put("article.md", "words");
    desk.put("other.md", "words");
    desk.run(&["article.txt", "article.md", "other.md", "--quiet"]).ends(0);
    let names = ["article-md.pdf", "article-txt.pdf", "article.md", "article.txt"];
    assert_eq!(desk.names()[..4], names, "the format tells them apart");
    assert_eq!(desk.names()[4..], ["other.md", "other.pdf"], "other names stay");
}

#[test]
fn the_address_of_a_file_is_read_like_its_path() {
    let desk = Desk::with_article();
    desk.put("two words.txt", super::ARTICLE);
    let folder = desk.path("").canonicalize().expect("a folder");
    let address = format!("file://{}/two%20words.txt", folder.display());
    desk.run(&[&address]).ends(0).is_silent();
    assert!(desk.names().contains(&"two words.pdf".to_owned()), "{:?}", desk.names());
}

#[test]
fn a_small_leading_is_a_multiple_of_the_font_size() {
    let desk = Desk::with_article();
    desk.run(&["article.txt", "--font-size", "12pt", "--leading", "18pt"]).ends(0);
    let wanted = desk.read("article.pdf");
    for leading in ["1.5", "150%", "18"] {
        desk.run(&["article.txt", "--font-size", "12pt", "--leading", leading]).ends(0);
        assert_eq!(desk.read("article.pdf"), wanted, "{leading}");
    }
}

#[test]
fn a_size_that_is_typed_scales_the_leading_of_a_theme() {
    let desk = Desk::with_article();
    for theme in ["book", "report", "newspaper"] {
        for size in ["7pt", "18pt", "30pt"] {
            let arguments = ["article.txt", "--theme", theme, "--font-size", size, "--quiet"];
            desk.run(&arguments).ends(0).is_silent();
        }
    }
}

/// The only line of a run that ends with wrong usage, as JSON.
#[track_caller]
fn usage_error(told: &super::Told) -> serde_json::Value {
    told.ends(2);
    let mut lines = told.err.lines();
    let line = lines.next().unwrap_or_default();
    assert_eq!(lines.next(), None, "one line: {}", told.err);
    let message: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(message["severity"], "error", "{line}");
    for key in ["severity", "code", "file", "line", "page", "message", "hint"] {
        assert!(message.get(key).is_some(), "{key} is missing in {line}");
    }
    message
}

#[test]
fn wrong_usage_is_json_where_json_is_asked_for() {
    let desk = Desk::with_article();
    let cases: [(&[&str], &str); 8] = [
        (&["article.txt", "--papr", "a4"], "there is no option --papr"),
        (&["article.txt", "--paper", "a44"], "invalid value 'a44'"),
        (&["article.txt", "--booklet", "--nup", "2"], "cannot be used with"),
        (&["article.txt", "--fit"], "a value is required"),
        (&["verify", "article.pdf"], "--against"),
        (&["article.txt", "--margin", "100mm"], "lines of 10.0 mm"),
        (&["article.txt", "--edition", "larg"], "large-print"),
        (&["fonts", "--nonsense"], "there is no option --nonsense"),
    ];
    for (arguments, words) in cases {
        for asked in [&["--message-format", "json"][..], &["--message-format=json"]] {
            let message = usage_error(&desk.run(&[arguments, asked].concat()));
            let text = message["message"].as_str().unwrap_or_default();
            assert!(text.contains(words) && !text.contains("Usage:"), "{arguments:?}: {text}");
        }
        let mut command = desk.command(arguments);
        command.env("OFFPRINT_MESSAGE_FORMAT", "json");
        usage_error(&super::Told::of(&command.output().expect("to run")));
        // What is typed last counts, and a word behind `--` is an article.
        let mut command = desk.command(&[arguments, &["--message-format", "human"]].concat());
        command.env("OFFPRINT_MESSAGE_FORMAT", "json");
        let told = super::Told::of(&command.output().expect("to run"));
        assert!(!told.ends(2).err.starts_with('{'), "{}", told.err);
        let told = desk.run(&[arguments, &["--", "--message-format=json"]].concat());
        assert!(!told.err.starts_with('{'), "{}", told.err);
    }
    desk.put("bad.toml", "papr = 1\n");
    let mut command = desk.command(&["article.txt", "--config", "bad.toml"]);
    command.env("OFFPRINT_MESSAGE_FORMAT", "json");
    usage_error(&super::Told::of(&command.output().expect("to run")));
    // Help is no message.
    let told = desk.run(&["--help", "--message-format", "json"]);
    assert!(told.ends(0).out.starts_with(b"Turns any article"), "help as ever");
}

#[test]
fn no_name_of_a_file_hides_how_it_ends() {
    let desk = Desk::new();
    let over = "\u{202e}\u{2066}\u{200f}\u{61c}";
    desk.put(&format!("{over}fdp.exe.txt"), super::ARTICLE);
    let article = format!("{over}fdp.exe.txt");
    desk.run(&[&article]).ends(0);
    assert!(desk.has("fdp.exe.pdf"), "{:?}", desk.names());
    desk.run(&[&article, "--name", "{stem}-{n}"]).ends(0);
    assert!(desk.has("fdp.exe-1.pdf"), "{:?}", desk.names());
    let title = format!("Evil {over}fdp.exe");
    desk.run(&[&article, "--title", &title, "--name", "{title}"]).ends(0);
    assert!(desk.has("Evil fdp.exe.pdf"), "{:?}", desk.names());
    desk.put(&format!("{over}.txt"), super::ARTICLE);
    desk.run(&[&format!("{over}.txt")]).ends(0);
    assert!(desk.has("article.pdf"), "{:?}", desk.names());
    for title in ["NUL", "nul.txt", "com0", "LPT\u{b9}.x", "Prn"] {
        let told = desk.run(&[&article, "--title", title, "--name", "{title}", "-v"]);
        told.ends(0).says(&format!("article-{title}.pdf written"));
    }
    desk.run(&[&article, "-o", "a.pdf", "--attach-source"]).ends(0);
    let pdf = desk.read("a.pdf");
    let utf16: Vec<u8> = [0x20, 0x2e].into();
    let hides = |part: &[u8]| pdf.windows(part.len()).any(|bytes| bytes == part);
    assert!(!hides(&[&utf16[..], &[0, b'f', 0, b'd']].concat()), "the attachment's name");
}

#[test]
fn warnings_are_told_unless_quiet_and_notes_only_when_verbose() {
    let desk = Desk::new();
    desk.put("odd.txt", "A sign that no face has: \u{13000}\n");
    desk.run(&["odd.txt"]).ends(0).says("odd.txt:1: warning: ");
    desk.run(&["odd.txt", "--quiet"]).ends(0).is_silent();
    desk.run(&["odd.txt", "--verbose"]).ends(0).says("odd.pdf written, 1 page");
    desk.run(&["missing.txt", "--quiet"]).ends(3).says("no such file");
}

#[test]
fn names_that_could_steer_a_terminal_or_forge_a_line_are_escaped() {
    let desk = Desk::new();
    let told = desk.run(&["evil\n\u{1b}[31moffprint: all is well\u{202e}.txt"]);
    told.ends(3).says(r"evil\n\u{1b}[31moffprint: all is well\u{202e}.txt: no such file");
    assert_eq!(told.err.lines().count(), 2, "one line and its help");
}

#[test]
fn same_article_and_options_give_the_same_bytes_everywhere() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0);
    let first = desk.read("article.pdf");
    let elsewhere = Desk::new();
    let path = desk.path("article.txt");
    let path = path.to_str().expect("a path in UTF-8");
    for (variable, value) in [
        ("TZ", "Pacific/Kiritimati"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "de_DE.ISO-8859-1"),
        ("HOME", "/nowhere"),
        ("COLUMNS", "20"),
        ("RAYON_NUM_THREADS", "7"),
    ] {
        let mut command = elsewhere.command(&[path, "-o", "out.pdf", "--jobs", "3"]);
        let status = command.env(variable, value).status().expect("the binary to run");
        assert!(status.success(), "{variable}={value}");
        assert_eq!(elsewhere.read("out.pdf"), first, "{variable}={value}");
    }
}

#[test]
fn the_date_of_making_comes_from_the_environment_and_must_be_one() {
    let desk = Desk::with_article();
    let with = |epoch: &str| {
        let mut command = desk.command(&["article.txt", "-o", "-"]);
        super::Told::of(&command.env("SOURCE_DATE_EPOCH", epoch).output().expect("to run"))
    };
    let without = desk.run(&["article.txt", "-o", "-"]).out;
    assert_eq!(with("").out, without, "set to nothing is not set");
    assert_ne!(with("1700000000").out, without, "the date is in the file");
    assert_eq!(with("1700000000").out, with("1700000000").out, "the same date, the same bytes");
    for wrong in ["yesterday", "-1", "1e9", "99999999999999"] {
        with(wrong).ends(2).says("SOURCE_DATE_EPOCH");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let desk = Desk::new();
    let version = desk.run(&["--version"]);
    version.ends(0).is_silent();
    let expected = format!("offprint {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8_lossy(&desk.run(&["-V"]).out), expected, "name and version");
    let told = String::from_utf8_lossy(&version.out).into_owned();
    assert!(told.starts_with(&expected), "{told}");
    for fact in ["target: ", "compiler: rustc 1.", "profile: ", "features: "] {
        assert!(told.contains(fact), "--version should tell the {fact}in:\n{told}");
    }
    let long = String::from_utf8_lossy(&desk.run(&["--help"]).ends(0).out).into_owned();
    for promise in ["Exit codes", "SOURCE_DATE_EPOCH", "{pages}", "standard error", "1 GiB"] {
        assert!(long.contains(promise), "--help should tell of {promise}");
    }
    let short = desk.run(&["-h"]).out;
    let lines = String::from_utf8_lossy(&short).lines().count();
    assert!(lines <= 90, "-h is seen at a glance, and has {lines} lines");
    assert!(long.lines().count() > 2 * lines, "--help tells all");
}
