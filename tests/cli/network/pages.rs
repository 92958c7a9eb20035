//! Pages and pictures, fetched from a server on this machine.

use super::super::{Desk, assert_whole};
use super::server::{Reply, Server, closed_port};

/// A page with a picture, a relative link, and what a cleaner takes away.
const PAGE: &str = "<!doctype html><html lang=en><title>The Lamp</title><body><nav>Home</nav>\
    <article><h1>The Lamp</h1><p>It was late, and the lamp burned low. Nobody had thought of oil, \
    and the shop in <a href='../town'>the town</a> was shut for the night, as it had been on every \
    night of that week.</p><p><img src='pictures/lamp.png' alt='A lamp'></p><p>So they sat in the \
    dark, and told each other of the lamps that they had known, and went to bed at last.</p>\
    </article></body></html>";

fn dot() -> Vec<u8> {
    super::super::pictures::dot()
}

/// A server that has the page at any path that ends in `.html`, and its picture.
fn site() -> Server {
    Server::new(|asked| match asked.path.split('?').next().unwrap_or_default() {
        path if path.ends_with("/pictures/lamp.png") => Reply::new("image/png", dot()),
        path if path.ends_with(".html") => Reply::page(PAGE),
        _ => Reply::page("nothing").status(404),
    })
}

/// The JSON that `--dump article` gives for an address.
fn dumped(url: &str) -> serde_json::Value {
    let told = Desk::new().run(&[url, "--dump", "article", "--message-format", "json"]);
    told.ends(0);
    serde_json::from_slice(&told.out).expect("JSON")
}

#[test]
fn a_page_is_fetched_set_and_named_after_its_address() {
    let (site, desk) = (site(), Desk::new());
    desk.run(&[&site.url("/2024/the-lamp.html"), "--quiet"]).ends(0).is_silent();
    assert_eq!(desk.names(), ["the-lamp.pdf"]);
    assert_whole(&desk.read("the-lamp.pdf"));
    let fetched = ["/2024/the-lamp.html", "/2024/pictures/lamp.png"];
    assert_eq!(site.hits(), fetched, "nothing but the page and its pictures");
}

#[test]
fn the_article_knows_where_it_came_from() {
    let site = site();
    let url = site.url("/2024/the-lamp.html");
    let article = dumped(&format!("{url}?from=here#part"));
    assert_eq!(article["title"], "The Lamp");
    assert_eq!(article["url"], format!("{url}?from=here"));
    let html = article["html"].as_str().unwrap_or_default();
    assert!(html.contains(&site.url("/town")), "links are whole in {html}");
    assert!(
        html.contains(&site.url("/2024/pictures/lamp.png")),
        "pictures are whole in {html}"
    );
}

#[test]
fn pictures_are_fetched_only_where_asked_for() {
    let (site, desk) = (site(), Desk::new());
    let url = site.url("/a/the-lamp.html");
    let has_picture = |pdf: &[u8]| pdf.windows(14).any(|bytes| bytes == b"/Subtype/Image");
    desk.run(&[&url, "--pictures", "none"]).ends(0).is_silent();
    assert_eq!(site.hits(), ["/a/the-lamp.html"]);
    assert!(!has_picture(&desk.read("the-lamp.pdf")));
    desk.run(&[&url]).ends(0).is_silent();
    assert!(site.hits().contains(&"/a/pictures/lamp.png".to_owned()));
    assert!(has_picture(&desk.read("the-lamp.pdf")));
    let saved = PAGE.replace("pictures/lamp.png", &site.url("/b/pictures/lamp.png"));
    desk.put("saved.html", saved);
    desk.run(&["saved.html"]).ends(0).says("--pictures all");
    assert_eq!(site.hits().len(), 3, "a saved page fetches nothing unasked");
    for mode in ["all", "grey", "small"] {
        let told = desk.run(&["saved.html", "--pictures", mode]);
        told.ends(0).says("you did not name it");
    }
    desk.run(&["saved.html", "--pictures", "none"]).ends(0);
    assert_eq!(site.hits().len(), 3, "a saved page leads to no server of this machine");
    // With its server named, the guard lets it through.
    desk.run(&["saved.html", &url, "--pictures", "all", "--out-dir", "out"]).ends(0);
    assert!(site.hits().contains(&"/b/pictures/lamp.png".to_owned()), "{:?}", site.hits());
}

