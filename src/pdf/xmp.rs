//! The metadata packet (XMP).

use printpdf::OffsetDateTime;

use super::standard::Claim;

/// Metadata of a PDF.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PdfMetadata {
    /// The title; never empty.
    pub(super) title: String,
    /// Author of the article.
    pub(super) author: Option<String>,
    /// Program that made the file.
    pub(super) producer: &'static str,
    /// The article's language.
    pub(super) language: String,
    /// Time at which the file was made.
    pub(super) time: Option<OffsetDateTime>,
    /// Claim to keep standards.
    pub(super) claim: Option<Claim>,
}

/// Description of the schema of PDF/UA, which PDF/A does not define itself (ISO 19005-2, 6.6.2.3.3).
const ACCESSIBILITY_SCHEMA: &str = "\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

/// Namespaces that every packet has.
const NAMESPACES: &str = " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"";

/// Returns the packet: one description, with only the namespaces that it uses.
pub(super) fn packet(record: &PdfMetadata) -> Vec<u8> {
    let mut description =
        XmpDescription { namespaces: NAMESPACES.to_owned(), xml: String::new() };
    let title = escape(&record.title);
    description.xml += "<dc:format>application/pdf</dc:format>\n";
    description.xml += &format!(
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n"
    );
    if let Some(author) = &record.author {
        let author = escape(author);
        description.xml +=
            &format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n");
    }
    let language = escape(&record.language);
    description.xml +=
        &format!("<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n");
    description.xml += &format!("<pdf:Producer>{}</pdf:Producer>\n", record.producer);
    if let Some(time) = record.time {
        let time = iso_date(time);
        description.add_namespace("xmp", "http://ns.adobe.com/xap/1.0/");
        description.xml += &format!(
            "<xmp:CreateDate>{time}</xmp:CreateDate><xmp:ModifyDate>{time}</xmp:ModifyDate>\n"
        );
    }
    if let Some(claim) = record.claim {
        description.add_claim(claim);
    }
    let XmpDescription { namespaces, xml } = description;
    let packet = format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"{namespaces}>\n{xml}</rdf:Description>\n\
         </rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    );
    packet.into_bytes()
}

/// Properties of a description, and their namespaces.
struct XmpDescription {
    namespaces: String,
    xml: String,
}

impl XmpDescription {
    fn add_namespace(&mut self, prefix: &str, address: &str) {
        self.namespaces += &format!("\nxmlns:{prefix}=\"{address}\"");
    }

    fn add_claim(&mut self, claim: Claim) {
        let Claim { accessible, part, level } = claim;
        self.add_namespace("pdfaid", "http://www.aiim.org/pdfa/ns/id/");
        self.xml += &format!(
            "<pdfaid:part>{part}</pdfaid:part>\
             <pdfaid:conformance>{level}</pdfaid:conformance>\n"
        );
        if accessible {
            self.add_namespace("pdfuaid", "http://www.aiim.org/pdfua/ns/id/");
            self.add_namespace("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/");
            self.add_namespace("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#");
            self.add_namespace("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#");
            self.xml += "<pdfuaid:part>1</pdfuaid:part>\n";
            self.xml += ACCESSIBILITY_SCHEMA;
        }
    }
}

/// Formats a date for XMP (ISO 8601).
fn iso_date(time: OffsetDateTime) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Formats a date for the information dictionary (ISO 32000-1, 7.9.4).
pub(super) fn pdf_date(time: OffsetDateTime) -> String {
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}+00'00'",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Escapes text for XML; [`plain`] has removed the characters that XML does not allow.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns text on one line without control characters. XML allows none (XML 1.0, section 2.2), and
/// the information dictionary must have the same text.
pub(super) fn plain(text: &str) -> String {
    let is_forbidden =
        |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}');
    let spaced: String = text.chars().map(|c| if is_forbidden(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
