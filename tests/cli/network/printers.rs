//! Printing on a real IPP printer: what arrives, what fails.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ipp::attribute::IppAttribute;
use ipp::model::{DelimiterTag, IppVersion, StatusCode};
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use tempfile::TempDir;

use super::super::Desk;
use super::program;
use super::server::{Reply, Server, closed_port};
use crate::skip::skip_without_tool;

/// The longest time that a printer may take to be there.
const TO_START: Duration = Duration::from_secs(20);

/// A printer that keeps what it prints, until it is dropped.
struct Printer {
    child: Child,
    spool: TempDir,
    port: u16,
}

impl Printer {
    /// A printer with these options whose work is done by `script`; none where there is no program
    /// for it, or it does not start.
    fn start(options: &[&str], script: &str) -> Option<Self> {
        let Some(program) = program("ippeveprinter") else {
            skip_without_tool("there is no ippeveprinter here (Debian: cups-ipp-utils)");
            return None;
        };
        let spool = tempfile::tempdir().expect("a folder");
        let work = spool.path().join("work.sh");
        fs::write(&work, format!("#!/bin/sh\n{script}\n")).expect("a file");
        let made = Command::new("chmod").arg("+x").arg(&work).status();
        assert!(made.is_ok_and(|status| status.success()), "a script");
        let port = closed_port();
        let log = fs::File::create(spool.path().join("log")).expect("a file");
        let child = Command::new(program)
            .args(["-2", "-k", "-vv", "-p", &port.to_string(), "-c"])
            .arg(&work)
            .arg("-d")
            .arg(spool.path())
            .args(options)
            .arg(format!("Offprint test {port}"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file"))
            .stderr(log)
            .spawn()
            .expect("the printer to start");
        let mut printer = Self { child, spool, port };
        let begun = Instant::now();
        while begun.elapsed() < TO_START {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(printer);
            }
            if printer.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        skip_without_tool(&format!(
            "ippeveprinter does not start (dbus, avahi-daemon?): {}",
            printer.log()
        ));
        None
    }

    fn pdf() -> Option<Self> {
        Self::start(&["-f", "application/pdf"], "exit 0")
    }

    fn uri(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.spool.path().join("log")).unwrap_or_default()
    }

    /// Returns the data that it printed, job by job.
    fn printed(&self) -> Vec<Vec<u8>> {
        let entries = fs::read_dir(self.spool.path()).expect("a folder");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
        paths.sort();
        paths.iter().map(|path| fs::read(path).expect("a job")).collect()
    }
}

impl Drop for Printer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_arrives_is_the_pdf_byte_by_byte_on_the_printers_paper() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    let told = desk.run(&["print", "article.txt", "--printer", &printer.uri()]);
    told.ends(0).says("note: printed on Offprint test").says("(job 1): 1 page");
    // The printer has letter in it, and nobody asked for another.
    desk.run(&["article.txt", "--paper", "letter"]).ends(0);
    assert_eq!(printer.printed(), [desk.read("article.pdf")]);
    let log = printer.log();
    for wanted in [
        "job-name (nameWithoutLanguage) The Lamp",
        "document-format (mimeMediaType) application/pdf",
        "ipp-attribute-fidelity (boolean) true",
        "media (keyword) na_letter_8.5x11in",
    ] {
        assert!(log.contains(wanted), "{wanted} is not in {log}");
    }
    assert!(!log.contains("sides (keyword) one"), "the printer's own way with sides");
    assert_eq!(desk.names(), ["article.pdf", "article.txt"], "print leaves no file");
}

