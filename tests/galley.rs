//! Set lines and pages, by what a designer measures.

use std::sync::LazyLock;

use offprint::article::{Article, Block, BlockKind, Inline, Note};
use offprint::diagnostic::Place;
use offprint::font::Faces;
use offprint::galley::{Compositor, Entry, Galley, Item, Line, LineEnd, Role, line_text};
use offprint::hyphenate::Exceptions;
use offprint::jobs::Jobs;
use offprint::paginate::{chosen_alternatives, fits_page_count, place_lines, plan_pages};
use offprint::picture::ArticlePictures;
use offprint::style::{Style, Theme};
use offprint::unit::Length;
use proptest::prelude::*;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// English that reads like English: the first paragraphs of the seed article.
const PROSE: &str = include_str!("../input/in-a-world-in-turmoil.txt");

fn paragraphs<'t>(texts: impl Iterator<Item = &'t str>) -> Article {
    let block = |text: &str| {
        let text = vec![Inline::Text(text.to_owned())];
        Block::new(BlockKind::Paragraph(text), Place::line(1))
    };
    Article { blocks: texts.map(block).collect(), ..Article::default() }
}

fn set(article: &Article, style: &Style) -> Galley {
    Compositor::new(article, &ArticlePictures::default(), style, &FACES)
        .set(&Jobs::new(1))
        .galley
}

/// The words of lines, hyphens that were added taken out.
fn words(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let shown = line_text(line);
        match line.end {
            LineEnd::Hyphen => text.push_str(shown.trim_end_matches('~')),
            LineEnd::Explicit => text.push_str(shown.trim_end_matches('|')),
            LineEnd::Wrapped => text.push_str(shown.trim_end_matches('>')),
            _ => {
                text.push_str(shown.trim_end_matches('/'));
                text.push(' ');
            }
        }
    }
    text.trim_end().to_owned()
}

/// Greatest protrusion of a glyph at a line's edge: half of an em dash, the widest that protrudes.
const HANG: f64 = 6.0;

#[test]
fn justified_lines_fill_the_measure() {
    let style = Style::default();
    let galley = set(&paragraphs(PROSE.lines().filter(|line| line.len() > 80)), &style);
    let mut filled = 0;
    for entry in &galley.entries {
        for line in &entry.lines {
            let right = (line.x + line.width).pt();
            let over = right - style.measure().pt();
            assert!(over < HANG, "sticks out by {over}: {}", line_text(line));
            if !matches!(line.end, LineEnd::Paragraph | LineEnd::Forced) {
                assert!(over > -0.05, "falls short by {over}: {}", line_text(line));
                filled += 1;
            }
        }
    }
    assert!(filled > 30, "there are lines to fill: {filled}");
}

#[test]
fn a_paragraph_of_many_pages_is_set_as_one() {
    let style = Style::default();
    let prose: Vec<&str> = PROSE.lines().filter(|line| line.len() > 80).collect();
    let long: String = prose.iter().copied().cycle().take(2_000).collect::<Vec<_>>().join(" ");
    let set_text = |text: &str| set(&paragraphs([text].into_iter()), &style);
    // Chinese has no spaces, Hebrew is read from the right, `a` has no-break spaces about it.
    let scripts = ["水火", "\u{5D0}\u{5D1} ab ", "a\u{A0}", "\u{202E}ab ", "well-known-"];
    let texts = scripts.map(|part| part.repeat(120_000 / part.len()));
    for text in texts.iter().chain([&long]) {
        let entry = &set_text(text).entries[0];
        let without_spaces = |text: &str| text.replace([' ', '\u{A0}', '\u{202E}'], "");
        let letters = without_spaces(&words(&entry.lines));
        let mut expected: Vec<char> = without_spaces(text).chars().collect();
        let mut found: Vec<char> = letters.chars().collect();
        // Hebrew stands in lines from right to left.
        expected.sort_unstable();
        found.sort_unstable();
        assert!(expected == found, "{}: {} of {}", &text[..6], found.len(), expected.len());
        for (line, row) in entry.lines.iter().zip(1..) {
            assert_eq!(line.baseline, style.leading * row);
        }
        let ends = entry.lines.iter().filter(|line| line.end == LineEnd::Paragraph);
        assert_eq!(ends.count(), 1, "one paragraph");
    }
    // The end of a stretch has no effect on the lines before it.
    let short = set_text(&long[..long.floor_char_boundary(60_000)]);
    let first_lines = |galley: &Galley| -> Vec<String> {
        galley.entries[0].lines.iter().take(400).map(line_text).collect()
    };
    assert!(first_lines(&short) == first_lines(&set_text(&long)), "the same lines");
}

