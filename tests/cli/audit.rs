//! System calls of the program: no socket, and no file that was not named.
//!
//! Watched by strace, and run where there is no network at all. Skipped with a word where either
//! cannot be had; with `OFFPRINT_REQUIRE_TOOLS` set that is a failure.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Desk, assert_whole};
use crate::skip::skip_without_tool;

/// Calls by which a process speaks to another.
const SPEAKING: &str = "socket,socketpair,connect,bind,listen,accept,accept4,sendto,sendmsg";

/// Files that every program on Linux opens: its libraries, and descriptions of the machine.
const SYSTEM: [&str; 9] = [
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/proc/self/",
    "/sys/fs/cgroup/",
    "/sys/devices/system/cpu",
];

/// A page that would lead out by every door that there is.
fn hostile(outside: &str) -> String {
    let sources: [&str; 15] = [
        "https://example.org/a.png",
        "//example.org/b.png",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "/etc/passwd",
        "../outside.png",
        "\\\\server\\share\\c.png",
        "ftp://example.org/d.png",
        "http://127.0.0.1/f.png",
        "../../x.png",
        "./deep/../../outside.png",
        "..%2Foutside.png",
        "link.png",
        "way/outside.png",
        outside,
    ];
    let pictures = sources.iter().map(|source| format!("<p>Words. <img src='{source}'></p>"));
    format!(
        "<html><head><base href='http://example.org/'><link rel=stylesheet href='//example.org/x'>\
         <script src='http://example.org/x.js'></script></head><body><article><h1>The Lamp</h1>\
         <p>It was late, and the lamp burned low, and nobody had thought of oil.</p>{}\
         <p><img srcset='file:///etc/passwd 2x, ../outside.png 3x'><picture><source \
         srcset='/etc/passwd'><img data-src='../outside.png' src='data:,'></picture></p>\
         <video src='/etc/passwd' poster='../outside.png'></video><embed src='/etc/passwd'>\
         <iframe src='http://example.org/'></iframe><object data='file:///etc/passwd'></object>\
         <p><img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 \
         height=%229%22><image href=%22file:///etc/passwd%22/><image \
         href=%22http://example.org/e.png%22/></svg>'></p><p>So they went to bed at last.</p>\
         </article></body></html>",
        pictures.collect::<String>()
    )
}

/// A desk with a hostile page in a folder of its own, and a picture outside of it.
fn desk() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).expect("a folder");
    fs::create_dir(desk.path("out")).expect("a folder");
    desk.put("outside.png", super::pictures::dot());
    desk.put("in/lamp.png", super::pictures::dot());
    // Ways out of the folder that begin in it.
    #[cfg(unix)]
    for (from, to) in [("../outside.png", "in/link.png"), ("..", "in/way")] {
        std::os::unix::fs::symlink(from, desk.path(to)).expect("a link");
    }
    let outside = desk.path("outside.png");
    let page = hostile(&outside.to_string_lossy());
    desk.put("in/page.html", page.replace("</article>", "<img src='lamp.png'></article>"));
    desk.put(
        "in/note.md",
        "# A note\n\n![](https://example.org/a.png) ![](/etc/passwd)\n\nWords.\n",
    );
    desk.put("in/text.txt", super::ARTICLE);
    desk
}

const ARTICLES: [&str; 3] = ["page.html", "note.md", "text.txt"];

#[test]
fn without_an_address_no_socket_is_opened_and_no_file_outside() {
    let desk = desk();
    let log = desk.path("log");
    let home = desk.path("home").to_string_lossy().into_owned();
    for article in ARTICLES {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", &format!("trace=%file,{SPEAKING}"), "-o"]).arg(&log);
        command.arg(env!("CARGO_BIN_EXE_offprint"));
        command.args([&format!("in/{article}"), "--out-dir", "out", "--quiet"]);
        command.current_dir(desk.path(".")).env("HOME", &home).env_remove("XDG_CONFIG_HOME");
        match command.output() {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                let told = String::from_utf8_lossy(&output.stderr);
                return skip_without_tool(&format!("strace does not work here: {told}"));
            }
            Err(_) => return skip_without_tool("there is no strace here"),
        }
        let log = fs::read_to_string(&log).expect("a log");
        let spoke: Vec<&str> = log.lines().filter(|line| speaks(line)).collect();
        assert!(spoke.is_empty(), "{article}: {spoke:#?}");
        let opened: BTreeSet<&str> = log.lines().filter_map(opened).collect();
        assert!(
            opened.iter().any(|path| path.ends_with(article)),
            "{article} is read: {opened:?}"
        );
        let foreign: Vec<_> =
            opened.iter().filter(|path| !allowed(path, &desk, &home)).collect();
        assert!(foreign.is_empty(), "{article} opens {foreign:#?}");
    }
    let out = super::names_in(&desk.path("out"));
    assert_eq!(out, ["note.pdf", "page.pdf", "text.pdf"]);
}

