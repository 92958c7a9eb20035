//! Parts of the network's code that need no network.

#![allow(dead_code, reason = "of these files, what is asked here is all that is used")]

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use offprint::style::Paper;
use url::Url;

#[path = "../../../src/cli/network/address_scope.rs"]
mod address_scope;
#[path = "../../../src/cli/network/host_guard.rs"]
mod host_guard;
#[path = "../../../src/cli/network/host_names.rs"]
mod host_names;
#[path = "../../../src/cli/network/printer/media.rs"]
mod media;
#[path = "../../../src/cli/network/printer/address.rs"]
mod printer_address;
#[path = "../../../src/cli/network/mail/server.rs"]
mod server;
#[path = "../../../src/cli/network/printer/state_reasons.rs"]
mod state_reasons;

use super::super::address::Address;
use super::super::portable_name::is_device_name;
use address_scope::{AddressScope, address_scope};
use host_guard::{AdmissionError, HostGuard, HostPort, RedirectChain};
use host_names::{PinnedNames, ResolveHost};
use media::{is_same_paper, paper_name, paper_of_medium};
use printer_address::PrinterAddress;
use server::SmtpServer;
use state_reasons::{describe_state_reason, state_warning};

fn name(address: &str) -> String {
    Address::parse(address).expect("an address").expect("a good one").file_name()
}

#[test]
fn files_are_named_after_the_last_part_that_names_something() {
    for (address, wanted) in [
        ("https://example.org/2024/05/the-lamp.html", "the-lamp"),
        ("https://example.org/2024/the-lamp/", "the-lamp"),
        ("https://example.org/the-lamp/index.html", "the-lamp"),
        ("https://example.org/news/2024/05/17/", "news"),
        ("https://example.org/news/123456", "news"),
        ("https://example.org", "example.org"),
        ("https://example.org/item?id=42", "example.org-id-42"),
        ("https://example.org/?p=1&q=a/b", "example.org-p-1-q-a-b"),
        ("https://example.org/the-lamp?utm_source=x", "the-lamp"),
        ("https://de.example.org/wiki/Schl%C3%BCssel%C3%BCbergabe", "Schlüsselübergabe"),
        ("https://ja.example.org/wiki/%E6%97%A5%E6%9C%AC", "日本"),
        ("https://user:secret@example.org/", "example.org"),
        ("https://example.org/README.md", "README"),
        ("https://example.org/v1.2-notes", "v1.2-notes"),
    ] {
        assert_eq!(name(address), wanted, "{address}");
    }
}

#[test]
fn no_address_names_a_file_elsewhere() {
    for address in [
        "https://example.org/%2e%2e%2fetc%2fpasswd",
        "https://example.org/a%2f..%2f..%2fb",
        "https://example.org/..%5c..%5cwindows",
        "https://example.org/%00%0a%1b[31m",
        "https://example.org/.bashrc",
        "https://example.org/con.txt",
        "https://example.org/-rf",
        "https://example.org/%E2%80%AEgpj.exe",
        "https://[::1]/",
        &format!("https://example.org/{}", "x".repeat(5000)),
    ] {
        let name = name(address);
        let fine = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        assert!(name.chars().all(fine), "{address} gives {name}");
        assert!(name.starts_with(char::is_alphanumeric), "{address} gives {name}");
        assert!(name.len() <= 120 && name != "con", "{address} gives {name}");
    }
}

#[test]
fn devices_are_no_names_of_files() {
    for (address, wanted) in [
        ("https://example.org/nul.txt", "article-nul"),
        ("https://example.org/NUL.tar.html", "article-NUL.tar"),
        ("https://example.org/com0", "article-com0"),
        ("https://example.org/lpt%C2%B9.txt", "article-lpt\u{b9}"),
        ("https://example.org/com10", "com10"),
        ("https://example.org/console", "console"),
    ] {
        assert_eq!(name(address), wanted, "{address}");
    }
    let digits = (0..=9).map(|digit| digit.to_string());
    let digits = digits.chain(["\u{b9}", "\u{b2}", "\u{b3}"].map(str::to_owned));
    let ports = digits.flat_map(|digit| ["COM", "lpt"].map(|port| format!("{port}{digit}")));
    let others = ["con", "PRN", "Aux", "nul", "CONIN$", "conout$"].map(str::to_owned);
    for device in ports.chain(others) {
        for ending in ["", ".txt", " .txt", ".a.b"] {
            assert!(is_device_name(&format!("{device}{ending}")), "{device}{ending}");
        }
        for start in ["x", "-", "."] {
            assert!(!is_device_name(&format!("{start}{device}")), "{start}{device}");
        }
    }
    for other in ["", "com", "lpt.txt", "com12", "com\u{2074}", "nuls", "aux-1"] {
        assert!(!is_device_name(other), "{other}");
    }
}

