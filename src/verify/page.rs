//! Text and marks on a page of a PDF.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};

use super::font::PdfFont;
use super::matrix::Matrix;
use super::object::{dictionary, number, page_size, stream, text};

/// Distance by which rounding can move something out of the page, in points.
const TOLERANCE: f64 = 0.5;

/// Text and faults of a page.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// Text of each marked content, by its identifier.
    pub(super) contents: BTreeMap<i64, String>,
    /// Descriptions of content that is neither in the structure nor an artifact.
    pub(super) unmarked: Vec<String>,
    /// Descriptions of content outside the page.
    pub(super) outside: Vec<String>,
    /// Descriptions of malformed content: text without a font, a meaning or a glyph.
    pub(super) faults: Vec<String>,
}

/// Open marked content.
#[derive(Debug, Default)]
struct OpenContent {
    content: Option<i64>,
    artifact: bool,
    /// It has a replacement text.
    replaced: bool,
}

/// Graphics state with the text state (ISO 32000-1, 8.4 and 9.3).
#[derive(Debug, Clone, Copy)]
struct TextState<'f> {
    font: Option<&'f PdfFont>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    scaling: f64,
    leading: f64,
    rise: f64,
    matrix: Matrix,
}

/// Reads a page. `fonts` are its fonts by their resource names.
pub(super) fn read_page(
    document: &Document,
    page: &Dictionary,
    fonts: &BTreeMap<Vec<u8>, PdfFont>,
) -> PageText {
    let Some(bytes) = stream(document, page.get(b"Contents").ok()) else {
        return PageText::default();
    };
    let Ok(content) = Content::decode(&bytes) else {
        return PageText {
            faults: vec!["its content cannot be read".to_owned()],
            ..PageText::default()
        };
    };
    let state = TextState {
        font: None,
        size: 1.0,
        letter_space: 0.0,
        word_space: 0.0,
        scaling: 1.0,
        leading: 0.0,
        rise: 0.0,
        matrix: Matrix::IDENTITY,
    };
    let size = page_size(document, page);
    let mut reader = PageReader {
        document,
        fonts,
        size,
        state,
        saved: Vec::new(),
        line: Matrix::IDENTITY,
        text: Matrix::IDENTITY,
        open: Vec::new(),
        found: PageText::default(),
    };
    if size.is_none() {
        reader.found.faults.push("a page without a size".to_owned());
    }
    content.operations.iter().for_each(|operation| reader.operation(operation));
    reader.found
}

struct PageReader<'l> {
    document: &'l Document,
    fonts: &'l BTreeMap<Vec<u8>, PdfFont>,
    /// Width and height in points; none for a malformed page.
    size: Option<(f64, f64)>,
    state: TextState<'l>,
    saved: Vec<TextState<'l>>,
    line: Matrix,
    text: Matrix,
    open: Vec<OpenContent>,
    found: PageText,
}

