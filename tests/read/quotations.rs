//! Quotations of pages (`<q>`) in the languages of their places.

use offprint::article::print::to_text;
use offprint::clean::{CleanOptions, clean};
use offprint::edit::{EditOptions, edit};
use offprint::jobs::Jobs;
use offprint::read::{self, Format};

/// The text of a page as it is set; `␣` stands for a no-break space.
fn text(page: &str) -> String {
    let (manuscript, _) = read::read(page.as_bytes(), Format::Html);
    let options = CleanOptions { content: Some("body".to_owned()), ..CleanOptions::default() };
    let cleaned = clean(manuscript, &options);
    let (article, _) = edit(cleaned.article, &EditOptions::default(), &Jobs::new(1));
    to_text(&article).trim().replace('\u{A0}', "␣")
}

#[test]
fn quotations_have_the_marks_of_the_language_of_their_place() {
    for (page, wanted) in [
        ("<html lang=en><body><p>a <q>b <q>c</q> d</q> e", "a “b ‘c’ d” e"),
        ("<html lang=de><body><p>a <q>b <q>c</q> d</q> e", "a „b ‚c‘ d“ e"),
        ("<html lang=fr><body><p>a <q>b <q>c</q> d</q> e", "a «␣b “c” d␣» e"),
        ("<html lang=pl><body><p>a <q>b</q> e", "a␣„b” e"),
        ("<html lang=sv><body><p>a <q>b</q> e", "a ”b” e"),
        ("<html lang=en><body><div lang=de><p>a <q>b</q> e</div>", "a „b“ e"),
        ("<html lang=en><body><p>a <i lang=de>b <q>c</q></i> e", "a b „c“ e"),
        ("<html lang=en><body><p>a <q lang=de>b <q>c</q></q> e", "a “b ‚c‘” e"),
        ("<html lang=de><body><p>a<q> b </q>e", "a „b“ e"),
        ("<html lang=de><body><p>a <q></q> e", "a e"),
    ] {
        assert_eq!(text(page), wanted, "{page}");
    }
}