/// Returns whether a line of the log is a call of [`SPEAKING`].
fn speaks(line: &str) -> bool {
    let call = line.split('(').next().unwrap_or_default();
    let call = call.rsplit(' ').next().unwrap_or_default();
    SPEAKING.split(',').any(|speaking| call == speaking)
}

/// The path that a line of the log opens, where it succeeds.
fn opened(line: &str) -> Option<&str> {
    let (call, rest) = line.split_once('(')?;
    let call = call.rsplit(' ').next()?;
    if !["open", "openat", "openat2", "creat"].contains(&call) || line.contains("= -1 ") {
        return None;
    }
    rest.split('"').nth(1)
}

fn allowed(path: &str, desk: &Desk, home: &str) -> bool {
    let folder = desk.folder.path();
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let whole = folder.join(path);
    let below = |name: &str| {
        whole.starts_with(folder.join(name)) || Path::new(path).starts_with(real.join(name))
    };
    let own = below("in") || below("out") || path == "/" || Path::new(path).starts_with(home);
    let system = SYSTEM.iter().any(|start| path.starts_with(start));
    // Built with other tools, a program names more libraries by their search path.
    let leads_out = ["..", "link.png", "way/"].iter().any(|way| path.contains(way));
    own && !leads_out || system || path.ends_with(".so") || path.contains(".so.")
}

#[test]
fn where_there_is_no_network_the_same_bytes_are_made() {
    let desk = desk();
    for article in ARTICLES {
        let article = format!("in/{article}");
        desk.run(&[&article, "-o", "with.pdf", "--quiet"]).ends(0);
        let mut command = Command::new("unshare");
        command.args(["-r", "-n", env!("CARGO_BIN_EXE_offprint")]);
        command.args([&article, "-o", "without.pdf", "--quiet"]);
        command.current_dir(desk.path(".")).env_remove("SOURCE_DATE_EPOCH");
        match command.output() {
            Ok(output) if output.status.success() => {}
            Ok(_) => {
                return skip_without_tool("this system gives no namespace without a network");
            }
            Err(_) => return skip_without_tool("there is no unshare here"),
        }
        assert_whole(&desk.read("without.pdf"));
        assert_eq!(desk.read("with.pdf"), desk.read("without.pdf"), "{article}");
    }
}

/// A program says which calls of the system it uses; those that speak over a network are known by
/// the one that looks names up and the one that connects. A build for debugging keeps all names of the
/// standard library, whoever calls them, so there only a build with network code is asked.
#[cfg(target_os = "linux")]
#[test]
fn only_a_build_with_network_code_names_the_calls_for_it() {
    let program = fs::read(env!("CARGO_BIN_EXE_offprint")).expect("the program");
    let calls = ["connect", "getaddrinfo"];
    let named: BTreeSet<&[u8]> = program.split(|byte| *byte == 0).collect();
    for call in calls {
        let names = named.contains(call.as_bytes());
        if cfg!(feature = "network") || !cfg!(debug_assertions) {
            assert_eq!(names, cfg!(feature = "network"), "whether the program names {call}");
        }
    }
}

#[cfg(not(feature = "network"))]
#[test]
fn a_build_without_network_code_says_so() {
    let desk = Desk::new();
    let told = desk.run(&["https://example.org/"]);
    told.ends(2).says("this build of Offprint has no network code").says("save the page");
    desk.put("a.html", "<p>Before.<p><img src='https://example.org/a.png'><p>After.");
    desk.run(&["a.html"]).ends(0).says("this build of Offprint has no network code");
}
