//! The case of type and the shaper: faces, glyphs, widths.

#![allow(clippy::expect_used, reason = "a test may stop at what must hold")]

use std::sync::Arc;

use offprint::article::Language;
use offprint::font::{FaceStyle, Faces, FontError, FontRole};
use offprint::shape::{Features, Font, Run, ShapeRequest, Shaped, Shaper, missing_advance};
use offprint::unit::Length;
use proptest::prelude::*;

const REGULAR: FaceStyle = FaceStyle { bold: false, italic: false };
const PLAIN: Features = Features {
    lining: false,
    small_caps: false,
    all_small_caps: false,
    superior: false,
    tracking: 0,
};

/// Ten points: 1000 units of a face of 1000 units are 655,360 scaled points.
fn ten_points() -> Length {
    Length::from_pt(10.0)
}

fn font(role: FontRole, features: Features) -> Font {
    Font { role, style: REGULAR, size: ten_points(), features }
}

fn request(text: &str) -> ShapeRequest<'_> {
    let font = font(FontRole::Text, PLAIN);
    ShapeRequest { text, font, language: Language::ENGLISH, rtl: false }
}

fn shape(text: &str) -> Shaped {
    Shaper::new(&Faces::embedded()).shape(&request(text))
}

fn shape_with(text: &str, role: FontRole, features: Features) -> Shaped {
    let font = font(role, features);
    Shaper::new(&Faces::embedded()).shape(&ShapeRequest { font, ..request(text) })
}

fn ids(shaped: &Shaped) -> Vec<u16> {
    shaped.runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
}

/// The sum of the advances in font units.
fn units(shaped: &Shaped) -> i32 {
    shaped.runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.advance)).sum()
}

fn face_names(shaped: &Shaped) -> Vec<String> {
    let faces = Faces::embedded();
    shaped.runs.iter().map(|run| faces.face(run.face).name.clone()).collect()
}

// --- the case of type ------------------------------------------------------------------------

#[test]
fn every_embedded_face_opens_and_says_what_it_is() {
    let faces = Faces::embedded();
    let names: Vec<_> = faces.iter().map(|(_, face)| face.name.as_str()).collect();
    let expected = [
        "LibertinusSerif-Regular",
        "LibertinusSerif-Italic",
        "LibertinusSerif-Bold",
        "LibertinusSerif-BoldItalic",
        "SourceSans3-Regular",
        "SourceSans3-It",
        "SourceSans3-Semibold",
        "SourceSans3-SemiboldIt",
        "SourceCodePro-Regular",
        "SourceCodePro-It",
        "SourceCodePro-Bold",
    ];
    assert_eq!(names, expected, "a face is missing, or the order of ids changed");
    let (_, regular) = faces.iter().next().expect("there are faces");
    assert_eq!(regular.family, "Libertinus Serif", "family name");
    let metrics = (regular.units_per_em, regular.ascent, regular.descent);
    assert_eq!(metrics, (1000, 894, -246), "em, ascent, descent as the tables have them");
    assert_eq!((regular.cap_height, regular.x_height), (658, 429), "heights of letters");
    assert!(regular.is_cff && !regular.is_monospaced, "CFF outlines, proportional");
}

#[test]
fn each_role_and_cut_is_served_by_its_own_face() {
    let faces = Faces::embedded();
    for role in [FontRole::Text, FontRole::Head, FontRole::Code] {
        for cut in FaceStyle::ALL {
            let face = faces.face(faces.serve(role, cut));
            let family = match role {
                FontRole::Text => "Libertinus Serif",
                FontRole::Head => "Source Sans 3",
                FontRole::Code => "Source Code Pro",
            };
            assert_eq!(face.family, family, "{role:?} {}", cut.name());
            assert_eq!(face.is_monospaced, role == FontRole::Code, "{role:?} fixed width");
            let lacking =
                role == FontRole::Code && cut == FaceStyle { bold: true, italic: true };
            if !lacking {
                assert_eq!(face.style, cut, "{role:?} {}", cut.name());
            } else {
                assert!(face.style.italic, "bold italic code falls back to italic");
            }
        }
    }
}

