//! A PDF that somebody changed is not overwritten unasked.

use super::{Desk, assert_whole};

/// Appends to a PDF as a viewer does that saves a note into it (ISO 32000-1, 7.5.6).
fn with_note(pdf: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let before = text.rsplit("startxref\n").next().and_then(|rest| rest.lines().next());
    let before = before.expect("the offset of the cross-reference stream");
    let mut changed = pdf.to_vec();
    let object = changed.len();
    changed
        .extend(b"900 0 obj\n<</Type/Annot/Subtype/Text/Contents(Ask about this)>>\nendobj\n");
    let start = changed.len();
    let table = format!(
        "xref\n900 1\n{object:010} 00000 n \ntrailer\n<</Size 901/Prev {before}>>\nstartxref\n\
         {start}\n%%EOF\n"
    );
    changed.extend(table.as_bytes());
    changed
}

#[test]
fn notes_in_a_pdf_are_not_overwritten_unasked() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0);
    let ours = desk.read("article.pdf");
    let position = ours.len() / 2;
    let mut one_byte = ours.clone();
    one_byte[position] ^= 1;
    let cut = ours[..ours.len() - 40].to_vec();
    let padded = [&ours[..], b"\n"].concat();
    // An editor that writes the file anew, but keeps the comments at its head.
    let head = ours.windows(10).position(|part| part == b"%Offprint\n").expect("the mark") + 10;
    let rewritten = [&ours[..head], b"1 0 obj\n<<>>\nendobj\nstartxref\n40\n%%EOF\n"].concat();
    for changed in [with_note(&ours), one_byte, cut, padded, rewritten] {
        desk.put("article.pdf", &changed);
        let told = desk.run(&["article.txt"]);
        told.ends(3).says("article.pdf: it exists, and was changed since Offprint wrote it");
        told.says("--force").says("--output");
        assert_eq!(desk.read("article.pdf"), changed, "as it was");
        desk.run(&["article.txt", "letter.txt", "--bind", "-o", "article.pdf"]).ends(3);
        desk.run(&["article.txt", "-o", "other.pdf"]).ends(0);
        desk.run(&["article.txt", "--force"]).ends(0);
        assert_eq!(desk.read("article.pdf"), ours, "the same bytes as ever");
    }
}

#[test]
fn a_pdf_as_it_was_written_is_replaced_in_every_form() {
    let desk = Desk::with_article();
    let forms: [&[&str]; 6] = [
        &[],
        &["--pdf-standard", "none"],
        &["--attach-source"],
        &["--booklet"],
        &["--edition", "large-print"],
        &["--bind"],
    ];
    for form in forms {
        for _ in 0..2 {
            desk.run(&[&["article.txt", "-o", "out.pdf"], form].concat()).ends(0);
            assert_whole(&desk.read("out.pdf"));
        }
    }
}
