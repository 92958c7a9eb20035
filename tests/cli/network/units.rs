//! Parts of the network's code that need no network.

#![allow(dead_code, reason = "of these files, what is asked here is all that is used")]

use std::net::{IpAddr, SocketAddr};

use offprint::style::Paper;
use url::Url;

#[path = "../../../src/cli/network/guard.rs"]
mod guard;
#[path = "../../../src/cli/network/printer/media.rs"]
mod media;
#[path = "../../../src/cli/network/printer/place.rs"]
mod place;
#[path = "../../../src/cli/network/printer/reasons.rs"]
mod reasons;
#[path = "../../../src/cli/network/mail/server.rs"]
mod server;
#[path = "../../../src/cli/network/space.rs"]
mod space;

use super::super::address::Address;
use guard::{Guard, Place};
use media::{paper, same};
use server::Server;
use space::{Space, space};

fn name(address: &str) -> String {
    Address::typed(address).expect("an address").expect("a good one").file_name()
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
fn paths_are_no_addresses_and_secrets_are_not_shown() {
    for path in ["article.txt", "http:/x", "https", "ftp://example.org/", "C:\\x", "a://b"] {
        assert!(Address::typed(path).is_none(), "{path}");
    }
    assert!(Address::typed("https://").is_some_and(|parsed| parsed.is_err()));
    let address = Address::typed("HTTPS://me:secret@Example.org/a#b").expect("one");
    assert_eq!(address.expect("good").shown(), "https://example.org/a");
}

#[test]
fn every_range_is_known_to_its_last_address() {
    for (space_wanted, addresses) in [
        (
            Space::Local,
            "0.0.0.0 0.255.255.255 127.0.0.1 127.255.255.255 169.254.169.254 192.0.0.8 \
             192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.255 224.0.0.1 \
             239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::127.0.0.1 \
             64:ff9b::7f00:1 2002:7f00:1:: 2001::1 2001:db8::1 fe80::1 ff02::1 100::1 4000::1",
        ),
        (
            Space::Private,
            "10.0.0.0 10.255.255.255 100.64.0.1 100.127.255.255 172.16.0.1 172.31.255.255 \
             192.168.0.1 192.168.255.255 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:c0a8:101:: \
             fc00::1 fdff::1 fec0::1 64:ff9b:1::1",
        ),
        (
            Space::Public,
            "1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 \
             128.0.0.1 169.253.0.1 172.15.255.255 172.32.0.0 192.0.1.0 192.167.0.1 \
             198.17.255.255 198.20.0.0 223.255.255.255 2606:4700::1111 2a00::1 \
             ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808:: 2001:4860:4860::8888",
        ),
    ] {
        for address in addresses.split_whitespace() {
            let parsed = address.parse().expect("an address");
            assert_eq!(space(parsed), space_wanted, "{address}");
        }
    }
}

fn guard(given: &[&str]) -> Guard {
    let given: Vec<Url> = given.iter().map(|url| url.parse().expect("a URL")).collect();
    Guard::new(given.iter(), None)
}

/// The addresses of `host:port` that may be reached, of those that its name means.
fn reached(guard: &Guard, (host, port): (&str, u16), found: &str) -> Option<String> {
    let ips = found.split_whitespace().map(|ip| ip.parse::<IpAddr>().expect("an IP"));
    let found = ips.map(|ip| SocketAddr::new(ip, port));
    let may = guard.admit(&Place::new(host, port), found).ok()?;
    Some(may.iter().map(|it| it.ip().to_string()).collect::<Vec<_>>().join(" "))
}

#[test]
fn a_public_page_leads_to_nothing_private_by_whatever_name() {
    let guard = guard(&["https://example.org/a"]);
    assert_eq!(reached(&guard, ("example.org", 443), "1.2.3.4").as_deref(), Some("1.2.3.4"));
    for found in ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1"] {
        assert_eq!(reached(&guard, ("innocent.example", 443), found), None, "{found}");
    }
    let both = reached(&guard, ("innocent.example", 443), "127.0.0.1 1.2.3.4 10.0.0.1");
    assert_eq!(both.as_deref(), Some("1.2.3.4"), "only the public one of several");
}