#[test]
fn the_files_in_fonts_are_those_their_readme_lists() {
    use sha2::{Digest, Sha256};
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
    let mut checked = 0;
    for family in ["libertinus-serif", "source-sans-3", "source-code-pro"] {
        let readme = std::fs::read_to_string(format!("{root}/{family}/README.md"))
            .unwrap_or_else(|error| panic!("{family} has no README.md: {error}"));
        for entry in std::fs::read_dir(format!("{root}/{family}")).expect("the folder is there")
        {
            let path = entry.expect("the entry can be read").path();
            if path.extension().is_none_or(|extension| extension != "otf") {
                continue;
            }
            let digest = Sha256::digest(std::fs::read(&path).expect("the font can be read"));
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let listed = readme.lines().any(|line| line.contains(&hex) && line.contains(&name));
            assert!(listed, "{family}/README.md does not list {name} with sha256 {hex}");
            checked += 1;
        }
    }
    assert_eq!(checked, 11, "eleven faces ship");
}

#[test]
fn what_is_not_a_font_is_refused_with_a_reason() {
    let refuse = |bytes: &[u8]| Faces::embedded().add(Arc::from(bytes)).err();
    assert_eq!(refuse(b""), Some(FontError::NotAFont), "nothing");
    assert_eq!(refuse(b"%PDF-1.7 is no font"), Some(FontError::NotAFont), "another file");
    assert_eq!(refuse(b"wOFF\0\0\0\0rest"), Some(FontError::WebFont("WOFF")), "a web font");
    assert_eq!(refuse(b"wOF2\0\0\0\0rest"), Some(FontError::WebFont("WOFF 2")), "a web font");
    let whole = libertinus("Regular");
    let cut_off = refuse(&whole[..2000]);
    assert!(cut_off.is_some(), "a font cut off after 2,000 bytes must be refused");
    let message = FontError::WebFont("WOFF").to_string();
    assert!(message.contains("OpenType or TrueType file"), "says what to give: {message}");
}

#[test]
fn a_font_whose_maker_forbids_embedding_is_refused_by_name() {
    let mut bytes = libertinus("Regular");
    let fs_type = table(&bytes, b"OS/2") + 8;
    bytes[fs_type..fs_type + 2].copy_from_slice(&2_u16.to_be_bytes());
    let error = Faces::default().add(Arc::from(bytes)).expect_err("restricted");
    assert!(error.to_string().contains("LibertinusSerif-Regular forbids"), "{error}");
}

#[test]
fn a_family_of_files_takes_over_the_text_and_missing_cuts_are_told() {
    let mut faces = Faces::embedded();
    let mut ids = Vec::new();
    for file in ["SourceSans3-Regular", "SourceSans3-It"] {
        let path = format!("{}/fonts/source-sans-3/{file}.otf", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("the font is there");
        ids.extend(faces.add(Arc::from(bytes)).expect("a font"));
    }
    let notes = faces.set_text_family(&ids);
    let told: Vec<_> = notes.iter().map(|note| note.message.as_str()).collect();
    let expected = [
        "Source Sans 3 has no bold among the files given; bold is set in its regular",
        "Source Sans 3 has no bold italic among the files given; bold italic is set in its italic",
    ];
    assert_eq!(told, expected, "one note for each missing cut");
    let bold_italic = FaceStyle { bold: true, italic: true };
    assert_eq!(faces.serve(FontRole::Text, REGULAR), ids[0], "regular");
    assert_eq!(
        faces.serve(FontRole::Text, bold_italic),
        ids[1],
        "italic stands for bold italic"
    );
    let hebrew = Shaper::new(&faces).shape(&request("א"));
    let names: Vec<_> = hebrew.runs.iter().map(|run| &faces.face(run.face).name).collect();
    assert_eq!(names, ["LibertinusSerif-Regular"], "the replaced family is the fallback");
}

#[test]
fn an_empty_case_of_type_shapes_everything_as_missing() {
    let faces = Faces::default();
    let shaped = Shaper::new(&faces).shape(&request("ab"));
    let missing: Vec<_> = shaped.runs.iter().map(|run| run.missing).collect();
    assert_eq!(missing, [Some('a'), Some('b')], "no face, no panic");
}

#[test]
fn hyphen_and_word_space_are_the_faces_own() {
    let faces = Faces::embedded();
    let face = faces.face(faces.serve(FontRole::Text, REGULAR));
    assert_eq!(face.hyphen(), '\u{2010}', "Libertinus has a hyphen of its own");
    assert_eq!(face.space(), 250, "word space in units");
    assert_eq!(face.glyph('\u{4E2D}'), None, "no Chinese");
}

// --- shaping ---------------------------------------------------------------------------------

#[test]
fn ffi_in_office_is_one_glyph_and_keeps_its_text() {
    let shaped = shape("office");
    let clusters: Vec<_> = shaped.runs[0].glyphs.iter().map(|glyph| glyph.cluster).collect();
    assert_eq!(clusters, [0, 1, 4, 5], "o, ffi, c, e");
}

#[test]
fn code_has_no_ligatures_and_one_width() {
    let shaped = shape_with("office->", FontRole::Code, PLAIN);
    let advances: Vec<_> = shaped.runs[0].glyphs.iter().map(|glyph| glyph.advance).collect();
    assert_eq!(advances, [600; 8], "eight characters, eight equal advances");
}

#[test]
fn capital_a_and_v_are_kerned() {
    let apart = shape("A").advance + shape("V").advance;
    assert!(shape("AV").advance < apart, "AV must be narrower than A and V");
    assert!(shape("AV").runs[0].glyphs[1].unsafe_to_break, "and not cut without shaping anew");
}

#[test]
fn figures_are_old_style_in_text_and_lining_on_demand() {
    let faces = Faces::embedded();
    let face = faces.face(faces.serve(FontRole::Text, REGULAR));
    let default: Vec<_> = "1903".chars().filter_map(|figure| face.glyph(figure)).collect();
    let lining = shape_with("1903", FontRole::Text, Features { lining: true, ..PLAIN });
    let old_style = ids(&shape("1903"));
    assert!(old_style.iter().zip(ids(&lining)).all(|(a, b)| *a != b), "all figures differ");
    assert!(
        old_style.iter().zip(default).all(|(a, b)| *a != b),
        "onum is not the default form"
    );
    let widths: Vec<_> = lining.runs[0].glyphs.iter().map(|glyph| glyph.advance).collect();
    assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "tabular: {widths:?}");
}

