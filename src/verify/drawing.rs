//! Cost of drawing a page, counted before it is drawn.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};

use super::document::open;
use super::error::VerifyError;

/// Most operators that drawing a page executes, each as often as its form is drawn.
const MOST_OPERATORS: u64 = 1_000_000;

/// Greatest depth of forms inside forms.
const DEEPEST: usize = 24;

/// Greatest depth of saved graphics states.
const MOST_SAVED: usize = 512;

/// Most bytes of the content of a page.
const LONGEST_CONTENT: usize = 64 << 20;

/// Checks that a PDF can be opened, and its pages drawn, within the limits. `wants` says which pages,
/// from 1, will be drawn.
///
/// # Errors
/// If the bytes are not a PDF, or a page exceeds a limit.
pub fn check_drawing(pdf: &[u8], wants: impl Fn(usize) -> bool) -> Result<(), VerifyError> {
    let pdf = open(pdf)?;
    let mut counter = Counter { costs: BTreeMap::new(), open: BTreeSet::new(), bytes: 0 };
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = index + 1;
        if !wants(number) {
            continue;
        }
        let over = |what: String| VerifyError::OverLimit(format!("page {number}: {what}"));
        counter.bytes = 0;
        check_page_content(page.raw()).map_err(over)?;
        let content = page.page_stream().unwrap_or_default();
        let resources = page.raw().get::<Dict<'_>>("Resources");
        let resources =
            resources.or_else(|| inherited_resources(page.raw())).unwrap_or_default();
        let cost = counter.content(content, &resources, 0).map_err(over)?;
        if cost > MOST_OPERATORS {
            let what = format!("drawing it takes more than {MOST_OPERATORS} operators");
            return Err(over(what));
        }
    }
    Ok(())
}

/// Checks the sum of the content streams of a page.
fn check_page_content(page: &Dict<'_>) -> Result<(), String> {
    let Some(parts) = page.get::<Array<'_>>("Contents") else { return Ok(()) };
    let mut total = 0usize;
    for part in parts.iter::<Stream<'_>>() {
        total = total.saturating_add(part.decoded_data().map_or(0, |data| data.len()));
        if total > LONGEST_CONTENT {
            return Err(format!(
                "its content exceeds the limit of {} MiB",
                LONGEST_CONTENT >> 20
            ));
        }
    }
    Ok(())
}

/// Returns the resources that a page inherits.
fn inherited_resources<'d>(page: &Dict<'d>) -> Option<Dict<'d>> {
    /// Greatest depth of a page tree.
    const DEEPEST: usize = 32;
    let mut node = page.clone();
    for _ in 0..DEEPEST {
        node = node.get::<Dict<'_>>("Parent")?;
        if let Some(resources) = node.get::<Dict<'_>>("Resources") {
            return Some(resources);
        }
    }
    None
}

/// Counter of the operators that contents execute.
struct Counter {
    /// Operators of forms, fonts and patterns.
    costs: BTreeMap<ObjectIdentifier, u64>,
    /// Forms that are being counted.
    open: BTreeSet<ObjectIdentifier>,
    /// Bytes of forms of the page.
    bytes: usize,
}

impl Counter {
    /// Returns the number of operators that a content executes.
    fn content(
        &mut self,
        content: &[u8],
        resources: &Dict<'_>,
        depth: usize,
    ) -> Result<u64, String> {
        if depth > DEEPEST {
            return Err(format!("its forms are nested deeper than the limit of {DEEPEST}"));
        }
        let mut operators = UntypedIter::new(content);
        let (mut cost, mut saved) = (0u64, 0usize);
        // Operators for each glyph of the font that is set.
        let mut glyph = 0;
        while let Some(operator) = operators.next() {
            cost = cost.saturating_add(1);
            let last = operator.operands().last();
            let named = match last {
                Some(Object::Name(name)) => Some(name),
                _ => None,
            };
            let name: &[u8] = operator.operator.as_ref();
            let added = match (name, named) {
                (b"q", _) => {
                    saved += 1;
                    0
                }
                (b"Q", _) => {
                    saved = saved.saturating_sub(1);
                    0
                }
                (b"Do", Some(name)) => self.resource(resources, "XObject", name, depth)?,
                (b"scn" | b"SCN", Some(name)) => {
                    self.resource(resources, "Pattern", name, depth)?
                }
                (b"gs", Some(name)) => self.soft_mask(resources, name, depth)?,
                (b"Tf", _) => {
                    glyph = match operator.operands().next() {
                        Some(Object::Name(name)) => self.drawn_font(resources, name, depth)?,
                        _ => 0,
                    };
                    0
                }
                (b"Tj" | b"'" | b"\"" | b"TJ", _) => {
                    last.map_or(0, text_length).saturating_mul(glyph)
                }
                _ => 0,
            };
            cost = cost.saturating_add(added);
            if saved > MOST_SAVED {
                return Err(format!("it saves more graphics states than {MOST_SAVED}"));
            }
            if cost > MOST_OPERATORS {
                return Err(format!("drawing it takes more than {MOST_OPERATORS} operators"));
            }
        }
        Ok(cost)
    }

