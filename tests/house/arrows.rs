//! Arrows point down, and every outside crate has one owner.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, imports, sources};
use super::{assert_none, text_of};

/// The rooms from the ground up, each with the rooms below that it may import. This is the
/// drawing of `ARCHITECTURE.md` in a form that can be held against the code.
const ROOMS: [(&str, &[&str]); 29] = [
    ("unit", &[]),
    ("diagnostic", &[]),
    ("jobs", &[]),
    ("map", &[]),
    ("months", &[]),
    ("deflate", &[]),
    ("article", &["diagnostic"]),
    ("font", &["diagnostic"]),
    ("style", &["unit"]),
    ("picture", &["article", "deflate", "font", "jobs", "map", "unit"]),
    ("fit", &["style", "unit"]),
    ("impose", &["unit"]),
    ("linebreak", &[]),
    ("hyphenate", &["article"]),
    ("shape", &["article", "font", "map", "unit"]),
    ("read", &["article", "diagnostic", "months"]),
    ("clean", &["article", "diagnostic", "months", "read"]),
    ("edit", &["article", "diagnostic", "jobs", "months"]),
    (
        "galley",
        &[
            "article",
            "diagnostic",
            "font",
            "hyphenate",
            "jobs",
            "linebreak",
            "map",
            "picture",
            "shape",
            "style",
            "unit",
        ],
    ),
    ("paginate", &["diagnostic", "galley", "style", "unit"]),
    ("report", &["diagnostic", "font", "galley", "paginate", "style", "unit"]),
    ("decorate", &["article", "font", "galley", "paginate", "shape", "style", "unit"]),
    ("bind", &["article", "diagnostic", "galley", "paginate", "style", "unit"]),
    (
        "pdf",
        &[
            "article",
            "deflate",
            "diagnostic",
            "font",
            "galley",
            "impose",
            "jobs",
            "map",
            "paginate",
            "picture",
            "shape",
            "style",
            "unit",
        ],
    ),
    ("verify", &["article", "diagnostic"]),
    (
        "pipeline",
        &[
            "article",
            "bind",
            "clean",
            "decorate",
            "diagnostic",
            "edit",
            "fit",
            "font",
            "galley",
            "hyphenate",
            "impose",
            "jobs",
            "paginate",
            "pdf",
            "picture",
            "read",
            "report",
            "style",
            "verify",
        ],
    ),
    ("lib", &[]),
    // The command line sees the library from outside, through its public doors.
    ("cli", &[]),
    ("main", &["cli"]),
];

/// Outside crates, each with the modules that may name it. Two modules need a reason.
const OWNERS: [(&str, &[&str]); 44] = [
    ("base64", &["cli"]),
    ("chardetng", &["read"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("encoding_rs", &["read"]),
    ("fast_qr", &["galley"]),
    ("foldhash", &["map"]),
    ("glob", &["cli"]),
    ("harfrust", &["shape"]),
    ("hayro_svg", &["cli"]),
    ("hayro_syntax", &["verify"]),
    ("hyphenation", &["hyphenate"]),
    // Line-break opportunities there, grapheme clusters here.
    ("icu_segmenter", &["galley", "shape"]),
    ("image", &["picture"]),
    ("ipp", &["cli"]),
    ("lettre", &["cli"]),
    // The one compresses, the other decompresses, with a limit that hayro-syntax lacks.
    ("libdeflater", &["cli", "deflate", "verify"]),
    ("lopdf", &["pdf"]),
    ("percent_encoding", &["cli"]),
    ("png", &["cli"]),
    ("printpdf", &["pdf"]),
    // The fonts that are set there, the programs in a PDF here.
    ("read_fonts", &["font", "verify"]),
    // Drawings of an article there, of pages here.
    ("resvg", &["cli", "picture"]),
    ("rustls", &["cli"]),
    // Themes there, the configuration here.
    ("serde", &["cli", "style"]),
    ("serde_json", &["clean", "cli"]),
    ("sha2", &["cli", "pdf"]),
    ("signal_hook", &["cli"]),
    ("simplecss", &["picture"]),
    ("strsim", &["style"]),
    ("subsetter", &["pdf"]),
    ("tempfile", &["cli"]),
    ("textwrap", &["galley"]),
    // Themes there, the configuration here.
    ("toml", &["cli", "style"]),
    ("unicode_bidi", &["shape"]),
    ("unicode_script", &["shape"]),
    ("whatlang", &["edit"]),
    ("comrak", &["read"]),
    ("data_url", &["read"]),
    ("html5ever", &["read"]),
    ("mail_parser", &["read"]),
    ("ureq", &["cli"]),
    // Addresses in articles there, typed ones here.
    ("url", &["cli", "read"]),
];

/// Files that see numbers only: the kernels.
const KERNELS: [&str; 5] = [
    "src/linebreak/",
    "src/hyphenate/",
    "src/paginate/breaker/",
    "src/galley/river.rs",
    "src/impose/",
];

/// Modules that a kernel must not import.
const NOT_FOR_KERNELS: [&str; 5] = ["font", "shape", "galley", "pdf", "style"];

/// Paths that only `cli` and `main` may use: the disk, the environment, the terminal, the clock.
const WORLD: [&str; 14] = [
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "stdin()",
    "stdout()",
    "stderr()",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "SystemTime",
    "Instant::now",
    "dbg!",
];

#[test]
fn rooms_import_only_rooms_below_them() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let mut wrong = Vec::new();
    for (from, targets) in imports(&sources()) {
        let Some(rooms) = allowed.get(from[0].as_str()) else {
            wrong.push(format!("{} is no room of the drawing", from[0]));
            continue;
        };
        for target in targets.iter().filter(|target| target[0] != from[0]) {
            if !rooms.contains(&target[0].as_str()) {
                wrong.push(format!("{} imports {}", from.join("::"), target.join("::")));
            }
        }
    }
    assert_none(&wrong, "an arrow that is not in the drawing");
}

#[test]
fn the_drawing_itself_points_down_and_draws_only_arrows_that_exist() {
    let graph = imports(&sources());
    let mut wrong = Vec::new();
    for (floor, (room, below)) in ROOMS.into_iter().enumerate() {
        for target in below {
            if !ROOMS[..floor].iter().any(|(lower, _)| lower == target) {
                wrong.push(format!("{room} -> {target} points up"));
            }
            let exists = graph.iter().any(|(from, targets)| {
                from[0] == room && targets.iter().any(|other| other[0] == *target)
            });
            if !exists {
                wrong.push(format!("{room} -> {target} is drawn, and nobody goes there"));
            }
        }
    }
    assert_none(&wrong, "the drawing is wrong");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let graph = imports(&sources());
    let circles: BTreeSet<String> = graph
        .keys()
        .map(|start| {
            let from_here = reached(&graph, start);
            let around = from_here.iter().filter(|end| reached(&graph, end).contains(start));
            around.map(|module| module.join("::")).collect::<Vec<_>>().join(" ")
        })
        .filter(|circle| !circle.is_empty())
        .collect();
    let circles: Vec<_> = circles.into_iter().collect();
    assert_none(&circles, "files import each other: move what they share below both");
}

/// Every module that can be reached from here by one import or more.
fn reached<'g>(
    graph: &'g BTreeMap<Vec<String>, BTreeSet<Vec<String>>>,
    start: &[String],
) -> BTreeSet<&'g Vec<String>> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Vec<String>> = graph.get(start).into_iter().flatten().collect();
    while let Some(module) = open.pop() {
        if reached.insert(module) {
            open.extend(graph.get(module).into_iter().flatten());
        }
    }
    reached
}

