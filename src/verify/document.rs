//! Document: the objects of a PDF as hayro-syntax reads them, within limits.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object as hayro;
use hayro_syntax::object::{FromBytes, MaybeRef, ObjectIdentifier};
use hayro_syntax::{LoadPdfError, Pdf};

use super::VerifyError;
use super::decode::{DecodeError, FilterSpec, decode};
use super::limits::{LARGEST_STREAM, check_limits};
use super::object::{
    Dictionary, Object, ObjectNumber, StreamObject, array, as_dictionary, dictionary, integer,
    name,
};
use super::syntax::{FileSyntax, read_syntax};

/// Most objects of a file, with those inside other objects.
const MOST_OBJECTS: usize = 3_000_000;

/// Greatest depth of objects inside objects.
const DEEPEST_OBJECT: usize = 100;

/// Objects of a PDF.
#[derive(Debug)]
pub(super) struct Document {
    objects: BTreeMap<ObjectNumber, Object>,
    /// Dictionary of the trailer, or of the cross-reference stream.
    pub(super) trailer: Dictionary,
    /// Catalog; empty if there is none.
    pub(super) catalog: Dictionary,
    /// Faults that make readers repair the file.
    pub(super) damage: Vec<String>,
    /// Faults against the rules of PDF/A for the syntax.
    pub(super) irregular: Vec<String>,
}

/// Page with the attributes that it inherits.
#[derive(Debug)]
pub(super) struct PageObject<'d> {
    /// Number of its object.
    pub(super) object: ObjectNumber,
    pub(super) dict: &'d Dictionary,
    /// `MediaBox`, `CropBox`, `Resources` and `Rotate`, own or inherited.
    pub(super) inherited: BTreeMap<&'static str, &'d Object>,
}

/// Opens a PDF with hayro-syntax.
///
/// # Errors
/// If it exceeds a limit, is encrypted, or is not a PDF.
pub(super) fn open(pdf: &[u8]) -> Result<Pdf, VerifyError> {
    check_limits(pdf)?;
    Pdf::new(pdf.to_vec()).map_err(|error| {
        VerifyError::NotReadable(match error {
            LoadPdfError::Decryption(_) => "it is encrypted".to_owned(),
            LoadPdfError::Invalid => "its catalog or its pages are not there".to_owned(),
        })
    })
}

