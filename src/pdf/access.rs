//! Access to the objects of the document that printpdf makes.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::ids::PerSide;

/// Reason why objects of the document are found.
const MADE_BY_PRINTPDF: &str = "printpdf writes it into every document";

/// Returns a dictionary of the document.
pub(super) fn dictionary(document: &Document, id: ObjectId) -> &Dictionary {
    document.get_dictionary(id).expect(MADE_BY_PRINTPDF)
}

/// Returns a dictionary of the document, to be changed.
pub(super) fn dictionary_mut(document: &mut Document, id: ObjectId) -> &mut Dictionary {
    let object = document.objects.get_mut(&id).expect(MADE_BY_PRINTPDF);
    object.as_dict_mut().expect(MADE_BY_PRINTPDF)
}

/// Returns the object that a key of a dictionary refers to; none if it has no such key.
pub(super) fn reference(dictionary: &Dictionary, key: &str) -> Option<ObjectId> {
    dictionary.get(key.as_bytes()).and_then(Object::as_reference).ok()
}

/// Returns the object that the trailer refers to as `Root` or `Info`.
pub(super) fn trailer_object(document: &Document, key: &str) -> ObjectId {
    reference(&document.trailer, key).expect(MADE_BY_PRINTPDF)
}

/// Returns the catalog.
pub(super) fn catalog(document: &Document) -> &Dictionary {
    dictionary(document, trailer_object(document, "Root"))
}

/// Returns the catalog, to be changed.
pub(super) fn catalog_mut(document: &mut Document) -> &mut Dictionary {
    dictionary_mut(document, trailer_object(document, "Root"))
}

/// Returns the information dictionary, to be changed.
pub(super) fn information_mut(document: &mut Document) -> &mut Dictionary {
    dictionary_mut(document, trailer_object(document, "Info"))
}

/// Returns the pages in order; printpdf's page tree is flat.
pub(super) fn pages(document: &Document) -> PerSide<ObjectId> {
    let tree = reference(catalog(document), "Pages").expect(MADE_BY_PRINTPDF);
    let kids = dictionary(document, tree).get(b"Kids").and_then(Object::as_array);
    let kids = kids.expect(MADE_BY_PRINTPDF).iter();
    kids.map(|kid| kid.as_reference().expect(MADE_BY_PRINTPDF)).collect()
}

/// Returns the fonts that the pages share, by their resource names.
pub(super) fn fonts(document: &Document) -> Dictionary {
    let page = pages(document).values().next().copied().expect(MADE_BY_PRINTPDF);
    let page = dictionary(document, page);
    let resources = reference(page, "Resources").expect(MADE_BY_PRINTPDF);
    let resources = dictionary(document, resources);
    let fonts = reference(resources, "Font").expect(MADE_BY_PRINTPDF);
    dictionary(document, fonts).clone()
}
