//! A page as a reader sees and hears it.
//!
//! Comes in: a page of a PDF. Goes out: [`Heard`]: the text of each marked content, and what
//! stands where it must not. Never done here: the order in which contents are read.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};

use super::font::Font;
use super::matrix::Matrix;
use super::object::{dictionary, number, stream, text};

/// How far something may stick out of the page, in points: what rounding may do.
const TOLERANCE: f64 = 0.5;

/// What a page says.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The text of each marked content, by its identifier.
    pub(super) contents: BTreeMap<i64, String>,
    /// Content that is neither of the structure nor an artifact, in words.
    pub(super) unmarked: Vec<String>,
    /// What sticks out of the page, in words.
    pub(super) outside: Vec<String>,
    /// What breaks a rule for text: no font, no meaning, no glyph.
    pub(super) faults: Vec<String>,
}

/// Marked content that is open.
#[derive(Debug, Default)]
struct Open {
    content: Option<i64>,
    artifact: bool,
    /// What is said in place of what is shown.
    replaced: bool,
}

/// Text state (ISO 32000-1, 9.3).
#[derive(Debug, Clone, Copy)]
struct State<'f> {
    font: Option<&'f Font>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    scaling: f64,
    leading: f64,
    rise: f64,
    matrix: Matrix,
}

/// Listens to a page whose fonts are these by name.
pub(super) fn listen(
    document: &Document,
    page: &Dictionary,
    size: (f64, f64),
    fonts: &BTreeMap<Vec<u8>, Font>,
) -> Heard {
    let Some(bytes) = stream(document, page.get(b"Contents").ok()) else {
        return Heard::default();
    };
    let Ok(content) = Content::decode(&bytes) else {
        return Heard {
            faults: vec!["its content cannot be read".to_owned()],
            ..Heard::default()
        };
    };
    let state = State {
        font: None,
        size: 1.0,
        letter_space: 0.0,
        word_space: 0.0,
        scaling: 1.0,
        leading: 0.0,
        rise: 0.0,
        matrix: Matrix::IDENTITY,
    };
    let mut listener = Listener {
        document,
        fonts,
        size,
        state,
        saved: Vec::new(),
        line: Matrix::IDENTITY,
        text: Matrix::IDENTITY,
        open: Vec::new(),
        heard: Heard::default(),
    };
    content.operations.iter().for_each(|operation| listener.operation(operation));
    listener.heard
}

struct Listener<'l> {
    document: &'l Document,
    fonts: &'l BTreeMap<Vec<u8>, Font>,
    size: (f64, f64),
    state: State<'l>,
    saved: Vec<State<'l>>,
    line: Matrix,
    text: Matrix,
    open: Vec<Open>,
    heard: Heard,
}

impl Listener<'_> {
    fn operation(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        let at = |index: usize| number(operands.get(index)).unwrap_or_default();
        match operation.operator.as_str() {
            "q" => self.saved.push(self.state),
            "Q" => self.state = self.saved.pop().unwrap_or(self.state),
            "cm" => self.state.matrix = matrix(operands).times(&self.state.matrix),
            "BT" => (self.line, self.text) = (Matrix::IDENTITY, Matrix::IDENTITY),
            "Tc" => self.state.letter_space = at(0),
            "Tw" => self.state.word_space = at(0),
            "Tz" => self.state.scaling = at(0) / 100.0,
            "TL" => self.state.leading = at(0),
            "Ts" => self.state.rise = at(0),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.state.font = name.and_then(|name| self.fonts.get(name));
                self.state.size = at(1);
            }
            "Td" => self.next_line(at(0), at(1)),
            "TD" => {
                self.state.leading = -at(1);
                self.next_line(at(0), at(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tm" => (self.line, self.text) = (matrix(operands), matrix(operands)),
            "Tj" => self.show(operands.first()),
            "'" | "\"" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.last());
            }
            "TJ" => self.show_all(operands.first()),
            "BMC" | "BDC" => self.begin(operands),
            "EMC" => drop(self.open.pop()),
            "re" => self.path(&[(at(0), at(1)), (at(0) + at(2), at(1) + at(3))]),
            "m" | "l" => self.path(&[(at(0), at(1))]),
            "f" | "F" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*" | "sh" => {
                self.seen("a shape");
            }
            "Do" => {
                self.seen("a picture");
                self.path(&[(0.0, 0.0), (1.0, 1.0)]);
            }
            _ => {}
        }
    }

    fn next_line(&mut self, right: f64, up: f64) {
        self.line = Matrix::shift(right, up).times(&self.line);
        self.text = self.line;
    }

    fn show_all(&mut self, array: Option<&Object>) {
        let Some(Object::Array(items)) = array else { return };
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
        self.text = Matrix::shift(right, 0.0).times(&self.text);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(Ok(bytes)) = string.map(Object::as_str) else { return };
        let Some(font) = self.state.font else {
            self.heard.faults.push("text without a font".to_owned());
            return;
        };
        let mut said = String::new();
        let State { size, letter_space, word_space, scaling, rise, matrix, .. } = self.state;
        for shown in font.shown(bytes) {
            let white = letter_space + if shown.is_space { word_space } else { 0.0 };
            let right = shown.width / 1000.0 * size * scaling;
            let place = Matrix::shift(0.0, rise).times(&self.text).times(&matrix);
            let text = shown.text.unwrap_or_default();
            if !text.trim().is_empty() {
                self.inside(&[place.apply(0.0, 0.0), place.apply(right, 0.0)], || {
                    format!("the letter `{text}`")
                });
            }
            if text.is_empty() || shown.glyph == 0 {
                self.heard.faults.push("a glyph that says nothing".to_owned());
            }
            said.push_str(text);
            self.advance(right + white * scaling);
        }
        self.say(&said);
        self.seen("text");
    }

    /// Puts down text under the content that is open.
    fn say(&mut self, said: &str) {
        if self.open.iter().any(|open| open.replaced) {
            return;
        }
        if let Some(content) = self.open.iter().rev().find_map(|open| open.content) {
            self.heard.contents.entry(content).or_default().push_str(said);
        }
    }

    /// Notes what is marked as nothing.
    fn seen(&mut self, what: &str) {
        if !self.open.iter().any(|open| open.artifact || open.content.is_some()) {
            self.heard.unmarked.push(what.to_owned());
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
            self.open.push(Open { content, ..Open::default() });
            self.say(replacement);
            self.open.pop();
        }
        self.open.push(Open { content, artifact, replaced: replacement.is_some() });
    }

    fn path(&mut self, points: &[(f64, f64)]) {
        let places: Vec<_> =
            points.iter().map(|&(x, y)| self.state.matrix.apply(x, y)).collect();
        self.inside(&places, || "a shape".to_owned());
    }

    fn inside(&mut self, places: &[(f64, f64)], what: impl FnOnce() -> String) {
        let (width, height) = self.size;
        let is_out = |&(x, y): &(f64, f64)| {
            x < -TOLERANCE || y < -TOLERANCE || x > width + TOLERANCE || y > height + TOLERANCE
        };
        if places.iter().any(is_out) {
            self.heard.outside.push(what());
        }
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut numbers = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    for (slot, operand) in numbers.iter_mut().zip(operands) {
        *slot = number(Some(operand)).unwrap_or(*slot);
    }
    Matrix(numbers)
}
