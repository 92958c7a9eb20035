//! Marks inside running text, and lines joined to paragraphs.

use offprint::article::Article;
use offprint::read::{self, Format};

use super::outline::outline;

fn article(text: &str) -> Article {
    read::read(text.as_bytes(), Format::Auto).0.article
}

/// The outline of a text of few words.
#[track_caller]
fn check(text: &str, wanted: &str) {
    assert_eq!(outline(&article(text)).trim_end(), wanted, "outline of {text:?}");
}

#[test]
fn emphasis_is_taken_only_where_its_marks_stand_around_words() {
    check("It is _very_ late, and *strong* too.", "p It is _very_ late, and *strong* too.");
    for literal in [
        "Call snake_case_name here, please.",
        "Then 5 * 3 * 2 is thirty.",
        "See __init__ and ____ there.",
        "One *mark without a partner stands.",
        "Files a_b and c_d differ.",
    ] {
        let inlines = article(literal);
        let wanted = format!("p {literal}");
        assert_eq!(outline(&inlines).trim_end(), wanted, "no marks in {literal:?}");
        let text = format!("{:?}", inlines.blocks);
        assert!(!text.contains("Emphasis") && !text.contains("Strong"), "{text}");
    }
}

#[test]
fn emphasis_goes_over_a_line_end_but_not_over_a_paragraph() {
    let over = article(
        "They said to everybody who asked them that it was _altogether\nimpossible_ to go.",
    );
    assert!(
        format!("{over:?}").contains("Emphasis([Text(\"altogether impossible\")])"),
        "{over:?}"
    );
    let apart = article("It was _altogether bad.\n\nAnd impossible_ to go.");
    assert!(!format!("{apart:?}").contains("Emphasis"), "{apart:?}");
}

#[test]
fn addresses_leave_the_punctuation_of_the_sentence_alone() {
    for (text, target) in [
        ("See https://a.example/b_(c).", "https://a.example/b_(c)"),
        ("(See http://a.example/b), then go.", "http://a.example/b"),
        ("Go to www.a.example, please.", "http://www.a.example"),
        ("Write to me.too@a.example.", "mailto:me.too@a.example"),
        ("Get <ftp://a.example/b?c=d&e=f>.", "ftp://a.example/b?c=d&e=f"),
    ] {
        let found = format!("{:?}", article(text));
        assert!(found.contains(&format!("target: {target:?}")), "{text}: {found}");
    }
    for text in
        ["Run javascript:alert(1) now.", "See file:///etc/passwd there.", "Mail a@b now."]
    {
        assert!(!format!("{:?}", article(text)).contains("Link"), "no link in {text}");
    }
}

#[test]
fn a_hyphen_at_a_line_end_goes_only_when_the_text_has_the_word_without_it() {
    let body = "They spoke of the typesetter at length, and then the old type-\nsetter went home to \
                his well-\nknown house in the hills, where no-\nbody was waiting for the man at all.";
    let (manuscript, diagnostics) = read::read(body.as_bytes(), Format::Auto);
    let text = format!("{:?}", manuscript.article);
    assert!(text.contains("the old typesetter went"), "joined: {text}");
    assert!(text.contains("his well-known house"), "kept: {text}");
    assert!(text.contains("no-body"), "kept where nothing is certain: {text}");
    assert_eq!(
        diagnostics.iter().filter(|d| d.code == "hyphen-joined").count(),
        1,
        "told once"
    );
}

#[test]
fn notes_find_their_marks_and_stray_marks_stay() {
    let text = "A claim that wants proof.[1] Another one that has none.[7]\n\n\
                And a third one, with a star.*\n\n[1] The proof.\n\n* The star.\n";
    let found = article(text);
    assert_eq!(found.notes.len(), 2, "{found:?}");
    assert!(format!("{:?}", found.blocks).contains("[7]"), "the stray mark stays: {found:?}");
    let references = "As shown before [1], it works.\n\nReferences\n\n[1] A. Author, A Book, 1999.\n\n[2] B. Author, Another Book, 2001.\n";
    assert!(article(references).notes.is_empty(), "works are not notes");
}
