//! Servers that show who they are, and those that cannot.

use std::fs;
use std::net::TcpStream;
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

#[test]
fn a_server_must_show_a_certificate_that_the_system_trusts() {
    let (Some(python), true) = (program("python3"), program("openssl").is_some()) else {
        return skip_without_tool("there is no python3 or no openssl here");
    };
    let desk = Desk::new();
    if !vouch(desk.folder.path()) {
        return skip_without_tool("openssl makes no certificates");
    }
    desk.put("page.txt", "The Lamp\n\nIt was late, and the lamp burned low.\n");
    let port = closed_port();
    let child = Command::new(python)
        .args(["-c", SERVER, &port.to_string()])
        .arg(desk.folder.path())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server to start");
    let _running = Running(child);
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the server does not start");
        thread::sleep(Duration::from_millis(50));
    }
    let fetch = |host: &str, authority: &str| {
        let url = format!("https://{host}:{port}/page.txt");
        let mut command = desk.command(&[&url, "-o", "a.pdf", "--quiet"]);
        command.env("SSL_CERT_FILE", desk.path(authority)).env_remove("SSL_CERT_DIR");
        Told::of(&command.output().expect("to run"))
    };
    fetch("localhost", "ca.pem").ends(0).is_silent();
    fetch("127.0.0.1", "ca.pem").ends(3).says("it is for another host name");
    vouch(&desk.path("."));
    fetch("localhost", "ca.pem").ends(3).says("certificate is not accepted");
}
