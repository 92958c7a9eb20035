//! Verification: reads a PDF and compares it with its article.
//!
//! Takes the bytes of any PDF and the article that it should contain, and gives every difference and
//! every broken rule with its page. It must never use the code that writes PDFs.

mod access;
mod annotations;
mod attached;
mod cmap;
mod colour;
mod content;
mod decode;
mod document;
mod drawing;
mod error;
mod facts;
mod font;
mod font_program;
mod ink;
mod lexer;
mod limits;
mod matrix;
mod metadata;
mod nesting;
mod object;
mod page;
mod page_text;
mod page_tree;
mod rules;
mod syntax;
mod table;
mod tree;
mod words;
mod xml;

use crate::article::{Article, walk};
use crate::diagnostic::{Diagnostic, Place};
pub use attached::{Attached, source};
pub use drawing::check_drawing;
pub use error::VerifyError;
pub use facts::{Facts, facts};

use document::Document;
use page::Fonts;
use page_tree::read_pages;
use tree::PageTexts;
use words::{Difference, FoundWord};

/// Most differences that are reported one by one; of the rest only the number is reported.
const MOST_REPORTED: usize = 20;

/// Most words of a difference that are shown.
const MOST_SHOWN: usize = 8;

/// Properties that verification does not check. The first five are faults where a PDF that claims a standard
/// has them; the rest needs a person.
pub const UNCHECKED: [&str; 8] = [
    "fonts that are not composite, and predefined maps of codes",
    "forms, patterns, shadings, graphics states, masks and transparency",
    "colour spaces other than those of devices, and palettes of them",
    "pictures in JPEG 2000, JBIG2 or fax coding",
    "form fields, layers, and annotations other than links",
    "the samples of JPEG pictures, and the curves of colour profiles",
    "the outlines of glyphs",
    "the sense of alternative texts, headings and reading order",
];

/// Result of the verification of a PDF.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Number of words of the article.
    pub words: usize,
    /// Number of pages of the PDF.
    pub pages: usize,
    /// Differences and broken rules, by page.
    pub faults: Vec<Diagnostic>,
}

/// Verifies `pdf` against `article`: the words in the order of its tags are those of the article,
/// nothing is outside a page, and the PDF keeps the standards that it claims.
///
/// # Errors
/// If the bytes are not a PDF.
#[doc(hidden)]
pub fn verify(pdf: &[u8], article: &Article) -> Result<Verdict, VerifyError> {
    verify_all(pdf, &[article])
}

/// Verifies a PDF of several articles that follow one another.
///
/// # Errors
/// If the bytes are not a PDF.
#[doc(hidden)]
pub fn verify_all(pdf: &[u8], articles: &[&Article]) -> Result<Verdict, VerifyError> {
    let document = Document::read(pdf)?;
    let mut texts = PageTexts::default();
    let mut fonts = Fonts::default();
    let mut faults = Vec::new();
    let mut damage = document.damage.clone();
    let pages = read_pages(&document, &mut damage);
    let reported = damage.iter().take(MOST_REPORTED);
    faults.extend(
        reported
            .map(|what| Diagnostic::warning("file-damaged", Place::default(), what.clone())),
    );
    for (number, page) in (1..).zip(&pages) {
        let found = page::read_page(&document, page, &fonts.of_page(&document, page));
        for (code, list, what) in [
            ("outside-page", &found.outside, " is outside the page"),
            ("text-hidden", &found.hidden, ""),
            ("bad-text", &found.faults, " is on the page"),
        ] {
            report_faults(&mut faults, code, number, list, what);
        }
        texts.add(page, number, found);
    }
    let expected: Vec<String> = articles
        .iter()
        .flat_map(|article| walk::words(article))
        .filter_map(|word| words::comparable_word(&word))
        .collect();
    let read = rules::check_rules(&document, &pages, &texts, &fonts, &mut faults);
    let differences = words::compare(&expected, &found_words(&read.texts));
    faults.extend(differences.iter().take(MOST_REPORTED).map(Difference::diagnostic));
    if differences.len() > MOST_REPORTED {
        let message = format!("{} more differences", differences.len() - MOST_REPORTED);
        faults.push(Diagnostic::warning("words-differ", Place::default(), message));
    }
    faults.sort_by_key(|fault| fault.place);
    Ok(Verdict { words: expected.len(), pages: pages.len(), faults })
}

/// Adds one diagnostic for all faults of one kind on a page.
fn report_faults(
    faults: &mut Vec<Diagnostic>,
    code: &'static str,
    page: u32,
    found: &[String],
    what: &str,
) {
    let Some(first) = found.first() else { return };
    let more = match found.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let place = Place { line: 0, page };
    faults.push(Diagnostic::warning(code, place, format!("{first}{what}{more}")));
}

/// Splits texts that follow each other into words.
fn found_words(texts: &[tree::TaggedText]) -> Vec<FoundWord> {
    let mut found = Vec::new();
    let mut open = String::new();
    let mut page = 0;
    let mut close = |open: &mut String, page: u32| {
        if let Some(word) = words::comparable_word(open) {
            found.push(FoundWord { word, page });
        }
        open.clear();
    };
    for text in texts {
        for letter in text.text.chars() {
            if letter.is_whitespace() {
                close(&mut open, page);
            } else {
                if open.is_empty() {
                    page = text.page;
                }
                open.push(letter);
            }
        }
    }
    close(&mut open, page);
    found
}

impl Difference {
    fn diagnostic(&self) -> Diagnostic {
        let show = |words: &[String]| {
            let shown = words.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>().join(" ");
            let rest = words.len().saturating_sub(MOST_SHOWN);
            if rest > 0 {
                format!("`{shown} ...` and {rest} more")
            } else {
                format!("`{shown}`")
            }
        };
        let message = match (&*self.expected, &*self.found) {
            (missing, []) => format!("the PDF lacks {}", show(missing)),
            ([], added) => format!("the PDF has {}, which is not in the article", show(added)),
            (expected, found) => {
                format!("the PDF has {} where the article has {}", show(found), show(expected))
            }
        };
        let place = Place { line: 0, page: self.page };
        Diagnostic::warning("words-differ", place, message)
    }
}
