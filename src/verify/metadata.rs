//! Metadata packet (XMP): the claims, and what else it says (ISO 19005-2, 6.6).

use std::collections::{BTreeMap, BTreeSet};

use super::access::{dictionary, name, stream, text, unpack};
use super::document::Document;
use super::object::Dictionary;
use super::xml::{XmlElement, XmlName, parse};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const META: &str = "adobe:ns:meta/";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const ARCHIVE: &str = "http://www.aiim.org/pdfa/ns/id/";
const ACCESSIBLE: &str = "http://www.aiim.org/pdfua/ns/id/";
const EXTENSION: &str = "http://www.aiim.org/pdfa/ns/extension/";
const SCHEMA: &str = "http://www.aiim.org/pdfa/ns/schema#";
const PROPERTY: &str = "http://www.aiim.org/pdfa/ns/property#";
const DUBLIN: &str = "http://purl.org/dc/elements/1.1/";
const BASIC: &str = "http://ns.adobe.com/xap/1.0/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";

/// Claims of a PDF.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Claims {
    /// PDF/UA-1.
    pub(super) accessible: bool,
    /// Part and level of PDF/A, such as 2 and `A`.
    pub(super) archival: Option<(u32, char)>,
}

impl Claims {
    pub(super) fn any(&self) -> bool {
        self.accessible || self.archival.is_some()
    }

    /// Returns whether the structure tree is part of a claim.
    pub(super) fn tagged(&self) -> bool {
        self.accessible || self.archival.is_some_and(|(_, level)| level == 'A')
    }
}

/// Claims with the faults of the packet.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) claims: Claims,
    pub(super) faults: Vec<String>,
    /// Language of the document in `dc:language`.
    pub(super) languages: BTreeSet<String>,
}

/// Kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Text,
    Date,
    Integer,
    /// `rdf:Bag`, `rdf:Seq` or `rdf:Alt`.
    List(&'static str),
}

/// Properties that PDF/A defines and this program knows (ISO 19005-2, 6.6.2.3.1).
const KNOWN: [(&str, &str, ValueKind); 33] = [
    (DUBLIN, "contributor", ValueKind::List("Bag")),
    (DUBLIN, "coverage", ValueKind::Text),
    (DUBLIN, "creator", ValueKind::List("Seq")),
    (DUBLIN, "date", ValueKind::List("Seq")),
    (DUBLIN, "description", ValueKind::List("Alt")),
    (DUBLIN, "format", ValueKind::Text),
    (DUBLIN, "identifier", ValueKind::Text),
    (DUBLIN, "language", ValueKind::List("Bag")),
    (DUBLIN, "publisher", ValueKind::List("Bag")),
    (DUBLIN, "relation", ValueKind::List("Bag")),
    (DUBLIN, "rights", ValueKind::List("Alt")),
    (DUBLIN, "source", ValueKind::Text),
    (DUBLIN, "subject", ValueKind::List("Bag")),
    (DUBLIN, "title", ValueKind::List("Alt")),
    (DUBLIN, "type", ValueKind::List("Bag")),
    (BASIC, "CreateDate", ValueKind::Date),
    (BASIC, "ModifyDate", ValueKind::Date),
    (BASIC, "MetadataDate", ValueKind::Date),
    (BASIC, "CreatorTool", ValueKind::Text),
    (BASIC, "BaseURL", ValueKind::Text),
    (BASIC, "Label", ValueKind::Text),
    (BASIC, "Nickname", ValueKind::Text),
    (BASIC, "Rating", ValueKind::Integer),
    (BASIC, "Identifier", ValueKind::List("Bag")),
    (PDF, "Keywords", ValueKind::Text),
    (PDF, "PDFVersion", ValueKind::Text),
    (PDF, "Producer", ValueKind::Text),
    (PDF, "Trapped", ValueKind::Text),
    (ARCHIVE, "part", ValueKind::Integer),
    (ARCHIVE, "conformance", ValueKind::Text),
    (ARCHIVE, "amd", ValueKind::Text),
    (ARCHIVE, "corr", ValueKind::Text),
    (ARCHIVE, "rev", ValueKind::Integer),
];

