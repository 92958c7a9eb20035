//! The house style: defaults that fit, limits that are told.

#![allow(clippy::panic, reason = "a test stops where it fails")]

use offprint::style::{
    Choices, FOOTER, Field, HEADLINE, PAPERS, Paper, Style, Template, Theme,
};
use offprint::unit::{Length, Sides};
use proptest::prelude::*;

fn paper(name: &str) -> Paper {
    name.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn all(mm: f64) -> Option<Sides<Length>> {
    let side = Length::from_mm(mm);
    Some(Sides { top: side, right: side, bottom: side, left: side })
}

#[test]
fn defaults_make_a_page_that_a_designer_would_sign() {
    let style = Style::default();
    assert_eq!(style.paper, paper("a4"), "A4");
    assert_eq!(style.paper, paper("210x297mm"), "by measure too");
    assert!((60.0..=72.0).contains(&(style.measure().pt() / style.font_size.pt() / 0.4115)));
    assert!((1.3..=1.4).contains(&style.leading.ratio(style.font_size)), "leading");
    assert_eq!(style.margin.left, style.margin.right, "equal sides on single sheets");
    assert!(style.margin.top < style.margin.bottom, "the text block sits high");
    assert_eq!(style.headline, HEADLINE.parse().expect("a template"), "the head is right");
    assert_eq!(style.footer, FOOTER.parse().expect("a template"), "the foot is right");
}

#[test]
fn margins_of_facing_pages_grow_from_inner_by_head_and_outer_to_foot() {
    let style = Style::resolve(&Choices { duplex: true, ..Choices::default() }).expect("fits");
    let Sides { top, right: outer, bottom, left: inner } = style.margin;
    assert!(
        inner < outer && top < bottom,
        "inner {inner} head {top} outer {outer} foot {bottom}"
    );
    assert!(inner <= top.scale(1.05) && top < outer, "the order of Tschichold");
    assert_eq!(style.left(1), inner, "a recto begins at the inner margin");
    assert_eq!(style.left(2), outer, "a verso begins at the outer margin");
}

#[test]
fn every_paper_has_defaults_that_fit_with_room_for_head_and_foot() {
    for (name, ..) in PAPERS {
        for landscape in [false, true] {
            for duplex in [false, true] {
                let choices = Choices {
                    paper: Some(paper(name)),
                    landscape,
                    duplex,
                    ..Choices::default()
                };
                let style = Style::resolve(&choices).unwrap_or_else(|e| panic!("{name}: {e}"));
                let wide = style.paper.width > style.paper.height;
                assert_eq!(wide, landscape, "{name} lies as asked");
                assert!(style.measure() <= style.font_size.scale(29.01), "{name}: measure");
                assert!(style.headline_baseline().is_some(), "{name}: room for the head");
                assert!(style.footer_baseline().is_some(), "{name}: room for the foot");
            }
        }
    }
}

#[test]
fn papers_are_read_by_name_and_by_measure_and_refused_with_advice() {
    assert_eq!(paper("Letter"), paper("8.5x11in"), "letter");
    assert_eq!(paper("A5"), paper("148mmx210mm"), "a unit on both");
    for wrong in ["", "a44", "210x297", "0x0mm", "x", "1x1e9mm", "-210x297mm", "210mm"] {
        let error = wrong.parse::<Paper>().expect_err(wrong);
        assert!(error.to_string().contains("letter"), "{error}");
    }
}

#[test]
fn what_does_not_fit_is_refused_with_the_limit_it_breaks() {
    let cases = [
        (Choices { margin: all(100.0), ..Choices::default() }, "at least 20 mm"),
        (Choices { margin: all(200.0), ..Choices::default() }, "are wider than the paper"),
        (Choices { margin: all(-1.0), ..Choices::default() }, "choose 0 or more"),
        (
            Choices { font_size: Some(Length::from_pt(3.9)), ..Choices::default() },
            "4pt to 72pt",
        ),
        (
            Choices { leading: Some(Length::from_pt(10.0).into()), ..Choices::default() },
            "10.35pt",
        ),
        (
            Choices { leading: Some(Length::from_pt(1e5).into()), ..Choices::default() },
            "57.5pt",
        ),
    ];
    for (choices, words) in cases {
        let error = Style::resolve(&choices).expect_err(words).to_string();
        assert!(error.contains(words), "`{words}` should be in: {error}");
    }
    let margin = Sides { top: Length::from_mm(290.0), ..all(10.0).expect("sides") };
    let error = Style::resolve(&Choices { margin: Some(margin), ..Choices::default() });
    assert!(error.expect_err("no row").to_string().contains("no line of text"));
}

#[test]
fn templates_hold_words_fields_braces_and_parts() {
    let fill = |template: &str| {
        let template: Template = template.parse().unwrap_or_else(|e| panic!("{e}"));
        template.fill(|field| match field {
            Field::Title => "The Lamp",
            Field::Page => "3",
            Field::Pages => "9",
            _ => "",
        })
    };
    assert_eq!(fill("{page} / {pages}"), ["3 / 9"]);
    assert_eq!(fill("{title}\t{{{page}}}"), ["The Lamp", "{3}"]);
    assert_eq!(fill("Draft"), ["Draft"], "words alone");
    assert_eq!(fill("by {byline}\t{page}"), ["", "3"], "words round nothing say nothing");
    assert_eq!(fill(" \t "), Vec::<String>::new(), "an empty template prints nothing");
}

#[test]
fn templates_with_faults_are_refused_with_advice() {
    for (wrong, words) in [
        ("{pags}", "did you mean {pages}?"),
        ("{titel}", "did you mean {title}?"),
        ("{author}", "did you mean {byline}?"),
        ("{xyzzy}", "{title} {byline}"),
        ("{title", "`{{`"),
        ("title}", "`}}`"),
        ("a\tb\tc\td", "left, centre and right"),
    ] {
        let error = wrong.parse::<Template>().expect_err(wrong).to_string();
        assert!(error.contains(words), "`{words}` should be in: {error}");
    }
}

proptest! {
    #[test]
    fn any_choice_that_is_accepted_fits_the_paper(
        width in 100.0..2000.0_f64, height in 100.0..2000.0_f64, size in 3.0..80.0_f64,
        leading in 1.0..200.0_f64, margin in -10.0..400.0_f64, given in any::<[bool; 3]>(),
    ) {
        let choices = Choices {
            paper: Some(Paper { width: Length::from_pt(width), height: Length::from_pt(height) }),
            font_size: Some(Length::from_pt(size)),
            leading: given[0].then(|| Length::from_pt(leading).into()),
            margin: given[1].then(|| all(margin)).flatten(),
            duplex: given[2],
            ..Choices::default()
        };
        if let Ok(style) = Style::resolve(&choices) {
            let foot = style.margin.top + style.depth();
            prop_assert!(style.rows() >= 1);
            prop_assert!(foot <= style.paper.height - style.margin.bottom);
            prop_assert!(style.baseline(0) > style.margin.top);
            prop_assert!(style.last_baseline() <= foot + style.font_size);
            prop_assert_eq!(style.depth(), style.leading * i64::from(style.rows()));
        }
    }

    #[test]
    fn no_text_breaks_the_readers_of_styles(text in "\\PC{0,40}") {
        let _ = text.parse::<Template>();
        let _ = text.parse::<Paper>();
    }
}

#[test]
fn the_themes_in_the_program_are_styles_that_fit() {
    for (name, text) in offprint::style::THEMES {
        let theme = Theme::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let style =
            Style::resolve(&theme.choices).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_ne!(style, Style::default(), "{name} changes something");
    }
}

#[test]
fn a_theme_is_refused_at_its_line_with_what_was_perhaps_meant() {
    let cases = [
        ("[page]\npapr = \"a4\"\n", 2, "did you mean `paper`?"),
        ("[titel]\nsize = 2\n", 1, "did you mean `title`?"),
        ("\n\n[title]\nsize = 99\n", 4, "from 0.5 to 6"),
        ("[title]\nbold = \"yes\"\n", 2, "true or false"),
        ("[title]\ncolour = \"blue\"\n", 2, "write one as #1f3a5f"),
        ("[title]\nalign = \"middle\"\n", 2, "known values: left, centre"),
        ("[text]\nsize = \"eleven\"\n", 2, "is not a length"),
        ("[page]\nfooter = \"{pge}\"\n", 2, "did you mean {page}?"),
        ("[text]\nabbreviations = \"small\"\n", 2, "did you mean `small-capitals`?"),
        ("[page]\nfigures = \"top\"\n", 2, "known values: float, in-place"),
        ("size = 3\n", 1, "known keys: page, text, title"),
        ("[page\n", 1, ""),
    ];
    for (text, line, advice) in cases {
        let error = Theme::parse(text).expect_err(text);
        assert_eq!(error.line, line, "{text}: {error}");
        assert!(error.to_string().contains(advice), "{text}: {error}");
    }
}

#[test]
fn what_the_person_chooses_overrules_the_theme() {
    let theme = Theme::parse("[page]\ncolumns = 3\npaper = \"a5\"\n").expect("a theme");
    let chosen = Choices { columns: Some(2), ..Choices::default() };
    let style = Style::resolve(&chosen.or(theme.choices)).expect("a style");
    assert_eq!(style.columns, 2);
    assert_eq!(Ok(style.paper), "a5".parse());
}

#[test]
fn a_theme_says_whether_abbreviations_are_small_and_figures_move() {
    let body = |text: &str| Theme::parse(text).expect("a theme").choices.body.expect("a style");
    let default = Style::default().body;
    assert!(default.small_abbreviations && default.floats, "both are the default");
    let other = body("[text]\nabbreviations = \"capitals\"\n[page]\nfigures = \"in-place\"\n");
    assert!(!other.small_abbreviations && !other.floats, "and both can be had otherwise");
    let same =
        body("[text]\nabbreviations = \"small-capitals\"\n[page]\nfigures = \"float\"\n");
    assert_eq!(same, default);
}
