//! Facts about the article that a page states: author and date.

use offprint::article::Metadata;
use offprint::clean::CleanOptions;

use super::cleaned;

/// Returns the metadata of a page with elements in its head, and between headline and text.
fn facts(head: &str, above: &str, below: &str) -> Metadata {
    let text = "<p>The tram depot was built in a hurry, and for forty years nobody wrote down how its \
                doors were meant to open, so that the last foreman took the knowledge with him.</p>";
    let page = format!(
        "<html lang=en><head><title>On trams</title>{head}</head><body><article><h1>On trams</h1>\
         {above}{text}{text}</article>{below}</body></html>"
    );
    cleaned(&page, &CleanOptions::default()).article.meta
}

#[test]
fn bylines_are_names_of_persons() {
    for (head, above, byline) in [
        ("", "<div class=byline>By Ada Fell</div>", Some("Ada Fell")),
        ("", "<div class=byline>Posted by: Ada Fell</div>", Some("Ada Fell")),
        ("", "<div class=byline>Geschrieben von Ada Fell</div>", Some("Ada Fell")),
        ("", "<div class='byline author'>Posted on <time>July 21, 2019</time></div>", None),
        ("", "<div class=author>Sunday, 21 July 2019</div>", None),
        ("", "<div class=author>Sunday</div>", None),
        ("<meta name=author content='. .'>", "", None),
        (
            "<meta name=author content='&lt;a href=/ada&gt;Ada Fell&lt;/a&gt;'>",
            "",
            Some("Ada Fell"),
        ),
        (
            "",
            "<p class=byline><span class=author>Ada Fell</span> <span>Editor</span></p>",
            Some("Ada Fell"),
        ),
        (
            "<meta property=og:site_name content='The Rail'><meta name=author content='The rail'>",
            "",
            None,
        ),
        (
            "<link rel=canonical href=https://www.rail.example/a><meta name=author content=rail.example>",
            "",
            None,
        ),
        // Accounts and publishers are passed over for the person that the page shows.
        (
            "<meta name=author content=admin>",
            "<div class=byline>By Ada Fell</div>",
            Some("Ada Fell"),
        ),
        // Credits of others and moments end a byline.
        ("", "<p class=byline>Ada Fell Reviewed by Bo Hill</p>", Some("Ada Fell")),
        ("", "<p class=byline>By Ada Fell | Last updated</p>", Some("Ada Fell")),
        ("", "<p class=byline>Von Ada Fell Aktualisiert</p>", Some("Ada Fell")),
        ("", "<p class=author>Ada Fell »</p>", Some("Ada Fell")),
        ("", "<p class=author>This team wrote it. Get to know them!</p>", None),
        ("<meta name=author content='Reviewed Bygone'>", "", Some("Reviewed Bygone")),
        ("<meta name=author content='Ada F&amp;eacute;ll'>", "", Some("Ada Féll")),
        // A name may begin like a label.
        ("<meta name=author content='Byron Vonnegut'>", "", Some("Byron Vonnegut")),
    ] {
        assert_eq!(facts(head, above, "").byline.as_deref(), byline, "{head}{above}");
    }
    let other =
        "<section class=related><h3>On maps</h3><span class=author>Bo Hill</span></section>";
    assert_eq!(facts("", "", other).byline, None, "the author of another story");
}

#[test]
fn dates_are_days() {
    for (head, above, date) in [
        ("<meta name=date content=20201123T11:02:35Z>", "", Some("2020-11-23")),
        ("<meta name=date content='Tue Jul 30 09:35:14 CEST 2019'>", "", Some("2019-07-30")),
        ("<meta name=date content='Sun, 11 Oct 2020 07:34:36 GMT'>", "", Some("2020-10-11")),
        ("<meta name=date content='May 2020'>", "", Some("May 2020")),
        ("", "<span class=date>Published on August 19, 2019</span>", Some("August 19, 2019")),
        ("", "<p class=entry-date>Stand: 19.08.2019</p>", Some("19.08.2019")),
        ("", "<p class=up-to-date>In 2019, all was well.</p>", None),
        (
            "<link rel=canonical href=https://rail.example/2019/07/30/on-trams/>",
            "",
            Some("2019-07-30"),
        ),
        ("<link rel=canonical href=https://rail.example/2019/on-trams/>", "", None),
        // The page shows its own day, and not that of Greenwich.
        (
            "<meta property=article:published_time content=2023-11-09T04:12:00Z>",
            "<time datetime=2023-11-09T04:12:00Z>November 8, 2023 at 8:12 p.m.</time>",
            Some("2023-11-08"),
        ),
        (
            "<meta property=article:published_time content=2023-11-09T04:12:00Z>",
            "<time datetime=2023-11-09T04:12:00Z>Seen in May 2021, 5 times</time>",
            Some("2023-11-09"),
        ),
    ] {
        assert_eq!(facts(head, above, "").date.as_deref(), date, "{head}{above}");
    }
    let other = "<div class=related><span class=date>19.08.2019</span></div>";
    assert_eq!(facts("", "", other).date, None, "the date of another story");
}
