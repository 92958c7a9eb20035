//! Composition of a mail message with attached PDFs (RFC 5322).
//!
//! No content can add a header or a recipient: header values are single lines.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{Cc, ContentType, HeaderName, HeaderValue, To};
use lettre::message::{Attachment, Mailbox, Mailboxes, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use crate::cli::error::{CliError, Exit};
use crate::cli::portable_name::{FORBIDDEN, is_bidi_control, is_device_name};

/// Longest subject and longest file name, in characters; longer ones are cut.
const LONGEST_LINE: usize = 200;

/// Value of `X-Mailer`, the first header: `cli::output` recognises messages of Offprint by it.
const MAILER: &str = concat!("offprint/", env!("CARGO_PKG_VERSION"));

/// Parses an address: `a@example.org`, or `A. Writer <a@example.org>`.
///
/// # Errors
/// The reason why it is not an address.
pub(crate) fn parse_mailbox(text: &str) -> Result<Mailbox, String> {
    if text.contains(char::is_control) {
        return Err("a mail address has no control characters".to_owned());
    }
    text.trim().parse().map_err(|error| format!("not a mail address: {error}").to_lowercase())
}

/// PDF that is attached to a message.
#[derive(Debug, Clone)]
pub(crate) struct MailAttachment {
    /// Name of the file.
    pub(crate) name: String,
    /// Contents.
    pub(crate) pdf: Vec<u8>,
}

/// Content of a message.
#[derive(Debug)]
pub(crate) struct MailContent {
    pub(crate) from: Mailbox,
    pub(crate) to: Vec<Mailbox>,
    pub(crate) cc: Vec<Mailbox>,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) attachments: Vec<MailAttachment>,
    /// Value of `Date`, in seconds since 1970.
    pub(crate) date: u64,
    /// The user opens the message in a mail program and sends it from there.
    pub(crate) draft: bool,
}

impl MailContent {
    /// Builds the message. The same content gives the same bytes.
    ///
    /// # Errors
    /// If the mail library refuses the content.
    pub(crate) fn build_message(&self) -> Result<Message, CliError> {
        let identifier = self.identifier();
        let mut builder = Message::builder().raw_header(raw_header("X-Mailer", MAILER));
        if self.draft {
            // Mail programs open such a file for editing.
            builder = builder.raw_header(raw_header("X-Unsent", "1"));
        }
        builder = builder
            .from(self.from.clone())
            .subject(single_line(&self.subject))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(self.date))
            .message_id(Some(format!("<{identifier}@{}>", self.from.email.domain())))
            .mailbox(To::from(Mailboxes::from_iter(self.to.iter().cloned())));
        if !self.cc.is_empty() {
            builder = builder.mailbox(Cc::from(Mailboxes::from_iter(self.cc.iter().cloned())));
        }
        let is_text = |c: &char| matches!(c, '\t' | '\n') || !c.is_control();
        let text: String = self.text.chars().filter(is_text).collect();
        let mut parts = MultiPart::mixed()
            .boundary(format!("offprint-{identifier}"))
            .singlepart(SinglePart::plain(text + "\n"));
        for MailAttachment { name, pdf } in &self.attachments {
            let kind = ContentType::parse("application/pdf").expect("a valid media type");
            let part = Attachment::new(portable_file_name(name)).body(pdf.clone(), kind);
            parts = parts.singlepart(part);
        }
        builder.multipart(parts).map_err(|error| {
            let message = format!("the message cannot be composed: {error}");
            CliError::new(Exit::NotSet, "no-message", message)
        })
    }

    /// Returns 128 bits of the hash of the content, as an identifier of the message.
    fn identifier(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        add(&self.date.to_be_bytes());
        for mailbox in [&self.from].into_iter().chain(&self.to).chain(&self.cc) {
            add(mailbox.to_string().as_bytes());
        }
        add(self.subject.as_bytes());
        add(self.text.as_bytes());
        for attachment in &self.attachments {
            add(attachment.name.as_bytes());
            add(&attachment.pdf);
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

fn raw_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Returns the text on one line of at most [`LONGEST_LINE`] characters: whitespace and control
/// characters become single spaces.
fn single_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{}\u{2026}", line[..end].trim_end()),
        None => line,
    }
}

/// Returns a file name that is valid on every system.
fn portable_file_name(name: &str) -> String {
    let name = name.replace(is_bidi_control, "");
    let is_forbidden = |c: char| c.is_control() || FORBIDDEN.contains(c);
    let name = single_line(&name.replace(is_forbidden, "-"));
    if is_device_name(&name) { format!("article-{name}") } else { name }
}
