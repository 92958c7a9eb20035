//! Content of a page: its text, marks and ink, by the operators of its stream.

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object as hayro;

use super::access::{as_dictionary, dictionary, name, text};
use super::document::{Document, converted_operand};
use super::font::PdfFont;
use super::lexer::Lexer;
use super::matrix::Matrix;
use super::object::{Dictionary, Object};
use super::page_text::{DeviceSpace, PageFonts, PageText};
use super::page_tree::PageObject;

/// Most operators of a page.
const MOST_OPERATORS: usize = 2_000_000;

/// Greatest depth of saved graphics states (ISO 19005-2, 6.1.13).
const MOST_SAVED: usize = 28;

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

impl TextState<'_> {
    /// State at the start of a page.
    const START: Self = Self {
        font: None,
        size: 1.0,
        letter_space: 0.0,
        word_space: 0.0,
        scaling: 1.0,
        leading: 0.0,
        rise: 0.0,
        matrix: Matrix::IDENTITY,
    };
}

/// Reads the operators of a page into `found`.
pub(super) fn read_content(
    document: &Document,
    page: &PageObject<'_>,
    bytes: &[u8],
    fonts: &PageFonts,
    found: &mut PageText,
) {
    let resources = page.inherited.get("Resources");
    let mut reader = ContentReader {
        document,
        resources: resources.and_then(|resources| as_dictionary(document, resources)),
        fonts,
        state: TextState::START,
        saved: Vec::new(),
        line: Matrix::IDENTITY,
        text: Matrix::IDENTITY,
        in_text: false,
        path: Vec::new(),
        open: Vec::new(),
        found,
    };
    let mut operators = UntypedIter::new(bytes);
    let mut count = 0;
    while let Some(operator) = operators.next() {
        count += 1;
        if count > MOST_OPERATORS {
            let fault = format!("more operators than the limit of {MOST_OPERATORS}");
            reader.found.faults.push(fault);
            return;
        }
        let operands: Vec<&hayro::Object<'_>> = operator.operands().collect();
        reader.operation(operator.operator.as_ref(), &operands);
    }
    if Lexer::new(bytes, 0).operators() != Ok(count) {
        reader.found.faults.push("an operator that cannot be read".to_owned());
    }
    if !reader.open.is_empty() || !reader.saved.is_empty() || reader.in_text {
        reader.found.faults.push("an operator without the one that closes it".to_owned());
    }
}

struct ContentReader<'l> {
    document: &'l Document,
    resources: Option<&'l Dictionary>,
    fonts: &'l PageFonts,
    state: TextState<'l>,
    saved: Vec<TextState<'l>>,
    line: Matrix,
    text: Matrix,
    /// Between `BT` and `ET`.
    in_text: bool,
    /// Points of the open path, on the page.
    path: Vec<(f64, f64)>,
    open: Vec<OpenContent>,
    found: &'l mut PageText,
}