#[test]
fn the_measure_holds_sixty_to_seventy_two_characters() {
    let galley =
        set(&paragraphs(PROSE.lines().filter(|line| line.len() > 80)), &Style::default());
    let full: Vec<usize> = galley
        .entries
        .iter()
        .flat_map(|entry| &entry.lines)
        .filter(|line| line.end != LineEnd::Paragraph)
        .map(|line| line_text(line).chars().count())
        .collect();
    let mean = full.iter().sum::<usize>() / full.len();
    assert!((60..=72).contains(&mean), "{mean} characters to the line");
}

#[test]
fn text_stands_on_the_same_rows_of_every_page() {
    let style = Style::default();
    let texts: Vec<&str> = PROSE.lines().filter(|line| line.len() > 80).collect();
    let article = paragraphs(texts.iter().copied().cycle().take(40));
    let set = Compositor::new(&article, &ArticlePictures::default(), &style, &FACES)
        .set(&Jobs::new(1));
    let plan = plan_pages(&set.galley, &style, None).expect("pages");
    let galley = set.settle(&chosen_alternatives(&plan), &Jobs::new(1));
    let pages = place_lines(&galley, &plan, &style);
    assert!(pages.len() > 4, "there are pages: {}", pages.len());
    for page in &pages[..pages.len() - 1] {
        let ys: Vec<Length> = page.body.iter().map(|line| line.y).collect();
        assert_eq!(ys.first(), Some(&style.baseline(0)), "page {}: first", page.number);
        assert_eq!(ys.last(), Some(&style.last_baseline()), "page {}: last", page.number);
    }
    // No page begins with a paragraph's last line or ends with its first.
    for page in &pages {
        for (line, at_head) in [(page.body.first(), true), (page.body.last(), false)] {
            let line = line.expect("a page has lines");
            let count = line.entry_in(&galley).lines.len();
            let index = line.line as usize;
            if count > 1 && at_head {
                assert_ne!(index, count - 1, "page {} begins with a widow", page.number);
            }
            if count > 1 && !at_head && page.number < pages.len() as u32 {
                assert_ne!(index, 0, "page {} ends with an orphan", page.number);
            }
        }
    }
}

#[test]
fn margins_are_those_of_a_book() {
    let style = Style::default();
    assert!(style.margin.top < style.margin.bottom, "the text block sits high");
    assert_eq!(style.margin.left, style.margin.right, "single sheets have equal sides");
    let leading = style.leading.ratio(style.font_size);
    assert!((1.3..=1.4).contains(&leading), "leading is 1.3 to 1.4 of the size: {leading}");
}

