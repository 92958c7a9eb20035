//! A web server on this machine, as small as a test needs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request to the server.
pub(super) struct Asked {
    /// The path with its query.
    pub(super) path: String,
    /// The body of the request.
    pub(super) body: Vec<u8>,
    /// The header `Authorization`.
    pub(super) authorization: Option<String>,
}

/// The answer of the server.
pub(super) struct Reply {
    status: u16,
    headers: Vec<String>,
    body: Vec<u8>,
}

impl Reply {
    /// Something of this media type.
    pub(super) fn new(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![format!("Content-Type: {media_type}")];
        Self { status: 200, headers, body: body.into() }
    }

    /// A page.
    pub(super) fn page(body: &str) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// Another place.
    pub(super) fn redirect(to: &str) -> Self {
        Self::new("text/plain", "").status(302).header(&format!("Location: {to}"))
    }

    pub(super) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(super) fn header(mut self, header: &str) -> Self {
        self.headers.push(header.to_owned());
        self
    }
}

/// A server that runs until the tests end.
pub(super) struct Server {
    address: SocketAddr,
    hits: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// A server that answers so.
    pub(super) fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1:0", answer)
    }

    /// The same at an address of this machine.
    pub(super) fn at(
        address: &str,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).expect("a port");
        let address = listener.local_addr().expect("an address");
        let hits = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&hits);
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                thread::spawn(move || serve(&stream, &noted, &*answer));
            }
        });
        Self { address, hits }
    }

    /// The address of a path here.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Its host and port.
    pub(super) fn place(&self) -> String {
        self.address.to_string()
    }

    /// The paths that were asked for.
    pub(super) fn hits(&self) -> Vec<String> {
        self.hits.lock().expect("the list").clone()
    }
}

/// A port of this machine where nobody listens.
pub(super) fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn serve(stream: &TcpStream, hits: &Mutex<Vec<String>>, answer: &dyn Fn(&Asked) -> Reply) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut authorization) = (0, None);
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).is_err() || header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if let Some((_, value)) = header
            .split_once(':')
            .filter(|(name, _)| name.eq_ignore_ascii_case("authorization"))
        {
            authorization = Some(value.trim().to_owned());
        }
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    hits.lock().expect("the list").push(path.clone());
    let reply = answer(&Asked { path, body, authorization });
    let mut head = format!("HTTP/1.1 {} -\r\nConnection: close\r\n", reply.status);
    for header in &reply.headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", reply.body.len()));
    // The client may have closed the connection.
    let mut stream = stream;
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&reply.body));
}