    /// Returns the operators of a form or a pattern of the resources.
    fn resource(
        &mut self,
        resources: &Dict<'_>,
        kind: &str,
        name: &Name<'_>,
        depth: usize,
    ) -> Result<u64, String> {
        let stream = resources
            .get::<Dict<'_>>(kind)
            .and_then(|all| all.get::<Stream<'_>>(name.as_ref()));
        stream.map_or(Ok(0), |stream| self.stream(&stream, resources, depth))
    }

    /// Returns the operators of the soft mask of a graphics state.
    fn soft_mask(
        &mut self,
        resources: &Dict<'_>,
        name: &Name<'_>,
        depth: usize,
    ) -> Result<u64, String> {
        let states = resources.get::<Dict<'_>>("ExtGState");
        let state = states.and_then(|states| states.get::<Dict<'_>>(name.as_ref()));
        let mask = state.and_then(|state| state.get::<Dict<'_>>("SMask"));
        let group = mask.and_then(|mask| mask.get::<Stream<'_>>("G"));
        group.map_or(Ok(0), |group| self.stream(&group, resources, depth))
    }

    /// Returns the operators of the most expensive glyph of a font whose glyphs are contents; 0 for
    /// other fonts.
    fn drawn_font(
        &mut self,
        resources: &Dict<'_>,
        name: &Name<'_>,
        depth: usize,
    ) -> Result<u64, String> {
        let fonts = resources.get::<Dict<'_>>("Font");
        let Some(font) = fonts.and_then(|fonts| fonts.get::<Dict<'_>>(name.as_ref())) else {
            return Ok(0);
        };
        let Some(glyphs) = font.get::<Dict<'_>>("CharProcs") else { return Ok(0) };
        let own = font.get::<Dict<'_>>("Resources");
        let mut most = 0;
        for key in glyphs.keys() {
            if let Some(glyph) = glyphs.get::<Stream<'_>>(key.as_ref()) {
                let resources = own.as_ref().unwrap_or(resources);
                most = most.max(self.stream(&glyph, resources, depth)?);
            }
        }
        Ok(most)
    }

    /// Returns the operators of a content stream that is not that of a page.
    fn stream(
        &mut self,
        stream: &Stream<'_>,
        resources: &Dict<'_>,
        depth: usize,
    ) -> Result<u64, String> {
        let is_picture = stream.dict().get::<Name<'_>>("Subtype");
        if is_picture.is_some_and(|kind| kind.as_ref() == b"Image") {
            return Ok(0);
        }
        let id = stream.obj_id();
        if let Some(&cost) = self.costs.get(&id) {
            return Ok(cost);
        }
        if !self.open.insert(id) {
            return Err(format!("the form {} is inside itself", id.obj_number));
        }
        let content = stream.decoded_data().unwrap_or_default();
        self.bytes = self.bytes.saturating_add(content.len());
        if self.bytes > LONGEST_CONTENT {
            return Err(format!(
                "its content exceeds the limit of {} MiB",
                LONGEST_CONTENT >> 20
            ));
        }
        let own = stream.dict().get::<Dict<'_>>("Resources");
        let cost = self.content(&content, own.as_ref().unwrap_or(resources), depth + 1)?;
        self.open.remove(&id);
        self.costs.insert(id, cost);
        Ok(cost)
    }
}

/// Returns the number of bytes of a string, or of the strings of an array.
fn text_length(operand: &Object<'_>) -> u64 {
    let length = |string: &Object<'_>| match string {
        Object::String(string) => string.as_bytes().len() as u64,
        _ => 0,
    };
    match operand {
        Object::Array(items) => items.iter::<Object<'_>>().map(|item| length(&item)).sum(),
        operand => length(operand),
    }
}
