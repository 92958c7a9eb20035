//! A page and its pictures in one file, as browsers save it.
//!
//! Comes in: the bytes of an MHTML file (RFC 2557). Goes out: the page's HTML, its address, and
//! what else is in the file by address. Never done here: parsing the page.

use mail_parser::{HeaderName, MessageParser, MessagePart, MimeHeaders, PartType};

use super::resource::{Resource, Resources};

/// What is in the file.
pub(super) struct Archive {
    /// The page's HTML.
    pub(super) html: String,
    /// The page's address.
    pub(super) address: Option<String>,
    /// Pictures and the like.
    pub(super) resources: Resources,
}

/// Opens the file; `None` where it holds no page.
pub(super) fn open(bytes: &[u8]) -> Option<Archive> {
    let message = MessageParser::default().parse(bytes)?;
    let mut page: Option<(&str, Option<String>)> = None;
    let mut resources = Resources::new();
    for part in &message.parts {
        let address = location(part);
        match &part.body {
            PartType::Html(html) if page.is_none() => page = Some((html, address)),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                let media_type = part.content_type().map(|kind| {
                    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())
                });
                let resource = Resource {
                    media_type: media_type.unwrap_or_default(),
                    bytes: bytes.to_vec(),
                };
                let named = part.content_id().map(|id| format!("cid:{id}"));
                for key in address.into_iter().chain(named) {
                    resources.entry(key).or_insert_with(|| resource.clone());
                }
            }
            // A picture of lines is text to the mail, and a picture to the page.
            PartType::Text(text) if is_svg(part) => {
                let resource = Resource {
                    media_type: "image/svg+xml".to_owned(),
                    bytes: text.as_bytes().to_vec(),
                };
                resources.extend(address.map(|key| (key, resource)));
            }
            _ => {}
        }
    }
    let (html, address) = page?;
    Some(Archive { html: html.to_owned(), address, resources })
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
