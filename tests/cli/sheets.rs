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
        .says("each in its place");
    assert_whole(&desk.read("all.pdf"));
    let told = desk.run(&["article.txt", "empty.txt", "other.md", "--bind", "-o", "some.pdf"]);
    told.ends(1).says("empty.txt");
    assert_whole(&desk.read("some.pdf"));
    assert!(!desk.has("article.pdf"), "no article has a PDF of its own");
    desk.run(&["article.txt", "--bind"]).ends(2).says("--output");
}
