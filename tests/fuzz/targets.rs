//! Fuzz targets: each takes any bytes and asserts what must hold of them.
//!
//! `fuzz/` compiles this file for the fuzzer, and `tests/fuzz.rs` for the tests, which run the inputs
//! of `fuzz/corpus`.

#[path = "kernels.rs"]
mod kernels;
#[path = "source.rs"]
mod source;

use std::sync::{Arc, LazyLock};

use offprint::article::{Language, print, walk};
use offprint::clean::{CleanOptions, clean};
use offprint::font::Faces;
use offprint::hyphenate::Exceptions;
use offprint::picture::{PictureOptions, PictureSize, prepare};
use offprint::pipeline::{self, MetadataOverrides, PrintOptions};
use offprint::read::{Format, read};
use offprint::style::{Choices, Edition, Paper, Style, Template, Theme, line_at, parse_toml};
use offprint::unit::Length;
use offprint::verify;

use source::Source;

/// A target.
pub(crate) struct Target {
    /// Name, also of its folder in `fuzz/corpus`.
    pub(crate) name: &'static str,
    /// Function that panics if an input breaks a promise.
    pub(crate) run: fn(&[u8]),
}

/// All targets.
pub(crate) const TARGETS: [Target; 20] = [
    Target { name: "text", run: read_text },
    Target { name: "markdown", run: read_markdown },
    Target { name: "html", run: read_html },
    Target { name: "mhtml", run: read_any },
    Target { name: "style", run: parse_style },
    Target { name: "values", run: parse_values },
    Target { name: "svg", run: prepare_drawing },
    Target { name: "raster", run: prepare_raster },
    Target { name: "font", run: open_font },
    Target { name: "shape", run: kernels::shape },
    Target { name: "hyphenate", run: kernels::hyphenate },
    Target { name: "linebreak", run: kernels::break_lines },
    Target { name: "paginate", run: kernels::break_pages },
    Target { name: "impose", run: kernels::impose },
    Target { name: "table", run: print_table },
    Target { name: "metadata", run: print_metadata },
    Target { name: "press-text", run: press_text },
    Target { name: "press-markdown", run: press_markdown },
    Target { name: "press-html", run: press_html },
    Target { name: "verify", run: verify_bytes },
];

/// Most bytes of an input that is set: a longer one takes time and shows nothing new.
const LONGEST_PRINTED: usize = 4096;

static FACES: LazyLock<Faces> = LazyLock::new(Faces::embedded);

/// Reads bytes, cleans the article, prints it, and reads what was printed.
fn read_as(bytes: &[u8], format: Format) {
    let (manuscript, diagnostics) = read(bytes, format);
    for diagnostic in &diagnostics {
        assert!(!diagnostic.message.is_empty(), "a diagnostic says something");
    }
    let article = clean(manuscript, &CleanOptions::default()).article;
    let _ = walk::words(&article);
    let markdown = print::to_markdown(&article);
    let json = print::to_json(&article);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "the JSON is JSON");
    let (_, _) = read(markdown.as_bytes(), Format::Markdown);
}

fn read_text(bytes: &[u8]) {
    read_as(bytes, Format::Text);
}

fn read_markdown(bytes: &[u8]) {
    read_as(bytes, Format::Markdown);
}

fn read_html(bytes: &[u8]) {
    read_as(bytes, Format::Html);
}

fn read_any(bytes: &[u8]) {
    read_as(bytes, Format::Auto);
}

/// Themes, and the TOML of configurations: read or refused; what is accepted fits the paper.
fn parse_style(bytes: &[u8]) {
    let text = Source::new(bytes).text();
    let _ = parse_toml::<toml_values::Any>(&text);
    let _ = line_at(&text, text.len() / 2);
    let _ = Exceptions::parse(&text);
    for theme in [Theme::parse(&text), Theme::parse_over(&text, Choices::default())] {
        if let Ok(theme) = theme
            && let Ok(style) = Style::resolve(&theme.choices)
        {
            assert!(style.fits_together(), "what is accepted fits the paper");
            assert!(style.rows() > 0 && style.measure() > Length::ZERO, "a page has a line");
        }
    }
}

mod toml_values {
    //! Values that any TOML is.

    /// Any table.
    #[derive(Debug, serde::Deserialize)]
    pub(crate) struct Any {}
}

/// Values of options on the command line.
fn parse_values(bytes: &[u8]) {
    let text = Source::new(bytes).text();
    let _ = text.parse::<Edition>();
    let _ = text.parse::<offprint::pdf::Standard>();
    let _ = Theme::nearest(&text);
    if let Ok(length) = text.parse::<Length>() {
        let _ = length.pt();
    }
    if let Ok(language) = text.parse::<Language>() {
        let again = language.to_string().parse::<Language>();
        assert_eq!(again.ok(), Some(language), "a language is what it is printed as");
    }
    if let Ok(paper) = text.parse::<Paper>() {
        let choices = Choices { paper: Some(paper), ..Choices::default() };
        if let Ok(style) = Style::resolve(&choices) {
            assert!(style.fits_together(), "what is accepted fits the paper");
        }
    }
    if let Ok(template) = text.parse::<Template>() {
        let parts = template.fill(|_| "word");
        assert!(parts.len() <= 3, "a line has a left, a middle and a right part");
    }
}

