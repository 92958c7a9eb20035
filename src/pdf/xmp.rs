//! The metadata packet (XMP).

use printpdf::OffsetDateTime;

use super::standard::Claim;

/// What the PDF says of itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    /// The title; never empty.
    pub(super) title: String,
    /// Who wrote the article.
    pub(super) author: Option<String>,
    /// What made the file.
    pub(super) producer: &'static str,
    /// The article's language.
    pub(super) language: String,
    /// When the file was made.
    pub(super) time: Option<OffsetDateTime>,
    /// What it claims to be.
    pub(super) claim: Option<Claim>,
}

/// What PDF/A must be told of a schema that it does not know itself (ISO 19005-2, 6.6.2.3.3).
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

/// Namespaces of what every packet says.
const NAMESPACES: &str = " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"";

/// The packet: one description, with the namespaces of what it says and no others.
pub(super) fn packet(record: &Record) -> Vec<u8> {
    let mut said = Said { names: NAMESPACES.to_owned(), xml: String::new() };
    let title = escape(&record.title);
    said.xml += "<dc:format>application/pdf</dc:format>\n";
    said.xml += &format!(
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n"
    );
    if let Some(author) = &record.author {
        let author = escape(author);
        said.xml +=
            &format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n");
    }
    let language = escape(&record.language);
    said.xml +=
        &format!("<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n");
    said.xml += &format!("<pdf:Producer>{}</pdf:Producer>\n", record.producer);
    if let Some(time) = record.time {
        let time = iso_date(time);
        said.name("xmp", "http://ns.adobe.com/xap/1.0/");
        said.xml += &format!(
            "<xmp:CreateDate>{time}</xmp:CreateDate><xmp:ModifyDate>{time}</xmp:ModifyDate>\n"
        );
    }
    if let Some(claim) = record.claim {
        said.claim(claim);
    }
    let Said { names, xml } = said;
    let packet = format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"{names}>\n{xml}</rdf:Description>\n\
         </rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    );
    packet.into_bytes()
}

/// What a description says, and the namespaces it says it in.
struct Said {
    names: String,
    xml: String,
}

impl Said {
    fn name(&mut self, prefix: &str, address: &str) {
        self.names += &format!("\nxmlns:{prefix}=\"{address}\"");
    }

    fn claim(&mut self, claim: Claim) {
        let Claim { accessible, part, level } = claim;
        self.name("pdfaid", "http://www.aiim.org/pdfa/ns/id/");
        self.xml += &format!(
            "<pdfaid:part>{part}</pdfaid:part>\
             <pdfaid:conformance>{level}</pdfaid:conformance>\n"
        );
        if accessible {
            self.name("pdfuaid", "http://www.aiim.org/pdfua/ns/id/");
            self.name("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/");
            self.name("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#");
            self.name("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#");
            self.xml += "<pdfuaid:part>1</pdfuaid:part>\n";
            self.xml += ACCESSIBILITY_SCHEMA;
        }
    }
}

/// A date as XMP writes it (ISO 8601).
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

/// A date as the information dictionary writes it (ISO 32000-1, 7.9.4).
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

/// Text as XML writes it; [`plain`] has taken out what XML cannot say.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text on one line without control characters, for Info and XMP alike: XML has none (XML 1.0,
/// section 2.2), and the two must say the same.
pub(super) fn plain(text: &str) -> String {
    let unsayable =
        |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}');
    let spaced: String = text.chars().map(|c| if unsayable(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
