//! The catalog and the information dictionary.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::access;
use super::ids::{PerSide, SideId};
use super::job::Attachment;
use super::number::integer;
use super::object::{destination, text_string};
use super::outline::NamedDestination;
use super::overrides;
use super::sheets::SideLabel;
use super::xmp::{self, PdfMetadata};
use crate::impose::Edge;

/// ICC profile of documents with colour; `src/pdf/icc/README.md` has its source.
const SRGB: &[u8] = include_bytes!("icc/srgb.icc");

/// ICC profile of documents without colour, whose greys are those of sRGB.
const SGREY: &[u8] = include_bytes!("icc/sgrey.icc");

/// Everything that the catalog says.
#[derive(Debug)]
pub(super) struct CatalogContent<'f> {
    /// The metadata.
    pub(super) record: &'f PdfMetadata,
    /// The page of each side.
    pub(super) pages: &'f PerSide<ObjectId>,
    /// Labels of pages, and the sides they begin at.
    pub(super) labels: Vec<(SideId, SideLabel)>,
    /// Places that have a name.
    pub(super) destinations: Vec<NamedDestination>,
    /// There is an outline.
    pub(super) has_outline: bool,
    /// The edge at which leaves are turned that are printed on both sides.
    pub(super) duplex: Option<Edge>,
    /// A file to be put into the PDF.
    pub(super) attachment: Option<Attachment<'f>>,
    /// Something is not a grey.
    pub(super) coloured: bool,
}

/// Completes catalog and information dictionary. Returns the object of the root of the structure
/// tree, which is still to be written.
pub(super) fn complete(document: &mut Document, facts: &CatalogContent<'_>) -> ObjectId {
    let root = document.new_object_id();
    let metadata = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let metadata = Stream::new(metadata, xmp::packet(facts.record));
    let metadata = document.add_object(metadata);
    let intent = output_intent(document, facts.coloured);
    let names = names(document, facts);
    let attached = names.as_ref().and_then(|names| names.attached);
    info(document, facts.record);
    overrides::clear_catalog(document);
    let catalog = access::catalog_mut(document);
    if facts.has_outline {
        catalog.set("PageMode", "UseOutlines");
    }
    catalog.set("Lang", text_string(&facts.record.language));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", root);
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    if let Some(names) = names {
        catalog.set("Names", names.dictionary);
    }
    if let Some(attached) = attached {
        catalog.set("AF", vec![Object::Reference(attached)]);
    }
    catalog.set("ViewerPreferences", preferences(facts));
    catalog.set("PageLabels", labels(facts));
    root
}

/// Returns the labels of the pages (ISO 32000-1, 12.4.2).
fn labels(facts: &CatalogContent<'_>) -> Dictionary {
    let labels = facts.labels.iter().flat_map(|(from, label)| {
        let label = match label {
            SideLabel::From(folio) => dictionary! { "S" => "D", "St" => i64::from(*folio) },
            SideLabel::Named(name) => dictionary! { "P" => text_string(name) },
        };
        [Object::Integer(integer(from.index())), label.into()]
    });
    dictionary! { "Nums" => labels.collect::<Vec<Object>>() }
}

/// Returns the preferences for showing and printing (ISO 32000-1, 12.2): at natural size, on paper
/// of that size.
fn preferences(facts: &CatalogContent<'_>) -> Dictionary {
    let mut preferences = dictionary! {
        "DisplayDocTitle" => true, "PrintScaling" => "None", "PickTrayByPDFSize" => true,
    };
    match facts.duplex {
        Some(Edge::Long) => preferences.set("Duplex", "DuplexFlipLongEdge"),
        Some(Edge::Short) => preferences.set("Duplex", "DuplexFlipShortEdge"),
        None => {}
    }
    preferences
}

/// Returns the output intent (ISO 19005-2, 6.2.3): black is that of sRGB.
fn output_intent(document: &mut Document, coloured: bool) -> Dictionary {
    let (name, components, profile) =
        if coloured { ("sRGB", 3, SRGB) } else { ("sGrey", 1, SGREY) };
    let profile = Stream::new(dictionary! { "N" => components }, profile.to_vec());
    let profile = document.add_object(profile);
    dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal(name),
        "Info" => Object::string_literal(name),
        "DestOutputProfile" => profile,
    }
}

struct NameTrees {
    dictionary: Dictionary,
    /// The file specification of the attachment.
    attached: Option<ObjectId>,
}

/// Returns the name trees (ISO 32000-1, 7.7.4): places and attached files.
fn names(document: &mut Document, facts: &CatalogContent<'_>) -> Option<NameTrees> {
    let mut dictionary = Dictionary::new();
    let place = |named: &NamedDestination| destination(facts.pages[named.side], named.height);
    let named = facts.destinations.iter();
    let places: BTreeMap<&str, Object> =
        named.map(|named| (named.name.as_str(), place(named).into())).collect();
    if !places.is_empty() {
        let pairs = places.into_iter().flat_map(|(name, at)| [text_string(name), at]);
        let tree = dictionary! { "Names" => pairs.collect::<Vec<Object>>() };
        dictionary.set("Dests", document.add_object(tree));
    }
    let attached = facts.attachment.map(|file| attach(document, file, facts.record));
    if let (Some(id), Some(file)) = (attached, facts.attachment) {
        let pair = vec![text_string(file.name), Object::Reference(id)];
        dictionary.set("EmbeddedFiles", dictionary! { "Names" => pair });
    }
    (!dictionary.is_empty()).then_some(NameTrees { dictionary, attached })
}

/// Puts a file into the document: the source that it was made from (ISO 19005-3, 6.8).
fn attach(document: &mut Document, file: Attachment<'_>, record: &PdfMetadata) -> ObjectId {
    let length = integer(file.bytes.len());
    let mut parameters = dictionary! { "Size" => length };
    if let Some(time) = record.time {
        parameters.set("ModDate", Object::string_literal(xmp::pdf_date(time)));
    }
    let head = dictionary! {
        "Type" => "EmbeddedFile", "Subtype" => file.media_type, "Params" => parameters,
    };
    let stream = document.add_object(Stream::new(head, file.bytes.to_vec()));
    document.add_object(dictionary! {
        "Type" => "Filespec", "F" => text_string(file.name), "UF" => text_string(file.name),
        "Desc" => Object::string_literal("The article that this PDF was made from"),
        "AFRelationship" => "Source",
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    })
}

/// Makes the information dictionary say what the record says, and nothing besides.
fn info(document: &mut Document, record: &PdfMetadata) {
    overrides::clear_information(document);
    let info = access::information_mut(document);
    info.set("Title", text_string(&record.title));
    if let Some(author) = &record.author {
        info.set("Author", text_string(author));
    }
    info.set("Producer", text_string(record.producer));
    if let Some(time) = record.time {
        let date = xmp::pdf_date(time);
        info.set("CreationDate", Object::string_literal(date.as_str()));
        info.set("ModDate", Object::string_literal(date));
    }
}
