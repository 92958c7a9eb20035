//! Speaking IPP: a request there, an answer back.
//!
//! Comes in: requests (RFC 8011). Goes out: the groups of the answer, or why there is none. Never
//! done here: knowing what a request is for.

use std::env;
use std::io::{self, Read};
use std::time::Duration;

use ipp::attribute::{IppAttribute, IppAttributeGroup};
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::parser::IppParser;
use ipp::request::IppRequestResponse;
use ipp::value::{BoundedString, IppValue};
#[cfg(unix)]
use ureq::unversioned::resolver::DefaultResolver;
use ureq::{Agent, SendBody};

use super::place::Place;
#[cfg(unix)]
use super::socket::Socket;
use crate::cli::network::client::USER_AGENT;
use crate::cli::network::failure::Failure;
use crate::cli::network::tls;

/// The time to connect to a printer, and for it to answer a question.
const TO_CONNECT: Duration = Duration::from_secs(10);
const TO_ANSWER: Duration = Duration::from_secs(30);

/// The time in which a printer takes a document. Small ones take it only as fast as they print.
const TO_TAKE: Duration = Duration::from_secs(30 * 60);

/// The longest answer, in bytes; what the greatest printers tell of themselves has some 100 KiB.
const LONGEST: u64 = 8 << 20;

/// Why a printer did not do as it was asked.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It did not answer.
    Absent(Failure),
    /// What it answered is no IPP.
    Garbled(String),
    /// It answered no.
    Denied {
        /// How.
        status: StatusCode,
        /// In its own words.
        message: Option<String>,
        /// What it does not take.
        unsupported: Vec<String>,
    },
}

/// A line to one printer or to the server of many.
#[derive(Debug)]
pub(crate) struct Line {
    agent: Agent,
    place: Place,
}

/// An answer, group by group.
#[derive(Debug)]
pub(crate) struct Answer(Vec<IppAttributeGroup>);

impl Line {
    /// A line to this place; where `any` is true, whatever certificate it shows will do.
    pub(crate) fn new(place: Place, any: bool) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(true)
            .max_redirects(0)
            .max_redirects_will_error(true)
            .proxy(None)
            .user_agent(USER_AGENT)
            .timeout_resolve(Some(TO_CONNECT))
            .timeout_connect(Some(TO_CONNECT))
            .timeout_recv_response(Some(TO_ANSWER))
            .timeout_recv_body(Some(TO_ANSWER))
            .timeout_send_body(Some(TO_TAKE))
            .tls_config(tls::config(!any))
            .build();
        #[cfg(unix)]
        if let Some(socket) = place.socket() {
            let socket = Socket(socket.to_owned());
            let agent = Agent::with_parts(config, socket, DefaultResolver::default());
            return Self { agent, place };
        }
        Self { agent: config.new_agent(), place }
    }

    /// Where it leads.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// A request to the printer at the other end, by whoever sits here.
    pub(crate) fn request(&self, operation: Operation) -> Result<Request, Refusal> {
        let made =
            IppRequestResponse::new(IppVersion::v1_1(), operation, Some(self.place.uri()));
        let mut request = Request(made.map_err(|error| Refusal::Garbled(error.to_string()))?);
        let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
        let user =
            user.filter(|user| !user.is_empty()).unwrap_or_else(|| "anonymous".to_owned());
        request.set("requesting-user-name", IppValue::NameWithoutLanguage(bounded(&user)));
        Ok(request)
    }

    /// Asks, and gives the answer.
    pub(crate) fn ask(&self, request: &Request) -> Result<Answer, Refusal> {
        self.send(request, &[])
    }

    /// Asks, with a document behind the question.
    pub(crate) fn send(&self, request: &Request, document: &[u8]) -> Result<Answer, Refusal> {
        let head = request.0.to_bytes();
        let length = (head.len() + document.len()).to_string();
        let mut body = io::Cursor::new(head).chain(document);
        let mut post = self
            .agent
            .post(self.place.http())
            .header("Content-Type", "application/ipp")
            .header("Content-Length", &length);
        if let Some(authorization) = self.place.authorization() {
            post = post.header("Authorization", authorization);
        }
        let sent = post.send(SendBody::from_reader(&mut body));
        let absent = |error| Refusal::Absent(Failure::of(error, LONGEST));
        let mut response = sent.map_err(absent)?;
        let body = response.body_mut().with_config().limit(LONGEST).read_to_vec();
        let body = body.map_err(absent)?;
        let parsed = IppParser::new(ipp::reader::IppReader::new(io::Cursor::new(body))).parse();
        answer(&parsed.map_err(|error| Refusal::Garbled(error.to_string()))?)
    }
}

