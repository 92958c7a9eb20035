//! Web pages with their pictures in one file: MHTML (RFC 2557).

use mail_parser::{HeaderName, MessageParser, MessagePart, MimeHeaders, PartType};

use super::embedded::{EmbeddedFile, EmbeddedFiles};

/// Contents of an MHTML file.
pub(super) struct Archive {
    /// HTML of the page.
    pub(super) html: String,
    /// Address of the page.
    pub(super) address: Option<String>,
    /// Pictures and other files.
    pub(super) embedded: EmbeddedFiles,
}

/// Opens a file; none if it holds no page.
pub(super) fn open(bytes: &[u8]) -> Option<Archive> {
    let message = MessageParser::default().parse(bytes)?;
    let mut page: Option<(&str, Option<String>)> = None;
    let mut embedded = EmbeddedFiles::new();
    for part in &message.parts {
        let address = location(part);
        match &part.body {
            PartType::Html(html) if page.is_none() => page = Some((html, address)),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                let media_type = part.content_type().map_or_else(String::new, |kind| {
                    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or(""))
                });
                let file = EmbeddedFile { media_type, bytes: bytes.to_vec() };
                let named = part.content_id().map(|id| format!("cid:{id}"));
                for key in address.into_iter().chain(named) {
                    embedded.entry(key).or_insert_with(|| file.clone());
                }
            }
            // An SVG is text in the mail.
            PartType::Text(text) if is_svg(part) => {
                let media_type = "image/svg+xml".to_owned();
                let file = EmbeddedFile { media_type, bytes: text.as_bytes().to_vec() };
                embedded.extend(address.map(|key| (key, file)));
            }
            PartType::Html(_)
            | PartType::Text(_)
            | PartType::Message(_)
            | PartType::Multipart(_) => {}
        }
    }
    let (html, address) = page?;
    Some(Archive { html: html.to_owned(), address, embedded })
}

fn location(part: &MessagePart<'_>) -> Option<String> {
    let location =
        part.headers.iter().find(|header| header.name == HeaderName::ContentLocation)?;
    location.value.as_text().map(|text| text.trim().to_owned())
}

fn is_svg(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .is_some_and(|kind| kind.subtype().is_some_and(|name| name.contains("svg")))
}