#[test]
fn copies_sides_pages_and_paper_are_asked_for() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    let arguments = ["print", "article.txt", "article.txt", "--printer", &printer.uri()];
    let wishes = ["--paper", "a4", "--duplex", "--copies", "3", "--pages", "3-,1", "-q"];
    desk.run(&[&arguments[..], &wishes].concat()).ends(0).is_silent();
    assert_eq!(printer.printed().len(), 2, "a job for each article");
    let log = printer.log();
    for wanted in [
        "sides (keyword) two-sided-long-edge",
        "media (keyword) iso_a4_210x297mm",
        "copies (integer) 3",
        "page-ranges (1setOf rangeOfInteger) 1-1,3-2147483647",
    ] {
        assert!(log.contains(wanted), "{wanted} is not in {log}");
    }
    desk.run(&["print", "article.txt", "--printer", &printer.uri(), "--sides", "short"])
        .ends(0)
        .says("turned over the short edge");
    assert!(printer.log().contains("sides (keyword) two-sided-short-edge"));
    let told =
        desk.run(&["print", "article.txt", "--printer", &printer.uri(), "--paper", "a4"]);
    told.ends(0).says("a4 paper is not loaded").says("choose --paper letter");
}

#[test]
fn what_the_printer_cannot_do_is_refused_before_anything_is_sent() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    let uri = printer.uri();
    for (wish, code, words) in [
        (
            ["--paper", "a3"],
            3,
            "does not support a3 paper\n  help: choose one of its sizes with --paper: letter, legal, a4",
        ),
        (["--copies", "5000"], 3, "the printer prints at most 999 copies"),
        (["--copies", "0"], 2, "1..=9999"),
        (["--pages", "0"], 2, "is not a page range"),
        (["-o", "a.pdf"], 2, "--output is for files"),
        (["--dump", "pages"], 2, "--dump is for files"),
    ] {
        let arguments = [&["print", "article.txt", "--printer", &uri][..], &wish].concat();
        desk.run(&arguments).ends(code).says(words);
    }
    assert!(printer.printed().is_empty(), "nothing arrives");
    drop(printer);
    let Some(raster) = Printer::start(&["-f", "image/pwg-raster,image/urf"], "exit 0") else {
        return;
    };
    let told = desk.run(&["print", "article.txt", "--printer", &raster.uri()]);
    told.ends(3).says("does not support PDF, only image/pwg-raster, image/urf").says("CUPS");
}

#[test]
fn an_article_that_cannot_be_set_stops_no_other() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    desk.put("empty.txt", "");
    let told = desk.run(&["print", "empty.txt", "article.txt", "--printer", &printer.uri()]);
    told.ends(1).says("empty.txt: there is no text").says("article.txt: note: printed");
    assert_eq!(printer.printed().len(), 1);
}

#[test]
fn a_jam_is_told_while_it_lasts_and_the_job_goes_on() {
    let script = "echo 'STATE: +media-jam-error' >&2; sleep 2\n\
                  echo 'STATE: -media-jam-error' >&2; sleep 1";
    let Some(printer) = Printer::start(&["-f", "application/pdf"], script) else { return };
    let desk = Desk::with_article();
    let told = desk.run(&["print", "article.txt", "--printer", &printer.uri()]);
    // The test printer passes every reason on as a warning.
    told.ends(0)
        .says("the printer reports a warning: paper jam")
        .says("the printer reports no more problems")
        .says("note: printed");
}

#[test]
fn a_job_that_is_given_up_and_one_that_takes_too_long_are_told() {
    let Some(printer) = Printer::start(&["-f", "application/pdf"], "exit 1") else { return };
    let desk = Desk::with_article();
    let told = desk.run(&["print", "article.txt", "--printer", &printer.uri()]);
    told.ends(3).says("the printer aborted the job").says("(job 1 on ipp://localhost");
    drop(printer);
    let script = "echo 'STATE: +media-empty-error' >&2; sleep 30";
    let Some(slow) = Printer::start(&["-f", "application/pdf"], script) else { return };
    let told = desk.run(&["print", "article.txt", "--printer", &slow.uri(), "--wait", "1"]);
    told.ends(3).says("not printed after 1 seconds; out of paper").says("--wait");
    let told = desk.run(&["print", "article.txt", "--printer", &slow.uri()]);
    told.ends(3).says("the printer reports a warning: out of paper").says("it is busy");
    drop(slow);
    let Some(patient) = Printer::start(&["-f", "application/pdf"], script) else { return };
    let told = desk.run(&["print", "article.txt", "--printer", &patient.uri(), "--wait", "0"]);
    told.ends(0).says("note: sent to Offprint test");
}

