//! Document: the objects of a PDF as hayro-syntax reads them, within limits.

use std::collections::BTreeMap;

use hayro_syntax::object as hayro;
use hayro_syntax::object::{FromBytes, MaybeRef, ObjectIdentifier};
use hayro_syntax::{LoadPdfError, Pdf};

use super::error::VerifyError;
use super::limits::check_limits;
use super::object::{Dictionary, Object, ObjectNumber, StreamObject};
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
        let root = document.trailer.get(&b"Root"[..]).and_then(|root| document.resolve(root));
        if let Some(Object::Dictionary(catalog)) = root {
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

    /// Returns an object.
    pub(super) fn object(&self, number: ObjectNumber) -> Option<&Object> {
        self.objects.get(&number)
    }

    /// Iterates over all objects with their numbers.
    pub(super) fn objects(&self) -> impl Iterator<Item = (ObjectNumber, &Object)> {
        self.objects.iter().map(|(number, object)| (*number, object))
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