#[test]
fn figures_in_heads_are_lining_and_proportional() {
    let shaped = shape_with("11", FontRole::Head, PLAIN);
    let zero = shape_with("00", FontRole::Head, PLAIN);
    assert!(shaped.advance < zero.advance, "a proportional 1 is narrower than 0");
}

#[test]
fn small_capitals_and_superiors_are_real_glyphs() {
    let sc = Features { small_caps: true, ..PLAIN };
    let all = Features { all_small_caps: true, ..PLAIN };
    let sup = Features { superior: true, ..PLAIN };
    assert_ne!(ids(&shape_with("nato", FontRole::Text, sc)), ids(&shape("nato")), "smcp");
    assert_eq!(
        ids(&shape_with("NATO", FontRole::Text, sc)),
        ids(&shape("NATO")),
        "capitals stay"
    );
    assert_ne!(ids(&shape_with("NATO", FontRole::Text, all)), ids(&shape("NATO")), "c2sc");
    assert_ne!(ids(&shape_with("12", FontRole::Text, sup)), ids(&shape("12")), "sups");
}

#[test]
fn the_language_chooses_local_forms() {
    let turkish: Language = "tr".parse().expect("a tag");
    let faces = Faces::embedded();
    let mut shaper = Shaper::new(&faces);
    let english = shaper.shape(&request("fi"));
    let local = shaper.shape(&ShapeRequest { language: turkish, ..request("fi") });
    assert_eq!(ids(&english).len(), 1, "English has the fi ligature");
    assert_eq!(ids(&local).len(), 2, "Turkish keeps f and dotted i apart");
}

#[test]
fn greek_cyrillic_and_hebrew_are_set_in_libertinus() {
    for (text, script) in [("λόγος", b"Grek"), ("слово", b"Cyrl"), ("שלום", b"Hebr")]
    {
        let rtl = script == b"Hebr";
        let faces = Faces::embedded();
        let shaped = Shaper::new(&faces).shape(&ShapeRequest { rtl, ..request(text) });
        assert_eq!(shaped.runs.len(), 1, "{text}: one run");
        assert_eq!(&shaped.runs[0].script, script, "{text}: script");
        assert_eq!(shaped.runs[0].missing, None, "{text}: has glyphs");
        assert_eq!(face_names(&shaped), ["LibertinusSerif-Regular"], "{text}: face");
        let clusters: Vec<_> =
            shaped.runs[0].glyphs.iter().map(|glyph| glyph.cluster).collect();
        let ordered = if rtl {
            clusters.windows(2).all(|pair| pair[0] > pair[1])
        } else {
            clusters.windows(2).all(|pair| pair[0] < pair[1])
        };
        assert!(ordered, "{text}: visual order, {clusters:?}");
    }
}