impl ContentReader<'_> {
    fn fault(&mut self, what: &str) {
        self.found.faults.push(what.to_owned());
    }

    fn operation(&mut self, operator: &[u8], operands: &[&hayro::Object<'_>]) {
        let numbers: Vec<f64> = operands
            .iter()
            .filter_map(|it| match it {
                hayro::Object::Number(number) => Some(number.as_f64()),
                _ => None,
            })
            .collect();
        let is_numeric = numbers.len() == operands.len();
        let known = match (operator, numbers.as_slice()) {
            (b"q" | b"Q" | b"BT" | b"ET" | b"cm", _) => self.structure(operator, &numbers),
            (
                b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Tf" | b"Td" | b"TD" | b"Tm" | b"T*",
                _,
            ) => self.text_state(operator, operands, &numbers),
            (b"Tj" | b"'" | b"\"" | b"TJ", _) => self.text_shown(operator, operands),
            (b"BMC" | b"BDC" | b"EMC", _) => self.marks(operator, operands),
            (b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" | b"n", _) if is_numeric => {
                self.path(operator, &numbers)
            }
            (b"f" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*", []) => {
                self.paint(operator);
                true
            }
            (b"Do", _) => self.picture(operands),
            (b"g" | b"G", &[_]) => true,
            (b"rg" | b"RG", &[_, _, _]) => self.note_space(DeviceSpace::Rgb),
            (b"k" | b"K", &[_, _, _, _]) => self.note_space(DeviceSpace::Cmyk),
            (b"w" | b"J" | b"j" | b"M" | b"i", &[_]) => true,
            (b"d", _) => {
                matches!(operands, [hayro::Object::Array(_), hayro::Object::Number(_)])
            }
            (b"W" | b"W*", []) => true,
            _ => {
                let shown = String::from_utf8_lossy(operator);
                let fault =
                    format!("the operator `{shown}`, which is not checked, or its operands");
                self.found.unchecked.push(fault);
                true
            }
        };
        if !known {
            let shown = String::from_utf8_lossy(operator);
            let fault = format!("the operator `{shown}` with the wrong operands");
            self.found.faults.push(fault);
        }
    }

    /// Notes a colour space; its operands were counted.
    fn note_space(&mut self, space: DeviceSpace) -> bool {
        self.found.spaces.insert(space);
        true
    }

    /// Interprets an operator of the graphics state; returns whether its operands are right.
    fn structure(&mut self, operator: &[u8], numbers: &[f64]) -> bool {
        match (operator, numbers) {
            (b"q", []) => {
                if self.saved.len() >= MOST_SAVED {
                    if self.saved.len() == MOST_SAVED {
                        self.fault("more saved graphics states than the limit of 28");
                    }
                    // Deeper ones are not needed to say so.
                    return true;
                }
                self.saved.push(self.state);
            }
            (b"Q", []) => match self.saved.pop() {
                Some(state) => self.state = state,
                None => self.fault("the operator `Q` without a `q`"),
            },
            (b"cm", &[a, b, c, d, e, f]) => {
                self.state.matrix = Matrix([a, b, c, d, e, f]).times(&self.state.matrix);
            }
            (b"BT" | b"ET", []) => {
                let starts = operator == b"BT";
                if self.in_text == starts {
                    self.fault("a text object inside another, or without its start");
                }
                self.in_text = starts;
                (self.line, self.text) = (Matrix::IDENTITY, Matrix::IDENTITY);
                self.found.ink.close();
            }
            _ => return false,
        }
        true
    }

    /// Interprets an operator of the text state; returns whether its operands are right.
    fn text_state(
        &mut self,
        operator: &[u8],
        operands: &[&hayro::Object<'_>],
        numbers: &[f64],
    ) -> bool {
        match (operator, numbers) {
            (b"Tc", &[space]) => self.state.letter_space = space,
            (b"Tw", &[space]) => self.state.word_space = space,
            (b"Tz", &[percent]) => self.state.scaling = percent / 100.0,
            (b"TL", &[leading]) => self.state.leading = leading,
            (b"Ts", &[rise]) => self.state.rise = rise,
            (b"Tf", &[size]) => {
                let Some(hayro::Object::Name(name)) = operands.first() else { return false };
                self.state.font = self.fonts.get(name.as_ref()).map(|font| &**font);
                self.state.size = size;
                if self.state.font.is_none() {
                    self.fault("text in a font that is not in its resources");
                }
            }
            (b"Td", &[right, up]) => self.next_line(right, up),
            (b"TD", &[right, up]) => {
                self.state.leading = -up;
                self.next_line(right, up);
            }
            (b"T*", []) => self.next_line(0.0, -self.state.leading),
            (b"Tm", &[a, b, c, d, e, f]) => {
                self.line = Matrix([a, b, c, d, e, f]);
                self.text = self.line;
            }
            _ => return false,
        }
        true
    }

    /// Interprets an operator that shows text; returns whether its operands are right.
    fn text_shown(&mut self, operator: &[u8], operands: &[&hayro::Object<'_>]) -> bool {
        if !self.in_text {
            self.fault("text outside a text object");
        }
        match (operator, operands) {
            (b"Tj", [hayro::Object::String(string)]) => self.show(string.as_bytes()),
            (b"'", [hayro::Object::String(string)]) => {
                self.next_line(0.0, -self.state.leading);
                self.show(string.as_bytes());
            }
            (
                b"\"",
                [
                    hayro::Object::Number(words),
                    hayro::Object::Number(letters),
                    hayro::Object::String(string),
                ],
            ) => {
                self.state.word_space = words.as_f64();
                self.state.letter_space = letters.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(string.as_bytes());
            }
            (b"TJ", [hayro::Object::Array(items)]) => {
                for item in items.iter::<hayro::Object<'_>>() {
                    match item {
                        hayro::Object::Number(gap) => {
                            let gap = -gap.as_f64() / 1000.0;
                            self.advance(gap * self.state.size * self.state.scaling);
                        }
                        hayro::Object::String(string) => self.show(string.as_bytes()),
                        _ => return false,
                    }
                }
            }
            _ => return false,
        }
        true
    }

    /// Interprets an operator of marked content; returns whether its operands are right.
    fn marks(&mut self, operator: &[u8], operands: &[&hayro::Object<'_>]) -> bool {
        self.found.ink.close();
        match (operator, operands) {
            (b"EMC", []) => {
                if self.open.pop().is_none() {
                    self.fault("the end of a marked content without its start");
                }
            }
            (b"BMC", [hayro::Object::Name(tag)]) => self.begin(tag.as_ref(), None),
            (b"BDC", [hayro::Object::Name(tag), hayro::Object::Name(properties)]) => {
                let lists = self.resources;
                let lists = lists.and_then(|it| dictionary(self.document, it, "Properties"));
                let list = lists.and_then(|lists| lists.get(properties.as_ref()));
                let list = list.and_then(|list| as_dictionary(self.document, list)).cloned();
                if list.is_none() {
                    return false;
                }
                self.begin(tag.as_ref(), list);
            }
            (b"BDC", [hayro::Object::Name(tag), properties @ hayro::Object::Dict(_)]) => {
                match converted_operand(properties) {
                    Some(Object::Dictionary(properties)) => {
                        self.begin(tag.as_ref(), Some(properties));
                    }
                    _ => return false,
                }
            }
            _ => return false,
        }
        true
    }

    fn begin(&mut self, tag: &[u8], properties: Option<Dictionary>) {
        let properties = properties.unwrap_or_default();
        let artifact = tag == b"Artifact";
        let stated = properties.get(&b"MCID"[..]);
        let content = stated.and_then(Object::as_integer).filter(|_| !artifact);
        if stated.is_some() && content.is_none_or(|content| content < 0) {
            self.fault("a marked content with a malformed identifier");
        }
        let is_tagged = self.open.iter().any(|open| open.content.is_some());
        let in_artifact = self.open.iter().any(|open| open.artifact);
        if artifact && is_tagged || content.is_some() && (in_artifact || is_tagged) {
            self.found.unmarked.push("content that is both tagged and an artifact".to_owned());
        }
        if let Some(content) = content {
            if !self.found.tags.contains_key(&content) {
                self.found.contents.entry(content).or_default();
                let tag = String::from_utf8_lossy(tag).into_owned();
                self.found.tags.insert(content, tag);
            } else {
                self.fault("two marked contents with one identifier");
            }
        }
        if let Some(language) = text(self.document, &properties, "Lang") {
            self.found.languages.insert(language);
        }
        let replacement = text(self.document, &properties, "ActualText");
        if let Some(replacement) = &replacement {
            self.open.push(OpenContent { content, ..OpenContent::default() });
            self.add_text(replacement);
            self.open.pop();
        }
        self.open.push(OpenContent { content, artifact, replaced: replacement.is_some() });
    }

    fn next_line(&mut self, right: f64, up: f64) {
        self.line = Matrix::translation(right, up).times(&self.line);
        self.text = self.line;
        self.found.ink.close();
    }

    fn advance(&mut self, right: f64) {
        self.text = Matrix::translation(right, 0.0).times(&self.text);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font else { return self.fault("text without a font") };
        let mut content = String::new();
        let TextState { size, letter_space, word_space, scaling, rise, matrix, .. } =
            self.state;
        let in_article = self.open.iter().any(|open| open.content.is_some());
        for shown in font.codes(bytes) {
            let space = letter_space + if shown.is_space { word_space } else { 0.0 };
            let right = shown.width / 1000.0 * size * scaling;
            let place = Matrix::translation(0.0, rise).times(&self.text).times(&matrix);
            let text = shown.text.unwrap_or("");
            if text.trim().is_empty() {
                self.found.ink.close();
            } else if !text.chars().all(is_invisible) {
                self.found.ink.add_letter(&place, right, size, text, in_article);
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
            self.found.unmarked.push(format!("{what} is neither tagged nor an artifact"));
        }
    }

    /// Interprets an operator that adds to a path; returns whether its operands are right.
    fn path(&mut self, operator: &[u8], numbers: &[f64]) -> bool {
        let matrix = self.state.matrix;
        let mut add = |points: &[f64]| {
            self.path
                .extend(points.chunks_exact(2).map(|point| matrix.apply(point[0], point[1])));
        };
        match (operator, numbers) {
            (b"m" | b"l", [_, _])
            | (b"c", [_, _, _, _, _, _])
            | (b"v" | b"y", [_, _, _, _]) => {
                add(numbers);
            }
            (b"re", &[x, y, width, height]) => {
                add(&[x, y, x + width, y, x + width, y + height, x, y + height]);
            }
            (b"h", []) => {}
            (b"n", []) => self.path.clear(),
            _ => return false,
        }
        true
    }

    fn paint(&mut self, operator: &[u8]) {
        self.check_mark("a shape");
        let points = std::mem::take(&mut self.path);
        let is_filled = !matches!(operator, b"S" | b"s");
        self.found.ink.add_shape(&points, is_filled && points.len() == 4);
    }

    /// Interprets `Do`; returns whether its operand is right.
    fn picture(&mut self, operands: &[&hayro::Object<'_>]) -> bool {
        let [hayro::Object::Name(resource)] = operands else { return false };
        self.check_mark("a picture");
        let pictures = self.resources.and_then(|it| dictionary(self.document, it, "XObject"));
        let picture = pictures.and_then(|pictures| pictures.get(resource.as_ref()));
        let Some(picture) = picture.and_then(|picture| self.document.resolve(picture)) else {
            self.fault("a picture that is not in its resources");
            return true;
        };
        let matrix = self.state.matrix;
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        self.found.ink.add_shape(&corners.map(|(x, y)| matrix.apply(x, y)), true);
        match picture {
            Object::Stream(stream)
                if name(self.document, &stream.dict, "Subtype") == Some("Image") => {}
            _ => self.found.unchecked.push("a form, which is not checked".to_owned()),
        }
        true
    }
}

/// True for the characters that only join, part or turn others (Unicode, general category `Cf`), which
/// have no ink.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
