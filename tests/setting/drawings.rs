//! Drawings that are too much to draw, and some that are fine.

use offprint::picture::{PictureError, PictureOptions, PictureSize, PreparedPicture, prepare};
use offprint::unit::Length;

use super::articles::FACES;

fn drawn(inside: &str) -> Result<PreparedPicture, PictureError> {
    drawn_with_size(inside, r##"width="200" height="100""##)
}

fn drawn_with_size(inside: &str, size: &str) -> Result<PreparedPicture, PictureError> {
    let source = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
            {size} viewBox="0 0 200 100">{inside}</svg>"##
    );
    let frame = PictureSize { width: Length::from_pt(300.0), height: Length::from_pt(500.0) };
    prepare(source.as_bytes(), &PictureOptions { grey: false, frame }, &FACES)
}

#[track_caller]
fn assert_refused(inside: &str, why: &str) {
    match drawn(inside) {
        Err(PictureError::Excessive(said)) if said.contains(why) => {}
        other => panic!("{why}: {:?}", other.map(|plate| plate.width)),
    }
}

/// A cell of this size with something in it, and what paints with it.
fn cell(size: &str, painted: &str) -> String {
    format!(
        r##"<pattern id="p" patternUnits="userSpaceOnUse" {size}><path d="M0 0h9v9z"/></pattern>
        {painted}"##
    )
}

const HUGE: &str = r##"width="90000" height="90000""##;
const PAINTED: &str = r##"<rect width="200" height="100" fill="url(#p)"/>"##;