impl Document {
    /// Reads a PDF.
    ///
    /// # Errors
    /// If it exceeds a limit, is encrypted, or is not a PDF.
    pub(super) fn read(pdf: &[u8]) -> Result<Self, VerifyError> {
        let opened = open(pdf)?;
        let FileSyntax { numbers, trailer, mut damage, irregular } = read_syntax(pdf);
        let mut converter = Converter { left: MOST_OBJECTS };
        let trailer = trailer.and_then(|range| hayro::Dict::from_bytes(&pdf[range]));
        let trailer = match trailer {
            Some(trailer) => converter.dictionary(&trailer, 0)?,
            None => Dictionary::new(),
        };
        let mut objects = BTreeMap::new();
        for number in numbers {
            let id = ObjectIdentifier::new(number, 0);
            match opened.xref().get::<hayro::Object<'_>>(id) {
                Some(object) => {
                    objects.insert(number, converter.object(object, 0)?);
                }
                None => damage.push(format!("the object {number} cannot be read")),
            }
        }
        let catalog = Dictionary::new();
        let mut document = Self { objects, trailer, catalog, damage, irregular };
        if let Some(catalog) = dictionary(&document, &document.trailer, "Root") {
            document.catalog = catalog.clone();
        }
        Ok(document)
    }

    /// Resolves references; none for an object that is not there, or is null.
    pub(super) fn resolve<'d>(&'d self, object: &'d Object) -> Option<&'d Object> {
        /// Longest chain of references.
        const LONGEST_CHAIN: usize = 8;
        let mut object = object;
        for _ in 0..LONGEST_CHAIN {
            match object {
                Object::Reference(number) => object = self.objects.get(number)?,
                Object::Null => return None,
                _ => return Some(object),
            }
        }
        None
    }

    /// Iterates over all objects with their numbers.
    pub(super) fn objects(&self) -> impl Iterator<Item = (ObjectNumber, &Object)> {
        self.objects.iter().map(|(number, object)| (*number, object))
    }

    /// Unpacks a stream.
    ///
    /// # Errors
    /// If it exceeds a limit, or its data are broken.
    pub(super) fn unpack<'d>(
        &self,
        stream: &'d StreamObject,
    ) -> Result<Cow<'d, [u8]>, DecodeError> {
        decode(&stream.raw, &self.filters(&stream.dict), LARGEST_STREAM)
    }

    /// Returns the filters of a stream.
    pub(super) fn filters(&self, dict: &Dictionary) -> Vec<FilterSpec> {
        let specification = |name: &[u8], parameters: Option<&Dictionary>| {
            let number = |key: &str, default: usize| {
                let stated = parameters.and_then(|parameters| integer(self, parameters, key));
                let stated = stated.and_then(|value| usize::try_from(value).ok());
                stated.unwrap_or(default).min(1 << 24)
            };
            FilterSpec::new(
                name,
                number("Predictor", 1),
                [number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)],
                number("EarlyChange", 1) != 0,
            )
        };
        if let Some(name) = name(self, dict, "Filter") {
            return vec![specification(name.as_bytes(), dictionary(self, dict, "DecodeParms"))];
        }
        let parameters = array(self, dict, "DecodeParms");
        let names = array(self, dict, "Filter").iter().enumerate();
        names
            .filter_map(|(index, name)| {
                let name = self.resolve(name)?.as_name()?;
                let parameters = parameters.get(index).and_then(|it| as_dictionary(self, it));
                Some(specification(name, parameters))
            })
            .collect()
    }

    /// Returns the pages in order. A page that is in the tree twice is found once, and faults of
    /// the tree are added to `faults`.
    pub(super) fn pages(&self, faults: &mut Vec<String>) -> Vec<PageObject<'_>> {
        let mut walk = PageWalk { document: self, seen: BTreeSet::new(), pages: Vec::new() };
        let root = self.catalog.get(&b"Pages"[..]).and_then(Object::as_reference);
        match root {
            Some(root) => {
                let top = NodePlace { number: root, parent: None, depth: 0 };
                walk.node(top, &BTreeMap::new(), faults);
            }
            None => faults.push("the catalog has no page tree".to_owned()),
        }
        walk.pages
    }
}

/// Place of a node in the page tree.
#[derive(Debug, Clone, Copy)]
struct NodePlace {
    number: ObjectNumber,
    parent: Option<ObjectNumber>,
    depth: usize,
}

struct PageWalk<'d> {
    document: &'d Document,
    seen: BTreeSet<ObjectNumber>,
    pages: Vec<PageObject<'d>>,
}