/// Reads the metadata of the document.
pub(super) fn read_metadata(document: &Document) -> Metadata {
    let mut metadata = Metadata::default();
    let Some(holder) = stream(document, &document.catalog, "Metadata") else {
        return metadata;
    };
    let unpacked = match unpack(document, holder) {
        Ok(unpacked) => unpacked,
        Err(error) => {
            // What cannot be read may claim anything.
            metadata.claims = Claims { accessible: true, archival: Some((2, 'A')) };
            metadata.faults.push(format!("the metadata cannot be read: {error}"));
            return metadata;
        }
    };
    let raw = String::from_utf8_lossy(&unpacked);
    // A packet that cannot be read still claims what it names.
    let named = |word: &str| raw.contains(word);
    metadata.claims.accessible = named("pdfuaid:part") || named("aiim.org/pdfua/ns/id");
    let archival = named("pdfaid:part") || named("aiim.org/pdfa/ns/id");
    metadata.claims.archival = archival.then_some((2, 'A'));
    if !metadata.claims.any() {
        return metadata;
    }
    let types = [("Type", "Metadata"), ("Subtype", "XML")];
    if types.iter().any(|(key, value)| name(document, &holder.dict, key) != Some(value)) {
        metadata
            .faults
            .push("the metadata have another type (ISO 19005-2, 6.6.2.1)".to_owned());
    }
    let packet = std::str::from_utf8(&unpacked).ok().and_then(packet_body).and_then(parse);
    let properties = packet.as_ref().and_then(properties);
    match properties {
        Some(properties) => metadata.check(document, &properties),
        None => {
            let fault = "the metadata are not a well-formed packet (ISO 19005-2, 6.6.2.1)";
            metadata.faults.push(fault.to_owned());
        }
    }
    metadata
}

/// Returns what is between the two instructions of a packet; none if they are malformed.
fn packet_body(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).trim();
    let (head, body) = text.strip_prefix("<?xpacket begin=")?.split_once("?>")?;
    let (body, tail) = body.rsplit_once("<?xpacket end=")?;
    let is_plain = !head.contains("bytes=") && !head.contains("encoding=");
    let is_head = is_plain && head.contains("id=\"W5M0MpCehiHzreSzNTczkc9d\"");
    let is_tail = matches!(tail, "\"r\"?>" | "\"w\"?>" | "'r'?>" | "'w'?>");
    (is_head && is_tail).then_some(body)
}

/// Returns the properties of a packet by their names; none if it has another form.
fn properties(packet: &XmlElement) -> Option<BTreeMap<XmlName, XmlElement>> {
    packet.name.is(META, "xmpmeta").then_some(())?;
    let rdf = packet.only_kid(RDF, "RDF")?;
    let mut properties = BTreeMap::new();
    rdf.text.trim().is_empty().then_some(())?;
    for description in &rdf.kids {
        description.name.is(RDF, "Description").then_some(())?;
        (description.attribute(RDF, "about") == Some("")).then_some(())?;
        description.text.trim().is_empty().then_some(())?;
        for (name, value) in &description.attributes {
            if name.space != RDF {
                let element = XmlElement {
                    name: name.clone(),
                    text: value.clone(),
                    ..XmlElement::default()
                };
                properties.insert(name.clone(), element).is_none().then_some(())?;
            }
        }
        for kid in &description.kids {
            properties.insert(kid.name.clone(), kid.clone()).is_none().then_some(())?;
        }
    }
    Some(properties)
}

impl Metadata {
    fn fault(&mut self, what: &str) {
        self.faults.push(what.to_owned());
    }

    fn check(&mut self, document: &Document, properties: &BTreeMap<XmlName, XmlElement>) {
        let described = self.check_extensions(properties);
        for (name, property) in properties {
            let known = KNOWN.iter().find(|(space, local, _)| name.is(space, local));
            let key = (name.space.clone(), name.local.clone());
            let kind = known.map(|(_, _, kind)| kind).or_else(|| described.get(&key));
            let is_right = kind.is_some_and(|kind| has_kind(property, *kind));
            if !is_right && !name.is(EXTENSION, "schemas") {
                let name = format!("{}:{}", name.prefix, name.local);
                self.faults.push(format!(
                    "the property {name} is not described, or has another type (6.6.2.3.1)"
                ));
            }
        }
        let single = |space: &str, local: &str| {
            let found = properties.iter().find(|(name, _)| name.is(space, local));
            found.map(|(name, property)| (name.prefix.clone(), property.text.clone()))
        };
        self.read_claims(&single);
        self.compare(document, properties, &single);
    }