#[test]
fn paths_are_no_addresses_and_secrets_are_not_shown() {
    for path in ["article.txt", "http:/x", "https", "ftp://example.org/", "C:\\x", "a://b"] {
        assert!(Address::parse(path).is_none(), "{path}");
    }
    assert!(Address::parse("https://").is_some_and(|parsed| parsed.is_err()));
    let address = Address::parse("HTTPS://me:secret@Example.org/a#b").expect("one");
    assert_eq!(address.expect("good").shown(), "https://example.org/a");
}

#[test]
fn every_range_is_known_to_its_last_address() {
    for (wanted_scope, addresses) in [
        (
            AddressScope::Local,
            "0.0.0.0 0.255.255.255 127.0.0.1 127.255.255.255 169.254.169.254 192.0.0.8 \
             192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.255 224.0.0.1 \
             239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::127.0.0.1 \
             64:ff9b::7f00:1 2002:7f00:1:: 2001::1 2001:db8::1 fe80::1 ff02::1 100::1 4000::1",
        ),
        (
            AddressScope::Private,
            "10.0.0.0 10.255.255.255 100.64.0.1 100.127.255.255 172.16.0.1 172.31.255.255 \
             192.168.0.1 192.168.255.255 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:c0a8:101:: \
             fc00::1 fdff::1 fec0::1 64:ff9b:1::1",
        ),
        (
            AddressScope::Public,
            "1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 \
             128.0.0.1 169.253.0.1 172.15.255.255 172.32.0.0 192.0.1.0 192.167.0.1 \
             198.17.255.255 198.20.0.0 223.255.255.255 2606:4700::1111 2a00::1 \
             ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808:: 2001:4860:4860::8888",
        ),
    ] {
        for address in addresses.split_whitespace() {
            let parsed = address.parse().expect("an address");
            assert_eq!(address_scope(parsed), wanted_scope, "{address}");
        }
    }
}

/// Names with their addresses, which a test may change as the owner of a name can.
#[derive(Debug, Default, Clone)]
struct Zone(Arc<Mutex<BTreeMap<String, String>>>);

impl Zone {
    fn set(&self, name: &str, addresses: &str) {
        let mut names = self.0.lock().expect("the names");
        names.insert(name.to_owned(), addresses.to_owned());
    }
}

impl ResolveHost for Zone {
    fn resolve_host(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let names = self.0.lock().expect("the names");
        let found = names.get(host.trim_end_matches('.')).ok_or(io::ErrorKind::NotFound)?;
        Ok(found.split_whitespace().map(|it| it.parse().expect("an IP")).collect())
    }
}

/// A guard of a run in which `given` was typed, and the names that it asks for.
fn guard(given: &[&str]) -> (HostGuard, Zone) {
    let zone = Zone::default();
    let given: Vec<Url> = given.iter().map(|url| url.parse().expect("a URL")).collect();
    (HostGuard::new(given.iter(), PinnedNames::new(Box::new(zone.clone()))), zone)
}

/// The addresses of a URL's host that a chain of redirects may connect to.
fn next(guard: &HostGuard, chain: &mut RedirectChain, url: &str) -> Option<String> {
    let place = HostPort::from_url(&url.parse().expect("a URL")).expect("a host");
    match guard.admit(&place, chain) {
        Ok(()) => {}
        Err(AdmissionError::Refused(_)) => return None,
        Err(AdmissionError::Lookup(error)) => panic!("{url}: {error}"),
    }
    let found = guard.addresses(&place).expect("known");
    Some(found.iter().map(|it| it.ip().to_string()).collect::<Vec<_>>().join(" "))
}

/// The same for a page that redirects through `urls`: the addresses of each, until one is refused.
fn followed(guard: &HostGuard, urls: &[&str]) -> Vec<String> {
    let mut chain = RedirectChain::of_page();
    let all: Vec<String> = urls.iter().map_while(|url| next(guard, &mut chain, url)).collect();
    guard.note_page(chain);
    all
}

