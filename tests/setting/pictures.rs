//! Pictures: size, samples, and what is said without one.

use libdeflater::Decompressor;
use offprint::article::{Block, BlockKind, Inline, Picture, walk};
use offprint::diagnostic::Place;
use offprint::galley::{Item, Role};
use offprint::picture::{
    PictureError, PictureOptions, PictureSize, PreparedPicture, SampleColours, SampleData,
    prepare,
};
use offprint::style::{Choices, PictureMode, Style};
use offprint::unit::Length;

use super::articles::{FACES, Sheets, article, paragraph, picture, set};
use super::pages::{assert_sound, words};

/// A PNG of `width` by `height` whose pixels `colour` gives.
fn png(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    let pixels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| colour(x, y))
        .collect();
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

/// Many colours.
fn many(x: u32, y: u32) -> [u8; 4] {
    [(x * 7) as u8, (y * 5) as u8, (x * y) as u8, 255]
}

const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
<rect width="100" height="100" fill="#c00"/><text x="110" y="50">Alma</text></svg>"##;

fn options(grey: bool) -> PictureOptions {
    PictureOptions { grey, frame: points(300.0, 500.0) }
}

fn points(width: f64, height: f64) -> PictureSize {
    PictureSize { width: Length::from_pt(width), height: Length::from_pt(height) }
}

fn plate(bytes: &[u8]) -> PreparedPicture {
    prepare(bytes, &options(false), &FACES).expect("it is a picture")
}

#[test]
fn samples_take_the_fewest_bits() {
    let two = plate(&png(9, 4, |x, _| if x % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] }));
    assert_eq!(two.colours, SampleColours::Palette(vec![[0, 0, 0], [255, 255, 255]]));
    let SampleData::Samples(samples) = &two.data else { panic!("{:?}", two.data) };
    assert_eq!(samples.bits(), 1);
    let mut bytes = [0; 8];
    let unpacked = Decompressor::new().zlib_decompress(samples.packed(), &mut bytes);
    assert_eq!(unpacked, Ok(8));
    assert_eq!(bytes, *[0b0101_0101, 0].repeat(4), "every row begins on a byte");
    let grey = plate(&png(300, 4, |x, _| {
        [(x % 256) as u8; 3]
            .into_iter()
            .chain([255])
            .collect::<Vec<_>>()
            .try_into()
            .expect("four")
    }));
    assert!(matches!(grey.colours, SampleColours::Palette(_)), "256 greys fit into a table");
    let colours = plate(&png(64, 64, many));
    assert_eq!(colours.colours, SampleColours::Colour);
}

/// A chunk of a PNG.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name, data].concat();
    let length = u32::try_from(data.len()).expect("a short chunk").to_be_bytes();
    [&length[..], &named, &libdeflater::crc32(&named).to_be_bytes()].concat()
}

/// A PNG of 8-bit colour with these compressed samples.
fn png_of(packed: &[u8], width: u32, height: u32) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = chunk(b"IHDR", &[&sides[..], &[8, 2, 0, 0, 0]].concat());
    let halves = packed.split_at(packed.len() / 2);
    let parts = [chunk(b"IDAT", halves.0), chunk(b"IDAT", halves.1), chunk(b"IEND", &[])];
    [b"\x89PNG\r\n\x1A\n", &*header, &parts.concat()].concat()
}

/// The samples of a PNG.
fn samples_of(file: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG");
    let mut samples = vec![0; reader.output_buffer_size().expect("it is small")];
    reader.next_frame(&mut samples).expect("samples");
    samples
}

fn packed(picture: &PreparedPicture) -> &[u8] {
    let SampleData::Samples(samples) = &picture.data else { panic!("{:?}", picture.data) };
    samples.packed()
}

#[test]
fn large_pictures_keep_the_samples_of_their_file() {
    let (width, height) = (1_250, 800);
    let with_alpha = plate(&png(width, height, many));
    let anew = packed(&with_alpha);
    let expected: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| many(x, y).into_iter().take(3))
        .collect();
    let file = png_of(anew, width, height);
    assert!(samples_of(&file) == expected, "every filter can be undone");
    // Another compression of the same samples is kept as it is.
    let mut filtered = vec![0; height as usize * (width as usize * 3 + 1)];
    Decompressor::new().zlib_decompress(anew, &mut filtered).expect("samples");
    let deflate = |level, bytes: &[u8]| {
        let level = libdeflater::CompressionLvl::new(level).expect("a level");
        let mut compressor = libdeflater::Compressor::new(level);
        let mut out = vec![0; compressor.zlib_compress_bound(bytes.len())];
        let length = compressor.zlib_compress(bytes, &mut out).expect("room");
        out.truncate(length);
        out
    };
    let own = deflate(1, &filtered);
    let kept = plate(&png_of(&own, width, height));
    assert_eq!(kept.colours, SampleColours::Colour);
    assert!(packed(&kept) == own, "the samples of the file");
    assert_eq!(kept.darkness(), with_alpha.darkness());
    // Samples that are not compressed, and those of a picture of few colours, are written anew.
    let stored = plate(&png_of(&deflate(0, &filtered), width, height));
    assert!(packed(&stored) == anew, "compressed");
    let plain = deflate(1, &vec![0; filtered.len()]);
    let black = plate(&png_of(&plain, width, height));
    assert_eq!(black.colours, SampleColours::Palette(vec![[0; 3]]));
}

