//! Descriptions of pictures: file names and placeholders are none.

/// Words that programs and hurried authors give in place of a description, in lower case.
const PLACEHOLDERS: [&str; 33] = [
    "alt",
    "alt text",
    "alttext",
    "bild",
    "description",
    "figure",
    "foto",
    "graphic",
    "image",
    "image alt",
    "image alt text",
    "image description",
    "image may contain",
    "image placeholder",
    "imagen",
    "img",
    "immagine",
    "logo image",
    "missing",
    "no alt text",
    "none",
    "null",
    "pic",
    "photo",
    "photograph",
    "picture",
    "placeholder",
    "placeholder image",
    "screenshot",
    "thumbnail",
    "undefined",
    "untitled",
    "изображение",
];

/// Beginnings of the names that cameras give their files, in lower case.
const CAMERAS: [&str; 9] = ["img", "dsc", "dscn", "dscf", "pxl", "mvi", "gopr", "wp", "pict"];

/// Ends of the names of picture files.
const ENDINGS: [&str; 11] = [
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".bmp", ".tif", ".tiff", ".heic",
];

/// Returns the description of the picture at `source`, with single spaces: empty for a decorative
/// picture, none for a file name or a placeholder. A name of several words is a description without
/// its ending.
pub(super) fn description(text: &str, source: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Some(text);
    }
    let name = without_ending(&text);
    let is_word = !text.contains(' ');
    let is_file = is_word && (name.len() < text.len() || is_name_of(name, source));
    if is_file || is_by_camera(name) || is_placeholder(name) {
        return None;
    }
    Some(name.to_owned())
}

/// Returns the name of a picture file without its ending.
fn without_ending(name: &str) -> &str {
    let ends = ENDINGS.iter().find_map(|ending| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some(stem)
    });
    ends.unwrap_or(name)
}

/// True for the name of the file at an address, if it is no plain word.
fn is_name_of(name: &str, source: &str) -> bool {
    let path = source.split(['?', '#']).next().expect("a text has a first part");
    let file = path.rsplit('/').next().expect("a text has a last part");
    let is_technical = name.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
    is_technical && without_ending(file).eq_ignore_ascii_case(name)
}

/// True for a name such as `IMG_1234` or `DSC-0042 (2)`.
fn is_by_camera(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let begin = name.trim_end_matches(|c: char| c.is_ascii_digit() || " _-()".contains(c));
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3 && CAMERAS.contains(&begin)
}

/// True for a placeholder, also with a number or a mark after it.
fn is_placeholder(text: &str) -> bool {
    let text = text.to_lowercase();
    let is_tail = |c: char| c.is_ascii_digit() || " _-#.:()[]".contains(c);
    let word = text.trim_matches(is_tail);
    PLACEHOLDERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use crate::read::html::picture_description::description;

    #[test]
    fn file_names_and_placeholders_describe_nothing() {
        let source = "pictures/market-square_02.jpg?w=800";
        for text in [
            "IMG_1234.jpg",
            "IMG_1234",
            "DSC00042 (2)",
            "PXL_20260401_101500",
            "market-square_02",
            "Market-Square_02.JPG",
            "harbour.png",
            "image",
            "Image 3",
            "photo",
            "Bild:",
            "undefined",
            "null",
            "[alt text]",
        ] {
            assert_eq!(description(text, source), None, "{text}");
        }
        for (text, wanted) in [
            ("", ""),
            ("  ", ""),
            ("A  market\nsquare", "A market square"),
            ("Market square in rain.jpg", "Market square in rain"),
            ("COVID-19", "COVID-19"),
            ("Harbour", "Harbour"),
            ("Photo of a harbour", "Photo of a harbour"),
            ("Image 3 of the series", "Image 3 of the series"),
            ("IMG is a format", "IMG is a format"),
            ("x²", "x²"),
            ("12", "12"),
        ] {
            assert_eq!(description(text, source).as_deref(), Some(wanted), "{text}");
        }
    }
}
