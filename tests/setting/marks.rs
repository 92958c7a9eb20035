//! Marks of notes in a face without superior figures.

use std::sync::Arc;

use offprint::font::Faces;
use offprint::galley::{Compositor, Item, Line};
use offprint::jobs::Jobs;
use offprint::picture::ArticlePictures;
use offprint::pipeline::{PrintOptions, print, verify};
use offprint::read::Format;
use offprint::style::Style;
use offprint::unit::Length;

use super::articles::FACES;
use super::fitting::edited;

/// The shipped faces, but the text's without the feature `sups`.
fn without_superiors() -> Faces {
    let mut faces = Faces::embedded();
    let mut ids = Vec::new();
    for cut in ["Regular", "Italic", "Bold", "BoldItalic"] {
        let root = env!("CARGO_MANIFEST_DIR");
        let path = format!("{root}/fonts/libertinus-serif/LibertinusSerif-{cut}.otf");
        let mut bytes = std::fs::read(path).expect("a shipped face");
        // Another tag takes its place, which nobody asks for.
        let places: Vec<usize> =
            (0..bytes.len() - 4).filter(|&at| bytes[at..].starts_with(b"sups")).collect();
        assert!(!places.is_empty(), "the face has superiors");
        for at in places {
            bytes[at..at + 4].copy_from_slice(b"supz");
        }
        ids.extend(faces.add(Arc::from(bytes)).expect("it is a face"));
    }
    faces.set_text_family(&ids);
    faces
}

/// The texts of lines with their type size and how far they are raised.
fn texts(lines: &[Line]) -> Vec<(String, Length, Length)> {
    let items = lines.iter().flat_map(|line| &line.items);
    items
        .filter_map(|item| match item {
            Item::Text(text) => {
                let size = text.shaped.runs.first().map(|run| run.size).unwrap_or_default();
                Some((text.shaped.text.clone().into(), size, text.rise))
            }
            _ => None,
        })
        .collect()
}

const MARKED: &str = "# Of marks[^1]\n\nIt was closed in 2003[^1] and, as [some](https://example.org/a) \
                      say, in 2004[^a], with H<sub>2</sub>O.[^*]\n\n> Quoted in 2005[^1].\n\n| Year | Of |\n\
                      |--|--|\n| 2006[^1] | [it](https://example.org/b) |\n\n[^1]: By 1999 there were \
                      [others](https://example.org/c).\n[^a]: Second.\n[^*]: Third.\n";

#[test]
fn marks_are_small_and_raised_where_the_face_has_no_superiors() {
    let article = edited(MARKED, Format::Markdown);
    let (style, faces) = (Style::default(), without_superiors());
    let lines = |faces: &Faces| -> Vec<Line> {
        let compositor = Compositor::new(&article, &ArticlePictures::default(), &style, faces);
        let galley = compositor.set(&Jobs::new(1)).galley;
        galley.entries.into_iter().flat_map(|entry| entry.lines).collect()
    };
    let (found, shipped) = (texts(&lines(&faces)), texts(&lines(&FACES)));
    // The mark stands behind the words, and its number is set apart from theirs.
    let behind = |texts: &[(String, Length, Length)], word: &str| {
        let at =
            texts.iter().position(|it| it.0.trim_end_matches(['.', ',']) == word).expect(word);
        texts[at + 1].clone()
    };
    for (word, mark) in
        [("2003", "1"), ("2004", "2"), ("2005", "1"), ("some", "[1]"), ("others", "[3]")]
    {
        let size = found.iter().find(|it| it.0 == word).expect(word).1;
        let (text, mark_size, rise) = behind(&found, word);
        assert_eq!(text.trim_end_matches(','), mark, "behind {word}");
        if mark.starts_with('[') {
            // Numbers of addresses look different from the marks of notes beside them.
            assert_eq!((mark_size, rise), (size, Length::ZERO), "{mark} stands on the line");
            continue;
        }
        assert!(mark_size < size.fraction(8, 10), "{mark} behind {word} is {mark_size}");
        assert!(rise > size / 4, "{mark} behind {word} is raised by {rise}");
        let (_, _, rise) = behind(&shipped, word);
        assert_eq!(rise, Length::ZERO, "real superiors stand on the line");
    }
}

#[test]
fn raised_marks_are_read_back() {
    let faces = without_superiors();
    let order = PrintOptions { format: Format::Markdown, ..PrintOptions::default() };
    let print = print(MARKED.as_bytes(), &order, &faces).expect("it can be set");
    let verdict = verify(&print.pdf, MARKED.as_bytes(), &order).expect("it can be read");
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
}
