//! Drawings that are too much to draw, and some that are fine.

use offprint::picture::{PictureError, PictureOptions, PictureSize, PreparedPicture, prepare};
use offprint::unit::Length;

use super::articles::FACES;

fn drawn(inside: &str) -> Result<PreparedPicture, PictureError> {
    let source = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
            width="200" height="100" viewBox="0 0 200 100">{inside}</svg>"##
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
    let cells = "a cell of a pattern has more than 100 megapixels";
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
    let nested = r##"<pattern id="a" patternUnits="userSpaceOnUse" width="2000" height="2000">
        <rect width="2000" height="2000" fill="url(#b)"/></pattern>
        <pattern id="b" patternUnits="userSpaceOnUse" width="2000" height="2000">
        <rect width="2000" height="2000"/></pattern>
        <rect width="200" height="100" fill="url(#a)"/>"##;
    assert_refused(nested, cells);
    let many = PAINTED.repeat(200);
    assert_refused(&cell(r##"width="500" height="500""##, &many), "megapixels in all");
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
    assert_refused(&image, "a cell of a pattern");
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
    assert_refused(&chain(12, 10), "it repeats its elements");
    let texts = chain(60, 1)
        .replace("<rect width", "<text y")
        .replace(")\"/></pattern>", ")\">a</text></pattern>");
    assert_refused(&texts, "it repeats its elements");
    let middle = r##"<marker id="a" markerWidth="9" markerHeight="9">@</marker>"##;
    let curve = r##"<path d="M0 0h9v9h9v9h9v9h9v9h9v9" marker-mid="url(#a)"/>"##;
    let markers: String = (0..12)
        .map(|nth| {
            let inside = curve.replace("#a", &format!("#a{}", nth + 1));
            middle.replace("\"a\"", &format!("\"a{nth}\"")).replace('@', &inside)
        })
        .collect();
    let last = middle.replace("\"a\"", "\"a12\"").replace('@', "<circle r='9'/>");
    assert_refused(&format!("{markers}{last}{}", curve.replace("#a", "#a0")), "it repeats");
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
    assert_refused(&searched, "refer to others");
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