#[test]
fn a_range_of_figures_stands_on_one_line() {
    let text =
        "In 1914–1918 and in 1939–1945, from 16–17 May, on pages 213–214 of it. ".repeat(12);
    let style = Style { columns: 2, ..Style::default() };
    let galley = set(&paragraphs([&*text].into_iter()), &style);
    let lines: Vec<String> = galley.entries[0].lines.iter().map(line_text).collect();
    assert!(lines.len() > 12, "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("–|") || line.ends_with('–')), "{lines:#?}");
}

#[test]
fn a_heading_in_capitals_is_set_in_small_ones_where_the_theme_says() {
    let theme = Theme::parse(Theme::named("book").expect("it is built in")).expect("a theme");
    let style = Style::resolve(&theme.choices).expect("it fits");
    let mut article = paragraphs([PROSE].into_iter());
    for (line, words) in [(1, "THE HARBOUR"), (2, "the harbour"), (3, "The Harbour")] {
        let heading = BlockKind::Heading { level: 1, text: vec![Inline::Text(words.into())] };
        article.blocks.push(Block::new(heading, Place::line(line)));
    }
    let galley = set(&article, &style);
    let widths: Vec<Length> = galley.entries[1..].iter().map(|it| it.lines[0].width).collect();
    assert_eq!(widths[0], widths[1], "capitals become the same letters");
    assert!(widths[2] > widths[0], "a capital beside lower case stays one: {widths:?}");
}

#[test]
fn a_list_under_a_heading_stands_as_near_to_it_as_text() {
    let heading = BlockKind::Heading { level: 1, text: vec![Inline::Text("A heading".into())] };
    let quote = BlockKind::Quote(paragraphs([PROSE].into_iter()).blocks);
    let mut article = paragraphs([PROSE, PROSE].into_iter());
    article.blocks.insert(1, Block::new(quote.clone(), Place::line(2)));
    article.blocks.insert(2, Block::new(heading, Place::line(3)));
    article.blocks.insert(3, Block::new(quote, Place::line(4)));
    let galley = set(&article, &Style::default());
    let above: Vec<u32> = galley.entries.iter().map(|entry| entry.space_above).collect();
    assert_eq!((above[1], above[3]), (1, 0), "after text, under a heading: {above:?}");
}

#[test]
fn a_heading_stands_nearer_to_its_text_than_to_what_is_before() {
    let heading = BlockKind::Heading { level: 1, text: vec![Inline::Text("A heading".into())] };
    let mut article = paragraphs([PROSE, PROSE].into_iter());
    article.blocks.insert(1, Block::new(heading, Place::line(2)));
    let style = Style::default();
    let galley = set(&article, &style);
    let entry = &galley.entries[1];
    assert_eq!(entry.role, Role::Heading(1), "the heading is the second entry");
    let row = style.leading;
    let above = row * i64::from(entry.space_above) + entry.lines[0].baseline;
    let below = row * (i64::from(entry.rows) + 1) - entry.lines[0].baseline;
    assert!(above > below, "{above} above, {below} below");
    assert!(entry.keep.with_next && entry.keep.together, "it stays with its text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_in_setting(words_in in prop::collection::vec("[a-zA-Z.,-]{1,30}", 1..80)) {
        let text = words_in.join(" ");
        let galley = set(&paragraphs([text.as_str()].into_iter()), &Style::default());
        prop_assert_eq!(words(&galley.entries[0].lines), text);
    }

    #[test]
    fn any_text_can_be_set(text in "\\PC{0,300}") {
        let galley = set(&paragraphs([text.as_str()].into_iter()), &Style::default());
        prop_assert_eq!(galley.entries.len(), 1);
    }
}

#[test]
fn an_exception_overrules_the_patterns() {
    let words = "incomprehensibility ".repeat(60);
    let article = paragraphs([words.trim_end()].into_iter());
    let ends = |list: &str| -> std::collections::BTreeSet<String> {
        let exceptions = Exceptions::parse(list).expect("a list");
        let galley =
            Compositor::new(&article, &ArticlePictures::default(), &Style::default(), &FACES)
                .with_exceptions(&exceptions)
                .set(&Jobs::new(1))
                .galley;
        let lines = &galley.entries[0].lines;
        let divided = lines.iter().filter(|line| line.end == LineEnd::Hyphen);
        divided
            .filter_map(|line| Some(line_text(line).split(' ').next_back()?.to_owned()))
            .collect()
    };
    assert!(!ends("").contains("incomp~"), "the patterns do not: {:?}", ends(""));
    assert_eq!(ends("incomp-rehensibility").into_iter().collect::<Vec<_>>(), ["incomp~"]);
    assert_eq!(ends("incomprehensibility").len(), 0, "it is never divided");
}

/// The deviation of the mean gaps of full lines, in points, and the lines that end in a hyphen.
fn white(galley: &Galley) -> (f64, usize) {
    let mut gaps = Vec::new();
    let mut hyphens = 0;
    for line in galley.entries.iter().flat_map(|entry| &entry.lines) {
        hyphens += usize::from(line.end == LineEnd::Hyphen);
        let spaces: Vec<f64> = line
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Space { width, .. } => Some((*width + line.word_space).pt()),
                _ => None,
            })
            .collect();
        if line.filled && spaces.len() > 4 {
            let mean = spaces.iter().sum::<f64>() / spaces.len() as f64;
            gaps.push(mean * f64::from(line.scaling) / 1000.0);
        }
    }
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let squares: f64 = gaps.iter().map(|gap| (gap - mean).powi(2)).sum();
    ((squares / gaps.len() as f64).sqrt(), hyphens)
}