#[test]
fn greek_in_italic_code_comes_from_another_face() {
    let italic = FaceStyle { bold: false, italic: true };
    let faces = Faces::embedded();
    let font = Font { style: italic, ..font(FontRole::Code, PLAIN) };
    let shaped = Shaper::new(&faces).shape(&ShapeRequest { font, ..request("aλ") });
    assert_eq!(face_names(&shaped), ["SourceCodePro-It", "LibertinusSerif-Italic"], "fallback");
    let bytes: Vec<_> = shaped.runs.iter().map(|run| run.bytes).collect();
    assert_eq!(bytes, [(0, 1), (1, 3)], "each run knows its text");
}

#[test]
fn a_character_that_no_face_has_is_a_run_of_its_own_with_room_for_its_code() {
    let shaped = shape("a中b😀");
    let missing: Vec<_> = shaped.runs.iter().map(|run| run.missing).collect();
    assert_eq!(missing, [None, Some('中'), None, Some('😀')], "runs");
    let boxes: Vec<_> = shaped.runs.iter().filter(|run| run.missing.is_some()).collect();
    assert!(boxes.iter().all(|run| run.glyphs.is_empty()), "a box has no glyphs");
    assert_eq!(boxes[0].advance, Length::from_pt(8.0), "four digits: 0.8 em");
    assert_eq!(boxes[1].advance, missing_advance('😀', ten_points()), "five digits");
    assert!(boxes[1].advance > boxes[0].advance, "five digits are wider");
}

#[test]
fn characters_that_never_show_have_no_width_and_no_box() {
    let marks =
        "\u{AD}\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{FE0F}\u{202A}\u{202C}\u{E0041}";
    let text = format!("a{marks}b");
    let shaped = shape(&text);
    assert_eq!(units(&shaped), units(&shape("a")) + units(&shape("b")), "no width");
    assert!(shaped.runs.iter().all(|run| run.missing.is_none()), "no box");
    assert_eq!(&*shaped.text, text, "text kept");
    assert_eq!(shape(marks).advance, Length::ZERO, "alone, too");
    let after_box = shape("😀\u{FE0F}");
    assert_eq!(after_box.runs.len(), 1, "a variation selector stays with the box before it");
}

#[test]
fn hyphens_spaces_and_line_ends_that_a_face_lacks_are_made_from_others() {
    for text in ["\u{2010}", "\u{2011}", "\u{A0}", "\u{2009}", "\t", "\n"] {
        for role in [FontRole::Text, FontRole::Head, FontRole::Code] {
            let shaped = shape_with(text, role, PLAIN);
            assert!(shaped.runs[0].missing.is_none(), "{text:?} in {role:?}");
            assert!(shaped.runs[0].glyphs[0].id != 0, "{text:?} in {role:?} is not .notdef");
            assert!(shaped.advance > Length::ZERO, "{text:?} in {role:?} has width");
        }
    }
}

#[test]
fn a_mark_stays_in_the_face_of_its_base_and_takes_no_width() {
    let shaped = shape("x\u{331}\u{30A}y");
    assert_eq!(shaped.runs.len(), 1, "one face");
    assert_eq!(units(&shaped), units(&shape("x")) + units(&shape("y")), "marks have no width");
}

#[test]
fn a_million_combining_marks_are_shaped_and_kept() {
    let text = "a".to_owned() + &"\u{301}".repeat(1_000_000);
    let shaped = shape(&text);
    assert_eq!(shaped.runs.len(), 1, "one cluster, one run");
    assert_eq!(shaped.runs[0].bytes, (0, 2_000_001), "all of it");
    assert_eq!(shape(&"x".repeat(1_000_000)).runs[0].glyphs.len(), 1_000_000, "a long word");
}

#[test]
fn the_advance_is_rounded_once_for_a_whole_run() {
    let size = Length::from_sp(700_001);
    let faces = Faces::embedded();
    let font = Font { size, ..font(FontRole::Text, PLAIN) };
    let shaped = Shaper::new(&faces).shape(&ShapeRequest { font, ..request("typography") });
    let units: i64 = shaped.runs[0].glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
    let exact = (units * 700_001 + 500) / 1000;
    assert_eq!(shaped.advance.sp(), exact, "sum of units, then one division");
}

#[test]
fn a_kept_shaper_gives_what_a_new_one_gives() {
    let faces = Faces::embedded();
    let mut kept = Shaper::new(&faces);
    for text in ["office", "中文", "AV", "λόγος 12", "", "office", "e\u{301}"] {
        let fresh = Shaper::new(&faces).shape(&request(text));
        assert_eq!(kept.shape(&request(text)), fresh, "{text:?}");
    }
}