#[test]
fn cells_of_patterns_that_no_memory_holds_are_refused() {
    let cells = "more than 192 MiB of memory";
    for painted in [
        PAINTED,
        r##"<path d="M0 9h99" stroke="url(#p)"/>"##,
        r##"<g style="fill: url('#p')"><circle r="9"/></g>"##,
        r##"<style>.a { stroke: url(#p) }</style><g class="a"><circle r="9"/></g>"##,
        r##"<svg width="50" height="50"><rect width="9" height="9" fill="url(#p)"/></svg>"##,
        r##"<symbol id="s"><rect width="9" height="9"/></symbol><use href="#s" fill="url(#p)"/>"##,
        r##"<mask id="m"><rect width="9" height="9" fill="url(#p)"/></mask>
            <rect width="9" height="9" mask="url(#m)"/>"##,
        r##"<marker id="m" markerWidth="9" markerHeight="9"><circle r="9" fill="url(#p)"/></marker>
            <path d="M0 0 9 9" stroke="red" marker-end="url(#m)"/>"##,
        r##"<filter id="f"><feImage href="#r"/></filter><rect id="r" width="9" height="9"
            fill="url(#p)"/><rect width="9" height="9" filter="url(#f)"/>"##,
        r##"<text fill="url(#p)" y="40">Alma</text>"##,
        r##"<pattern id="q" href="#p" patternUnits="userSpaceOnUse" width="90000" height="90000"/>
            <rect width="9" height="9" fill="url(#q)"/>"##,
    ] {
        assert_refused(&cell(HUGE, painted), cells);
    }
    let scaled = r##"width="9" height="9" patternTransform="scale(9e9)""##;
    assert_refused(&cell(scaled, PAINTED), cells);
    let far = r##"<g transform="scale(1e-6)"><g transform="scale(1e12)">"##;
    let far = format!("{far}{PAINTED}</g></g>");
    assert_refused(&cell(r##"width="9" height="9""##, &far), cells);
    // Each cell is fine, and together they are held at once.
    let nested = r##"<pattern id="a" patternUnits="userSpaceOnUse" width="6000" height="5000">
        <rect width="6000" height="5000" fill="url(#b)"/></pattern>
        <pattern id="b" patternUnits="userSpaceOnUse" width="6000" height="5000">
        <rect width="6000" height="5000"/></pattern>
        <rect width="200" height="100" fill="url(#a)"/>"##;
    assert_refused(nested, cells);
    let many = PAINTED.repeat(5000);
    assert_refused(&cell(r##"width="500" height="500""##, &many), "painted areas");
}

#[test]
fn a_huge_cell_in_a_drawing_in_a_drawing_is_refused() {
    let inner = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>"##,
        cell(HUGE, PAINTED)
    );
    let address = inner.replace('%', "%25").replace('#', "%23").replace('"', "&quot;");
    let address = address.replace('<', "&lt;");
    let image = format!(
        r##"<image width="20" height="20" href="data:image/svg+xml;utf8,{address}"/>"##
    );
    assert_refused(&image, "more than 192 MiB of memory");
}

#[test]
fn rings_of_references_are_refused() {
    let ring = |count: usize, property: &str| {
        let pattern = |nth: usize| {
            let next = (nth + 1) % count;
            format!(
                r##"<pattern id="p{nth}" width=".1" height=".1">
                    <rect width="9" height="9" {property}="url(#p{next})"/></pattern>"##
            )
        };
        let patterns: String = (0..count).map(pattern).collect();
        format!(r##"{patterns}<rect width="20" height="20" {property}="url(#p0)"/>"##)
    };
    for count in [3, 13, 400] {
        assert_refused(&ring(count, "fill"), "in a ring");
        assert_refused(&ring(count, "stroke"), "in a ring");
    }
    // One leads on by fill, the other back by stroke; the colour is inherited; it is in a style.
    for ring in [
        r##"<pattern id="a" width="1" height="1"><path d="M0 0h9v9" fill="url(#b)"/></pattern>
            <pattern id="b" width="1" height="1"><path d="M0 0h9v9" stroke="url(#a)"/></pattern>
            <rect width="9" height="9" fill="url(#a)"/>"##,
        r##"<g fill="url(#a)"><pattern id="a" width="1" height="1"><rect width="9" height="9"/>
            </pattern><rect width="9" height="9"/></g>"##,
        r##"<style>.x { fill: url(#a) }</style><g class="x"><pattern id="a" width="1" height="1">
            <rect width="9" height="9"/></pattern><rect width="9" height="9"/></g>"##,
        r##"<pattern id="a" width="1" height="1"><use href="#g"/></pattern>
            <g id="g"><rect width="9" height="9" fill="url(#a)"/></g>"##,
        r##"<mask id="a"><rect width="9" height="9" mask="url(#b)"/></mask>
            <mask id="b"><rect width="9" height="9" mask="url(#c)"/></mask>
            <mask id="c"><rect width="9" height="9" mask="url(#a)"/></mask>
            <rect width="9" height="9" mask="url(#a)"/>"##,
        r##"<clipPath id="a"><rect width="9" height="9" clip-path="url(#b)"/></clipPath>
            <clipPath id="b"><rect width="9" height="9" clip-path="url(#c)"/></clipPath>
            <clipPath id="c"><rect width="9" height="9" clip-path="url(#a)"/></clipPath>
            <rect width="9" height="9" clip-path="url(#a)"/>"##,
    ] {
        assert_refused(ring, "in a ring");
    }
}

#[test]
fn growth_and_depth_are_refused() {
    let chain = |count: usize, each: usize| {
        let pattern = |nth: usize| {
            let rect = format!(r##"<rect width="9" height="9" fill="url(#p{})"/>"##, nth + 1);
            let rects = rect.repeat(each);
            format!(r##"<pattern id="p{nth}" width=".9" height=".9">{rects}</pattern>"##)
        };
        let patterns: String = (0..count).map(pattern).collect();
        format!(
            r##"{patterns}<pattern id="p{count}" width=".5" height=".5"><circle r="9"/></pattern>
            <rect width="9" height="9" fill="url(#p0)"/>"##
        )
    };
    assert_refused(&chain(12, 10), "its elements and their copies take too much work");
    let texts = chain(60, 1)
        .replace("<rect width", "<text y")
        .replace(")\"/></pattern>", ")\">a</text></pattern>");
    assert_refused(&texts, "take too much work");
    let middle = r##"<marker id="a" markerWidth="9" markerHeight="9">@</marker>"##;
    let curve = r##"<path d="M0 0h9v9h9v9h9v9h9v9h9v9" marker-mid="url(#a)"/>"##;
    let markers: String = (0..12)
        .map(|nth| {
            let inside = curve.replace("#a", &format!("#a{}", nth + 1));
            middle.replace("\"a\"", &format!("\"a{nth}\"")).replace('@', &inside)
        })
        .collect();
    let last = middle.replace("\"a\"", "\"a12\"").replace('@', "<circle r='9'/>");
    assert_refused(
        &format!("{markers}{last}{}", curve.replace("#a", "#a0")),
        "take too much work",
    );
    assert_refused(&chain(3000, 1), "deep");
    let groups = |count: usize| format!("{}{}", "<g>".repeat(count), "</g>".repeat(count));
    assert_refused(&groups(1000), "deep");
    assert_refused(&groups(50_000), "deep");
    assert!(drawn(&groups(200)).is_ok(), "deep, but not too deep");
    assert!(drawn(&chain(100, 1)).is_ok(), "a chain is no ring");
    let searched = format!(
        r##"<g id="all">{}</g>"##,
        r##"<pattern><rect fill="url(#all)"/></pattern>"##.repeat(9000)
    );
    assert_refused(&searched, "its references between elements take too much work");
}

#[test]
fn the_deepest_drawing_that_is_taken_is_drawn_on_a_small_stack() {
    let mut inside = r##"<rect width="90" height="90" fill="url(#p0)"/>"##.to_owned();
    for nth in 0..120 {
        inside += &format!(
            r##"<pattern id="p{nth}" width=".5" height=".5"><rect width="9" height="9"
                fill="url(#p{})" opacity=".5"/></pattern>"##,
            nth + 1
        );
    }
    assert!(drawn(&inside).is_ok(), "a thread of tests has two megabytes");
}

#[test]
fn ordinary_patterns_are_drawn() {
    let hatched = |property: &str| {
        let plate = drawn(&format!(
            r##"<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"><path d="M0 0v4" stroke="#c00"/></pattern>
            <rect width="90" height="90" {property}="url(#p)" stroke-width="9"/>"##
        ));
        plate.expect("it is drawn").data
    };
    let plain = drawn(r##"<rect width="90" height="90" fill="none"/>"##).expect("drawn").data;
    assert!(hatched("fill") != plain && hatched("stroke") != plain, "there is hatching");
    // A pattern that paints its own cell, and one that `use` leads back to, are drawn without.
    for alone in [
        r##"<pattern id="p" width="4" height="4"><rect width="3" height="3" fill="url(#p)"/>
            <rect width="2" height="2"/></pattern><rect width="90" height="90" fill="url(#p)"/>"##,
        r##"<g id="g"><use href="#g"/><rect width="9" height="9"/></g><use href="#g"/>"##,
    ] {
        assert!(drawn(alone).is_ok(), "{alone}");
    }
}

/// Full-page rectangle with these attributes.
fn field(attributes: &str) -> String {
    format!(r##"<rect width="200" height="100" {attributes}/>"##)
}

/// Filter of these primitives on a rectangle.
fn filtered(primitives: &str) -> String {
    let field = field(r##"filter="url(#f)""##);
    format!(r##"<filter id="f" x="0" y="0" width="1" height="1">{primitives}</filter>{field}"##)
}

/// Group with these attributes and a rectangle, once and again inside itself.
fn nested(attributes: &str, depth: usize) -> String {
    let open = format!("<g {attributes}>{}", field(""));
    format!("{}{}", open.repeat(depth), "</g>".repeat(depth))
}

/// Corners of a line that crosses itself everywhere.
fn tangle(corners: u32) -> String {
    let place = |nth: u32, step: u32, most: u32| nth.wrapping_mul(step) % most;
    let corner = |nth: u32| format!("{} {} ", place(nth, 7919, 199), place(nth, 104_729, 97));
    format!("M{}", (0..corners).map(corner).collect::<String>())
}

/// Stops of a gradient, and a rectangle that it paints.
fn gradient(stops: usize) -> String {
    let stop = |nth: usize| format!(r##"<stop offset="{}"/>"##, nth as f64 / stops as f64);
    let stops: String = (0..stops).map(stop).collect();
    let field = field(r##"fill="url(#g)""##);
    format!(r##"<linearGradient id="g">{stops}</linearGradient>{field}"##)
}

#[test]
fn drawings_that_take_too_much_time_are_refused_with_the_reason() {
    let kernel = "1 ".repeat(99 * 99);
    let rules: String = (0..3000).map(|nth| format!(".a{nth}{{fill:red}}")).collect();
    let classed = r##"<g class="b"/>"##.repeat(10_000);
    let descendants = format!("<style>q {}g{{fill:red}}</style>", "* ".repeat(12));
    let attributes: String = (0..30_000).map(|nth| format!(r##" a{nth}="""##)).collect();
    let spaces: String =
        (0..3000).map(|nth| format!(r##"<g xmlns:a{nth}="{nth}"/>"##)).collect();
    let clip = r##"<clipPath id="c"><circle r="90"/></clipPath>"##;
    let mask = r##"<mask id="m"><circle r="90" fill="#fff"/></mask>"##;
    let dashes = r##"stroke="red" stroke-width="3" stroke-dasharray=".0005""##;
    let declarations = "fill:red;".repeat(50_000);
    let selected = format!("<style>g{{{}}}</style>", &declarations[..9000]);
    let painted = format!(r##"<g style="{}">"##, "fill:url(#p);".repeat(3000));
    let painted = painted + &"<g/>".repeat(20_000) + "</g>";
    for (inside, why) in [
        (filtered(r##"<feTurbulence baseFrequency=".1" numOctaves="10000"/>"##), "filters"),
        (
            filtered(&format!(r##"<feConvolveMatrix order="99" kernelMatrix="{kernel}"/>"##)),
            "filters",
        ),
        (filtered(r##"<feMorphology radius="90"/>"##), "filters"),
        (filtered(&r##"<feGaussianBlur stdDeviation="0.5"/>"##.repeat(300)), "filters"),
        (nested(r##"opacity=".9""##, 200).repeat(20), "transparent groups"),
        (clip.to_owned() + &nested(r##"clip-path="url(#c)""##, 1).repeat(3000), "clip paths"),
        (mask.to_owned() + &nested(r##"mask="url(#m)""##, 1).repeat(3000), "masks"),
        (format!(r##"<path d="{}"/>"##, tangle(60_000)), "paths, strokes and dashes"),
        (format!(r##"<path d="M0 9H200M0 29H200" {dashes}/>"##), "paths, strokes and dashes"),
        (gradient(60_000), "gradients"),
        (format!(r##"<text y="9">{}</text>"##, "word ".repeat(20_000)), "texts"),
        (format!("<text>{}</text>", "<tspan>word </tspan>".repeat(1000)), "texts"),
        (format!("<style>{rules}</style>{classed}"), "style sheets"),
        (descendants + &nested("", 100), "style sheets"),
        (format!("<style>g{{{declarations}}}</style>"), "style sheets"),
        (format!(r##"<g style="{declarations}"/>"##), "style sheets"),
        (format!("<style>g{{fill:{}}}</style>", "1 ".repeat(50_000)), "style sheets"),
        (selected + &"<g/>".repeat(20_000), "style sheets"),
        (r##"<pattern id="p"/>"##.to_owned() + &painted, "memory"),
        (format!("<g{attributes}/>"), "attributes"),
        (spaces, "namespaces"),
        (r##"<g opacity=".9"/>"##.repeat(300_000), "elements"),
    ] {
        match drawn_with_size(&inside, r##"width="400" height="400""##) {
            Err(PictureError::Excessive(said)) if said.contains(why) => {}
            other => panic!("{why}: {:?}", other.map(|picture| picture.width)),
        }
    }
}

#[test]
fn entities_do_not_unfold() {
    let long = "x".repeat(3000);
    let source = format!(
        r##"<!DOCTYPE svg [<!ENTITY a "{long}">]><svg xmlns="http://www.w3.org/2000/svg"
        width="9" height="9"><desc>{}</desc></svg>"##,
        "&a;".repeat(100_000)
    );
    let frame = PictureSize { width: Length::from_pt(300.0), height: Length::from_pt(500.0) };
    let options = PictureOptions { grey: false, frame };
    let refused = prepare(source.as_bytes(), &options, &FACES);
    assert!(matches!(refused, Err(PictureError::Excessive(why)) if why.contains("memory")));
    let few = source.replace(&"&a;".repeat(100_000), "&a;");
    assert!(
        prepare(few.as_bytes(), &options, &FACES).is_ok(),
        "drawing programs write entities"
    );
}

#[test]
fn pictures_in_drawings_are_counted_as_often_as_they_are_drawn() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2000, 1000);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&vec![90; 2_000_000]).expect("pixels");
    writer.finish().expect("an end");
    let escaped: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
    let image =
        format!(r##"<image width="200" height="100" href="data:image/png,{escaped}"/>"##);
    assert!(drawn(&image).is_ok(), "one is fine");
    assert_refused(&image.repeat(60), "embedded pictures");
}

#[test]
fn a_drawing_that_takes_too_much_is_drawn_with_fewer_pixels() {
    let full = drawn(&nested(r##"opacity=".9""##, 2)).expect("it is drawn");
    let fewer = drawn(&nested(r##"opacity=".9""##, 200)).expect("it is drawn");
    assert_eq!(fewer.natural, full.natural, "it has the same size on the page");
    assert_eq!(fewer.width, full.width.div_ceil(2), "it has half the resolution");
}

#[test]
fn ordinary_drawings_of_every_kind_are_drawn() {
    let chart: String = (0..500)
        .map(|nth| {
            let x = nth % 100 * 2;
            format!(
                r##"<g class="bar"><rect class="b" x="{x}" width="1" height="{nth}"/><text x="{x}"
                y="9" font-size="3"><tspan>value</tspan> <tspan>{nth}</tspan></text></g>"##
            )
        })
        .collect();
    let style = "<style>.bar rect, .bar .b { fill: #258 } .bar text { fill: #111 }</style>";
    let shadow = r##"<feDropShadow dx="1" dy="1" stdDeviation="2"/>"##;
    let walk: String = (0..20_000)
        .map(|nth| format!("L{} {}.{}", nth % 200, nth / 200, nth * 7 % 10))
        .collect();
    for (name, inside) in [
        ("chart", style.to_owned() + &chart),
        ("shadow", filtered(shadow)),
        ("map", format!(r##"<path d="M0 0{walk}" stroke="red" stroke-width=".2"/>"##)),
        ("dashes", r##"<path d="M0 9H200" stroke="red" stroke-dasharray="1 1"/>"##.to_owned()),
        ("gradient", gradient(20)),
        ("layers", nested(r##"opacity=".9""##, 3).repeat(5)),
        ("paragraph", format!(r##"<text y="9" font-size="2">{}</text>"##, "word ".repeat(300))),
    ] {
        let full = drawn(&inside).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(full.width, 833, "{name} has the full resolution");
    }
}
