//! Letters: as files, and through mail servers on this machine.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use mail_parser::{Message, MessageParser, MimeHeaders};

use super::super::{Desk, Told};
use super::program;
use super::server::closed_port;
use super::tls::vouch;
use crate::skip::skip_without_tool;

/// The letter as a mail program reads it.
fn read(bytes: &[u8]) -> Message<'_> {
    let text = String::from_utf8_lossy(bytes);
    assert!(text.split("\r\n").all(|line| !line.contains(['\r', '\n'])), "lines end with CRLF");
    assert!(text.split("\r\n").all(|line| line.len() <= 998), "no line is too long (RFC 5322)");
    MessageParser::default().parse(bytes).expect("a message")
}

/// Runs in an environment where nobody is known.
fn run(desk: &Desk, arguments: &[&str]) -> Told {
    let mut command = desk.command(&[&["mail", "article.txt"], arguments].concat());
    for name in ["EMAIL", "USER", "LOGNAME", "OFFPRINT_SMTP_PASSWORD"] {
        command.env_remove(name);
    }
    command.env("SOURCE_DATE_EPOCH", "1700000000");
    Told::of(&command.output().expect("to run"))
}

/// The PDF that the letter should carry.
fn pdf(desk: &Desk) -> Vec<u8> {
    let mut command = desk.command(&["article.txt", "-o", "-"]);
    command.env("SOURCE_DATE_EPOCH", "1700000000").output().expect("to run").stdout
}

#[test]
fn a_letter_is_written_beside_the_article_with_the_pdf_enclosed() {
    let desk = Desk::with_article();
    let told = run(&desk, &["--to", "Ä. Reader <r@example.org>", "--cc", "c@example.org"]);
    told.ends(0).says("message to r@example.org, c@example.org written to article.eml");
    let bytes = desk.read("article.eml");
    assert!(bytes.starts_with(b"X-Mailer: offprint/"), "it says who made it");
    let message = read(&bytes);
    assert_eq!(message.subject(), Some("The Lamp"));
    let to = message.to().and_then(|to| to.first()).expect("a receiver");
    assert_eq!((to.name(), to.address()), (Some("Ä. Reader"), Some("r@example.org")));
    assert_eq!(message.header_raw("X-Unsent").map(str::trim), Some("1"), "a draft");
    assert_eq!(message.date().map(|date| date.to_timestamp()), Some(1_700_000_000));
    assert!(message.message_id().is_some_and(|id| id.ends_with("@localhost")));
    let body = message.body_text(0).expect("a text");
    assert_eq!(body.lines().collect::<Vec<_>>(), ["The Lamp", "A. Writer", "PDF, 1 page"]);
    let enclosed = message.attachment(0).expect("an attachment");
    assert_eq!(enclosed.attachment_name(), Some("article.pdf"));
    assert_eq!(enclosed.contents(), pdf(&desk), "byte by byte");
    assert_eq!(message.attachment_count(), 1);
    run(&desk, &["--to", "Ä. Reader <r@example.org>", "--cc", "c@example.org"]).ends(0);
    assert_eq!(
        desk.read("article.eml"),
        bytes,
        "the same letter, the same bytes; ours is replaced"
    );
    assert_eq!(desk.names(), ["article.eml", "article.txt"]);
}

#[test]
fn no_name_of_an_attachment_hides_how_it_ends() {
    let desk = Desk::with_article();
    for (title, wanted) in [
        ("Evil \u{202e}fdp.exe", "Evil fdp.exe.pdf"),
        ("NUL", "article-NUL.pdf"),
        ("lpt0.x", "article-lpt0.x.pdf"),
    ] {
        let told =
            run(&desk, &["--to", "r@example.org", "--title", title, "--name", "{title}", "-q"]);
        told.ends(0);
        let bytes = desk.read("article.eml");
        let message = read(&bytes);
        let enclosed = message.attachment(0).expect("an attachment");
        assert_eq!(enclosed.attachment_name(), Some(wanted), "{title}");
    }
}

#[test]
fn several_articles_go_in_one_letter() {
    let desk = Desk::with_article();
    desk.put("other.txt", "The Wick\n\nIt was trimmed, and burned the better for it.\n");
    let told = run(&desk, &["other.txt", "--to", "r@example.org", "-o", "-", "-q"]);
    told.ends(0).is_silent();
    let message = read(&told.out);
    assert_eq!(message.attachment_count(), 2);
    assert_eq!(message.attachment(1).and_then(|it| it.attachment_name()), Some("other.pdf"));
    desk.put("empty.txt", "");
    let told = run(&desk, &["empty.txt", "--to", "r@example.org"]);
    told.ends(1).says("empty.txt: there is no text").says("no message is sent");
    assert!(!desk.has("article.eml"), "all or nothing");
}

