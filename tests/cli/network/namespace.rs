//! Host names with several or with changing addresses.
//!
//! The program runs in a network namespace of its own, where public and private addresses are all
//! on the loopback interface and a name server of the test answers. Nothing leaves this machine.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::net::{Ipv4Addr, UdpSocket};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use super::super::Desk;
use super::server::{Reply, Server};
use crate::skip::skip_without_tool;

const PUBLIC: &str = "1.2.3.4";
const NAMED: &str = "192.168.7.9";

/// Addresses that are not public: the private address of a mixed name, its neighbours, this
/// machine, the metadata service of clouds.
const SECRET: [&str; 5] = [NAMED, "192.168.7.1", "10.9.9.9", "127.0.0.1", "169.254.169.254"];

const PAGE: &str = "<!doctype html><html lang=en><title>The Lamp</title><body><h1>The Lamp</h1>\
    <p>It was late, and the lamp burned low. Nobody had thought of oil.</p>";

#[test]
fn names_of_several_and_of_changing_addresses_lead_to_nothing_private() {
    for tool in ["unshare", "ip", "mount"] {
        if super::program(tool).is_none() {
            return skip_without_tool(&format!("there is no {tool} here"));
        }
    }
    let inside = Command::new("unshare").args(["-r", "-n", "-m", "true"]).status();
    if !inside.is_ok_and(|status| status.success()) {
        return skip_without_tool("this system gives no namespace without a network");
    }
    let mut inner = Command::new("unshare");
    inner.args(["-r", "-n", "-m"]).arg(env::current_exe().expect("the tests' own program"));
    inner.args(["--exact", "cli::network::namespace::names_here", "--ignored", "--nocapture"]);
    let output = inner.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let failed = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}{failed}");
}

#[test]
#[ignore = "runs in a network namespace, which the test above makes"]
fn names_here() {
    let net = Net::new();
    two_records(&net);
    rebinding(&net);
    private_names(&net);
}

/// A name with a public and a private address is public.
fn two_records(net: &Net) {
    net.name("evil.test", &["192.168.7.9 1.2.3.4"]);
    net.name("mixed.test", &["10.9.9.9 1.2.3.4"]);
    for aim in ["192.168.7.1", "10.9.9.9", "192.168.7.9", "127.0.0.1"] {
        let desk = Desk::new();
        let url = format!("http://evil.test/to?http://{aim}/admin");
        desk.run(&[&url]).ends(3).says("you did not name it");
        let url = format!("http://evil.test/pictures?http://{aim}/a.png");
        desk.run(&[&url, "-o", "a.pdf"]).ends(0).says("you did not name it");
    }
    // The name itself is reached at its public address, by redirects and pictures too.
    let desk = Desk::new();
    desk.run(&["http://evil.test/to?http://evil.test/page", "-o", "b.pdf"]).ends(0);
    let url = "http://evil.test/pictures?http://mixed.test/a.png";
    desk.run(&[url, "-o", "c.pdf"]).ends(0);
    assert!(net.hits(PUBLIC).contains(&"/a.png".to_owned()), "{:?}", net.hits(PUBLIC));
    net.no_secret_was_told();
}

/// A name keeps its first addresses.
fn rebinding(net: &Net) {
    for (nth, aim) in SECRET.into_iter().enumerate() {
        let name = format!("rebound{nth}.test");
        net.name(&name, &[PUBLIC, aim]);
        let desk = Desk::new();
        let url = format!("http://{name}/to?http://{name}/latest/page");
        desk.run(&[&url, "-o", "a.pdf"]).ends(0);
        let name = format!("picture{nth}.test");
        net.name(&name, &[PUBLIC, aim]);
        let url = format!("http://{name}/pictures?http://{name}/{nth}.png");
        desk.run(&[&url, "-o", "b.pdf"]).ends(0);
        let picture = format!("/{nth}.png");
        assert!(net.hits(PUBLIC).contains(&picture), "{:?}", net.hits(PUBLIC));
    }
    net.no_secret_was_told();
}

/// Names and addresses that are private alone are reached where they were typed, and their
/// neighbours by them.
fn private_names(net: &Net) {
    net.name("wiki.house", &[NAMED]);
    let desk = Desk::new();
    for (nth, url) in
        ["http://wiki.house/page", "http://WIKI.house./page", "http://192.168.7.9/page"]
            .iter()
            .enumerate()
    {
        desk.run(&[url, "-o", "a.pdf", "--force"]).ends(0);
        assert_eq!(net.hits(NAMED).len(), nth + 1, "{url}");
    }
    desk.run(&["http://wiki.house/to?http://192.168.7.1/page", "-o", "b.pdf"]).ends(0);
    assert_eq!(net.hits("192.168.7.1"), ["/page"]);
    let public = "http://wiki.house/to?http://1.2.3.4/to?http://10.9.9.9/page";
    desk.run(&[public]).ends(3).says("you did not name it");
    desk.run(&["http://wiki.house/to?http://127.0.0.1/"]).ends(3).says("you did not name it");
    assert!(net.hits("10.9.9.9").is_empty() && net.hits("127.0.0.1").is_empty());
}

