//! The QR code beside the title.

use offprint::article::{Article, Block, Inline, Metadata};
use offprint::diagnostic::Place;
use offprint::galley::{Item, Role};
use offprint::paginate::PlacedLine;
use offprint::style::{Choices, Style};

use super::articles::{article, paragraph, set};
use super::pages::assert_sound;

fn titled(source: Option<&str>) -> Article {
    let meta = Metadata {
        title: vec![Inline::Text("The Harbour".to_owned())],
        source: source.map(str::to_owned),
        ..Metadata::default()
    };
    Article { meta, ..article(vec![paragraph("Words and more words.")]) }
}

fn style() -> Style {
    Style::resolve(&Choices { qr: true, ..Choices::default() }).expect("it fits")
}

#[test]
fn a_code_stands_beside_the_title_and_nothing_runs_into_it() {
    let sheets = set(&titled(Some("https://example.org/harbour")), &[], &style());
    assert_sound(&sheets, &style());
    let placed = &sheets.pages[0].body;
    let role = |line: &PlacedLine| line.entry_in(&sheets.galley).role;
    let last = placed.iter().filter(|it| role(it) == Role::QrCode).map(|it| it.y).max();
    let text = placed.iter().find(|it| role(it) == Role::Paragraph).expect("a paragraph");
    let clear = text.y - style().font_size - last.expect("a code");
    assert!(clear.pt() > 0.0, "the text begins below the code: {clear}");
    // The finder pattern: seven dark modules begin the first row.
    let code = &sheets.galley.entries[0].lines;
    let Item::Rule { width, thickness, .. } = code[0].items[0] else { panic!("{:?}", code[0]) };
    assert_eq!(width, thickness * 7);
    assert_eq!(
        code[0].x + thickness * i64::try_from(code.len()).expect("few"),
        style().measure()
    );
}

#[test]
fn a_code_stands_above_all_columns_with_the_title() {
    let choices = Choices { qr: true, columns: Some(2), ..Choices::default() };
    let style = Style::resolve(&choices).expect("it fits");
    let mut article = titled(Some("https://example.org/harbour"));
    article.blocks.extend(article_of(40));
    let sheets = set(&article, &[], &style);
    assert_sound(&sheets, &style);
    let code = &sheets.galley.entries[0];
    assert_eq!(code.role, Role::QrCode);
    let right = code.lines.iter().map(|line| line.x + line.width).max().expect("a code");
    assert!(right > style.column(), "it stands at the right of all columns");
    let placed = &sheets.pages[0].body;
    let role = |line: &PlacedLine| line.entry_in(&sheets.galley).role;
    let last = placed.iter().filter(|it| role(it) == Role::QrCode).map(|it| it.y).max();
    let texts = placed.iter().filter(|it| role(it) == Role::Paragraph);
    let first = texts.map(|it| it.y).min().expect("a paragraph");
    assert!(first - style.font_size > last.expect("a code"), "the text begins below it");
}

fn article_of(paragraphs: usize) -> Vec<Block> {
    let text = "The harbour is full of boats in summer and of ice in winter.";
    (0..paragraphs).map(|_| Block::new(paragraph(text), Place::line(1))).collect()
}

#[test]
fn without_an_address_there_is_none_and_it_is_said() {
    for source in
        [None, Some("The Daily Ledger"), Some(&*format!("https://e.org/{}", "a".repeat(3000)))]
    {
        let sheets = set(&titled(source), &[], &style());
        let told: Vec<_> = sheets.galley.diagnostics.iter().map(|it| it.code).collect();
        assert_eq!(told, ["qr-missing"], "{source:?}");
        assert!(sheets.galley.entries.iter().all(|entry| entry.role != Role::QrCode));
    }
}
