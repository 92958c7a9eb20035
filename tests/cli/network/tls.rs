//! Servers that show who they are, and those that cannot.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::super::{Desk, Told};
use super::program;
use super::server::closed_port;
use crate::skip::skip_without_tool;

/// Serves a folder over TLS: `port folder` with `cert.pem` and `key.pem` in it.
const SERVER: &str = "
import http.server, ssl, sys
port, folder = int(sys.argv[1]), sys.argv[2]
class Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args, **named):
        super().__init__(*args, directory=folder, **named)
server = http.server.ThreadingHTTPServer(('127.0.0.1', port), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + '/cert.pem', folder + '/key.pem')
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
";

/// Configuration of the authority, for certificates with dates of their own.
const AUTHORITY: &str = "
[ca]
default_ca = test
[test]
certificate = ca.pem
private_key = ca.key
new_certs_dir = .
database = index.txt
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
subjectAltName = DNS:localhost
";

/// Makes an authority, and a certificate for localhost that it vouches for.
pub(super) fn vouch(folder: &Path) -> bool {
    fs::write(folder.join("leaf.ext"), "subjectAltName=DNS:localhost\n").expect("a file");
    let steps = [
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Test -keyout ca.key -out ca.pem",
        "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out leaf.csr",
        "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
         -extfile leaf.ext -out cert.pem",
    ];
    steps.iter().all(|step| {
        let mut command = Command::new("openssl");
        command.args(step.split_whitespace()).current_dir(folder);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    })
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the server of a folder, with a line of Python about its context.
fn serve(folder: &Path, line: &str) -> Option<(Running, u16)> {
    let python = program("python3")?;
    let port = closed_port();
    let script = SERVER.replace("server.socket =", &format!("{line}\nserver.socket ="));
    let child = Command::new(python)
        .args(["-W", "ignore", "-c", &script, &port.to_string()])
        .arg(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server to start");
    let running = Running(child);
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the server does not start");
        thread::sleep(Duration::from_millis(50));
    }
    Some((running, port))
}

/// Fetches a page from it, by this name, trusting this authority.
fn fetch(desk: &Desk, host: &str, port: u16, authority: &str) -> Told {
    let url = format!("https://{host}:{port}/page.txt");
    let mut command = desk.command(&[&url, "-o", "a.pdf", "--quiet"]);
    command.env("SSL_CERT_FILE", desk.path(authority)).env_remove("SSL_CERT_DIR");
    Told::of(&command.output().expect("to run"))
}

/// A desk with a page, and with certificates.
fn desk() -> Option<Desk> {
    let desk = Desk::new();
    desk.put("page.txt", "The Lamp\n\nIt was late, and the lamp burned low.\n");
    (program("openssl").is_some() && vouch(desk.folder.path())).then_some(desk)
}

#[test]
fn a_server_must_show_a_certificate_that_the_system_trusts() {
    let Some(desk) = desk() else {
        return skip_without_tool("openssl makes no certificates here");
    };
    let Some((_running, port)) = serve(desk.folder.path(), "") else {
        return skip_without_tool("there is no python3 here");
    };
    let fetch = |host: &str, authority: &str| fetch(&desk, host, port, authority);
    fetch("localhost", "ca.pem").ends(0).is_silent();
    fetch("127.0.0.1", "ca.pem").ends(3).says("certificate is for another host name");
    vouch(&desk.path("."));
    let told = fetch("localhost", "ca.pem");
    told.ends(3).says("certificate is not accepted");
}

#[test]
fn what_is_wrong_with_a_certificate_is_said_in_words() {
    let Some(desk) = desk() else {
        return skip_without_tool("openssl makes no certificates here");
    };
    let make = |step: &str| {
        let mut command = Command::new("openssl");
        command.args(step.split_whitespace()).current_dir(desk.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let own = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem \
        -out cert.pem -addext subjectAltName=DNS:localhost";
    let leaf = format!("{own} -addext basicConstraints=critical,CA:FALSE");
    desk.put("ca.cnf", AUTHORITY);
    let dated = "ca -batch -config ca.cnf -in leaf.csr -out cert.pem -notext";
    let expired = format!("{dated} -startdate 200101000000Z -enddate 200201000000Z");
    let early = format!("{dated} -startdate 480101000000Z -enddate 490101000000Z");
    for (step, words) in [
        (&expired, "not accepted: certificate expired"),
        (&early, "not accepted: certificate is not yet valid"),
        (&own.to_owned(), "not accepted: self-signed certificate"),
        (&leaf, "not accepted: unknown issuer: it is self-signed"),
    ] {
        desk.put("index.txt", "");
        assert!(make(step), "openssl {step}");
        let Some((_running, port)) = serve(desk.folder.path(), "") else {
            return skip_without_tool("there is no python3 here");
        };
        fetch(&desk, "localhost", port, "ca.pem").ends(3).says(words).says("help: ");
    }
}

#[test]
fn what_is_wrong_with_a_connection_is_said_in_words() {
    let Some(desk) = desk() else {
        return skip_without_tool("openssl makes no certificates here");
    };
    let old = "context.set_ciphers('ALL:@SECLEVEL=0'); \
        context.minimum_version = ssl.TLSVersion.TLSv1; \
        context.maximum_version = ssl.TLSVersion.TLSv1_1";
    let rare = "context.maximum_version = ssl.TLSVersion.TLSv1_2; \
        context.set_ciphers('AES256-SHA')";
    for (line, words) in [
        (old, "the TLS connection failed: unsupported protocol version"),
        (rare, "handshake failure: no protocol version or cipher in common"),
    ] {
        let Some((_running, port)) = serve(desk.folder.path(), line) else {
            return skip_without_tool("there is no python3 here");
        };
        fetch(&desk, "localhost", port, "ca.pem").ends(3).says(words).says("TLS 1.2 and 1.3");
    }
    // A server of http that answers what it does not understand.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let told = fetch(&desk, "localhost", port, "ca.pem");
    told.ends(3)
        .says("does not speak TLS (wrong version number)")
        .says("http instead of https");
}