/// The addresses that a picture of the article is fetched from, after redirects through `urls`.
fn pictured(guard: &HostGuard, urls: &[&str]) -> Option<String> {
    let mut chain = guard.picture_chain();
    urls.iter().fold(None, |_, url| next(guard, &mut chain, url))
}

#[test]
fn a_public_page_leads_to_nothing_private_by_whatever_name() {
    let (guard, zone) = guard(&["https://example.org/a"]);
    zone.set("example.org", "1.2.3.4");
    assert_eq!(followed(&guard, &["https://example.org/a"]), ["1.2.3.4"]);
    let all = [
        "10.0.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fe80::1",
        "192.168.0.1 127.0.0.1",
    ];
    for (nth, found) in all.into_iter().enumerate() {
        let (name, url) =
            (format!("innocent{nth}.example"), format!("https://innocent{nth}.example/"));
        zone.set(&name, found);
        assert_eq!(followed(&guard, &["https://example.org/a", &url]).len(), 1, "{found}");
        assert_eq!(pictured(&guard, &[&url]), None, "{found}");
    }
    zone.set("mixed.example", "127.0.0.1 1.2.3.4 10.0.0.1");
    let both = pictured(&guard, &["https://mixed.example/"]);
    assert_eq!(both.as_deref(), Some("1.2.3.4"), "only the public one of several");
    for literal in ["http://10.0.0.1/", "http://[::ffff:a00:1]/", "http://2130706433/"] {
        assert_eq!(pictured(&guard, &[literal]), None, "{literal}");
    }
}

#[test]
fn what_was_named_is_reached_and_its_other_ports_are_not() {
    let given = ["http://127.0.0.1:8000/a", "http://localhost/b", "http://laptop/c"];
    let (guard, zone) = guard(&given);
    zone.set("localhost", "127.0.0.1");
    zone.set("x", "127.0.0.1");
    zone.set("laptop", "127.0.1.1 192.168.1.5");
    for url in ["http://127.0.0.1:8000", "http://LOCALHOST/", "https://localhost./"] {
        assert_eq!(followed(&guard, &[url]), ["127.0.0.1"], "{url}");
    }
    assert_eq!(followed(&guard, &["http://laptop"]), ["127.0.1.1 192.168.1.5"]);
    for url in
        ["http://127.0.0.1:8001", "http://localhost:8000", "http://127.0.0.2:8000", "http://x"]
    {
        assert_eq!(followed(&guard, &[url]), [""; 0], "{url}");
    }
}

#[test]
fn a_page_of_the_house_reaches_its_neighbours_but_not_this_machine() {
    let (guard, zone) = guard(&["http://wiki.house/"]);
    zone.set("pictures.house", "10.0.0.6");
    zone.set("wiki.house", "10.0.0.5");
    zone.set("evil.house", "127.0.0.1");
    zone.set("worse.house", "169.254.169.254");
    let neighbour = ["http://pictures.house"];
    assert_eq!(pictured(&guard, &neighbour), None, "nothing is known yet");
    let page = ["http://wiki.house/", "http://pictures.house/page"];
    assert_eq!(followed(&guard, &page), ["10.0.0.5", "10.0.0.6"]);
    assert_eq!(pictured(&guard, &neighbour).as_deref(), Some("10.0.0.6"));
    assert_eq!(pictured(&guard, &["http://evil.house"]), None);
    assert_eq!(pictured(&guard, &["http://worse.house"]), None);
}

#[test]
fn a_name_with_a_public_address_is_public_whatever_else_it_has() {
    let (guard, zone) = guard(&["http://evil.test/"]);
    zone.set("evil.test", "192.168.7.9 1.2.3.4 127.0.0.1");
    zone.set("router.house", "192.168.7.1");
    // Neither the page nor its redirects reach the private address of the same name.
    let page = ["http://evil.test/", "https://evil.test/admin", "http://192.168.7.9/admin"];
    assert_eq!(followed(&guard, &page), ["1.2.3.4", "1.2.3.4"]);
    for private in ["http://192.168.7.9/", "http://10.9.9.9/", "http://router.house/"] {
        assert_eq!(followed(&guard, &["http://evil.test/", private]).len(), 1, "{private}");
        assert_eq!(pictured(&guard, &[private]), None, "{private}");
    }
    let picture = pictured(&guard, &["http://evil.test/a.png"]);
    assert_eq!(picture.as_deref(), Some("1.2.3.4"));
}