#[test]
fn what_was_named_is_reached_and_its_other_ports_are_not() {
    let guard = guard(&["http://127.0.0.1:8000/a", "http://localhost/b"]);
    let named = [("127.0.0.1", 8000), ("LOCALHOST", 80), ("localhost.", 443)];
    for place in named {
        assert_eq!(reached(&guard, place, "127.0.0.1").as_deref(), Some("127.0.0.1"));
    }
    for place in [("127.0.0.1", 8001), ("localhost", 8000), ("127.0.0.2", 8000), ("x", 80)] {
        assert_eq!(reached(&guard, place, "127.0.0.1"), None, "{place:?}");
    }
}

#[test]
fn a_page_of_the_house_reaches_its_neighbours_but_not_this_machine() {
    let guard = guard(&["http://wiki.house/"]);
    let neighbour = ("pictures.house", 80);
    assert_eq!(reached(&guard, neighbour, "10.0.0.6"), None, "nothing is known yet");
    assert!(reached(&guard, ("wiki.house", 80), "10.0.0.5").is_some());
    assert_eq!(reached(&guard, neighbour, "10.0.0.6").as_deref(), Some("10.0.0.6"));
    assert_eq!(reached(&guard, ("evil.house", 80), "127.0.0.1"), None);
    assert_eq!(reached(&guard, ("evil.house", 80), "169.254.169.254"), None);
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
        let place = place::Place::typed(typed).expect(typed);
        assert_eq!((place.http(), place.uri().to_string().as_str()), (http, uri), "{typed}");
        assert!(place.authorization().is_none(), "{typed}");
    }
    let named = place::Place::typed("Flur 2").expect("a name");
    assert!(named.http().ends_with("/printers/Flur%202"), "{}", named.http());
    for wrong in ["lpd://p.house/q", "usb://Brother/x", "ipp://", "", "a/b", "a\nb", "a?b"] {
        assert!(place::Place::typed(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn reasons_are_told_in_plain_words_and_reports_are_not() {
    assert_eq!(reasons::spoken("media-jam-error").as_deref(), Some("paper is jammed in it"));
    assert_eq!(reasons::spoken("media-jam").as_deref(), Some("paper is jammed in it"));
    assert_eq!(
        reasons::spoken("vendor-thing-warning").as_deref(),
        Some("it reports vendor-thing")
    );
    assert_eq!(reasons::spoken("none"), None);
    assert_eq!(reasons::spoken("cups-waiting-for-job-completed"), None);
    assert_eq!(reasons::spoken("cups-waiting-for-job-completed-report"), None);
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
        assert_eq!(paper(medium).map(media::spoken).as_deref(), wanted, "{medium}");
    }
}

#[test]
fn a_sheet_is_the_same_paper_however_it_lies() {
    let paper = |name: &str| name.parse::<Paper>().expect("a paper");
    assert!(same(paper("letter"), paper("216x279mm").landscape()));
    assert!(!same(paper("a4"), paper("letter")));
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
        let server: Server = typed.parse().expect(typed);
        assert_eq!(
            (server.to_string().as_str(), server.is_wrapped()),
            (wanted, wrapped),
            "{typed}"
        );
    }
    for wrong in ["", "http://example.org", "example.org:port", "a b", "a\nb:25", "x:99999"] {
        assert!(wrong.parse::<Server>().is_err(), "{wrong:?}");
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
        let place = place::Place::typed(&format!("ipp://{login}@p.house/q")).expect(login);
        assert_eq!(place.authorization().as_deref(), Some(wanted), "{login}");
        assert_eq!(place.to_string(), "ipp://p.house:631/q", "{login}");
        assert_eq!(place.http(), "http://p.house:631/q", "{login}");
        assert_eq!(place.uri(), "ipp://p.house:631/q", "{login}");
        let password = login.split(':').next_back().expect("a password");
        let debug = format!("{place:?}");
        assert!(password.len() < 3 || !debug.contains(password), "{debug}");
    }
}