    /// Reads the claims (ISO 19005-2, 6.6.4; ISO 14289-1, 5).
    fn read_claims(&mut self, single: &impl Fn(&str, &str) -> Option<(String, String)>) {
        let of_prefix = |space: &str, local: &str, prefix: &str| {
            single(space, local).map(|(own, value)| (own == prefix).then_some(value))
        };
        let accessible = of_prefix(ACCESSIBLE, "part", "pdfuaid");
        self.claims.accessible = accessible.is_some();
        if accessible.is_some_and(|part| part.as_deref() != Some("1")) {
            self.fault("the claim of PDF/UA names another part (ISO 14289-1, 5)");
        }
        let part = of_prefix(ARCHIVE, "part", "pdfaid");
        let level = of_prefix(ARCHIVE, "conformance", "pdfaid");
        if part.is_none() && level.is_none() {
            self.claims.archival = None;
            return;
        }
        let part = part.flatten().and_then(|part| part.parse().ok());
        let level = level.flatten().filter(|level| level.len() == 1);
        match (part, level.and_then(|level| level.chars().next())) {
            (Some(part @ 2..=3), Some(level @ ('A' | 'U' | 'B'))) => {
                self.claims.archival = Some((part, level));
            }
            _ => self.fault("the claim of PDF/A names another part or level (6.6.4)"),
        }
        for other in ["amd", "corr", "rev"] {
            if single(ARCHIVE, other).is_some() {
                self.fault("the claim of PDF/A names an amendment (ISO 19005-2, 6.6.4)");
            }
        }
    }

    /// Compares the properties with the information dictionary (ISO 19005-2, 6.6.3).
    fn compare(
        &mut self,
        document: &Document,
        properties: &BTreeMap<XmlName, XmlElement>,
        single: &impl Fn(&str, &str) -> Option<(String, String)>,
    ) {
        let empty = Dictionary::new();
        let info = dictionary(document, &document.trailer, "Info").unwrap_or(&empty);
        let listed = |local: &str| -> Option<Vec<String>> {
            let property = properties.iter().find(|(name, _)| name.is(DUBLIN, local))?.1;
            let list = property.kids.first()?;
            Some(list.kids.iter().map(|item| item.text.clone()).collect())
        };
        let first = |local: &str| listed(local)?.into_iter().next();
        let plain = |space: &str, local: &str| single(space, local).map(|(_, value)| value);
        let creators = listed("creator").map(|names| names.join("\u{1}"));
        let pairs = [
            ("Title", first("title")),
            ("Author", creators),
            ("Subject", first("description")),
            ("Keywords", plain(PDF, "Keywords")),
            ("Creator", plain(BASIC, "CreatorTool")),
            ("Producer", plain(PDF, "Producer")),
        ];
        for (key, stated) in pairs {
            if let Some(value) = text(document, info, key)
                && stated.as_deref() != Some(value.as_str())
            {
                self.faults
                    .push(format!("the metadata have another {key} (ISO 19005-2, 6.6.3)"));
            }
        }
        for (key, local) in [("CreationDate", "CreateDate"), ("ModDate", "ModifyDate")] {
            if let Some(value) = text(document, info, key) {
                let stated = plain(BASIC, local).as_deref().and_then(date);
                if stated.is_none() || stated != date(value.trim_start_matches("D:")) {
                    self.faults.push(format!("the metadata have another {key} (6.6.3)"));
                }
            }
        }
        let title = first("title").filter(|title| !title.trim().is_empty());
        if self.claims.accessible && title.is_none() {
            self.fault("it has no title (ISO 14289-1, 7.1)");
        }
        self.languages.extend(listed("language").into_iter().flatten());
    }

    /// Checks the descriptions of other schemas (ISO 19005-2, 6.6.2.3.3); returns what they describe.
    fn check_extensions(
        &mut self,
        properties: &BTreeMap<XmlName, XmlElement>,
    ) -> BTreeMap<(String, String), ValueKind> {
        let mut described = BTreeMap::new();
        let Some((_, schemas)) = properties.iter().find(|(it, _)| it.is(EXTENSION, "schemas"))
        else {
            return described;
        };
        let list = schemas.only_kid(RDF, "Bag");
        let is_right = schemas.name.prefix == "pdfaExtension"
            && list.is_some_and(|list| {
                list.text.trim().is_empty()
                    && list.kids.iter().all(|item| schema(item, &mut described).is_some())
            });
        if !is_right {
            self.fault("the description of a schema has another form (6.6.2.3.3)");
        }
        described
    }
}

