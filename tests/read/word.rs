//! Pages that Word saves, filtered and not.

use offprint::article::print::to_markdown;
use offprint::clean::{CleanOptions, clean};
use offprint::read::{self, Format};

/// Paragraphs that make an article of the page.
const WORDS: &str = "<p class=MsoNormal>The first of the long rooms above the harbour was let to a \
    maker of nets, who kept it warm with driftwood and told nobody where he found it.<o:p></o:p></p>\
    <p class=MsoNormal><o:p>&nbsp;</o:p></p>";

/// Returns the article of the body of a page.
fn article(body: &str) -> String {
    let page = format!(
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><!--[if gte mso 9]><xml>\
         <o:Author>x</o:Author></xml><![endif]--></head><body lang=EN-GB><div class=WordSection1>\
         {body}</div></body></html>"
    );
    let (manuscript, _) = read::read(page.as_bytes(), Format::Html);
    to_markdown(&clean(manuscript, &CleanOptions::default()).article)
}

#[test]
fn paragraphs_with_typed_labels_are_lists() {
    let item = |class: &str, level: u8, label: &str, words: &str| {
        format!(
            "<p class={class} style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>\
             <![if !supportLists]><span style='mso-list:Ignore'>{label}<span style='font:7.0pt \
             \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>{words}<o:p></o:p></p>\n"
        )
    };
    let items = [
        item("MsoListParagraphCxSpFirst", 1, "1.", "rope"),
        item("MsoListParagraphCxSpMiddle", 2, "·", "thin"),
        item("MsoListParagraphCxSpMiddle", 2, "·", "thick"),
        item("MsoListParagraphCxSpLast", 1, "2.", "tar"),
    ];
    let made = article(&format!(
        "<p class=MsoTitle>Of rooms<o:p></o:p></p>{WORDS}<h1>Stores</h1>{}{WORDS}",
        items.concat()
    ));
    assert!(made.starts_with("# Of rooms\n"), "{made}");
    assert!(made.contains("## Stores"), "{made}");
    assert!(
        made.contains("1. rope\n\n   - thin\n   - thick\n2. tar")
            || made.contains("1. rope\n   - thin\n   - thick\n2. tar"),
        "{made}"
    );
    assert!(!made.contains('\u{A0}') && !made.contains('·'), "{made}");
}

#[test]
fn filtered_pages_have_labels_before_a_small_space() {
    let item = |margin: &str, label: &str, words: &str| {
        format!(
            "<p class=MsoListParagraph style='margin-left:{margin};text-indent:-18.0pt'>{label}\
             <span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>{words}</p>\n"
        )
    };
    let symbol = "<span style='font-family:Symbol'>·</span>";
    let items = [
        item("36.0pt", symbol, "nets"),
        item("72.0pt", symbol, "new ones"),
        item("36.0pt", symbol, "sails"),
        item("36.0pt", "a)", "first"),
        item("36.0pt", "b)", "second"),
    ];
    let made = article(&format!("{WORDS}{}{WORDS}", items.concat()));
    for line in ["- nets", "- new ones", "- sails", "a. first", "b. second"] {
        assert!(made.contains(line), "{line} in {made}");
    }
}

#[test]
fn a_label_that_no_list_shows_stays_in_the_text() {
    let made = article(&format!(
        "{WORDS}<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span \
         style='mso-list:Ignore'>1.2.4</span> the third room</p>{WORDS}"
    ));
    assert!(made.replace('\\', "").contains("1.2.4 the third room"), "{made}");
}