/// The namespace: a server at every address, and the names.
struct Net {
    servers: BTreeMap<&'static str, Server>,
    zone: Arc<Mutex<BTreeMap<String, Vec<String>>>>,
}

impl Net {
    fn new() -> Self {
        run("ip", &["link", "set", "lo", "up"]);
        let mut servers = BTreeMap::new();
        for address in [PUBLIC].into_iter().chain(SECRET) {
            if address != "127.0.0.1" {
                run("ip", &["address", "add", &format!("{address}/32"), "dev", "lo"]);
            }
            servers.insert(address, Server::at(&format!("{address}:80"), answer));
        }
        let desk = Desk::new();
        for (file, text) in [
            ("resolv.conf", "nameserver 127.0.0.1\noptions timeout:9 attempts:1\n"),
            ("nsswitch.conf", "hosts: dns\n"),
        ] {
            desk.put(file, text);
            let system = format!("/etc/{file}");
            if fs::exists(&system).unwrap_or(false) {
                let own = desk.path(file);
                run("mount", &["--bind", own.to_str().expect("a path"), &system]);
            }
        }
        let zone = Arc::new(Mutex::new(BTreeMap::new()));
        let socket = UdpSocket::bind("127.0.0.1:53").expect("the port of name servers");
        let known = Arc::clone(&zone);
        thread::spawn(move || serve_names(&socket, &known));
        Self { servers, zone }
    }

    /// Lets a name mean these addresses, each time that it is asked for the next of `answers`.
    fn name(&self, name: &str, answers: &[&str]) {
        let answers = answers.iter().rev().map(|&it| it.to_owned()).collect();
        self.zone.lock().expect("the names").insert(name.to_owned(), answers);
    }

    /// The paths that were asked for at an address.
    fn hits(&self, address: &str) -> Vec<String> {
        self.servers[address].hits()
    }

    #[track_caller]
    fn no_secret_was_told(&self) {
        for address in SECRET {
            assert!(self.hits(address).is_empty(), "{address}: {:?}", self.hits(address));
        }
    }
}

/// Runs a tool that sets up the namespace.
fn run(tool: &str, args: &[&str]) {
    let path = super::program(tool).expect("looked up before");
    let output = Command::new(path).args(args).output().expect("it runs");
    assert!(output.status.success(), "{tool} {args:?}: {output:?}");
}

/// Answers as all servers do: the text behind `?` is the target of a redirection, or a picture.
fn answer(asked: &super::server::Asked) -> Reply {
    match asked.path.split_once('?') {
        Some(("/to", aim)) => Reply::redirect(aim),
        Some((_, picture)) => {
            Reply::page(&format!("{PAGE}<p><img src='{picture}' alt='A lamp'></p><p>End.</p>"))
        }
        None if asked.path.ends_with(".png") => {
            Reply::new("image/png", super::super::pictures::dot())
        }
        None => Reply::page(PAGE),
    }
}

/// Answers questions for addresses of IPv4 (RFC 1035, 4.1); there are no others.
fn serve_names(socket: &UdpSocket, zone: &Mutex<BTreeMap<String, Vec<String>>>) {
    let mut buffer = [0; 512];
    while let Ok((length, from)) = socket.recv_from(&mut buffer) {
        let question = &buffer[12..length];
        let mut name = Vec::new();
        let mut rest = question;
        while let [size @ 1..=63, after @ ..] = rest {
            let (label, later) = after.split_at(usize::from(*size));
            name.push(String::from_utf8_lossy(label).to_ascii_lowercase());
            rest = later;
        }
        // The root's label, type, class.
        let end = question.len() - rest.len() + 5;
        let wants_ipv4 = rest.get(1..3) == Some(&[0, 1][..]);
        let mut names = zone.lock().expect("the names");
        let answers = names.get_mut(&name.join("."));
        let code = u8::from(answers.is_none()) * 3;
        let addresses: Vec<Ipv4Addr> = match answers {
            Some(answers) if wants_ipv4 => {
                let now =
                    if answers.len() > 1 { answers.pop() } else { answers.last().cloned() };
                let now = now.expect("an answer");
                now.split(' ').map(|it| it.parse().expect("an address")).collect()
            }
            _ => Vec::new(),
        };
        let count = u8::try_from(addresses.len()).expect("few");
        let mut reply =
            vec![buffer[0], buffer[1], 0x85, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0];
        reply.extend_from_slice(&question[..end]);
        for address in addresses {
            // The name of the question, an address of the internet, good for no time at all.
            reply.extend_from_slice(&[0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]);
            reply.extend_from_slice(&address.octets());
        }
        let _ = socket.send_to(&reply, from);
    }
}