fn answer(response: &IppRequestResponse) -> Result<Answer, Refusal> {
    let status = response.header().status_code();
    let groups = response.attributes().groups();
    if status.is_success() {
        return Ok(Answer(groups.to_vec()));
    }
    let of = |tag| groups.iter().find(move |group| group.tag() == tag);
    let message = of(DelimiterTag::OperationAttributes)
        .and_then(|group| group.get("status-message"))
        .map(|attribute| words(attribute.value()).join(" "));
    let unsupported = of(DelimiterTag::UnsupportedAttributes)
        .into_iter()
        .flatten()
        .map(|attribute| attribute.name().as_str().to_owned())
        .collect();
    Err(Refusal::Denied { status, message, unsupported })
}

/// A request that is being written.
pub(crate) struct Request(IppRequestResponse);

impl Request {
    /// Says something of the request itself.
    pub(crate) fn set(&mut self, name: &str, value: IppValue) {
        self.add(DelimiterTag::OperationAttributes, name, value);
    }

    /// Says something of the job.
    pub(crate) fn want(&mut self, name: &str, value: IppValue) {
        self.add(DelimiterTag::JobAttributes, name, value);
    }

    /// Says which attributes the answer shall have.
    pub(crate) fn asking(mut self, names: &[&str]) -> Self {
        let names = names.iter().map(|name| keyword(name)).collect();
        self.set("requested-attributes", IppValue::Array(names));
        self
    }

    fn add(&mut self, group: DelimiterTag, name: &str, value: IppValue) {
        self.0.attributes_mut().add(group, IppAttribute::new(bounded(name), value));
    }
}

impl Answer {
    /// The groups that tell of printers.
    pub(crate) fn printers(&self) -> impl Iterator<Item = Told<'_>> {
        self.groups(DelimiterTag::PrinterAttributes)
    }

    /// What is told of the job.
    pub(crate) fn job(&self) -> Option<Told<'_>> {
        self.groups(DelimiterTag::JobAttributes).next()
    }

    fn groups(&self, tag: DelimiterTag) -> impl Iterator<Item = Told<'_>> {
        self.0.iter().filter(move |group| group.tag() == tag).map(Told)
    }
}

/// What an answer tells of one thing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a>(&'a IppAttributeGroup);

impl Told<'_> {
    fn value(&self, name: &str) -> Option<&IppValue> {
        self.0.get(name).map(IppAttribute::value)
    }

    /// Every value as words: keywords, names, types, texts.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.value(name).map(words).unwrap_or_default()
    }

    /// The first value as words.
    pub(crate) fn one(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next().filter(|words| !words.is_empty())
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Option<i32> {
        match self.value(name)? {
            IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
            IppValue::RangeOfInteger { max, .. } => Some(*max),
            _ => None,
        }
    }

    /// Yes or no.
    pub(crate) fn yes(&self, name: &str) -> Option<bool> {
        match self.value(name)? {
            IppValue::Boolean(yes) => Some(*yes),
            _ => None,
        }
    }
}

fn words(value: &IppValue) -> Vec<String> {
    match value {
        IppValue::Array(values) => values.iter().flat_map(words).collect(),
        IppValue::Keyword(word) => vec![word.as_str().to_owned()],
        IppValue::MimeMediaType(word) => vec![word.as_str().to_owned()],
        IppValue::NameWithoutLanguage(name) | IppValue::NameWithLanguage { name, .. } => {
            vec![name.as_str().to_owned()]
        }
        IppValue::Uri(word) => vec![word.as_str().to_owned()],
        IppValue::TextWithoutLanguage(text) | IppValue::TextWithLanguage { text, .. } => {
            vec![text.to_string()]
        }
        _ => Vec::new(),
    }
}

/// A keyword.
pub(crate) fn keyword(word: &str) -> IppValue {
    IppValue::Keyword(bounded(word))
}

/// A name, such as a title.
pub(crate) fn name(text: &str) -> IppValue {
    IppValue::NameWithoutLanguage(bounded(text))
}

/// A media type.
pub(crate) fn media_type(text: &str) -> IppValue {
    IppValue::MimeMediaType(bounded(text))
}

/// Text without control characters, as long as may be.
fn bounded<const MOST: usize>(text: &str) -> BoundedString<MOST> {
    let mut plain = String::new();
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if plain.len() + c.len_utf8() > MOST {
            break;
        }
        plain.push(c);
    }
    BoundedString::new_truncated(plain)
}