#[test]
fn no_configuration_asks_for_the_pictures_of_a_file() {
    let (site, desk) = (site(), Desk::new());
    let url = site.url("/a/the-lamp.html");
    let saved = PAGE.replace("pictures/lamp.png", &site.url("/b/pictures/lamp.png"));
    std::fs::create_dir_all(desk.path("in")).expect("a folder");
    desk.put("in/saved.html", saved);
    desk.put("in/offprint.toml", "pictures = \"all\"\n");
    desk.put("mine.toml", "pictures = \"all\"\n");
    // The address is named, so that the guard refuses nothing.
    desk.run(&["in/saved.html", &url, "--out-dir", "out"]).ends(0).says("--pictures all");
    desk.run(&["in/saved.html", &url, "--out-dir", "out", "--config", "mine.toml"]).ends(0);
    assert!(!site.hits().contains(&"/b/pictures/lamp.png".to_owned()), "{:?}", site.hits());
}

#[test]
fn redirects_are_followed_but_not_for_ever() {
    let site = Server::new(|asked| match asked.path.strip_prefix("/n/") {
        Some("0") => Reply::page(PAGE),
        Some(left) => {
            let left: u32 = left.parse().expect("a number");
            Reply::redirect(&format!("{}", left - 1))
                .status([301, 302, 303, 307, 308][left as usize % 5])
        }
        None => Reply::redirect("/loop"),
    });
    let article = dumped(&site.url("/n/10"));
    assert_eq!(article["url"], site.url("/n/0"), "the last address is the article's");
    let desk = Desk::new();
    desk.run(&[&site.url("/n/11")]).ends(3).says("too many redirects: more than 10");
    desk.run(&[&site.url("/loop")]).ends(3).says("too many redirects: more than 10");
    assert!(desk.names().is_empty(), "no file is left");
}

#[test]
fn no_redirect_and_no_picture_leads_behind_the_persons_door() {
    let secret = Server::new(|_| Reply::page(PAGE));
    let aim = secret.url("/");
    let port = aim.rsplit(':').next().unwrap_or_default().trim_end_matches('/').to_owned();
    let aims = [
        aim,
        format!("http://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "http://192.168.1.1/".to_owned(),
        "http://[::1]/".to_owned(),
        "http://[fe80::1]/".to_owned(),
    ];
    let page = aims.iter().map(|aim| format!("<p>Words. <img src='{aim}a.png'></p>"));
    let page = page.collect::<String>() + "<p>And more words to the end of the article.</p>";
    let listed = aims.clone();
    let site = Server::new(move |asked| match asked.path.strip_prefix("/to/") {
        Some(nth) => Reply::redirect(&listed[nth.parse::<usize>().expect("a number")]),
        None => Reply::page(&page),
    });
    let desk = Desk::new();
    for (nth, aim) in aims.iter().enumerate() {
        let told = desk.run(&[&site.url(&format!("/to/{nth}"))]);
        told.ends(3).says("you did not name it");
        assert!(desk.names().is_empty(), "{aim} gave {:?}", desk.names());
    }
    desk.run(&[&site.url("/pictures")]).ends(0).says("you did not name it");
    assert!(secret.hits().is_empty(), "{:?}", secret.hits());
    let named = [&site.url("/to/0"), &secret.url("/named"), "--pictures", "none"];
    let told = desk.run(&[&named[..], &["--out-dir", "out"]].concat());
    told.ends(0);
    assert_eq!(secret.hits().len(), 2, "what is named is reached");
}

#[test]
fn redirects_to_other_schemes_are_refused() {
    let desk = Desk::new();
    for aim in ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "javascript:1"]
    {
        let site = Server::new(move |_| Reply::redirect(aim));
        let scheme = aim.split(':').next().unwrap_or_default();
        desk.run(&[&site.url("/")]).ends(3).says(&format!("redirected to `{scheme}:`"));
    }
}