#[test]
fn no_word_breaks_out_of_its_header() {
    let desk = Desk::new();
    let evil = "Hi\r\nBcc: evil@example.org\r\n\r\nbody\u{1}\u{85}\u{2028}x";
    desk.put("article.txt", format!("{}\n\nWords enough to set.\n", evil.replace("\r\n", " ")));
    let long = "x".repeat(3000);
    for subject in [evil, "\r\n.\r\nQUIT", "=?utf-8?q?Bcc=3A_x?=", &long, "é\n\tBcc: y@z"] {
        let told =
            run(&desk, &["--to", "r@example.org", "--subject", subject, "-o", "-", "-q"]);
        told.ends(0);
        let message = read(&told.out);
        assert!(message.bcc().is_none(), "{subject:?} adds a receiver");
        assert_eq!(message.attachment_count(), 1, "{subject:?}");
        assert!(message.subject().is_some_and(|it| !it.contains(['\r', '\n'])));
        let known = [
            "X-Mailer",
            "X-Unsent",
            "From",
            "Subject",
            "Date",
            "Message-ID",
            "To",
            "MIME-Version",
            "Content-Type",
        ];
        for header in message.headers() {
            assert!(known.contains(&header.name()), "{subject:?} adds {}", header.name());
        }
    }
    let title = format!("--title={evil}");
    let told = run(&desk, &["--to", "r@example.org", &title, "-o", "-", "-q"]);
    assert!(read(&told.out).bcc().is_none());
    for address in ["r@example.org\r\nBcc: x@y.z", "no address", "", "a@b@c", "<a@b.c"] {
        run(&desk, &["--to", address]).ends(2);
    }
    assert_eq!(desk.names(), ["article.txt"], "no file is left");
}

/// A mail server for one letter: what it was told, line by line.
fn server(refuse: &'static str) -> (u16, mpsc::Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().expect("somebody");
        send.send(talk(&stream, refuse)).expect("somebody who listens");
    });
    (port, receive)
}

fn talk(stream: &TcpStream, refuse: &str) -> Vec<String> {
    let (mut out, mut heard, mut data) = (stream, Vec::new(), false);
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    say("220 test").expect("somebody");
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
        heard.push(line.clone());
        let verb = line.get(..4).unwrap_or_default().to_uppercase();
        let answer = match (data, verb.as_str()) {
            (true, _) if line == "." => {
                data = false;
                "250 taken"
            }
            (true, _) => continue,
            (_, verb) if verb == refuse => "550 not from you",
            (_, "EHLO") => "250 test",
            (_, "DATA") => {
                data = true;
                "354 go on"
            }
            (_, "QUIT") => "221 bye",
            _ => "250 fine",
        };
        if say(answer).is_err() || verb == "QUIT" && !data {
            break;
        }
    }
    heard
}

#[test]
fn a_letter_goes_to_the_server_that_is_named_and_to_all_it_is_for() {
    let desk = Desk::with_article();
    let (port, heard) = server("");
    let smtp = format!("127.0.0.1:{port}");
    let told = run(
        &desk,
        &[
            "--to",
            "r@example.org",
            "--cc",
            "c@example.org",
            "--from",
            "me@example.org",
            "--smtp",
            &smtp,
        ],
    );
    told.ends(0).says(&format!("sent to r@example.org, c@example.org by {smtp}"));
    let heard = heard.recv().expect("a talk");
    let has = |line: &str| heard.iter().any(|it| it.starts_with(line));
    for line in
        ["MAIL FROM:<me@example.org>", "RCPT TO:<r@example.org>", "RCPT TO:<c@example.org>"]
    {
        assert!(has(line), "{line} in {heard:?}");
    }
    assert!(!has("X-Unsent"), "a letter that is sent is no draft");
    assert_eq!(desk.names(), ["article.txt"], "no file is written unasked");
}

#[test]
fn what_the_server_refuses_is_told_in_its_words() {
    let desk = Desk::with_article();
    for refuse in ["MAIL", "RCPT", "DATA"] {
        let (port, _heard) = server(refuse);
        let smtp = format!("localhost:{port}");
        let told =
            run(&desk, &["--to", "r@example.org", "--from", "me@example.org", "--smtp", &smtp]);
        told.ends(3).says("rejected the message: 550").says("not from you");
    }
    let nobody = format!("localhost:{}", closed_port());
    run(&desk, &["--to", "r@example.org", "--from", "m@example.org", "--smtp", &nobody])
        .ends(3)
        .says("cannot connect to");
    run(&desk, &["--to", "r@example.org", "--smtp", &nobody])
        .ends(2)
        .says("--from")
        .says("EMAIL");
    let told = run(&desk, &["--to", "r@example.org", "--smtp", &nobody, "--smtp-user", "me"]);
    told.ends(2).says("OFFPRINT_SMTP_PASSWORD");
}