#[test]
fn a_printer_that_goes_away_is_missed() {
    let script = "sleep 60";
    let Some(mut printer) = Printer::start(&["-f", "application/pdf"], script) else { return };
    let desk = Desk::with_article();
    let mut command = desk.command(&["print", "article.txt", "--printer", &printer.uri()]);
    let child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("to start");
    while !printer.log().contains("Running command") {
        thread::sleep(Duration::from_millis(50));
    }
    printer.child.kill().expect("to end it");
    let told = super::super::Told::of(&child.wait_with_output().expect("it ends"));
    told.ends(3).says("connection to the printer lost").says("before you send it again");
    let told = desk.run(&["print", "article.txt", "--printer", &printer.uri()]);
    told.ends(3).says("connection refused").says("is switched on");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_accepted_only_where_told() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    let uri = printer.uri().replace("ipp://", "ipps://");
    let told = desk.run(&["print", "article.txt", "--printer", &uri]);
    told.ends(3).says("certificate is not accepted").says("--any-certificate");
    assert!(printer.printed().is_empty());
    desk.run(&["print", "article.txt", "--printer", &uri, "--any-certificate"]).ends(0);
    assert_eq!(printer.printed().len(), 1);
}

/// CUPS itself, with a folder of its own.
struct Cups {
    child: Child,
    folder: TempDir,
    port: u16,
}