#[test]
fn what_is_too_large_is_refused_packed_or_not() {
    let zeros = vec![b' '; (64 << 20) + 1];
    let packed = gzip(&zeros);
    let site = Server::new(move |asked| match asked.path.as_str() {
        "/packed" => Reply::new("text/html", packed.clone()).header("Content-Encoding: gzip"),
        _ => Reply::new("text/html", zeros.clone()),
    });
    for path in ["/packed", "/plain"] {
        Desk::new().run(&[&site.url(path)]).ends(3).says("it is larger than 64 MiB");
    }
}

/// Packs bytes as gzip.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = libdeflater::Compressor::new(libdeflater::CompressionLvl::fastest());
    let mut packed = vec![0; packer.gzip_compress_bound(bytes.len())];
    let length = packer.gzip_compress(bytes, &mut packed).expect("room enough");
    packed.truncate(length);
    packed
}

#[test]
fn encodings_that_were_not_asked_for_are_refused_in_words() {
    let site = Server::new(|asked| {
        let encoding = asked.path.trim_start_matches('/').replace('+', ", ");
        let body = match encoding.as_str() {
            "gzip" | "GZip" | "x-gzip" | "X-GZIP" => gzip(PAGE.as_bytes()),
            _ => PAGE.as_bytes().to_vec(),
        };
        Reply::new("text/html", body).header(&format!("Content-Encoding: {encoding}"))
    });
    let desk = Desk::new();
    for encoding in ["br", "zstd", "deflate", "compress", "gzip+gzip", "br+gzip", "x-own"] {
        let told = desk.run(&[&site.url(&format!("/{encoding}"))]);
        let shown = encoding.replace('+', ", ");
        told.ends(3).says(&format!("sent it compressed as {shown}, although only gzip was"));
    }
    assert!(desk.names().is_empty(), "no file is left: {:?}", desk.names());
    for encoding in ["gzip", "GZip", "x-gzip", "X-GZIP", "identity", "Identity"] {
        desk.run(&[&site.url(&format!("/{encoding}")), "-o", "a.pdf", "--quiet"]).ends(0);
    }
    let pictures = Server::new(|asked| match asked.path.as_str() {
        "/" => Reply::page(&PAGE.replace("pictures/", "")),
        _ => Reply::new("image/png", dot()).header("Content-Encoding: br"),
    });
    let told = desk.run(&[&pictures.url("/"), "-o", "a.pdf"]);
    told.ends(0).says("compressed as br");
}

