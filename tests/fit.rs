//! Copyfitting: exactly so many pages, or a refusal that holds.

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use offprint::fit::{FitError, PageCount, fit_pages, grid};
use offprint::font::Faces;
use offprint::galley::Compositor;
use offprint::jobs::Jobs;
use offprint::picture::ArticlePictures;
use offprint::pipeline::{PressError, PrintOptions, print};
use offprint::style::Style;
use offprint::unit::Length;
use offprint::{clean, edit, paginate, read};

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// The numbers of pages that are asked for.
const WANTED: std::ops::RangeInclusive<u32> = 1..=8;

/// Every article of `input/`.
fn articles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let files =
        std::fs::read_dir(folder).expect("input/").map(|file| file.expect("a file").path());
    let mut articles: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|it| it == "txt" || it == "md"))
        .collect();
    articles.sort();
    articles
}

/// Returns for each setting of the grid its pages, and those of the wanted numbers that it fills by
/// paragraphs a line longer or shorter. Nothing is passed over.
fn every_setting(bytes: &[u8], style: &Style) -> Vec<(u32, Vec<u32>)> {
    let (manuscript, _) = read::read(bytes, read::Format::Auto);
    let cleaned = clean::clean(manuscript, &clean::CleanOptions::default());
    let one = Jobs::new(1);
    let (article, _) = edit::edit(cleaned.article, &edit::EditOptions { language: None }, &one);
    let album = ArticlePictures::default();
    let count = |style: &Style| {
        let galley = Compositor::new(&article, &album, style, &FACES).set(&one).galley;
        let natural = paginate::natural_page_count(&galley, style);
        let filled = WANTED.filter(|&wanted| {
            natural == wanted || paginate::fits_page_count(&galley, style, wanted)
        });
        (natural, filled.collect())
    };
    grid(style).iter().map(count).collect()
}

/// Asks for every number of pages, and holds each answer against every setting of the grid.
fn each_answer_holds(path: &Path) {
    let name = path.display();
    let bytes = std::fs::read(path).expect("an article");
    let style = Style::default();
    let every = every_setting(&bytes, &style);
    for wanted in WANTED {
        let order = PrintOptions {
            style: style.clone(),
            target_pages: Some(wanted),
            jobs: 1,
            ..PrintOptions::default()
        };
        let some = every.iter().any(|(_, filled)| filled.contains(&wanted));
        match print(&bytes, &order, &FACES) {
            Ok(print) => {
                assert_eq!(print.pages, wanted as usize, "{name}");
                assert!(
                    !print.style_changes.is_empty(),
                    "{name}, {wanted}: it says what it turned"
                );
                assert!(some, "{name}, {wanted}: the search of everything finds it too");
            }
            Err(PressError::Fit(refusal)) => {
                assert!(!some, "{name}, {wanted}: refused, but there is a setting");
                let distance = every.iter().map(|(natural, _)| natural.abs_diff(wanted)).min();
                let FitError { nearest, of, .. } = refusal;
                assert_eq!(
                    Some(nearest.abs_diff(wanted)),
                    distance,
                    "{name}, {wanted}: {nearest}"
                );
                assert_eq!(of, every.len(), "{name}");
            }
            Err(other) => panic!("{name}, {wanted}: {other}"),
        }
    }
}

#[test]
fn articles_fill_so_many_pages_or_no_setting_of_the_grid_does() {
    let articles = articles();
    assert!(articles.len() >= 10, "{articles:?}");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let left = Mutex::new(articles);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let next = left.lock().map_or(None, |mut left| left.pop());
                    let Some(article) = next else { break };
                    each_answer_holds(&article);
                }
            });
        }
    });
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
        PageCount { natural, fits: false }
    };
    let fitted = fit_pages(3, &style, count).expect("three pages");
    assert_eq!(count(&fitted.style).natural, 3);
    let before = grid(&style).into_iter().take_while(|setting| *setting != fitted.style);
    for setting in before {
        assert_ne!(count(&setting).natural, 3, "a nearer setting fits too: {setting:?}");
    }
    let refusal = fit_pages(40, &style, count).expect_err("not forty");
    assert!(refusal.nearest < 40 && refusal.nearest > 3, "{refusal}");
}