impl Cups {
    fn start() -> Option<Self> {
        let (Some(cupsd), Some(_)) = (program("cupsd"), program("lpadmin")) else {
            skip_without_tool(
                "there is no cupsd or no lpadmin here (Debian: cups-daemon, cups-client)",
            );
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let port = closed_port();
        let path = |name: &str| folder.path().join(name);
        for part in ["spool", "cache", "run", "log"] {
            fs::create_dir(path(part)).expect("a folder");
        }
        let root = folder.path().display();
        let listen = format!(
            "Listen 127.0.0.1:{port}\nListen {root}/cups.sock\n<Location />\nAllow all\n</Location>\n<Location /admin>\n\
             Allow all\n</Location>\n<Policy default>\n<Limit All>\nOrder deny,allow\nAllow all\n\
             </Limit>\n</Policy>\n"
        );
        let files = format!(
            "ServerRoot {root}\nRequestRoot {root}/spool\nCacheDir {root}/cache\n\
             StateDir {root}/run\nErrorLog {root}/log/error\nAccessLog {root}/log/access\n\
             PageLog {root}/log/page\n"
        );
        fs::write(path("cupsd.conf"), listen).expect("a file");
        fs::write(path("cups-files.conf"), files).expect("a file");
        // CUPS works as another user, who must come through to its folder.
        let opened = Command::new("chmod").args(["-R", "a+rx"]).arg(folder.path()).status();
        assert!(opened.is_ok_and(|status| status.success()), "rights");
        let child = Command::new(cupsd)
            .arg("-f")
            .arg("-c")
            .arg(path("cupsd.conf"))
            .arg("-s")
            .arg(path("cups-files.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("CUPS to start");
        let mut cups = Self { child, folder, port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = cups.child.try_wait().is_ok_and(|ended| ended.is_some());
            if ended || begun.elapsed() > TO_START {
                skip_without_tool("cupsd does not start here");
                return None;
            }
            thread::sleep(Duration::from_millis(50));
        }
        Some(cups)
    }

    fn server(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// The file at which it listens besides.
    fn socket(&self) -> String {
        self.folder.path().join("cups.sock").display().to_string()
    }

    /// Makes a printer known by a name, as one that takes documents as they are.
    fn add(&self, name: &str, uri: &str) -> bool {
        let program = program("lpadmin").expect("lpadmin");
        let admin = |arguments: &[&str]| {
            let mut command = Command::new(&program);
            command.args(["-h", &self.server()]).args(arguments);
            command.output().is_ok_and(|output| output.status.success())
        };
        admin(&["-p", name, "-E", "-v", uri, "-m", "raw", "-D", "In the hall"])
            && admin(&["-d", name])
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn cups_takes_it_by_name_and_hands_it_on_whole() {
    let (Some(cups), Some(printer)) = (Cups::start(), Printer::pdf()) else { return };
    if !cups.add("hall", &printer.uri()) {
        let log = fs::read_to_string(cups.folder.path().join("log/error")).unwrap_or_default();
        return skip_without_tool(&format!("this CUPS takes no printer: {log}"));
    }
    let desk = Desk::with_article();
    let run = |server: &str, arguments: &[&str]| {
        let mut command = desk.command(arguments);
        command.env("CUPS_SERVER", server);
        super::super::Told::of(&command.output().expect("to run"))
    };
    let ways = [cups.server(), cups.socket()];
    for way in &ways {
        let list = run(way, &["print", "--list"]);
        let list = String::from_utf8_lossy(&list.ends(0).out).into_owned();
        assert!(list.starts_with("* hall ") && list.contains("In the hall"), "{list}");
        run(way, &["print", "article.txt", "--printer", "hall"])
            .ends(0)
            .says("printed on In the hall");
        run(way, &["print", "article.txt"]).ends(0).says("printed on In the hall");
        run(way, &["print", "article.txt", "--printer", "nobody"])
            .ends(3)
            .says("no such printer");
    }
    desk.run(&["article.txt"]).ends(0);
    let pdf = desk.read("article.pdf");
    assert_eq!(printer.printed(), vec![pdf; 2 * ways.len()], "byte by byte");
    run("/nowhere/cups.sock", &["print", "--list"])
        .ends(3)
        .says("/nowhere/cups.sock: CUPS does not answer")
        .says("start the printing service CUPS");
}

#[test]
fn a_booklet_is_turned_at_the_edge_that_its_sheets_want() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    let uri = printer.uri();
    for (nth, (wishes, sides)) in [
        (&["--booklet"][..], "two-sided-short-edge"),
        (&["--booklet", "--flip", "long"], "two-sided-long-edge"),
        (&["--signature", "8"], "two-sided-short-edge"),
        (&["--nup", "2", "--duplex"], "two-sided-short-edge"),
        (&["--nup", "4", "--duplex"], "two-sided-long-edge"),
        (&["--nup", "4"], "one-sided"),
        (&["--booklet", "--sides", "one"], "one-sided"),
    ]
    .into_iter()
    .enumerate()
    {
        let before = printer.log().len();
        // A page on its own leaves nothing to turn.
        let articles = ["print", "article.txt", "--printer", &uri, "--edition", "proof"];
        desk.put("article.txt", super::super::ARTICLE.repeat(40));
        desk.run(&[&articles[..], wishes].concat()).ends(0).says("printed on");
        let log = printer.log().get(before..).unwrap_or_default().to_owned();
        let wanted = format!("sides (keyword) {sides}");
        assert!(log.contains(&wanted), "{wishes:?}: {wanted} is not in {log}");
        assert!(log.contains("media (keyword) na_letter_8.5x11in"), "{wishes:?}: the paper");
        assert_eq!(printer.printed().len(), nth + 1);
    }
}

#[test]
fn a_pdf_that_is_ready_is_printed_as_it_is() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    let uri = printer.uri();
    desk.run(&["article.txt", "--booklet", "--paper", "a4", "-o", "ready.pdf"]).ends(0);
    let ready = desk.read("ready.pdf");
    let told = desk.run(&["print", "ready.pdf", "--printer", &uri, "--copies", "2"]);
    told.ends(0)
        .says("ready.pdf: note: printed on")
        .says("2 pages, on both sides, turned over");
    let log = printer.log();
    for wanted in [
        "job-name (nameWithoutLanguage) The Lamp",
        "sides (keyword) two-sided-short-edge",
        "media (keyword) iso_a4_210x297mm",
        "copies (integer) 2",
    ] {
        assert!(log.contains(wanted), "{wanted} is not in {log}");
    }
    // One of a size that the printer has not, and what only begins like one.
    desk.run(&["article.txt", "--paper", "100x120mm", "-o", "small.pdf"]).ends(0);
    desk.put("broken.pdf", "%PDF-1.7\nnothing more\n");
    let told = desk.run(&["print", "small.pdf", "broken.pdf", "--printer", &uri]);
    told.ends(1)
        .says("small.pdf: warning: the printer does not support 100x120mm paper")
        .says("broken.pdf: it cannot be read as a PDF");
    assert_eq!(printer.printed(), [ready, desk.read("small.pdf")], "byte by byte");
}

#[test]
fn a_volume_is_one_job() {
    let Some(printer) = Printer::pdf() else { return };
    let desk = Desk::with_article();
    desk.put("other.md", "# Another\n\nWords, and more words.\n");
    desk.put("empty.txt", "");
    let uri = printer.uri();
    let volume =
        ["article.txt", "other.md", "--bind", "--title", "A Reader", "--paper", "letter"];
    desk.run(&[&["print"], &volume[..], &["--printer", &uri, "--booklet"]].concat())
        .ends(0)
        .says("article.txt and 1 more: note: printed on")
        .says("turned over the short edge");
    assert!(printer.log().contains("job-name (nameWithoutLanguage) A Reader"));
    desk.run(&[&volume[..], &["--booklet", "-o", "reader.pdf"]].concat()).ends(0);
    assert_eq!(printer.printed(), [desk.read("reader.pdf")], "byte by byte");
    let told = desk.run(&["print", "article.txt", "empty.txt", "--bind", "--printer", &uri]);
    told.ends(1).says("empty.txt: there is no text").says("printed on");
}

/// A gate before a printer, which lets in who says this.
fn gate(printer: &Printer, wanted: &'static str) -> Server {
    let port = printer.port;
    Server::new(move |asked| {
        if asked.authorization.as_deref() != Some(wanted) {
            let reply = Reply::new("text/plain", "who are you?").status(401);
            return reply.header("WWW-Authenticate: Basic realm=\"printers\"");
        }
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the printer");
        let length = asked.body.len();
        let head = format!(
            "POST /ipp/print HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\
             Content-Type: application/ipp\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        stream.write_all(&asked.body).expect("it listens");
        // Without this it keeps the line open for half a minute, whatever the head says.
        stream.shutdown(Shutdown::Write).expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let chunked = String::from_utf8_lossy(&answer[..end]).contains("chunked");
        let body = &answer[end + 4..];
        Reply::new("application/ipp", if chunked { unchunked(body) } else { body.to_vec() })
    })
}

/// Joins the chunks of a message.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = usize::from_str_radix(size.trim(), 16).expect("a size");
        rest = &rest[end + 2..];
        if size == 0 {
            break;
        }
        whole.extend_from_slice(&rest[..size]);
        rest = &rest[size + 2..];
    }
    whole
}

#[test]
fn a_printer_behind_a_login_prints_for_who_has_one() {
    let Some(printer) = Printer::pdf() else { return };
    // me:gehéim
    let gate = gate(&printer, "Basic bWU6Z2Vow6lpbQ==");
    let desk = Desk::with_article();
    let place = gate.place();
    let run = |login: &str, password: Option<&str>| {
        let uri = format!("ipp://{login}{place}/ipp/print");
        let mut command = desk.command(&["print", "article.txt", "--printer", &uri]);
        if let Some(password) = password {
            command.env("OFFPRINT_PRINTER_PASSWORD", password);
        }
        let told = super::super::Told::of(&command.output().expect("to run"));
        assert!(!told.err.contains("geh") && !told.err.contains("wrong"), "{}", told.err);
        told
    };
    run("", None).ends(3).says("401").says("OFFPRINT_PRINTER_PASSWORD");
    run("me:wrong@", None).ends(3).says("requires a login");
    run("me@", Some("wrong")).ends(3).says("requires a login");
    assert!(printer.printed().is_empty(), "nobody came in");
    run("me:geh%C3%A9im@", None).ends(0).says("note: printed on");
    run("me@", Some("gehéim")).ends(0).says("note: printed on");
    assert_eq!(printer.printed().len(), 2);
}

/// An answer of CUPS that tells of these printers.
fn printers(names: &[(&str, &str)]) -> Vec<u8> {
    let response =
        IppRequestResponse::new_response(IppVersion::v1_1(), StatusCode::SuccessfulOk, 1);
    let mut bytes = response.expect("a response").to_bytes().to_vec();
    // The groups, and the end of attributes again.
    assert_eq!(bytes.pop(), Some(DelimiterTag::EndOfAttributes as u8));
    for (name, info) in names {
        bytes.push(DelimiterTag::PrinterAttributes as u8);
        for (attribute, text) in [("printer-name", name), ("printer-info", info)] {
            let value = IppValue::new_name_without_language(*text).expect("a name");
            let attribute = IppAttribute::with_name(attribute, value).expect("an attribute");
            bytes.extend_from_slice(&attribute.to_bytes());
        }
    }
    bytes.push(DelimiterTag::EndOfAttributes as u8);
    bytes
}

#[test]
fn the_printers_of_cups_are_listed_by_name() {
    let cups = Server::new(|asked| {
        let all = [("flur", "In the hall"), ("buero", "Upstairs\u{1b}[31m")];
        // CUPS-Get-Default is operation 0x4001.
        let usual = asked.body.get(2..4) == Some(&[0x40, 0x01]);
        Reply::new("application/ipp", printers(if usual { &all[1..] } else { &all }))
    });
    let desk = Desk::new();
    let list = |server: &str, format: &str| {
        let mut command = desk.command(&["print", "--list", "--message-format", format]);
        super::super::Told::of(&command.env("CUPS_SERVER", server).output().expect("to run"))
    };
    let told = list(&cups.place(), "human");
    told.ends(0).is_silent();
    let text = String::from_utf8_lossy(&told.out).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("  flur ") && lines[0].ends_with("In the hall"), "{text}");
    assert!(lines[1].starts_with("* buero ") && lines[1].ends_with(r"\u{1b}[31m"), "{text}");
    let json = list(&cups.place(), "json").out;
    let first = json.split(|byte| *byte == b'\n').next().expect("a line");
    let first: serde_json::Value = serde_json::from_slice(first).expect("JSON");
    assert_eq!((&first["name"], &first["default"]), (&"flur".into(), &false.into()));
    let nobody = format!("localhost:{}", closed_port());
    list(&nobody, "human")
        .ends(3)
        .says("CUPS does not answer")
        .says("start the printing service CUPS");
    let mut command = desk.command(&["print", "article.txt", "--printer", "flur"]);
    let told =
        super::super::Told::of(&command.env("CUPS_SERVER", nobody).output().expect("it"));
    told.ends(3).says("flur: CUPS does not answer: connection refused");
}

#[test]
fn what_is_no_printer_is_told() {
    let web = Server::new(|_| Reply::page("hello"));
    let desk = Desk::with_article();
    for (printer, code, words) in [
        (web.url("/"), 3, "not a valid IPP response"),
        ("lpd://localhost/q".to_owned(), 2, "unsupported scheme lpd"),
        ("a/b".to_owned(), 2, "neither an address"),
    ] {
        desk.run(&["print", "article.txt", "--printer", &printer]).ends(code).says(words);
    }
}
