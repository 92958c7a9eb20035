//! IPP requests over HTTP (RFC 8010), and the values of their responses.

use std::env;
use std::io::{self, Read};
use std::time::Duration;

use ipp::attribute::{IppAttribute, IppAttributeGroup, IppAttributeName, IppAttributes};
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::parser::IppParser;
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use ipp::value::{BoundedString, IppValue};
#[cfg(unix)]
use ureq::unversioned::resolver::DefaultResolver;
use ureq::{Agent, SendBody};

use super::address::PrinterAddress;
use super::ipp_error::IppError;
#[cfg(unix)]
use super::unix_socket::UnixSocketConnector;
use crate::cli::network::client::{USER_AGENT, tls_config};
use crate::cli::network::fetch_error::FetchError;

/// Time limit for connecting to a printer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Time limit for a response.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(30);

/// Time limit for sending a document. Small printers receive it only as fast as they print.
const DOCUMENT_TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// Largest response, in bytes. The capabilities of the largest printers have some 100 KiB.
const LARGEST_RESPONSE: u64 = 8 << 20;

/// Connection to a printer or to CUPS.
#[derive(Debug)]
pub(crate) struct PrinterConnection {
    agent: Agent,
    address: PrinterAddress,
}

impl PrinterConnection {
    /// Creates a connection; with `any_certificate` the server's certificate is not verified.
    pub(crate) fn new(address: PrinterAddress, any_certificate: bool) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(true)
            .max_redirects(0)
            .max_redirects_will_error(true)
            .proxy(None)
            .user_agent(USER_AGENT)
            .timeout_resolve(Some(CONNECT_TIMEOUT))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_recv_response(Some(RESPONSE_TIMEOUT))
            .timeout_recv_body(Some(RESPONSE_TIMEOUT))
            .timeout_send_body(Some(DOCUMENT_TIMEOUT))
            .tls_config(tls_config(!any_certificate))
            .build();
        #[cfg(unix)]
        if let Some(socket) = address.socket() {
            let connector = UnixSocketConnector(socket.to_owned());
            let agent = Agent::with_parts(config, connector, DefaultResolver::default());
            return Self { agent, address };
        }
        Self { agent: config.new_agent(), address }
    }

    /// Returns the address of the printer or of CUPS.
    pub(crate) fn address(&self) -> &PrinterAddress {
        &self.address
    }

    /// Creates a request to the printer in the name of the user.
    ///
    /// # Errors
    /// If the address of the printer is too long for IPP.
    pub(crate) fn new_request(
        &self,
        operation: Operation,
    ) -> Result<IppRequestResponse, IppError> {
        let uri = Some(self.address.uri());
        let mut request = IppRequestResponse::new(IppVersion::v1_1(), operation, uri)
            .map_err(|error| IppError::Malformed(error.to_string()))?;
        let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
        let user =
            user.filter(|user| !user.is_empty()).unwrap_or_else(|| "anonymous".to_owned());
        let user = IppValue::NameWithoutLanguage(bounded(&user));
        add_operation_attribute(
            &mut request,
            user.named(IppAttributeName::REQUESTING_USER_NAME),
        );
        Ok(request)
    }

    /// Requests attributes by name.
    ///
    /// # Errors
    /// See [`PrinterConnection::send`].
    pub(crate) fn query(
        &self,
        operation: Operation,
        attributes: &[&str],
    ) -> Result<IppAttributes, IppError> {
        let mut request = self.new_request(operation)?;
        add_requested_attributes(&mut request, attributes);
        self.send(&request, &[])
    }

    /// Sends a request, with a document that can be empty, and returns the attributes of the
    /// response.
    ///
    /// # Errors
    /// If the printer cannot be reached, does not answer in IPP, or rejects the request.
    pub(crate) fn send(
        &self,
        request: &IppRequestResponse,
        document: &[u8],
    ) -> Result<IppAttributes, IppError> {
        let head = request.to_bytes();
        let length = (head.len() + document.len()).to_string();
        let mut body = io::Cursor::new(head).chain(document);
        let mut post = self
            .agent
            .post(self.address.http())
            .header("Content-Type", "application/ipp")
            .header("Content-Length", &length);
        if let Some(authorization) = self.address.authorization() {
            post = post.header("Authorization", authorization);
        }
        let unreachable =
            |error| IppError::Unreachable(FetchError::from_ureq(error, LARGEST_RESPONSE));
        let mut response = post.send(SendBody::from_reader(&mut body)).map_err(unreachable)?;
        let body = response.body_mut().with_config().limit(LARGEST_RESPONSE).read_to_vec();
        let body = io::Cursor::new(body.map_err(unreachable)?);
        let (header, attributes, _) = IppParser::new(IppReader::new(body))
            .parse_parts()
            .map_err(|error| IppError::Malformed(error.to_string()))?;
        let status = header.status_code();
        if status.is_success() { Ok(attributes) } else { Err(rejection(status, &attributes)) }
    }
}