#[test]
fn a_name_keeps_the_addresses_of_its_first_resolution() {
    let (guard, zone) = guard(&["http://evil.test/"]);
    zone.set("evil.test", "1.2.3.4");
    zone.set("other.test", "5.6.7.8");
    let mut chain = RedirectChain::of_page();
    assert_eq!(next(&guard, &mut chain, "http://evil.test/").as_deref(), Some("1.2.3.4"));
    assert_eq!(next(&guard, &mut chain, "http://other.test/").as_deref(), Some("5.6.7.8"));
    for rebound in ["127.0.0.1", "169.254.169.254", "10.0.0.1", "9.9.9.9"] {
        zone.set("evil.test", rebound);
        zone.set("other.test", rebound);
        for url in ["http://evil.test/latest", "https://EVIL.test./", "http://evil.test:8080/"]
        {
            let found = next(&guard, &mut chain, url);
            assert_eq!(found.as_deref(), Some("1.2.3.4"), "{url}, then {rebound}");
        }
        guard.note_page(chain);
        let picture = pictured(&guard, &["http://other.test/a.png"]);
        assert_eq!(picture.as_deref(), Some("5.6.7.8"), "then {rebound}");
    }
    // A name that meant nothing at first gives no rights either.
    assert!(guard.addresses(&HostPort::new("late.test", 80)).is_err());
    zone.set("late.test", "10.0.0.1");
    assert_eq!(next(&guard, &mut chain, "http://late.test/"), None);
}

#[test]
fn what_was_public_once_leads_to_nothing_private() {
    let given = ["http://wiki.house/", "http://example.org/", "http://named.house/"];
    let (guard, zone) = guard(&given);
    zone.set("wiki.house", "10.0.0.5");
    zone.set("named.house", "10.0.0.7");
    zone.set("router.house", "10.0.0.1");
    zone.set("example.org", "1.2.3.4");
    zone.set("cdn.example", "5.6.7.8");
    // A private page that sends to a public one, whose pictures are not private then.
    let page = ["http://wiki.house/", "http://cdn.example/", "http://router.house/"];
    assert_eq!(followed(&guard, &page), ["10.0.0.5", "5.6.7.8"]);
    assert_eq!(pictured(&guard, &["http://router.house/"]), None);
    // A public page that sends to a private one of the same batch, and no further.
    let page = ["http://example.org/", "http://named.house/", "http://router.house/"];
    assert_eq!(followed(&guard, &page), ["1.2.3.4", "10.0.0.7"]);
    assert_eq!(pictured(&guard, &["http://router.house/"]), None);
    // A picture of a private page that a public server redirects.
    assert_eq!(followed(&guard, &["http://wiki.house/"]), ["10.0.0.5"]);
    assert!(pictured(&guard, &["http://router.house/"]).is_some());
    let redirected = ["http://cdn.example/a.png", "http://router.house/"];
    assert_eq!(pictured(&guard, &redirected), None);
}

#[test]
fn two_articles_of_a_run_share_what_names_mean() {
    let zone = Zone::default();
    zone.set("evil.test", "1.2.3.4");
    let names = PinnedNames::new(Box::new(zone.clone()));
    let given: Vec<Url> = vec!["http://evil.test/".parse().expect("a URL")];
    let guards = [(); 2].map(|()| HostGuard::new(given.iter(), names.clone()));
    assert_eq!(followed(&guards[0], &["http://evil.test/"]), ["1.2.3.4"]);
    zone.set("evil.test", "10.0.0.1");
    assert_eq!(followed(&guards[1], &["http://evil.test/"]), ["1.2.3.4"]);
}

