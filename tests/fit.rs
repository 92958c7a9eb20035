//! Copyfitting: exactly so many pages, or a refusal that holds.

use std::sync::LazyLock;

use offprint::fit::{Count, fit, grid};
use offprint::font::Faces;
use offprint::pipeline::{Order, PressError, print};
use offprint::read::Format;
use offprint::style::Style;
use offprint::unit::Length;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

const ARTICLES: [&str; 2] = [
    include_str!("../input/in-a-world-in-turmoil.txt"),
    include_str!("../input/letter-to-mrs-bixby.txt"),
];

fn order(style: Style, fit: Option<u32>) -> Order {
    Order { format: Format::Text, style, fit, jobs: 1, ..Order::default() }
}

#[test]
fn articles_fill_so_many_pages_or_no_setting_of_the_grid_does() {
    for article in ARTICLES {
        let style = Style::default();
        // What every setting of the grid gives by itself, counted without any shortcut.
        let every: Vec<usize> = grid(&style)
            .into_iter()
            .map(|style| {
                print(article.as_bytes(), &order(style, None), &FACES).expect("a print").pages
            })
            .collect();
        for wanted in 1..=4 {
            match print(article.as_bytes(), &order(style.clone(), Some(wanted)), &FACES) {
                Ok(print) => {
                    assert_eq!(print.pages, wanted as usize);
                    assert!(!print.turned.is_empty(), "it says what it turned");
                }
                Err(PressError::Fit(refusal)) => {
                    assert!(!every.contains(&(wanted as usize)), "{wanted}: {every:?}");
                    assert_ne!(refusal.nearest, wanted, "{refusal}");
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
}

#[test]
fn the_grid_stays_legible_and_begins_with_the_style_itself() {
    let style = Style::default();
    let grid = grid(&style);
    assert_eq!(grid.first(), Some(&style));
    assert!(grid.len() > 100, "{} settings", grid.len());
    for setting in &grid {
        assert!(setting.font_size >= Length::from_pt(9.0), "{setting:?}");
        assert!(setting.font_size <= Length::from_pt(14.0), "{setting:?}");
        let ratio = setting.leading.ratio(setting.font_size);
        assert!((1.15..=1.55).contains(&ratio), "{setting:?}");
    }
}

#[test]
fn the_least_change_that_fits_is_taken() {
    // An article of area alone: no words, no lines.
    let style = Style::default();
    let area = |style: &Style| style.measure().ratio(style.font_size) * f64::from(style.rows());
    let text = area(&style) * 3.05;
    let count = |style: &Style| {
        let mut natural = 1;
        while f64::from(natural) * area(style) < text {
            natural += 1;
        }
        Count { natural, fits: false }
    };
    let fitted = fit(3, &style, count).expect("three pages");
    assert_eq!(count(&fitted.style).natural, 3);
    let before = grid(&style).into_iter().take_while(|setting| *setting != fitted.style);
    for setting in before {
        assert_ne!(count(&setting).natural, 3, "a nearer setting fits too: {setting:?}");
    }
    let refusal = fit(40, &style, count).expect_err("not forty");
    assert!(refusal.nearest < 40 && refusal.nearest > 3, "{refusal}");
}