impl PageReader<'_> {
    fn operation(&mut self, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let numbers: Vec<f64> = operands.iter().filter_map(|it| number(Some(it))).collect();
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("q", _) => self.saved.push(self.state),
            ("Q", _) => self.state = self.saved.pop().unwrap_or(self.state),
            ("cm", &[a, b, c, d, e, f]) => {
                self.state.matrix = Matrix([a, b, c, d, e, f]).times(&self.state.matrix);
            }
            ("BT", _) => (self.line, self.text) = (Matrix::IDENTITY, Matrix::IDENTITY),
            ("Tc", &[space]) => self.state.letter_space = space,
            ("Tw", &[space]) => self.state.word_space = space,
            ("Tz", &[percent]) => self.state.scaling = percent / 100.0,
            ("TL", &[leading]) => self.state.leading = leading,
            ("Ts", &[rise]) => self.state.rise = rise,
            ("Tf", &[size]) => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.state.font = name.and_then(|name| self.fonts.get(name));
                self.state.size = size;
            }
            ("Td", &[right, up]) => self.next_line(right, up),
            ("TD", &[right, up]) => {
                self.state.leading = -up;
                self.next_line(right, up);
            }
            ("T*", _) => self.next_line(0.0, -self.state.leading),
            ("Tm", &[a, b, c, d, e, f]) => {
                self.line = Matrix([a, b, c, d, e, f]);
                self.text = self.line;
            }
            ("Tj", _) => self.show(operands.first()),
            ("'" | "\"", _) => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.last());
            }
            ("TJ", _) => self.show_all(operands.first()),
            ("BMC" | "BDC", _) => self.begin(operands),
            ("EMC", _) => drop(self.open.pop()),
            ("re", &[x, y, width, height]) => self.path(&[(x, y), (x + width, y + height)]),
            ("m" | "l", &[x, y]) => self.path(&[(x, y)]),
            ("f" | "F" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*" | "sh", _) => {
                self.check_mark("a shape");
            }
            ("Do", _) => {
                self.check_mark("a picture");
                self.path(&[(0.0, 0.0), (1.0, 1.0)]);
            }
            (
                operator @ ("cm" | "Tc" | "Tw" | "Tz" | "TL" | "Ts" | "Tf" | "Td" | "TD" | "Tm"
                | "re" | "m" | "l"),
                _,
            ) => {
                let fault = format!("the operator `{operator}` with the wrong operands");
                self.found.faults.push(fault);
            }
            _ => {}
        }
    }

    fn next_line(&mut self, right: f64, up: f64) {
        self.line = Matrix::translation(right, up).times(&self.line);
        self.text = self.line;
    }

    fn show_all(&mut self, array: Option<&Object>) {
        let Some(Object::Array(items)) = array else {
            self.found.faults.push("the operator `TJ` without an array".to_owned());
            return;
        };
        for item in items {
            match number(Some(item)) {
                Some(gap) => {
                    self.advance(-gap / 1000.0 * self.state.size * self.state.scaling);
                }
                None => self.show(Some(item)),
            }
        }
    }

    fn advance(&mut self, right: f64) {
        self.text = Matrix::translation(right, 0.0).times(&self.text);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(Ok(bytes)) = string.map(Object::as_str) else {
            self.found.faults.push("a text operator without a string".to_owned());
            return;
        };
        let Some(font) = self.state.font else {
            self.found.faults.push("text without a font".to_owned());
            return;
        };
        let mut content = String::new();
        let TextState { size, letter_space, word_space, scaling, rise, matrix, .. } =
            self.state;
        for shown in font.codes(bytes) {
            let space = letter_space + if shown.is_space { word_space } else { 0.0 };
            let right = shown.width / 1000.0 * size * scaling;
            let place = Matrix::translation(0.0, rise).times(&self.text).times(&matrix);
            let text = shown.text.unwrap_or("");
            if !text.trim().is_empty() {
                self.check_inside(&[place.apply(0.0, 0.0), place.apply(right, 0.0)], || {
                    format!("the letter `{text}`")
                });
            }
            if text.is_empty() || shown.glyph == 0 {
                self.found.faults.push("a glyph without a text".to_owned());
            }
            content.push_str(text);
            self.advance(right + space * scaling);
        }
        self.add_text(&content);
        self.check_mark("text");
    }

    /// Adds text to the open marked content, unless that has a replacement text.
    fn add_text(&mut self, text: &str) {
        if self.open.iter().any(|open| open.replaced) {
            return;
        }
        if let Some(content) = self.open.iter().rev().find_map(|open| open.content) {
            self.found.contents.entry(content).or_default().push_str(text);
        }
    }

    /// Notes content that is not marked.
    fn check_mark(&mut self, what: &str) {
        if !self.open.iter().any(|open| open.artifact || open.content.is_some()) {
            self.found.unmarked.push(what.to_owned());
        }
    }

    fn begin(&mut self, operands: &[Object]) {
        let artifact = operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"Artifact");
        let properties = dictionary(self.document, operands.get(1));
        let content = properties
            .and_then(|it| it.get(b"MCID").and_then(Object::as_i64).ok())
            .filter(|_| !artifact);
        let replacement = properties
            .and_then(|properties| text(self.document, properties.get(b"ActualText").ok()));
        if let Some(replacement) = &replacement {
            self.open.push(OpenContent { content, ..OpenContent::default() });
            self.add_text(replacement);
            self.open.pop();
        }
        self.open.push(OpenContent { content, artifact, replaced: replacement.is_some() });
    }

    fn path(&mut self, points: &[(f64, f64)]) {
        let places: Vec<_> =
            points.iter().map(|&(x, y)| self.state.matrix.apply(x, y)).collect();
        self.check_inside(&places, || "a shape".to_owned());
    }

    fn check_inside(&mut self, places: &[(f64, f64)], what: impl FnOnce() -> String) {
        let Some((width, height)) = self.size else { return };
        let is_out = |&(x, y): &(f64, f64)| {
            x < -TOLERANCE || y < -TOLERANCE || x > width + TOLERANCE || y > height + TOLERANCE
        };
        if places.iter().any(is_out) {
            self.found.outside.push(what());
        }
    }
}
