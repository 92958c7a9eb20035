//! Messages of electronic mail (RFC 5322, MIME).

use mail_parser::{Address, DateTime, Message, MessageParser, MimeHeaders, PartType};

use super::embedded::{EmbeddedFile, EmbeddedFiles};
use super::stamp::CalendarDay;
use crate::article::{Inline, Metadata, escape_html};
use crate::diagnostic::{Diagnostic, Place};

/// Elements of HTML by which a message has a layout that its plain text lacks.
const LAYOUT: [&str; 7] = ["<table", "<img", "<h1", "<h2", "<h3", "<ul", "<ol"];

/// Message that was taken apart.
pub(super) struct MailMessage {
    /// Subject, sender and date.
    pub(super) meta: Metadata,
    /// Text of the message.
    pub(super) body: MailBody,
    /// Pictures in it, by `cid:` address.
    pub(super) embedded: EmbeddedFiles,
    /// Files that are left out.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Text of a message.
pub(super) enum MailBody {
    /// Plain text.
    Plain(String),
    /// Web page, with the subject, the sender and the date in its head.
    Html(String),
}

/// Takes a message apart; none for bytes without headers of mail.
pub(super) fn open(bytes: &[u8]) -> Option<MailMessage> {
    let message = MessageParser::default().parse(after_envelope(bytes))?;
    if message.from().is_none() && message.subject().is_none() {
        return None;
    }
    let meta = metadata(&message);
    let html = has_part(&message, |body| matches!(body, PartType::Html(_)))
        .then(|| message.body_html(0))
        .flatten();
    let plain = has_part(&message, |body| matches!(body, PartType::Text(_)))
        .then(|| message.body_text(0))
        .flatten()
        .filter(|text| !text.trim().is_empty());
    let has_layout = html.as_deref().is_some_and(|html| {
        let html = html.to_ascii_lowercase();
        LAYOUT.iter().any(|tag| html.contains(tag))
    });
    let body = match (html, plain) {
        (Some(html), None) => MailBody::Html(with_head(&message, &html)),
        (Some(html), Some(_)) if has_layout => MailBody::Html(with_head(&message, &html)),
        (_, Some(plain)) => MailBody::Plain(plain.into_owned()),
        (None, None) => MailBody::Plain(String::new()),
    };
    let (embedded, diagnostics) = attachments(&message);
    Some(MailMessage { meta, body, embedded, diagnostics })
}

/// Returns a message without the line `From sender date` before it in a mailbox.
fn after_envelope(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if !bytes.starts_with(b"From ") {
        return bytes;
    }
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| end + 1);
    &bytes[end..]
}

fn has_part(message: &Message<'_>, is_kind: impl Fn(&PartType<'_>) -> bool) -> bool {
    message.parts.iter().any(|part| is_kind(&part.body))
}

fn metadata(message: &Message<'_>) -> Metadata {
    let subject = message.subject().map(tidy).filter(|subject| !subject.is_empty());
    Metadata {
        title: subject.map(Inline::Text).into_iter().collect(),
        byline: message.from().and_then(sender),
        date: message.date().and_then(day).map(CalendarDay::iso),
        ..Metadata::default()
    }
}

fn day(date: &DateTime) -> Option<CalendarDay> {
    CalendarDay::new(date.year.into(), date.month.into(), date.day.into())
}

/// Returns the names of senders, or the addresses of those without a name.
fn sender(from: &Address<'_>) -> Option<String> {
    let names = from.iter().filter_map(|sender| sender.name().or(sender.address()));
    let names: Vec<String> = names.map(tidy).filter(|name| !name.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a page that names the subject, the sender and the date as web pages do.
fn with_head(message: &Message<'_>, html: &str) -> String {
    let mut head = String::from("<!DOCTYPE html><html><head>");
    let mut add = |name: &str, value: &str| {
        let value = escape_html(value);
        head.push_str(&format!(
            "<meta property=\"{name}\" name=\"{name}\" content=\"{value}\">"
        ));
    };
    if let Some(subject) = message.subject() {
        add("og:title", &tidy(subject));
    }
    if let Some(sender) = message.from().and_then(sender) {
        add("author", &sender);
    }
    if let Some(day) = message.date().and_then(day) {
        add("article:published_time", &day.iso());
    }
    head.push_str(html);
    head
}

/// Returns the pictures of a message, and a note on its other files.
fn attachments(message: &Message<'_>) -> (EmbeddedFiles, Vec<Diagnostic>) {
    let mut embedded = EmbeddedFiles::new();
    let mut left_out = Vec::new();
    for part in &message.parts {
        let (PartType::Binary(bytes) | PartType::InlineBinary(bytes)) = &part.body else {
            if let (PartType::Text(_) | PartType::Message(_), Some(name)) =
                (&part.body, part.attachment_name())
            {
                left_out.push(name.to_owned());
            }
            continue;
        };
        let media_type = part.content_type().map_or_else(String::new, |kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or(""))
        });
        let id = part.content_id().map(|id| id.trim_matches(['<', '>']));
        if let Some(id) = id.filter(|_| media_type.starts_with("image/")) {
            let file = EmbeddedFile { media_type, bytes: bytes.to_vec() };
            embedded.insert(format!("cid:{id}"), file);
        } else {
            left_out.push(part.attachment_name().unwrap_or("without a name").to_owned());
        }
    }
    let note = (!left_out.is_empty()).then(|| {
        let names: Vec<String> =
            left_out.iter().map(|name| format!("`{}`", name.escape_debug())).collect();
        let message =
            format!("files attached to the message are left out: {}", names.join(", "));
        Diagnostic::note("mail-attachment", Place::line(1), message)
            .hint("save a file and set it by itself")
    });
    (embedded, note.into_iter().collect())
}