#[test]
fn transparency_becomes_white_paper() {
    let clear = plate(&png(2, 1, |x, _| if x == 0 { [255, 0, 0, 0] } else { [0, 0, 0, 51] }));
    assert_eq!(clear.colours, SampleColours::Palette(vec![[204; 3], [255; 3]]));
}

#[test]
fn grey_pictures_have_no_colour() {
    let grey = prepare(&png(64, 64, many), &options(true), &FACES).expect("a picture");
    let has_none = match &grey.colours {
        SampleColours::Grey => true,
        SampleColours::Colour => false,
        SampleColours::Palette(colours) => colours.iter().all(|[r, g, b]| r == g && g == b),
    };
    assert!(has_none, "{:?}", grey.colours);
}

#[test]
fn a_picture_with_more_pixels_than_print_shows_is_brought_down() {
    let large = plate(&png(3000, 300, many));
    assert!(large.width < 1400 && large.width > 1200, "300 to the inch: {}", large.width);
    assert_eq!(
        large.natural.width,
        Length::from_pt(3000.0 * 72.0 / 150.0),
        "its size stays its own"
    );
}

#[test]
fn drawings_are_drawn_and_reach_for_nothing() {
    let drawing = plate(SVG.as_bytes());
    assert_eq!(drawing.natural, points(150.0, 75.0));
    let without_text = plate(SVG.replace("Alma", "").as_bytes());
    assert_ne!(drawing.data, without_text.data, "its text is drawn");
    let reaching =
        SVG.replace("<text", r#"<image href="/etc/hostname" width="9" height="9"/><text"#);
    assert_eq!(plate(reaching.as_bytes()).data, drawing.data, "no file is opened");
}

#[test]
fn what_is_no_picture_is_refused_with_a_reason() {
    let refused =
        |bytes: &[u8]| prepare(bytes, &options(false), &FACES).expect_err("no picture");
    assert_eq!(refused(b""), PictureError::Format);
    assert_eq!(refused(b"just words"), PictureError::Format);
    assert!(matches!(refused(&png(9, 9, many)[..60]), PictureError::Malformed(_)));
    assert!(matches!(refused(b"<svg"), PictureError::Malformed(_)));
    // A header that promises more pixels than any article has.
    let mut bomb = png(9, 9, many);
    bomb[16..24].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
    assert!(matches!(refused(&bomb), PictureError::TooLarge | PictureError::Malformed(_)));
}

#[test]
fn pictures_stand_on_the_page_with_their_captions() {
    let style = Style::default();
    let text = "A paragraph that fills its place. ".repeat(30);
    let figure = || BlockKind::Figure {
        content: vec![Block::new(picture("tall.png", Some("A tower")), Place::line(7))],
        caption: vec![Inline::Text("The tower as it stood before the storm.".to_owned())],
    };
    let article =
        article(vec![paragraph(&text), figure(), paragraph(&text), figure(), paragraph(&text)]);
    let tall = png(400, 3000, many);
    let sheets = set(&article, &[("tall.png", tall)], &style);
    assert_sound(&sheets, &style);
    assert_eq!(sheets.galley.pictures.len(), 2);
    assert_eq!(sheets.galley.pictures[0].alt.as_deref(), Some("A tower"));
    for page in &sheets.pages {
        let roles: Vec<Role> =
            page.body.iter().map(|it| it.entry_in(&sheets.galley).role).collect();
        let (pictures, captions) = (
            roles.iter().filter(|role| **role == Role::Picture).count(),
            roles.contains(&Role::Caption),
        );
        assert_eq!(pictures > 0, captions, "a caption stands with its picture: {roles:?}");
    }
}

/// Widths of the pictures in an article as it is set.
fn picture_widths(sheets: &Sheets) -> Vec<Length> {
    let lines = sheets.galley.entries.iter().flat_map(|entry| entry.lines.iter());
    let widths = lines.flat_map(|line| line.items.iter()).filter_map(|item| match item {
        Item::Picture { width, .. } => Some(*width),
        _ => None,
    });
    widths.collect()
}

#[test]
fn a_picture_is_never_wider_than_its_pixels_allow() {
    let article = article(vec![paragraph("Words."), picture("small.png", None)]);
    let sheets = set(&article, &[("small.png", png(300, 30, many))], &Style::default());
    let widths = picture_widths(&sheets);
    assert_eq!(widths, [Length::from_pt(144.0)], "150 pixels to the inch");
}

#[test]
fn a_size_without_width_or_height_is_not_used() {
    for size in [(0, 50), (50, 0), (0, 0)] {
        let mut shown = picture("small.png", None);
        let BlockKind::Picture(picture) = &mut shown else { panic!("a picture: {shown:?}") };
        picture.size = Some(size);
        let article = article(vec![paragraph("Words."), shown]);
        let sheets = set(&article, &[("small.png", png(300, 30, many))], &Style::default());
        assert_eq!(picture_widths(&sheets), [Length::from_pt(144.0)], "{size:?}");
    }
}

#[test]
fn a_missing_picture_is_framed_and_named() {
    let style = Style::default();
    let article =
        article(vec![paragraph("Before."), picture("gone.png", Some("A ship at anchor"))]);
    let sheets = set(&article, &[], &style);
    assert_sound(&sheets, &style);
    assert!(words(&sheets).contains("Ashipatanchor"));
    let told = sheets.galley.diagnostics.iter().find(|it| it.code == "picture-missing");
    let told = told.expect("it is named");
    assert!(told.message.contains("gone.png") && told.place.line == 1 && told.hint.is_some());
}

#[test]
fn a_missing_picture_whose_caption_says_what_it_shows_leaves_the_caption() {
    let style = Style::default();
    for (alt, framed) in
        [(Some("Ship"), false), (None, false), (Some("The harbour at noon"), true)]
    {
        let figure = BlockKind::Figure {
            content: vec![Block::new(picture("gone.png", alt), Place::line(2))],
            caption: vec![Inline::Text("A ship at anchor.".to_owned())],
        };
        let sheets = set(&article(vec![paragraph("Before."), figure]), &[], &style);
        assert_sound(&sheets, &style);
        assert!(words(&sheets).contains("Ashipatanchor."), "{}", words(&sheets));
        let has_frame = sheets.galley.entries.iter().any(|entry| entry.role == Role::Picture);
        assert_eq!(has_frame, framed, "{alt:?}");
        assert!(sheets.galley.diagnostics.iter().any(|it| it.code == "picture-missing"));
    }
}

#[test]
fn a_photograph_is_at_most_half_a_page_deep_and_a_drawing_fills_it() {
    let style = Style::default();
    let few = |x: u32, _: u32| if x.is_multiple_of(2) { [0, 0, 0, 255] } else { [255; 4] };
    for (name, bytes, is_deep) in
        [("photo.png", png(900, 1800, many), false), ("few.png", png(900, 1800, few), true)]
    {
        let article = article(vec![paragraph("Words."), picture(name, Some("High"))]);
        let sheets = set(&article, &[(name, bytes)], &style);
        let lines = sheets.galley.entries.iter().flat_map(|entry| entry.lines.iter());
        let heights = lines.flat_map(|line| line.items.iter()).filter_map(|item| match item {
            Item::Picture { height, .. } => Some(*height),
            _ => None,
        });
        let heights: Vec<Length> = heights.collect();
        let half = style.depth() / 2;
        assert_eq!(heights.len(), 1, "{name}");
        assert_eq!(heights[0] > half + style.leading, is_deep, "{name}: {heights:?}, {half:?}");
    }
}

#[test]
fn pictures_are_small_or_left_out_where_that_is_chosen() {
    let article = article(vec![paragraph("Words."), picture("a.png", Some("A ship"))]);
    let with = |pictures: PictureMode| {
        let style = Style::resolve(&Choices { pictures, ..Choices::default() });
        let style = style.expect("it fits");
        let sheets = set(&article, &[("a.png", png(1200, 300, many))], &style);
        assert_sound(&sheets, &style);
        (picture_widths(&sheets), style.measure())
    };
    let (all, measure) = with(PictureMode::All);
    assert!(all[0] > measure / 2, "{all:?}");
    assert_eq!(with(PictureMode::Small).0, [measure / 3]);
    assert_eq!(with(PictureMode::Grey).0, all);
}

#[test]
fn a_link_that_is_lost_with_its_picture_is_reported() {
    let style = Style::default();
    for (source, alt, target, is_lost) in [
        ("gone.png", None, "https://example.org/", true),
        ("https://example.org/gone.png", None, "https://example.org/", true),
        ("gone.png", Some(""), "https://example.org/", true),
        ("gone.png", Some("A ship"), "https://example.org/", false),
        ("gone.png", None, "https://example.org/large.png", false),
    ] {
        let mut block = picture(source, alt);
        let BlockKind::Picture(inside) = &mut block else { panic!("a picture: {block:?}") };
        inside.link = Some(target.to_owned());
        let sheets = set(&article(vec![paragraph("Before."), block]), &[], &style);
        assert_sound(&sheets, &style);
        let told = sheets.galley.diagnostics.iter().find(|it| it.code == "picture-link");
        assert_eq!(told.is_some(), is_lost, "{source} {alt:?} {target}");
        assert!(told.is_none_or(|it| it.message.contains(target) && it.place.line == 1));
    }
}

#[test]
fn a_picture_in_a_line_has_the_words_of_one_in_a_block() {
    for (alt, title, expected) in [
        (Some("Smiling"), Some("A face"), "Before Smiling after."),
        (None, Some("A face"), "Before A face after."),
        (Some(""), Some("A face"), "Before after."),
        (None, None, "Before after."),
    ] {
        let face = Picture {
            source: "face.png".to_owned(),
            alt: alt.map(str::to_owned),
            title: title.map(str::to_owned),
            ..Picture::default()
        };
        let text = |text: &str| Inline::Text(text.to_owned());
        let line = vec![text("Before "), Inline::Picture(Box::new(face)), text(" after.")];
        let article = article(vec![BlockKind::Paragraph(line)]);
        let files = [("face.png", png(8, 8, many))];
        let sheets = set(&article, &files, &Style::default());
        assert_eq!(words(&sheets), expected.replace(' ', ""), "{alt:?}, {title:?}");
        assert_eq!(walk::words(&article).join(" "), expected, "{alt:?}, {title:?}");
    }
}

#[test]
fn grey_is_chosen_in_the_style() {
    let style = Style::resolve(&Choices { grey: true, ..Choices::default() }).expect("it fits");
    let article = article(vec![paragraph("Words."), picture("many.png", None)]);
    let sheets = set(&article, &[("many.png", png(64, 64, many))], &style);
    assert_ne!(sheets.galley.pictures[0].image.colours, SampleColours::Colour);
}

#[test]
fn a_figure_waits_for_the_next_page_at_most_and_keeps_its_order() {
    let text = "A paragraph that fills its place, and tells of what is shown. ".repeat(7);
    let figure = || BlockKind::Figure {
        content: vec![Block::new(picture("tower.png", Some("A tower")), Place::line(7))],
        caption: vec![Inline::Text("The tower as it stood before the storm.".to_owned())],
    };
    let tower = png(500, 400, many);
    let mut waited = 0;
    for (before, columns) in (1..12).zip([1, 2].into_iter().cycle()) {
        let style = Style { columns, ..Style::default() };
        let mut blocks = vec![paragraph(&text); before];
        blocks.extend([figure(), paragraph(&text), figure(), figure()]);
        blocks.extend(vec![paragraph(&text); 9]);
        let sheets = set(&article(blocks), &[("tower.png", tower.clone())], &style);
        assert_sound(&sheets, &style);
        // Beginning and end of each entry: the number of its frame, and its height there.
        let mut stands = vec![Vec::new(); sheets.galley.entries.len()];
        for (page, nth) in sheets.pages.iter().zip(0..) {
            for placed in &page.body {
                let frame = nth * columns + placed.column;
                stands[placed.entry.index()].push((frame, placed.y));
            }
        }
        let entries = sheets.galley.entries.iter().enumerate();
        let figures: Vec<usize> =
            entries.filter(|(_, it)| it.figure > 0).map(|(at, _)| at).collect();
        assert_eq!(figures.len(), 3, "each may wait");
        for pair in figures.windows(2) {
            assert!(stands[pair[0]] < stands[pair[1]], "their order is kept: {stands:?}");
        }
        for at in figures {
            assert_eq!(stands[at][0].0, stands[at + 1][0].0, "its caption stands with it");
            let before = stands[at - 1].last().expect("a line").0;
            let late = stands[at][0].0 - before;
            assert!(late <= 1, "it waits for one frame at most: {stands:?}");
            let next = stands.get(at + 2).and_then(|next| next.first());
            waited += usize::from(next.is_some_and(|next| *next < stands[at][0]));
        }
    }
    assert!(waited > 3, "some wait while text goes on: {waited}");
}