#[test]
fn the_more_glyphs_give_the_evener_is_the_white() {
    let article = paragraphs(PROSE.lines().filter(|line| line.len() > 80));
    let white = |expansion| white(&set(&article, &Style { expansion, ..Style::default() }));
    let (rigid, default, most) = (white(0), white(20), white(30));
    assert!(rigid.0 > default.0 && rigid.0 > most.0, "{rigid:?} {default:?} {most:?}");
    assert!(rigid.1 >= default.1 && default.1 >= most.1, "{rigid:?} {default:?} {most:?}");
}

#[test]
fn glyphs_give_before_spaces_do() {
    let galley =
        set(&paragraphs(PROSE.lines().filter(|line| line.len() > 80)), &Style::default());
    for line in galley.entries.iter().flat_map(|entry| &entry.lines).filter(|it| it.filled) {
        // The scaling is in steps of a thousandth, and it scales the spaces too.
        let spaces = line.items.iter().filter(|it| matches!(it, Item::Space { .. })).count();
        let given = line.word_space.pt().abs() * spaces as f64;
        let full = matches!(line.scaling, 980 | 1020);
        assert!(full || given < 1.5, "{given} by spaces: {}", line_text(line));
    }
}

#[test]
fn an_initial_stands_three_lines_deep_and_stays_the_first_letter() {
    let article = paragraphs(PROSE.lines().filter(|line| line.len() > 250));
    let plain = set(&article, &Style::default());
    let style = Style { drop_cap: true, ..Style::default() };
    let galley = set(&article, &style);
    let (entry, second) = (&galley.entries[0], &galley.entries[1]);
    let squeezed = |text: String| text.replace(' ', "");
    assert_eq!(
        squeezed(words(&entry.lines)),
        squeezed(words(&plain.entries[0].lines)),
        "no letter is lost"
    );
    let Some(Item::Text(capital)) = entry.lines[0].items.first() else {
        panic!("a text begins the line")
    };
    assert_eq!(capital.shaped.text.chars().count(), 1, "it is one letter");
    assert_eq!(capital.rise, -(style.leading * 2), "its foot is on the third baseline");
    let beside = entry.lines[1].x;
    assert!(beside > style.font_size && entry.lines[2].x >= beside - style.font_size / 8);
    assert!(entry.lines[3].x < style.font_size / 8, "the fourth line is full");
    assert!(
        second.lines[0].items.len() > 2 && second.lines[1].x < style.font_size / 8,
        "only the first paragraph has one"
    );
}

#[test]
fn pages_are_filled_to_order_though_a_note_has_to_be_divided() {
    let prose = |words: usize| vec![Inline::Text("one word more of the note ".repeat(words))];
    let block = |text| Block::new(BlockKind::Paragraph(text), Place::line(1));
    let mut called = prose(20);
    called.push(Inline::NoteRef(0));
    let note =
        Note { label: "1".to_owned(), blocks: vec![block(prose(300))], place: Place::line(2) };
    let article =
        Article { blocks: vec![block(called)], notes: vec![note], ..Article::default() };
    let style = Style::default();
    let galley = set(&article, &style);
    let plan = plan_pages(&galley, &style, None).expect("pages");
    assert!(
        plan.regions[0].note_rest > 0,
        "the note is deeper than the page: {:?}",
        plan.regions
    );
    assert!(fits_page_count(&galley, &style, plan.regions.len() as u32));
}

