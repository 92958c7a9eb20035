//! The letter: a message with PDFs attached (RFC 5322).
//!
//! Comes in: addresses, words, PDFs, a moment. Goes out: a message. Never done here: sending it; a
//! line of a header that content could break.

use std::fmt::Write as _;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::cli::trouble::{Exit, Trouble};

/// The longest subject, in characters; a title beyond it is cut.
const LONGEST_SUBJECT: usize = 200;

/// How this program names itself. It opens a message, so that its own can be told from others.
const MAILER: &str = concat!("offprint/", env!("CARGO_PKG_VERSION"));

/// Somebody with an address: `a@example.org`, or `A. Writer <a@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person(Mailbox);

impl FromStr for Person {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.contains(char::is_control) {
            return Err("an address has no control characters".to_owned());
        }
        let mailbox = text.trim().parse::<Mailbox>();
        mailbox
            .map(Self)
            .map_err(|error| format!("it is no mail address: {error}").to_lowercase())
    }
}

impl Person {
    /// Somebody of this machine, for a draft whose sender is not known yet.
    pub(crate) fn here(user: &str) -> Option<Self> {
        let address = Address::new(user, "localhost").ok()?;
        Some(Self(Mailbox::new(None, address)))
    }

    /// The address alone.
    pub(crate) fn address(&self) -> String {
        self.0.email.to_string()
    }
}

/// A PDF that goes with the letter.
#[derive(Debug, Clone)]
pub(crate) struct Enclosure {
    /// The name of its file.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) pdf: Vec<u8>,
}

/// What is to be in a letter.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) from: Person,
    pub(crate) to: Vec<Person>,
    pub(crate) cc: Vec<Person>,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) enclosures: Vec<Enclosure>,
    /// Seconds since 1970.
    pub(crate) moment: u64,
    /// It is to be opened in a mail program and sent from there.
    pub(crate) draft: bool,
}

impl Letter {
    /// The message. The same letter gives the same bytes.
    pub(crate) fn message(&self) -> Result<Message, Trouble> {
        let seal = self.seal();
        let mut builder = Message::builder().raw_header(plain("X-Mailer", MAILER));
        if self.draft {
            // Mail programs open such a file for writing, and not as a letter that came.
            builder = builder.raw_header(plain("X-Unsent", "1"));
        }
        builder = builder
            .from(self.from.0.clone())
            .subject(line(&self.subject, LONGEST_SUBJECT))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(self.moment))
            .message_id(Some(format!("<{seal}@{}>", self.from.0.email.domain())));
        for person in &self.to {
            builder = builder.to(person.0.clone());
        }
        for person in &self.cc {
            builder = builder.cc(person.0.clone());
        }
        let mut parts = MultiPart::mixed()
            .boundary(format!("offprint-{seal}"))
            .singlepart(SinglePart::plain(body(&self.text)));
        for enclosure in &self.enclosures {
            parts = parts.singlepart(attached(enclosure)?);
        }
        builder.multipart(parts).map_err(|error| unmade(&error.to_string()))
    }

    /// A number of 128 bits that letters do not share: it comes from all that is in this one.
    fn seal(&self) -> String {
        let mut seal = Fnv::new();
        seal.take(&self.moment.to_be_bytes());
        for person in [&self.from].into_iter().chain(&self.to).chain(&self.cc) {
            seal.take(person.0.to_string().as_bytes());
        }
        seal.take(self.subject.as_bytes());
        seal.take(self.text.as_bytes());
        for enclosure in &self.enclosures {
            seal.take(enclosure.name.as_bytes());
            seal.take(&enclosure.pdf);
        }
        let mut text = String::new();
        // A string takes everything.
        let _ = write!(text, "{:032x}", seal.0);
        text
    }
}

fn attached(enclosure: &Enclosure) -> Result<SinglePart, Trouble> {
    let kind =
        ContentType::parse("application/pdf").map_err(|error| unmade(&error.to_string()))?;
    Ok(Attachment::new(file_name(&enclosure.name)).body(enclosure.pdf.clone(), kind))
}

fn unmade(why: &str) -> Trouble {
    Trouble::new(Exit::NotSet, "no-message", format!("the message could not be made: {why}"))
}

fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Text on one line: what could end a line of a header is white space.
fn line(text: &str, most: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}\u{2026}", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// A name for a file that is one on every system.
fn file_name(name: &str) -> String {
    let fine = |c: char| !c.is_control() && !"\\/:*?\"<>|".contains(c);
    line(
        &name.chars().map(|c| if fine(c) { c } else { '-' }).collect::<String>(),
        LONGEST_SUBJECT,
    )
}

/// The text with the line ends of mail and without control characters.
fn body(text: &str) -> String {
    let mut body = String::new();
    for line in text.lines() {
        let fine = |c: &char| *c == '\t' || !c.is_control();
        body.extend(line.trim_end().chars().filter(fine));
        body.push_str("\r\n");
    }
    body
}

/// The Fowler-Noll-Vo hash of 128 bits (RFC 9923): short, the same everywhere, no secret.
struct Fnv(u128);

impl Fnv {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013B);
        }
    }
}