/// Adds an attribute of the request itself.
pub(crate) fn add_operation_attribute(
    request: &mut IppRequestResponse,
    attribute: IppAttribute,
) {
    request.attributes_mut().add(DelimiterTag::OperationAttributes, attribute);
}

/// Adds the names of the attributes that the response is to have.
pub(crate) fn add_requested_attributes(request: &mut IppRequestResponse, names: &[&str]) {
    let names = IppValue::Array(names.iter().map(|name| keyword(name)).collect());
    add_operation_attribute(request, names.named(IppAttributeName::REQUESTED_ATTRIBUTES));
}

/// Converts a response without success to an error.
fn rejection(status: StatusCode, attributes: &IppAttributes) -> IppError {
    let message = attributes
        .first_of(DelimiterTag::OperationAttributes)
        .and_then(|group| first_text(group, IppAttribute::STATUS_MESSAGE));
    let unsupported = attributes
        .first_of(DelimiterTag::UnsupportedAttributes)
        .into_iter()
        .flatten()
        .map(|attribute| attribute.name().to_string())
        .collect();
    IppError::Rejected { status, message, unsupported }
}

/// Returns all values of an attribute that are texts: keywords, names, media types, URIs.
pub(crate) fn text_values(group: &IppAttributeGroup, name: &str) -> Vec<String> {
    let values = group.get(name).into_iter().flat_map(|attribute| attribute.value());
    let text = |value: &IppValue| match value {
        IppValue::NameWithLanguage { name, .. } => Some(name.to_string()),
        IppValue::TextWithLanguage { text, .. } => Some(text.to_string()),
        IppValue::Keyword(_)
        | IppValue::MimeMediaType(_)
        | IppValue::NameWithoutLanguage(_)
        | IppValue::TextWithoutLanguage(_)
        | IppValue::Uri(_) => Some(value.to_string()),
        _ => None,
    };
    values.filter_map(text).collect()
}

/// Returns the first value of an attribute, if it is a text that is not empty.
pub(crate) fn first_text(group: &IppAttributeGroup, name: &str) -> Option<String> {
    text_values(group, name).into_iter().next().filter(|text| !text.is_empty())
}

/// Returns whether a printer accepts jobs; one that does not report it does.
pub(crate) fn accepts_jobs(printer: &IppAttributeGroup) -> bool {
    let accepts = printer.get(IppAttribute::PRINTER_IS_ACCEPTING_JOBS);
    accepts.is_none_or(|it| it.value() != &IppValue::Boolean(false))
}

/// Returns a keyword.
pub(crate) fn keyword(word: &str) -> IppValue {
    IppValue::Keyword(bounded(word))
}

/// Returns a string of IPP without control characters, cut to the longest that IPP allows.
pub(crate) fn bounded<const MOST: usize>(text: &str) -> BoundedString<MOST> {
    let plain = text.replace(char::is_control, " ");
    BoundedString::new_truncated(&plain[..plain.floor_char_boundary(MOST)])
}