/// Options of pictures on a small page.
fn picture_options(source: &mut Source<'_>) -> PictureOptions {
    let frame = PictureSize { width: Length::from_pt(300.0), height: Length::from_pt(400.0) };
    PictureOptions { grey: source.flag(), frame }
}

fn prepare_drawing(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let options = picture_options(&mut source);
    let drawing = source.text();
    let whole = if drawing.contains("<svg") {
        drawing
    } else {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{drawing}</svg>")
    };
    assert_picture(whole.as_bytes(), &options);
}

fn prepare_raster(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let options = picture_options(&mut source);
    assert_picture(source.rest(), &options);
}

fn assert_picture(bytes: &[u8], options: &PictureOptions) {
    if let Ok(picture) = prepare(bytes, options, &FACES) {
        assert!(picture.width > 0 && picture.height > 0, "a picture has an area");
        let PictureSize { width, height } = picture.natural;
        assert!(width > Length::ZERO && height > Length::ZERO, "and a size on paper");
    }
}

/// A font is refused, or an article is set in it.
fn open_font(bytes: &[u8]) {
    let mut faces = Faces::default();
    let Ok(ids) = faces.add(Arc::from(bytes)) else { return };
    faces.set_text_family(&ids);
    let options = PrintOptions { jobs: 1, ..PrintOptions::default() };
    let article = "The Lamp\n\nIt was late, 1234 \u{3b1}\u{5d0}\u{301} fi.\n".as_bytes();
    if let Ok(document) = pipeline::print(article, &options, &faces) {
        assert!(document.pages > 0, "an article has a page");
    }
}

/// Sets an article and compares the PDF with it.
fn press(bytes: &[u8], options: &PrintOptions) {
    let bytes = &bytes[..bytes.len().min(LONGEST_PRINTED)];
    let Ok(document) = pipeline::print(bytes, options, &FACES) else { return };
    let verdict = pipeline::verify(&document.pdf, bytes, options).expect("our PDF is a PDF");
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
}

/// Options that the first bytes choose.
fn options(source: &mut Source<'_>, format: Format) -> PrintOptions {
    let paper = [None, Some("a6"), Some("50mm x 80mm"), Some("a3")][source.below(4)];
    let paper = paper.and_then(|name| name.parse().ok());
    let columns = [None, Some(2)][source.below(2)];
    let choices = Choices { paper, columns, ..Choices::default() };
    let style = Style::resolve(&choices).unwrap_or_default();
    PrintOptions { format, style, jobs: 1, ..PrintOptions::default() }
}

fn press_text(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let options = options(&mut source, Format::Text);
    press(source.rest(), &options);
}

fn press_markdown(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let options = options(&mut source, Format::Markdown);
    press(source.rest(), &options);
}

fn press_html(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let options = options(&mut source, Format::Html);
    press(source.rest(), &options);
}

/// Sets a table with cells and spans that the bytes choose.
fn print_table(bytes: &[u8]) {
    const WORDS: [&str; 8] = [
        "",
        "a",
        "1,234",
        "two words",
        "incomprehensibilities",
        "<b>x</b>y",
        "<p>p<p>q",
        "\u{5d0}",
    ];
    let mut source = Source::new(bytes);
    let options = options(&mut source, Format::Html);
    let mut page = "<article><p>Words before the table, which is below.</p><table>".to_owned();
    let mut cells = 0;
    while !source.is_empty() && cells < 200 {
        cells += 1;
        match source.below(8) {
            0 | 1 => page.push_str("<tr>"),
            2 => page.push_str("<thead>"),
            3 => page.push_str("<tbody>"),
            kind => {
                let tag = if kind == 4 { "th" } else { "td" };
                let (rows, columns) = (source.below(5), source.below(5));
                let words = WORDS[source.below(WORDS.len())];
                page.push_str(&format!("<{tag} rowspan={rows} colspan={columns}>{words}"));
            }
        }
    }
    page.push_str("</table></article>");
    press(page.as_bytes(), &options);
}

/// Sets an article with any metadata, and finds its title again in the PDF.
fn print_metadata(bytes: &[u8]) {
    let text = Source::new(bytes).text();
    let mut parts = text.splitn(4, '\n').map(str::to_owned);
    let meta = MetadataOverrides {
        title: parts.next(),
        author: parts.next(),
        date: parts.next(),
        source: parts.next(),
    };
    let options = PrintOptions { meta, jobs: 1, ..PrintOptions::default() };
    let article = b"It was late, and the lamp burned low.\n";
    let document = pipeline::print(article, &options, &FACES).expect("there is text");
    verify::facts(&document.pdf).expect("our PDF is a PDF");
    let verdict = pipeline::verify(&document.pdf, article, &options).expect("it can be read");
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
}

/// Any bytes as a PDF: a verdict or a reason.
fn verify_bytes(bytes: &[u8]) {
    let _ = verify::verify(bytes, &offprint::article::Article::default());
    let _ = verify::facts(bytes);
    let _ = verify::source(bytes);
}