#[test]
fn nobody_inside_imports_through_the_root() {
    let rooms: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| !["cli", "main"].contains(&file.room())) {
        for (line, path) in file.paths(true) {
            let through_root =
                path[0] == "crate" && !rooms.contains(path.get(1).map_or("", |p| p));
            if through_root || path[0] == "offprint" {
                wrong.push(format!("{}:{line}: {}", file.path, path.join("::")));
            }
        }
    }
    assert_none(&wrong, "import from the module that defines it");
}

#[test]
fn kernels_know_numbers_only() {
    let mut wrong = Vec::new();
    for file in sources() {
        if KERNELS.iter().any(|kernel| file.path.starts_with(kernel)) {
            for (line, path) in file.paths(true) {
                if path[0] == "crate" && NOT_FOR_KERNELS.contains(&path[1].as_str()) {
                    wrong.push(format!("{}:{line}: {}", file.path, path.join("::")));
                }
            }
        }
    }
    assert_none(&wrong, "a kernel is given numbers; it does not fetch them");
    for kernel in KERNELS {
        let exists = sources().iter().any(|file| file.path.starts_with(kernel));
        assert!(exists, "{kernel} is not there: correct KERNELS");
    }
}

#[test]
fn every_outside_crate_has_its_owner() {
    let owners: BTreeMap<&str, &[&str]> = OWNERS.into_iter().collect();
    let mut named: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in sources() {
        for (_, path) in file.paths(true) {
            if let Some((name, _)) = owners.get_key_value(path[0].as_str()) {
                named.entry(name).or_default().insert(file.room().to_owned());
            }
        }
    }
    let mut wrong = Vec::new();
    for (name, owners) in OWNERS {
        let rooms = named.remove(name).unwrap_or_default();
        let owners: BTreeSet<String> = owners.iter().map(|&room| room.to_owned()).collect();
        if rooms != owners {
            wrong.push(format!("{name} belongs to {owners:?} and is named in {rooms:?}"));
        }
    }
    assert_none(&wrong, "an outside crate is named by its owner, and by no other");
    let listed: BTreeSet<&str> = owners.keys().copied().collect();
    let manifest = dependencies();
    let manifest: BTreeSet<&str> = manifest.iter().map(String::as_str).collect();
    assert_eq!(listed, manifest, "OWNERS lists the dependencies of Cargo.toml");
}

/// Names of `[dependencies]` as the code writes them.
fn dependencies() -> Vec<String> {
    let manifest = text_of("Cargo.toml");
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let lines = section.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect()
}

#[test]
fn only_the_command_line_touches_the_world() {
    let inside = |file: &&Source| !["cli", "main"].contains(&file.room());
    let mut wrong = Vec::new();
    for file in sources().iter().filter(inside) {
        for (number, line) in file.code.lines().enumerate() {
            for word in WORLD.iter().filter(|word| names(line, word)) {
                wrong.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    assert_none(&wrong, "the library opens nothing, prints nothing and reads no clock");
}

/// Returns whether the line holds this, not as the end of a longer name.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}