/// The Python that has a mail server; none where there is none.
fn python() -> Option<PathBuf> {
    let python = ["/usr/bin/python3".into()].into_iter().chain(program("python3"));
    let has = |python: &PathBuf| {
        let mut command = Command::new(python);
        command.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let python = python.into_iter().find(has);
    if python.is_none() {
        skip_without_tool("there is no aiosmtpd here (Debian: python3-aiosmtpd)");
    }
    python
}

/// A real mail server, until it is dropped.
struct Post(Child);

impl Post {
    fn start(mut command: Command, port: u16) -> Self {
        let child = command
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server to start");
        let post = Self(child);
        let begun = Instant::now();
        while TcpStream::connect(("localhost", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the server does not start");
            thread::sleep(Duration::from_millis(50));
        }
        post
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The letters in a mailbox.
fn letters(desk: &Desk) -> Vec<Vec<u8>> {
    let new = desk.path("box").join("new");
    if !new.exists() {
        return Vec::new();
    }
    let names = super::super::names_in(&new);
    names.iter().map(|name| fs::read(new.join(name)).expect("a letter")).collect()
}

#[test]
fn a_real_mail_server_takes_the_letter_whole() {
    let Some(python) = python() else { return };
    let desk = Desk::with_article();
    let port = closed_port();
    let smtp = format!("localhost:{port}");
    let mut command = Command::new(python);
    command.args(["-m", "aiosmtpd", "-n", "-l", &smtp, "-c", "aiosmtpd.handlers.Mailbox"]);
    command.arg(desk.path("box"));
    let _post = Post::start(command, port);
    let from = ["--to", "r@example.org", "--from", "Me <me@example.org>", "--smtp", &smtp];
    let told = run(&desk, &[&from[..], &["-o", "kept.eml"]].concat());
    told.ends(0).says("written to kept.eml").says("sent to r@example.org");
    let letters = letters(&desk);
    assert_eq!(letters.len(), 1, "one letter");
    let message = MessageParser::default().parse(&letters[0]).expect("a message");
    assert_eq!(message.subject(), Some("The Lamp"));
    assert_eq!(message.attachment(0).map(|it| it.contents().to_vec()), Some(pdf(&desk)));
}

/// A mail server that wants TLS and a login: `port folder mechanism-that-it-lacks wrapped`, with
/// `cert.pem` and `key.pem` in the folder. It notes by which mechanism somebody came.
const STRICT: &str = "
import ssl, sys, time
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult
port, folder, lacks, wrapped = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4] == 'yes'
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + '/cert.pem', folder + '/key.pem')
def check(server, session, envelope, mechanism, data):
    tls = session.ssl is not None or wrapped
    good = (data.login, data.password) == (b'me', 'geh\u{e9}im'.encode())
    with open(folder + '/log', 'a') as log:
        log.write(f'{mechanism} {tls} {good}\\n')
    return AuthResult(success=good, handled=False)
server = dict(authenticator=check, auth_required=True, auth_exclude_mechanism=[lacks])
if wrapped:
    server.update(auth_require_tls=False)
    own = dict(ssl_context=context)
else:
    server.update(require_starttls=True, tls_context=context)
    own = {}
controller = Controller(Mailbox(folder + '/box'), hostname='localhost', port=port, **own, **server)
controller.start()
time.sleep(600)
";

#[test]
fn a_real_server_that_wants_encryption_and_a_login_gets_both() {
    let Some(python) = python() else { return };
    let desk = Desk::with_article();
    if program("openssl").is_none() || !vouch(desk.folder.path()) {
        return skip_without_tool("there is no openssl here, or it makes no certificates");
    }
    desk.put("secret", "gehéim\nnot this\n");
    for (lacks, used, wrapped) in
        [("LOGIN", "PLAIN", "no"), ("PLAIN", "LOGIN", "no"), ("LOGIN", "PLAIN", "yes")]
    {
        let port = closed_port();
        let mut command = Command::new(&python);
        command.args(["-c", STRICT, &port.to_string()]).arg(desk.folder.path());
        command.args([lacks, wrapped]);
        let _post = Post::start(command, port);
        let scheme = if wrapped == "yes" { "smtps" } else { "smtp" };
        let smtp = format!("{scheme}://localhost:{port}");
        let base = ["mail", "article.txt", "--to", "r@example.org", "--from", "me@example.org"];
        let send = |more: &[&str], password: Option<&str>, authority: Option<&str>| {
            let mut command = desk.command(&[&base[..], &["--smtp", &smtp], more].concat());
            command.env("SOURCE_DATE_EPOCH", "1700000000").env_remove("SSL_CERT_DIR");
            if let Some(password) = password {
                command.env("OFFPRINT_SMTP_PASSWORD", password);
            }
            if let Some(authority) = authority {
                command.env("SSL_CERT_FILE", desk.path(authority));
            }
            let told = Told::of(&command.output().expect("to run"));
            assert!(!told.err.contains("geh") && !told.err.contains("wrong"), "{}", told.err);
            told
        };
        let before = letters(&desk).len();
        let ca = ["--smtp-ca", "ca.pem"];
        let user = ["--smtp-ca", "ca.pem", "--smtp-user", "me"];
        send(&user, Some("wrong"), None)
            .ends(3)
            .says("535")
            .says("check the user name and the password");
        send(&ca, None, None).ends(3).says("530").says("log in with --smtp-user");
        // A certificate that nobody vouches for is no certificate, login or not.
        let other = ["--smtp-ca", "other.pem", "--smtp-user", "me"];
        fs::copy(desk.path("cert.pem"), desk.path("other.pem")).expect("a copy");
        if wrapped == "yes" {
            send(&["--smtp-user", "me"], Some("gehéim"), None)
                .ends(3)
                .says("certificate is not accepted")
                .says("--smtp-ca FILE");
        }
        desk.put("other.pem", "no certificate");
        send(&other, Some("gehéim"), None).ends(3);
        assert_eq!(letters(&desk).len(), before, "nothing was sent");
        send(&user, Some("gehéim"), None).ends(0).says("sent to r@example.org");
        let file = ["--smtp-password-file", "secret"];
        send(&[&user[..], &file].concat(), None, None).ends(0);
        if wrapped == "yes" {
            // The system's own way of naming authorities.
            send(&["--smtp-user", "me"], Some("gehéim"), Some("ca.pem")).ends(0);
        }
        let letters = letters(&desk);
        assert_eq!(letters.len() - before, if wrapped == "yes" { 3 } else { 2 });
        let message = MessageParser::default().parse(letters.last().expect("a letter"));
        let message = message.expect("a message");
        let enclosed = message.attachment(0).map(|it| it.contents().to_vec());
        assert_eq!(enclosed, Some(pdf(&desk)), "byte by byte");
        let log = String::from_utf8(desk.read("log")).expect("text");
        let last = log.lines().last().expect("a line");
        assert_eq!(last, format!("{used} True True"), "{log}");
    }
}

#[test]
fn a_volume_and_a_pdf_that_is_ready_are_enclosed() {
    let desk = Desk::with_article();
    desk.put("other.md", "# Another\n\nWords, and more words.\n");
    let bound = ["other.md", "--bind", "--title", "Reader: week 12"];
    let told = run(&desk, &[&bound[..], &["--to", "r@example.org", "-o", "-", "-q"]].concat());
    told.ends(0).is_silent();
    let message = read(&told.out);
    assert_eq!(message.subject(), Some("Reader: week 12"));
    assert_eq!(message.attachment_count(), 1, "one PDF of all");
    let enclosed = message.attachment(0).expect("it");
    assert_eq!(enclosed.attachment_name(), Some("Reader-week-12.pdf"));
    let mut command = desk.command(&[&["article.txt"], &bound[..], &["-o", "-"]].concat());
    let volume = command.env("SOURCE_DATE_EPOCH", "1700000000").output().expect("to run");
    assert_eq!(enclosed.contents(), volume.stdout, "byte by byte");
    desk.put("ready.pdf", &volume.stdout);
    let mut command =
        desk.command(&["mail", "ready.pdf", "--to", "r@example.org", "-o", "-", "-q"]);
    let told = Told::of(&command.output().expect("to run"));
    told.ends(0);
    let message = read(&told.out);
    assert_eq!(message.subject(), Some("Reader: week 12"), "the title that the PDF has");
    let enclosed = message.attachment(0).expect("it");
    assert_eq!(enclosed.attachment_name(), Some("ready.pdf"));
    assert_eq!(enclosed.contents(), volume.stdout, "as it is");
    desk.put("empty.txt", "");
    let told = run(&desk, &["empty.txt", "--bind", "--to", "r@example.org"]);
    told.ends(1).says("no message is sent");
    assert!(!desk.has("article.eml"), "all or nothing");
}
