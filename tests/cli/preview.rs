//! Pages as pictures.

use std::io::Cursor;

use super::Desk;

/// Size of a PNG, and how many of its pixels are dark.
fn looked_at(bytes: &[u8]) -> ((u32, u32), usize) {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("its size")];
    let info = reader.next_frame(&mut pixels).expect("its pixels");
    assert_eq!(info.color_type, png::ColorType::Rgb, "opaque");
    let dark = pixels.chunks_exact(3).filter(|pixel| pixel.iter().all(|part| *part < 96));
    ((info.width, info.height), dark.count())
}

/// Asserts a size in dots; a part of a dot is one or none.
#[track_caller]
fn assert_near((width, height): (u32, u32), wanted: (f64, f64), what: &str) {
    let near = |dots: u32, wanted: f64| (f64::from(dots) - wanted).abs() < 1.0;
    assert!(near(width, wanted.0) && near(height, wanted.1), "{what}: {width} x {height}");
}

#[test]
fn every_page_becomes_a_picture_of_its_size() {
    let desk = Desk::new();
    desk.put("long.txt", super::ARTICLE.replace("bed.", &"bed, and slept. ".repeat(250)));
    desk.run(&["preview", "long.txt", "--png", "--dpi", "72"]).ends(0).is_silent();
    let names: Vec<String> =
        desk.names().into_iter().filter(|name| name.ends_with("png")).collect();
    assert_eq!(names, ["long-1.png", "long-2.png"], "{names:?}");
    let (size, dark) = looked_at(&desk.read("long-1.png"));
    assert_near(size, (595.3, 841.9), "A4 at 72 dots to the inch");
    assert!(dark > 3000, "there are letters on it: {dark}");
    let (size, _) = {
        desk.run(&["preview", "long.txt", "--pages", "2", "-o", "two.png", "--paper=a5"])
            .ends(0);
        looked_at(&desk.read("two.png"))
    };
    assert_near(size, (839.1, 1190.6), "A5 at 144 dots to the inch");
    assert!(!desk.has("long.pdf"), "no PDF is written");
}

#[test]
fn a_pdf_is_shown_too_and_what_is_not_there_is_told() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0);
    let told = desk.run(&["preview", "article.pdf", "-o", "-", "--dpi", "36"]);
    let (size, _) = looked_at(&told.ends(0).out);
    assert_near(size, (297.6, 420.9), "half of it");
    desk.run(&["preview", "article.pdf", "--pages", "2-"]).ends(1).says("it has 1 page");
    for wrong in ["0", "3-1", "x", ""] {
        desk.run(&["preview", "article.pdf", "--pages", wrong])
            .ends(2)
            .says("is not a page range");
    }
    desk.run(&["preview", "article.txt", "--paper", "3000x3000mm", "--dpi", "1200"])
        .ends(1)
        .says("page 1 is too large at 1200 dpi");
    desk.put("broken.pdf", "%PDF-1.7\nnothing of it\n");
    desk.run(&["preview", "broken.pdf"]).ends(1).says("broken.pdf: it cannot be read as a PDF");
}

#[test]
fn pictures_of_others_are_not_overwritten() {
    let desk = Desk::with_article();
    desk.put("article-1.png", "mine");
    desk.run(&["preview", "article.txt"]).ends(3).says("article-1.png: it exists");
    assert_eq!(desk.read("article-1.png"), b"mine", "as it was");
    desk.run(&["preview", "article.txt", "--force"]).ends(0);
    desk.run(&["preview", "article.txt"]).ends(0).is_silent();
}