#[test]
fn a_footnote_rule_takes_a_fifth_of_the_column() {
    let text = |words: &str| Inline::Text(words.to_owned());
    let block = |inlines| Block::new(BlockKind::Paragraph(inlines), Place::line(1));
    let blocks = vec![block(vec![text("It is so."), Inline::NoteRef(0)])];
    let note_blocks = vec![block(vec![text("Or not.")])];
    let notes =
        vec![Note { label: "1".to_owned(), blocks: note_blocks, place: Place::line(2) }];
    let style = Style::default();
    let galley = set(&Article { blocks, notes, ..Article::default() }, &style);
    let pages =
        place_lines(&galley, &plan_pages(&galley, &style, None).expect("pages"), &style);
    let [Item::Rule { width, thickness, .. }] = pages[0].furniture[0].line.items[..] else {
        panic!("a rule: {:?}", pages[0].furniture)
    };
    let sizes = [style.column(), width, thickness].map(|length| format!("{:.2}", length.pt()));
    assert_eq!(sizes, ["333.50", "66.70", "0.40"]);
}

#[test]
fn an_initial_that_is_a_word_keeps_its_space() {
    let text = format!("A {}", "word of many more stands here beside it ".repeat(12));
    let style = Style { drop_cap: true, ..Style::default() };
    let galley = set(&paragraphs([text.trim()].into_iter()), &style);
    let line = &galley.entries[0].lines[0];
    let [Item::Text(capital), Item::Space { .. }, Item::Text(word), ..] = &*line.items else {
        panic!("a capital, a space, a word: {}", line_text(line))
    };
    assert_eq!((&*capital.shaped.text, &*word.shaped.text), ("A", "word"));
    assert!(line.filled && line.misfit.pt().abs() < 0.1, "the line fills its measure");
    let order = offprint::PrintOptions { style, ..offprint::PrintOptions::default() };
    let print = offprint::print(text.as_bytes(), &order, &FACES).expect("a print");
    let verdict = offprint::pipeline::verify(&print.pdf, text.as_bytes(), &order);
    let faults = verdict.expect("a verdict").faults;
    assert!(faults.is_empty(), "the PDF says the words: {faults:?}");
}

#[test]
fn an_initial_stands_where_the_text_begins_below_its_motto() {
    let mut article = paragraphs(PROSE.lines().filter(|line| line.len() > 250));
    let motto = Block::new(
        BlockKind::Paragraph(vec![Inline::Text("Ne te quaesiveris extra.".to_owned())]),
        Place::line(1),
    );
    article.blocks.insert(0, Block::new(BlockKind::Quote(vec![motto]), Place::line(1)));
    let galley = set(&article, &Style { drop_cap: true, ..Style::default() });
    let deep = |entry: &Entry| matches!(entry.lines[0].items.first(), Some(Item::Text(text)) if text.rise < Length::ZERO);
    let deep: Vec<bool> = galley.entries.iter().take(3).map(deep).collect();
    assert_eq!(deep, [false, true, false]);
}

#[test]
fn a_compound_repeats_its_hyphen_where_the_language_does() {
    let text = "zielono-czerwono-niebiesko-pomara\u{144}czowo-fioletowy ".repeat(40);
    let hyphens = |language: &str| {
        let mut article = paragraphs([text.trim()].into_iter());
        article.meta.language = Some(language.parse().expect("a language"));
        let galley = set(&article, &Style::default());
        let lines: Vec<String> = galley.entries[0].lines.iter().map(line_text).collect();
        lines.iter().filter(|line| line.starts_with('-')).count()
    };
    assert!(hyphens("pl") > 0, "Polish repeats it");
    assert_eq!(hyphens("en"), 0, "English does not");
}