/// Letters of several scripts, marks, joiners, unassigned and missing characters.
fn wild_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z0-9.,'-]{1,6}",
        2 => "[α-ωа-яא-ת]{1,4}",
        1 => "[\u{300}-\u{310}]{1,3}",
        1 => "[\u{200B}-\u{200F}\u{AD}\u{FE0F}]",
        1 => "[中文字😀\u{378}\u{A840}]{1,2}",
        1 => "\\PC{1,3}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// The clusters of a run lie in its bytes, begin characters, and go one way.
fn check_run(text: &str, run: &Run) -> Result<(), TestCaseError> {
    let clusters: Vec<u32> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    let one_way = clusters
        .windows(2)
        .all(|pair| if run.rtl { pair[0] >= pair[1] } else { pair[0] <= pair[1] });
    prop_assert!(one_way, "clusters go back and forth: {:?}", clusters);
    let (start, end) = run.bytes;
    prop_assert!(
        clusters
            .iter()
            .all(|&at| at >= start && at < end && text.is_char_boundary(at as usize)),
        "clusters {:?} outside {:?}",
        clusters,
        run.bytes
    );
    if let Some(&first) = clusters.iter().min() {
        prop_assert_eq!(first, start, "the first cluster begins the run");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn runs_partition_the_text_and_clusters_go_one_way(text in wild_text(), rtl: bool) {
        let faces = Faces::embedded();
        let shaped = Shaper::new(&faces).shape(&ShapeRequest { rtl, ..request(&text) });
        prop_assert_eq!(&*shaped.text, text.as_str());
        let mut runs: Vec<&Run> = shaped.runs.iter().collect();
        if rtl {
            runs.reverse();
        }
        let mut at = 0;
        for run in runs {
            prop_assert_eq!(run.bytes.0, at, "runs are contiguous");
            prop_assert!(run.bytes.1 > at, "no run is empty");
            prop_assert_eq!(run.glyphs.is_empty(), run.missing.is_some(), "glyphs or a box");
            check_run(&text, run)?;
            at = run.bytes.1;
        }
        prop_assert_eq!(at as usize, text.len(), "runs cover the text");
        let sum: Length = shaped.runs.iter().map(|run| run.advance).sum();
        prop_assert_eq!(sum, shaped.advance);
    }

    #[test]
    fn a_word_may_be_cut_where_the_shaper_says_so(word in "[a-zA-Z]{2,12}") {
        let faces = Faces::embedded();
        let mut shaper = Shaper::new(&faces);
        let whole = shaper.shape(&request(&word));
        for glyph in whole.runs[0].glyphs.iter().skip(1).filter(|glyph| !glyph.unsafe_to_break) {
            let (left, right) = word.split_at(glyph.cluster as usize);
            let (left, right) = (shaper.shape(&request(left)), shaper.shape(&request(right)));
            let parts = [ids(&left), ids(&right)].concat();
            prop_assert_eq!(ids(&whole), parts, "cut at {}", glyph.cluster);
            prop_assert_eq!(units(&whole), units(&left) + units(&right), "width");
        }
    }

    #[test]
    fn no_bytes_that_claim_to_be_a_font_cause_a_panic(
        at in 0..4000_usize, garbage in proptest::collection::vec(any::<u8>(), 1..40)
    ) {
        let mut bytes = libertinus("Regular");
        bytes[at..at + garbage.len()].copy_from_slice(&garbage);
        let mut faces = Faces::default();
        if let Ok(ids) = faces.add(Arc::from(bytes)) {
            faces.set_text_family(&ids);
            let shaped = Shaper::new(&faces).shape(&request("office é 中"));
            prop_assert_eq!(&*shaped.text, "office é 中");
        }
    }
}

/// The bytes of a cut of Libertinus Serif.
fn libertinus(cut: &str) -> Vec<u8> {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/fonts/libertinus-serif/LibertinusSerif-{cut}.otf");
    std::fs::read(path).expect("the font is there")
}

/// Returns the offset of a table in a font file.
fn table(bytes: &[u8], tag: &[u8; 4]) -> usize {
    let count = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let record = (0..count).map(|index| 12 + 16 * index).find(|&at| &bytes[at..at + 4] == tag);
    let at = record.expect("the font has the table") + 8;
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}