#[test]
fn the_first_bytes_decide_whatever_the_label_says() {
    let kinds: [(&str, Vec<u8>, &str); 8] = [
        ("png", dot(), "a PNG picture"),
        ("jpeg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01".to_vec(), "a JPEG picture"),
        ("gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "a GIF picture"),
        ("pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec(), "a PDF"),
        ("gzip", gzip(PAGE.as_bytes()), "a gzip archive"),
        ("twice", gzip(&gzip(PAGE.as_bytes())), "a gzip archive"),
        ("program", b"\x7FELF\x02\x01\x01\0".to_vec(), "a program"),
        ("film", b"\0\0\0\x20ftypisom\0\0\x02\0".to_vec(), "a film (MP4)"),
    ];
    let bodies = kinds.clone();
    let site = Server::new(move |asked| {
        let mut parts = asked.path.trim_start_matches('/').splitn(2, '/');
        let name = parts.next().unwrap_or_default();
        let (_, body, _) = bodies.iter().find(|(it, ..)| *it == name).expect("a kind");
        let reply = Reply::new(parts.next().unwrap_or_default(), body.clone());
        if name == "twice" { reply.header("Content-Encoding: gzip") } else { reply }
    });
    let desk = Desk::new();
    for (name, _, kind) in kinds {
        for label in ["text/html", "text/plain", "text/markdown", "application/octet-stream"] {
            let told = desk.run(&[&site.url(&format!("/{name}/{label}")), "-o", "a.pdf"]);
            told.ends(1).says(&format!("it is {kind}, not an article"));
        }
    }
    assert!(desk.names().is_empty(), "no file is left: {:?}", desk.names());
}

#[test]
fn a_login_in_an_address_is_decoded_before_it_is_sent() {
    use std::sync::{Arc, Mutex};
    let sent = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sent);
    let site = Server::new(move |asked| {
        if !asked.path.ends_with(".png") {
            seen.lock().expect("the list").push(asked.authorization.clone());
        }
        if asked.path == "/to" { Reply::redirect("/page") } else { Reply::page(PAGE) }
    });
    let desk = Desk::new();
    for (login, path, wanted) in [
        ("us%40er:p%3Ass@", "/page", Some("Basic dXNAZXI6cDpzcw==")),
        ("%65:%25@", "/page", Some("Basic ZTol")),
        ("me:%C3%A4@", "/page", Some("Basic bWU6w6Q=")),
        ("me@", "/page", Some("Basic bWU6")),
        ("a:b@", "/to", Some("Basic YTpi")),
        ("", "/page", None),
    ] {
        sent.lock().expect("the list").clear();
        let url = site.url(path).replace("http://", &format!("http://{login}"));
        desk.run(&[&url, "-o", "a.pdf", "--quiet"]).ends(0);
        let sent = sent.lock().expect("the list").clone();
        assert!(sent.iter().all(|it| it.as_deref() == wanted), "{login}: {sent:?}");
        assert_eq!(sent.len(), if path == "/to" { 2 } else { 1 }, "{login}");
    }
}

#[test]
fn a_login_of_a_proxy_is_decoded_before_it_is_sent() {
    use std::io::{BufRead, BufReader};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let proxy = format!("http://us%40er:p%3Ass@{}", listener.local_addr().expect("an address"));
    let heard = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a caller");
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.take_while(|line| !line.is_empty()).collect::<Vec<String>>()
    });
    let desk = Desk::new();
    let mut command = desk.command(&["http://example.invalid/a", "--quiet"]);
    command.env("ALL_PROXY", &proxy).env_remove("NO_PROXY").env_remove("no_proxy");
    super::super::Told::of(&command.output().expect("to run")).ends(3);
    let heard = heard.join().expect("the proxy");
    let wanted = "Proxy-Authorization: Basic dXNAZXI6cDpzcw==";
    assert!(heard.iter().any(|line| line.eq_ignore_ascii_case(wanted)), "{heard:?}");
}

#[test]
fn the_servers_charset_is_heard() {
    let site = Server::new(|asked| match asked.path.as_str() {
        // "Лампа. Было поздно." in Windows-1251, which no line of the page tells.
        "/told" => Reply::new(
            "text/html; charset=windows-1251",
            b"<title>\xcb\xe0\xec\xef\xe0</title><p>\xc1\xfb\xeb\xee \xef\xee\xe7\xe4\xed\xee."
                .as_slice(),
        ),
        // UTF-8 that the server calls Latin 1, as many do.
        "/lie" => {
            Reply::new("text/html; charset=iso-8859-1", "<title>Schlüssel</title><p>Größe.")
        }
        _ => Reply::new("text/plain; charset=iso-2022-jp", b"\x1b$BF|K\\\x1b(B\n".as_slice()),
    });
    assert_eq!(dumped(&site.url("/told"))["title"], "Лампа");
    assert_eq!(dumped(&site.url("/lie"))["title"], "Schlüssel");
    let text = dumped(&site.url("/japanese")).to_string();
    assert!(text.contains("日本"), "{text}");
}

#[test]
fn what_the_server_sends_decides_how_it_is_read() {
    let markdown = "# The Lamp\n\nIt was *late*, see [the town](../town).\n";
    let site = Server::new(move |asked| match asked.path.as_str() {
        "/a/lamp.md" => Reply::new("text/plain; charset=utf-8", markdown),
        "/a/lamp" => Reply::new("text/markdown", markdown),
        _ => Reply::new("text/html", "It was late.<p>So they went."),
    });
    for path in ["/a/lamp.md", "/a/lamp"] {
        let article = dumped(&site.url(path));
        assert_eq!(article["title"], "The Lamp");
        assert!(article["html"].to_string().contains(&site.url("/town")), "{article}");
    }
    let html = dumped(&site.url("/a/bare"));
    assert!(!html["text"].to_string().contains("<p>"), "{html}");
}