#[test]
fn a_name_of_code_ends_a_line_at_a_joint_rather_than_tear_the_line_open() {
    let code = "the_house_style_of_offprint::galley::compositor";
    let text = vec![
        Inline::Text("One says ".to_owned()),
        Inline::Code(code.to_owned()),
        Inline::Text(" for what is set there, or the option ".to_owned()),
        Inline::Code("--hyphenation-exceptions".to_owned()),
        Inline::Text(", and no word is lost by it at all.".to_owned()),
    ];
    let block = Block::new(BlockKind::Paragraph(text), Place::line(1));
    let article = Article { blocks: vec![block], ..Article::default() };
    for points in [150.0, 180.0, 210.0, 240.0] {
        let mut style = Style::default();
        style.margin.right = style.paper.width - style.margin.left - Length::from_pt(points);
        let galley = set(&article, &style);
        let lines = &galley.entries[0].lines;
        assert!(words(lines).contains(code), "{points}: {}", words(lines));
        let within = lines.iter().map(line_text).filter_map(|line| {
            let (before, _) = line.rsplit_once('|').filter(|(_, after)| after.is_empty())?;
            Some(before.to_owned())
        });
        for before in within {
            let joint = before.ends_with(['_', ':']) || before.ends_with("hyphenation-");
            assert!(joint, "{points}: it ends at a joint: {before}");
        }
        // No white wider than twice a space stands between its words.
        for line in lines.iter().filter(|line| line.filled) {
            assert!(line.misfit <= Length::from_pt(0.1), "{points}: {}", line_text(line));
        }
    }
}

#[test]
fn abbreviations_are_set_in_small_capitals_and_keep_their_letters() {
    const TEXT: &str = "The men of NATO read the PDFs of UNESCO, and the EU.";
    let article = paragraphs([TEXT].into_iter());
    let words = |style: &Style| -> Vec<(String, u16, Length)> {
        let galley = set(&article, style);
        let items = galley.entries[0].lines.iter().flat_map(|line| &line.items);
        let words = items.filter_map(|item| match item {
            Item::Text(text) => Some(&text.shaped),
            _ => None,
        });
        words
            .map(|it| (it.text.to_string(), it.runs[0].glyphs[0].id, it.runs[0].advance))
            .collect()
    };
    let small = Style::default();
    let mut large = small.clone();
    large.body.small_abbreviations = false;
    let (small, large) = (words(&small), words(&large));
    let joined = |words: &[(String, u16, Length)]| {
        words.iter().map(|word| word.0.as_str()).collect::<String>()
    };
    assert_eq!(joined(&small), joined(&large), "the letters are the same");
    let of = |words: &[(String, u16, Length)], text: &str| {
        words.iter().find(|word| word.0.trim_end_matches([',', '.']) == text).cloned()
    };
    for text in ["NATO", "UNESCO"] {
        let (small, large) = (of(&small, text).expect(text), of(&large, text).expect(text));
        assert_ne!(small.1, large.1, "{text} has glyphs of its own");
        assert!(small.2 < large.2, "{text} is narrower");
    }
    assert!(of(&small, "PDF").is_some() && of(&large, "PDF").is_none(), "the s stays small");
    assert_eq!(of(&small, "EU"), of(&large, "EU"), "two letters stay");
    let print = offprint::print(TEXT.as_bytes(), &offprint::PrintOptions::default(), &FACES);
    let verdict = offprint::pipeline::verify(
        &print.expect("a print").pdf,
        TEXT.as_bytes(),
        &offprint::PrintOptions::default(),
    );
    let faults = verdict.expect("a verdict").faults;
    assert!(faults.is_empty(), "and the PDF says them: {faults:?}");
}

#[test]
fn a_rule_strikes_out_its_own_words_where_they_are_turned_round() {
    // From right to left, the struck word stands to the right of the other.
    let struck = "\u{5D0}\u{5D1}\u{5D2}\u{5D3}\u{5D4}\u{5D5}";
    let text = vec![
        Inline::Strike(vec![Inline::Text(struck.to_owned())]),
        Inline::Text(" \u{5D6}".to_owned()),
    ];
    let blocks = vec![Block::new(BlockKind::Paragraph(text), Place::line(1))];
    let galley = set(&Article { blocks, ..Article::default() }, &Style::default());
    let items = &galley.entries[0].lines[0].items;
    let shaped = items.iter().find_map(|item| match item {
        Item::Text(text) if *text.shaped.text == *struck => Some(text.shaped.advance),
        _ => None,
    });
    let [.., Item::Kern(back), Item::Rule { width, .. }, Item::Kern(_)] = items[..] else {
        panic!("{items:?}");
    };
    assert_eq!(Some(width), shaped, "the rule is as wide as the word");
    assert_eq!(-back, width, "and begins where the word does");
}