impl<'d> PageWalk<'d> {
    /// Walks a node of the page tree; returns the number of its pages.
    fn node(
        &mut self,
        place: NodePlace,
        inherited: &BTreeMap<&'static str, &'d Object>,
        faults: &mut Vec<String>,
    ) -> i64 {
        /// Greatest number of nodes on the way to a page.
        const DEEPEST: usize = 32;
        const INHERITED: [&str; 4] = ["MediaBox", "CropBox", "Resources", "Rotate"];
        let NodePlace { number, parent, depth } = place;
        let document = self.document;
        let node = document.objects.get(&number).and_then(|it| as_dictionary(document, it));
        let Some(node) = node else {
            faults.push(format!("the page tree has the object {number}, which is not a page"));
            return 0;
        };
        if !self.seen.insert(number) {
            faults.push(format!("the page tree has the object {number} twice"));
            return 0;
        }
        if depth > DEEPEST {
            faults.push("the page tree is too deep".to_owned());
            return 0;
        }
        if node.get(&b"Parent"[..]).and_then(Object::as_reference) != parent {
            faults.push(format!("the node {number} of the page tree has another parent"));
        }
        let mut inherited = inherited.clone();
        for key in INHERITED {
            if let Some(value) = node.get(key.as_bytes()) {
                inherited.insert(key, value);
            }
        }
        match name(document, node, "Type") {
            Some("Pages") => {
                let mut count = 0;
                for kid in array(document, node, "Kids") {
                    match kid.as_reference() {
                        Some(kid) => {
                            let parent = Some(number);
                            let place = NodePlace { number: kid, parent, depth: depth + 1 };
                            count += self.node(place, &inherited, faults);
                        }
                        None => {
                            faults.push("the page tree has a kid that is not a page".to_owned())
                        }
                    }
                }
                if integer(document, node, "Count") != Some(count) {
                    faults
                        .push(format!("the node {number} of the page tree has a wrong count"));
                }
                count
            }
            Some("Page") => {
                self.pages.push(PageObject { object: number, dict: node, inherited });
                1
            }
            _ => {
                faults.push(format!(
                    "the page tree has the object {number}, which is not a page"
                ));
                0
            }
        }
    }
}

/// Conversion of the objects of hayro-syntax, with a limit on their number.
struct Converter {
    /// Objects that may still follow.
    left: usize,
}

impl Converter {
    fn object(
        &mut self,
        object: hayro::Object<'_>,
        depth: usize,
    ) -> Result<Object, VerifyError> {
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            VerifyError::OverLimit(format!(
                "it has more objects than the limit of {MOST_OBJECTS}"
            ))
        })?;
        if depth > DEEPEST_OBJECT {
            return Err(VerifyError::OverLimit(format!(
                "objects inside objects are deeper than the limit of {DEEPEST_OBJECT}"
            )));
        }
        Ok(match object {
            hayro::Object::Null(_) => Object::Null,
            hayro::Object::Boolean(value) => Object::Boolean(value),
            hayro::Object::Number(number) => converted_number(number),
            hayro::Object::String(string) => Object::String(string.as_bytes().to_vec()),
            hayro::Object::Name(name) => Object::Name(name.to_vec()),
            hayro::Object::Dict(dict) => Object::Dictionary(self.dictionary(&dict, depth)?),
            hayro::Object::Array(array) => {
                let mut items = Vec::new();
                for item in array.raw_iter() {
                    items.push(self.maybe_reference(item, depth)?);
                }
                Object::Array(items)
            }
            hayro::Object::Stream(stream) => Object::Stream(Box::new(StreamObject {
                dict: self.dictionary(stream.dict(), depth)?,
                raw: stream.raw_data().into_owned(),
            })),
        })
    }

    fn dictionary(
        &mut self,
        dict: &hayro::Dict<'_>,
        depth: usize,
    ) -> Result<Dictionary, VerifyError> {
        let mut converted = Dictionary::new();
        for (key, value) in dict.entries() {
            converted.insert(key.to_vec(), self.maybe_reference(value, depth)?);
        }
        Ok(converted)
    }

    fn maybe_reference(
        &mut self,
        value: MaybeRef<hayro::Object<'_>>,
        depth: usize,
    ) -> Result<Object, VerifyError> {
        match value {
            MaybeRef::Ref(reference) => Ok(Object::Reference(reference.obj_number)),
            MaybeRef::NotRef(object) => self.object(object, depth + 1),
        }
    }
}

/// Converts a number.
pub(super) fn converted_number(number: hayro::Number) -> Object {
    // hayro-syntax tells integers and reals apart only in how it prints them.
    let shown = number.to_string();
    match shown.parse() {
        Ok(value) => Object::Integer(value),
        Err(_) => Object::Real(number.as_f64()),
    }
}

/// Converts an operand of a content stream; none if it is nested too deep.
pub(super) fn converted_operand(object: &hayro::Object<'_>) -> Option<Object> {
    let mut converter = Converter { left: MOST_OBJECTS };
    converter.object(object.clone(), 0).ok()
}
