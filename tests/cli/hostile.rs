//! Articles nobody would write: a whole PDF or a clear line.

use std::env;

use super::{ARTICLE, Desk, assert_whole};

/// `whole` where `OFFPRINT_FULL_SIZE` is set, else a part that a debug build sets in a moment.
fn size(whole: usize, part: usize) -> usize {
    if env::var_os("OFFPRINT_FULL_SIZE").is_some() { whole } else { part }
}

/// Sets these bytes and asserts that a PDF is there, whole, or none and the reason is told.
#[track_caller]
fn assert_ends_well(bytes: impl AsRef<[u8]>) -> i32 {
    let desk = Desk::new();
    desk.put("article.txt", bytes);
    let told = desk.run(&["article.txt", "--quiet"]);
    match told.code {
        Some(0) => assert_whole(&desk.read("article.pdf")),
        Some(1) => {
            told.says("offprint: article.txt: ");
            assert_eq!(desk.names(), ["article.txt"], "no file is left");
        }
        code => panic!("exit code {code:?}; it said:\n{}", told.err),
    }
    assert!(desk.names().len() <= 2, "no temporary file is left: {:?}", desk.names());
    told.code.unwrap_or(-1)
}

#[test]
fn an_article_without_text_is_told_and_leaves_no_file() {
    for nothing in ["", "\n\n\n", " \t \r\n", "\u{feff}", "\u{feff}\n"] {
        assert_eq!(assert_ends_well(nothing), 1, "{nothing:?} holds no text");
    }
}

#[test]
fn nuls_and_broken_encodings_do_not_stop_the_press() {
    assert_eq!(assert_ends_well("before\0after\n"), 0, "a NUL among words");
    assert_ends_well([0; 4096]);
    assert_eq!(assert_ends_well(b"caf\xe9 \xff\xfe \xc0\x80 words\n"), 0, "invalid UTF-8");
    assert_ends_well(b"\xff\xfeh\0e\0l\0l\0o\0 \0\x00\xd8w\0");
    assert_ends_well((0..=255).cycle().take(10_000).collect::<Vec<u8>>());
}

#[test]
fn a_line_of_a_hundred_megabytes_is_set() {
    let line = "all work and no play ".repeat(size(100 << 20, 1 << 20) / 21);
    assert_eq!(assert_ends_well(line), 0, "it is one long paragraph");
}

#[test]
fn a_word_of_a_million_letters_is_set() {
    assert_eq!(assert_ends_well("a".repeat(size(1_000_000, 300_000))), 0, "a long word");
}

#[test]
fn a_million_combining_marks_are_set() {
    let marks = "\u{301}".repeat(1_000_000);
    assert_eq!(assert_ends_well(format!("e{marks} and on")), 0, "marks on one letter");
    assert_ends_well(marks);
}

#[test]
fn signs_that_steer_the_direction_and_lone_line_ends_are_set() {
    assert_eq!(assert_ends_well("one\rtwo\r\rthree\r"), 0, "CR alone");
    assert_eq!(assert_ends_well("\u{202e}evil\u{2066}nest".repeat(100)), 0, "overrides");
    assert_ends_well("\u{2028}\u{2029}\u{85}\u{b}\u{c}\u{1b}[2J words");
}

#[test]
fn words_that_look_like_pdf_do_not_break_out_of_their_strings() {
    let title = r"x) /JS (app.alert) <</S/JavaScript>> endobj %%EOF ]]> </rdf:RDF> \";
    let desk = Desk::new();
    desk.put("article.txt", format!("{title}\n\n{ARTICLE}"));
    let told = desk.run(&["article.txt", "--title", title, "--author", title]);
    told.ends(0);
    assert_whole(&desk.read("article.pdf"));
}