/// Reads the description of a schema; none if it has another form.
fn schema(
    item: &XmlElement,
    described: &mut BTreeMap<(String, String), ValueKind>,
) -> Option<()> {
    let fields = resource(item, SCHEMA, "pdfaSchema")?;
    let names: Vec<&str> = fields.keys().copied().collect();
    (names == ["namespaceURI", "prefix", "property", "schema"]).then_some(())?;
    let plain = |key: &str| fields.get(key).filter(|it| has_kind(it, ValueKind::Text));
    let space = plain("namespaceURI")?.text.clone();
    plain("prefix")?;
    plain("schema")?;
    let list = fields.get("property")?.only_kid(RDF, "Seq")?;
    for property in &list.kids {
        let fields = resource(property, PROPERTY, "pdfaProperty")?;
        let names: Vec<&str> = fields.keys().copied().collect();
        (names == ["category", "description", "name", "valueType"]).then_some(())?;
        fields.values().all(|it| has_kind(it, ValueKind::Text)).then_some(())?;
        let text = |key: &str| fields.get(key).map_or("", |it| it.text.as_str());
        matches!(text("category"), "internal" | "external").then_some(())?;
        let kind = match text("valueType") {
            "Text" | "URI" | "URL" | "ProperName" => ValueKind::Text,
            "Integer" => ValueKind::Integer,
            "Date" => ValueKind::Date,
            _ => return None,
        };
        described.insert((space.clone(), text("name").to_owned()), kind);
    }
    Some(())
}

/// Returns the fields of a list item that is a resource; none if it has another form.
fn resource<'e>(
    item: &'e XmlElement,
    space: &str,
    prefix: &str,
) -> Option<BTreeMap<&'e str, &'e XmlElement>> {
    item.name.is(RDF, "li").then_some(())?;
    let holder = if item.attribute(RDF, "parseType") == Some("Resource") {
        item
    } else {
        item.only_kid(RDF, "Description")?
    };
    holder.text.trim().is_empty().then_some(())?;
    let mut fields = BTreeMap::new();
    for kid in &holder.kids {
        (kid.name.space == space && kid.name.prefix == prefix).then_some(())?;
        fields.insert(kid.name.local.as_str(), kid).is_none().then_some(())?;
    }
    Some(fields)
}

/// Returns whether a property has a value of this kind.
fn has_kind(property: &XmlElement, kind: ValueKind) -> bool {
    let is_plain = property.kids.is_empty() && property.attributes.is_empty();
    let text = property.text.as_str();
    match kind {
        ValueKind::Text => is_plain && !text.is_empty(),
        ValueKind::Date => is_plain && date(text).is_some(),
        ValueKind::Integer => is_plain && text.parse::<i64>().is_ok(),
        ValueKind::List(form) => {
            property.attributes.is_empty()
                && property.only_kid(RDF, form).is_some_and(|list| {
                    let is_item = |item: &XmlElement| {
                        let languages =
                            item.attributes.iter().all(|(it, _)| it.is(XML, "lang"));
                        let told = item.attribute(XML, "lang").is_some();
                        item.name.is(RDF, "li")
                            && item.kids.is_empty()
                            && languages
                            && told == (form == "Alt")
                    };
                    list.attributes.is_empty()
                        && list.text.trim().is_empty()
                        && !list.kids.is_empty()
                        && list.kids.iter().all(is_item)
                })
        }
    }
}

/// Returns the digits of a date and its offset from UTC in minutes; none if it is malformed. Reads
/// both forms: `2023-11-14T22:13:20+00:00` and `20231114221320+00'00'`.
fn date(text: &str) -> Option<(String, i64)> {
    let zone = text.char_indices().skip(10).find(|(_, c)| matches!(c, '+' | '-' | 'Z'));
    let (time, zone) = match zone {
        Some((at, _)) => text.split_at(at),
        None => (text, "Z"),
    };
    let separators = ['-', ':', 'T'];
    let digits: String = time.chars().filter(|c| !separators.contains(c)).collect();
    let is_numeric = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_numeric && matches!(digits.len(), 4 | 6 | 8 | 12 | 14)).then_some(())?;
    let offset: String = zone.chars().filter(char::is_ascii_digit).collect();
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let offset = match offset.len() {
        0 => 0,
        4 => offset[..2].parse::<i64>().ok()? * 60 + offset[2..].parse::<i64>().ok()?,
        _ => return None,
    };
    Some((digits, sign * offset))
}