#[test]
fn what_cannot_be_had_is_told_with_a_way_out() {
    let site = Server::new(|asked| {
        let status = asked.path.trim_start_matches('/').parse();
        match asked.path.as_str() {
            "/picture" => Reply::new("image/png", dot()),
            "/pdf" => Reply::new("application/pdf", "%PDF-1.7"),
            "/named-wrongly" => Reply::page("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
            "/notes.docx" => Reply::new("application/octet-stream", "PK\u{3}\u{4}"),
            "/film" => Reply::new("video/mp4", "nothing that is known"),
            "/empty" => Reply::page(""),
            _ => Reply::page("no").status(status.unwrap_or(500)),
        }
    });
    let desk = Desk::new();
    for (path, code, words) in [
        ("/404", 3, "404, not found\n  help: check the address"),
        ("/403", 3, "403, access denied\n  help: it does not admit programs: save the page"),
        ("/429", 3, "429, too many requests"),
        ("/503", 3, "503, server error"),
        ("/picture", 1, "it is a PNG picture, not an article"),
        ("/pdf", 1, "it is a PDF, not an article"),
        ("/named-wrongly", 1, "it is a PDF, not an article"),
        ("/notes.docx", 1, "it is a damaged ZIP archive, not an article"),
        ("/film", 3, "its media type is video/mp4"),
        ("/empty", 1, "there is no text to set"),
    ] {
        desk.run(&[&site.url(path)]).ends(code).says(words);
    }
    // A format that was asked for is believed, whatever the server calls the file.
    desk.run(&[&site.url("/film"), "--from", "text", "-o", "film.pdf"]).ends(0);
    std::fs::remove_file(desk.path("film.pdf")).expect("it was written");
    let nobody = format!("http://127.0.0.1:{}/", closed_port());
    desk.run(&[&nobody]).ends(3).says("connection refused");
    desk.run(&["http://"]).ends(2).says("not a valid address");
    desk.run(&["www.example.org"]).ends(3).says("https://www.example.org");
    assert!(desk.names().is_empty(), "no file is left: {:?}", desk.names());
}

#[test]
fn no_proxy_is_asked_for_this_machine() {
    let (site, desk) = (site(), Desk::new());
    let nobody = format!("http://127.0.0.1:{}", closed_port());
    let url = site.url("/the-lamp.html");
    let mut command = desk.command(&[&url, "--quiet"]);
    command.env("HTTP_PROXY", &nobody).env("ALL_PROXY", &nobody);
    let told = super::super::Told::of(&command.output().expect("to run"));
    told.ends(0).is_silent();
    let mut command = desk.command(&["http://example.invalid/a", "--quiet"]);
    command.env("HTTP_PROXY", &nobody).env_remove("NO_PROXY").env_remove("no_proxy");
    let told = super::super::Told::of(&command.output().expect("to run"));
    told.ends(3).says("connection refused");
}

#[test]
fn secrets_in_an_address_are_shown_nowhere() {
    let (site, desk) = (site(), Desk::new());
    let url = site.url("/lamp.html").replace("http://", "http://me:hunter2@");
    let told = desk.run(&[&url, "-v", "-o", "lamp.pdf", "--pdf-standard", "none"]);
    told.ends(0);
    let dump = desk.run(&[&url, "--dump", "article", "--message-format", "json"]).out;
    let missing = desk.run(&[&url.replace("lamp.html", "gone")]).ends(3).err.clone();
    let everything =
        [told.err.as_bytes(), &desk.read("lamp.pdf"), &dump, missing.as_bytes()].concat();
    assert!(!everything.windows(7).any(|bytes| bytes == b"hunter2"), "a password is shown");
}

#[test]
fn pages_are_attached_to_lists_and_to_other_articles() {
    let (site, desk) = (site(), Desk::with_article());
    desk.put("list", format!("article.txt\n{}\n", site.url("/the-lamp.html")));
    desk.run(&["--files-from", "list", "--out-dir", "out", "--quiet"]).ends(0);
    let out = super::super::names_in(&desk.path("out"));
    assert_eq!(out, ["article.pdf", "the-lamp.pdf"]);
    let url = site.url("/the-lamp.html");
    desk.run(&[&url, "-o", "a.pdf", "--attach-source", "--quiet"]).ends(0);
    let source = desk.run(&["extract", "a.pdf"]).ends(0).out.clone();
    assert_eq!(source, PAGE.as_bytes(), "the page itself rides along");
    desk.run(&["verify", "a.pdf", "--against", &url]).ends(0);
}
