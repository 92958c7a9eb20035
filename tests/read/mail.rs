//! Messages of electronic mail, single and in parts.

use offprint::article::print::to_markdown;
use offprint::clean::{CleanOptions, clean};
use offprint::read::{self, Format};

/// Returns the article of a message as Markdown.
fn article(message: &str) -> String {
    let (manuscript, _) = read::read(message.replace('\n', "\r\n").as_bytes(), Format::Mail);
    to_markdown(&clean(manuscript, &CleanOptions::default()).article)
}

#[test]
fn headers_become_the_title_block_and_the_text_is_decoded() {
    let made = article(
        "From: =?utf-8?Q?Nora_F=C3=AFeld?= <nora@example.org>\nTo: tobias@example.org\n\
         Subject: =?iso-8859-1?Q?The_l=E4mp?=\nDate: Tue, 4 May 2021 10:22:00 +0100\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n\
         Content-Transfer-Encoding: quoted-printable\n\nDear Tobias,\n\nthe l=E4mp at the gate is =\n\
         out.\n\n> Is it lit?\n\nNo.\n",
    );
    assert!(made.contains("# The lämp\n"), "{made}");
    assert!(made.contains("Byline: Nora Fïeld\\\nDate: 2021-05-04"), "{made}");
    assert!(made.contains("the lämp at the gate is out."), "{made}");
    assert!(made.contains("> Is it lit?"), "{made}");
    assert!(!made.contains("Content-Type"), "{made}");
}

#[test]
fn charsets_of_several_bytes_and_base64_are_decoded() {
    let made = article(
        "From: a@example.org\nSubject: =?shift_jis?B?k/qWe4zq?=\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: base64\n\n\
         k/qWe4zq\n",
    );
    assert_eq!(made.matches("日本語").count(), 2, "{made}");
}

#[test]
fn a_message_with_layout_is_a_page_with_its_pictures() {
    let message = "From: Lamp News <news@example.org>\nSubject: Lamps of May\n\
         Date: Tue, 4 May 2021 10:22:00 +0100\nMIME-Version: 1.0\n\
         Content-Type: multipart/related; boundary=A\n\n--A\n\
         Content-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/plain\n\n\
         See the web version.\n\n--B\nContent-Type: text/html; charset=utf-8\n\n\
         <html><head><title>x</title></head><body><h1>Lamps of May</h1><p>The lamp at the gate was \
         lit again in May, after a winter in which nobody had any oil, and people came to see it.</p>\
         <img src=\"cid:lamp@x\" alt=\"The lamp\"><p>It burns from dusk until the first boat, and the \
         keeper writes down how much oil it takes, so that we know for the next year.</p></body>\n\n\
         --B--\n--A\nContent-Type: image/png\nContent-ID: <lamp@x>\n\
         Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\n--A\n\
         Content-Type: application/pdf; name=plan.pdf\n\
         Content-Disposition: attachment; filename=plan.pdf\n\
         Content-Transfer-Encoding: base64\n\nJVBERg==\n\n--A--\n"
        .replace('\n', "\r\n");
    let (manuscript, diagnostics) = read::read(message.as_bytes(), Format::Mail);
    assert!(manuscript.embedded.contains_key("cid:lamp@x"), "{:?}", manuscript.embedded.keys());
    let told = diagnostics.iter().find(|it| it.code == "mail-attachment").expect("it is told");
    assert!(told.message.contains("plan.pdf"), "{}", told.message);
    let made = to_markdown(&clean(manuscript, &CleanOptions::default()).article);
    assert!(made.starts_with("# Lamps of May\n"), "{made}");
    assert!(made.contains("Byline: Lamp News"), "{made}");
    assert!(made.contains("![The lamp](<cid:lamp@x>)"), "{made}");
    assert!(made.contains("first boat") && !made.contains("web version"), "{made}");
}

#[test]
fn bytes_without_headers_are_read_as_text() {
    for message in ["", "\n\n", "just words", "From \n\n", "MIME-Version: 1.0\n\n"] {
        let made = article(message);
        assert!(made.contains("just words") == message.contains("just words"), "{made}");
    }
}