#[test]
fn printers_are_addresses_or_names() {
    for (typed, http, uri) in [
        ("ipp://p.house", "http://p.house:631/ipp/print", "ipp://p.house:631/ipp/print"),
        ("ipps://p.house/", "https://p.house:631/ipp/print", "ipp://p.house:631/ipp/print"),
        ("ipp://p.house:80/q", "http://p.house/q", "ipp://p.house:80/q"),
        ("http://p.house/q", "http://p.house/q", "ipp://p.house:80/q"),
        ("https://p.house/q", "https://p.house/q", "ipp://p.house:443/q"),
        ("ipp://[::1]:8631", "http://[::1]:8631/ipp/print", "ipp://[::1]:8631/ipp/print"),
    ] {
        let place = PrinterAddress::parse(typed).expect(typed);
        assert_eq!((place.http(), place.uri().to_string().as_str()), (http, uri), "{typed}");
        assert!(place.authorization().is_none(), "{typed}");
    }
    let named = PrinterAddress::parse("Flur 2").expect("a name");
    assert!(named.http().ends_with("/printers/Flur%202"), "{}", named.http());
    for wrong in ["lpd://p.house/q", "usb://Brother/x", "ipp://", "", "a/b", "a\nb", "a?b"] {
        assert!(PrinterAddress::parse(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn state_reasons_have_descriptions_and_severities() {
    for (reason, wanted) in [
        ("media-jam-error", Some("paper jam")),
        ("media-jam", Some("paper jam")),
        ("vendor-thing-warning", Some("vendor-thing")),
        ("none", None),
        ("cups-waiting-for-job-completed", None),
        ("cups-waiting-for-job-completed-report", None),
        ("toner-low-report", None),
    ] {
        assert_eq!(describe_state_reason(reason).as_deref(), wanted, "{reason}");
    }
    for (reason, wanted) in [
        ("media-jam", "the printer reports an error: paper jam"),
        ("media-jam-error", "the printer reports an error: paper jam"),
        ("toner-low-warning", "the printer reports a warning: toner is low"),
    ] {
        let warning = state_warning(reason).expect("a problem");
        assert_eq!(warning.message, wanted, "{reason}");
    }
    assert_eq!(state_warning("none"), None);
}

#[test]
fn media_are_known_by_their_measure_and_by_short_names() {
    for (medium, wanted) in [
        ("iso_a4_210x297mm", Some("a4")),
        ("na_letter_8.5x11in", Some("letter")),
        ("na_legal_8.5x14in", Some("legal")),
        ("jis_b5_182x257mm", Some("jis-b5")),
        ("iso_dl_110x220mm", Some("110x220mm")),
        ("custom_170x240mm_170x240mm", Some("170x240mm")),
        ("A4", Some("a4")),
        ("Letter", Some("letter")),
        ("custom_min_76.2x127mm", None),
        ("custom_max_215.9x355.6mm", None),
        ("stationery", None),
        ("", None),
    ] {
        assert_eq!(paper_of_medium(medium).map(paper_name).as_deref(), wanted, "{medium}");
    }
}

#[test]
fn a_sheet_is_the_same_paper_however_it_lies() {
    let paper = |name: &str| name.parse::<Paper>().expect("a paper");
    assert!(is_same_paper(paper("letter"), paper("216x279mm").landscape()));
    assert!(!is_same_paper(paper("a4"), paper("letter")));
}

#[test]
fn servers_are_read_as_people_write_them() {
    for (typed, wanted, wrapped) in [
        ("smtp.example.org", "smtp.example.org:587", false),
        ("smtp.example.org:25", "smtp.example.org:25", false),
        ("smtp.example.org:465", "smtp.example.org:465", true),
        ("smtps://smtp.example.org", "smtp.example.org:465", true),
        ("smtps://localhost:8465/", "localhost:8465", true),
        ("smtp://[::1]:2525", "::1:2525", false),
        ("::1", "::1:587", false),
    ] {
        let server: SmtpServer = typed.parse().expect(typed);
        assert_eq!(
            (server.to_string().as_str(), server.implicit_tls),
            (wanted, wrapped),
            "{typed}"
        );
    }
    for wrong in ["", "http://example.org", "example.org:port", "a b", "a\nb:25", "x:99999"] {
        assert!(wrong.parse::<SmtpServer>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_login_goes_to_the_printer_and_is_shown_nowhere() {
    // RFC 7617 has the first, RFC 4648 all three endings.
    for (login, wanted) in [
        ("Aladdin:open%20sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("a:b", "Basic YTpi"),
        ("a:bc", "Basic YTpiYw=="),
        ("a:b%40c", "Basic YTpiQGM="),
        ("me:%C3%A4", "Basic bWU6w6Q="),
    ] {
        let place = PrinterAddress::parse(&format!("ipp://{login}@p.house/q")).expect(login);
        assert_eq!(place.authorization(), Some(wanted), "{login}");
        assert_eq!(place.to_string(), "ipp://p.house:631/q", "{login}");
        assert_eq!(place.http(), "http://p.house:631/q", "{login}");
        assert_eq!(place.uri(), "ipp://p.house:631/q", "{login}");
        let password = login.split(':').next_back().expect("a password");
        let debug = format!("{place:?}");
        assert!(password.len() < 3 || !debug.contains(password), "{debug}");
    }
}
