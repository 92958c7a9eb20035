//! Configuration: files, variables, rules for sites, the origin of each value.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use super::{Desk, Told};

/// A desk with an article in a folder, and a configuration of its own for the person.
fn desk() -> Desk {
    let desk = Desk::with_article();
    fs::create_dir_all(desk.path("in")).expect("a folder");
    fs::create_dir_all(desk.path("person/offprint")).expect("a folder");
    desk.put("in/article.txt", super::ARTICLE);
    desk
}

/// The binary of somebody who has `person/offprint/offprint.toml`.
fn command(desk: &Desk, arguments: &[&str]) -> Command {
    let mut command = desk.command(arguments);
    command.env("XDG_CONFIG_HOME", desk.path("person"));
    command
}

fn run(desk: &Desk, arguments: &[&str]) -> Told {
    Told::of(&command(desk, arguments).output().expect("to run"))
}

/// The line of `--show-config` for an option.
fn shown(told: &Told, name: &str) -> String {
    let out = String::from_utf8_lossy(&told.out).into_owned();
    let line = out
        .lines()
        .find(|line| line.trim_start_matches("# ").split([' ', '=']).next() == Some(name));
    line.unwrap_or_else(|| panic!("{name} is not shown in\n{out}")).to_owned()
}

#[track_caller]
fn assert_shown(told: &Told, name: &str, value: &str, origin: &str) {
    let line = shown(told, name);
    let (said, from) = line.rsplit_once("# ").unwrap_or((&line, ""));
    assert_eq!((said.trim(), from), (value, origin), "{name}");
}

#[test]
fn the_nearest_wins_and_it_is_shown_where_each_value_comes_from() {
    let desk = desk();
    desk.put(
        "person/offprint/offprint.toml",
        "paper = \"a6\"\nlang = \"de\"\nlinks = \"none\"\ncolumns = 2\n",
    );
    desk.put("in/offprint.toml", "# ours\npaper = \"a5\"\nlang = \"fr\"\nlinks = \"inline\"\n");
    let mut command = command(&desk, &["in/article.txt", "--paper", "letter", "--show-config"]);
    let told = Told::of(&command.env("OFFPRINT_LANG", "it").output().expect("to run"));
    told.ends(0).is_silent();
    assert_shown(&told, "paper", "paper = \"letter\"", "command line");
    assert_shown(&told, "lang", "lang = \"it\"", "variable OFFPRINT_LANG");
    assert_shown(&told, "links", "links = \"inline\"", "in/offprint.toml:4");
    let person = desk.path("person/offprint/offprint.toml");
    assert_shown(&told, "columns", "columns = 2", &format!("{}:4", person.display()));
    assert_shown(&told, "notes", "notes = \"foot\"", "default");
    assert_shown(&told, "duplex", "duplex = false", "default");
    assert_shown(&told, "margin", "# margin", "not set");
    assert!(!desk.has("in/article.pdf"), "nothing is set");
}

#[test]
fn a_folder_chooses_only_fewer_pictures() {
    let desk = desk();
    for (own, folder, chosen) in [
        ("none", "all", "none"),
        ("small", "grey", "small"),
        ("grey", "small", "small"),
        ("all", "none", "none"),
        ("all", "all", "all"),
    ] {
        desk.put("person/offprint/offprint.toml", format!("pictures = \"{own}\"\n"));
        desk.put("in/offprint.toml", format!("pictures = \"{folder}\"\n"));
        let told = run(&desk, &["in/article.txt", "--show-config"]);
        let line = shown(told.ends(0), "pictures");
        assert!(line.contains(&format!("\"{chosen}\"")), "{own}, {folder}: {line}");
    }
}

#[test]
fn a_configuration_does_what_the_same_options_do() {
    let desk = desk();
    let typed = run(
        &desk,
        &[
            "article.txt",
            "-o",
            "-",
            "--paper=a5",
            "--duplex",
            "--drop=lamp",
            "--margin=1in,20mm",
        ],
    );
    desk.put(
        "in/offprint.toml",
        "paper = \"a5\"\nduplex = true\ndrop = [\"lamp\"]\nmargin = \"1in,20mm\"\n",
    );
    let chosen = run(&desk, &["in/article.txt", "-o", "-"]);
    assert!(typed.ends(0).out == chosen.ends(0).out, "the same bytes");
    assert!(run(&desk, &["article.txt", "-o", "-"]).out != typed.out, "it holds in its folder");
    let plain = run(&desk, &["in/article.txt", "-o", "-", "--config", "none"]);
    assert!(plain.out == run(&desk, &["article.txt", "-o", "-"]).out, "none is none");
    let named = run(&desk, &["article.txt", "-o", "-", "--config", "in/offprint.toml"]);
    assert!(named.out == typed.out, "a named one holds everywhere");
    let mut unset = command(&desk, &["in/article.txt", "--show-config"]);
    let told = Told::of(&unset.env("OFFPRINT_DUPLEX", "no").output().expect("to run"));
    assert_shown(&told, "duplex", "duplex = false", "variable OFFPRINT_DUPLEX");
}

#[test]
fn folders_of_a_batch_have_each_their_own() {
    let desk = desk();
    fs::create_dir_all(desk.path("in/wide")).expect("a folder");
    desk.put("in/wide/other.txt", super::ARTICLE);
    desk.put("in/wide/offprint.toml", "landscape = true\n");
    run(&desk, &["in", "--out-dir", "out"]).ends(0).is_silent();
    let upright = run(&desk, &["article.txt", "-o", "-"]).out;
    let wide = run(&desk, &["article.txt", "-o", "-", "--landscape"]).out;
    assert!(desk.read("out/article.pdf") == upright, "in");
    assert!(desk.read("out/wide/other.pdf") == wide, "in/wide");
}

#[test]
fn what_is_shown_is_a_configuration_that_says_the_same() {
    let desk = desk();
    let tab = "{title}\t\"{page}\"";
    let arguments = ["article.txt", "--footer", tab, "--keep=a", "--keep=b", "--qr", "-j", "2"];
    let first = run(&desk, &[&arguments[..], &["--show-config"]].concat());
    desk.put("shown.toml", &first.ends(0).out);
    let second = run(&desk, &["article.txt", "--config", "shown.toml", "--show-config"]);
    let values = |told: &Told| -> Vec<String> {
        let out = String::from_utf8_lossy(&told.out).into_owned();
        out.lines().filter_map(|line| Some(line.rsplit_once("# ")?.0.trim().into())).collect()
    };
    assert_eq!(values(second.ends(0)), values(&first));
}

#[test]
fn a_wrong_configuration_is_told_with_its_line_and_stops_its_folder_alone() {
    let desk = desk();
    let cases = [
        ("papr = \"a4\"", "in/offprint.toml:1:1: unknown key", "did you mean `paper`?"),
        ("\npaper = \"a44\"", "in/offprint.toml:2: `paper` has a wrong value", "--paper"),
        ("duplex = \"yes\"", "in/offprint.toml:1: `duplex` must be true or false", ""),
        (
            "out-dir = \"/\"",
            "in/offprint.toml:1: `out-dir` is not allowed beside an",
            "as an option",
        ),
        ("output = \"x\"", "in/offprint.toml:1:1: unknown key", "--show-config"),
        ("title = [\"x\"]", "in/offprint.toml:1:1: unknown key", ""),
        ("paper = {}", "in/offprint.toml:1:9: a section is not allowed here", ""),
        ("[site.\"a.org\"]\ndorp = \"x\"", "in/offprint.toml:2:1: unknown key", "`drop`?"),
        ("[site.\"a.org\"]\ndrop = \"\"", "in/offprint.toml:2:8: an empty pattern", ""),
        ("paper = ", "in/offprint.toml:1:9: ", ""),
        ("theme = \"none.toml\"", "in/none.toml: no such file", ""),
    ];
    for (text, what, hint) in cases {
        desk.put("in/offprint.toml", text);
        let alone = run(&desk, &["in/article.txt"]);
        assert!(matches!(alone.code, Some(2 | 3)), "{text}: {:?}: {}", alone.code, alone.err);
        alone.says(what).says(hint);
        assert!(!desk.has("in/article.pdf"), "nothing was begun");
        let told = run(&desk, &["in/article.txt", "article.txt"]);
        assert!(matches!(told.code, Some(1 | 3)), "{text}: {:?}: {}", told.code, told.err);
        told.says("in/article.txt: its configuration cannot be used: ");
        told.says(what).says(hint);
        assert!(desk.has("article.pdf"), "the other is set");
        assert!(!desk.has("in/article.pdf"), "that one is not");
        fs::remove_file(desk.path("article.pdf")).expect("a file");
    }
    run(&desk, &["article.txt", "--config", "gone.toml"]).ends(3).says("gone.toml: no such");
}

#[test]
fn a_wrong_configuration_stops_its_folder_alone_in_volumes_and_pictures() {
    let desk = desk();
    fs::create_dir_all(desk.path("in/wrong")).expect("a folder");
    fs::create_dir_all(desk.path("in/worse")).expect("a folder");
    for name in ["in/wrong/a.txt", "in/wrong/b.txt", "in/worse/c.txt"] {
        desk.put(name, super::ARTICLE);
    }
    desk.put("in/wrong/offprint.toml", "papr = \"a5\"\n");
    desk.put("in/worse/offprint.toml", "font = \"none.otf\"\n");
    let told = run(&desk, &["in", "--out-dir", "out"]);
    told.ends(3).says("in/wrong/a.txt: ").says("in/wrong/b.txt: ").says("in/worse/c.txt: ");
    assert!(desk.has("out/article.pdf") && !desk.has("out/wrong/a.pdf"), "{}", told.err);
    let told = run(&desk, &["in/article.txt", "in/wrong/a.txt", "--bind", "-o", "volume.pdf"]);
    told.ends(1).says("in/wrong/a.txt: its configuration cannot be used: ");
    assert!(desk.has("volume.pdf"), "the volume has the other");
    // Of both articles neither can be set: each is named.
    let told = run(&desk, &["in/wrong/a.txt", "in/worse/c.txt"]);
    told.ends(3).says("in/wrong/a.txt: ").says("in/worse/c.txt: ");
    // One configuration holds for both: said once, before any work.
    let told = run(&desk, &["in/wrong", "--out-dir", "nowhere"]);
    told.ends(2).says("in/wrong/offprint.toml:1:1: unknown key").says("`paper`?");
    assert!(!desk.has("nowhere"), "nothing was begun");
}

#[test]
fn a_folder_names_files_of_its_own_alone() {
    let desk = desk();
    desk.put("word.txt", "secretword1");
    desk.put("in/word.txt", "fine-word\n");
    let absolute = desk.path("in/word.txt").display().to_string();
    for named in [
        "../word.txt",
        "x/../word.txt",
        "..\\\\word.txt",
        "/etc/passwd",
        &absolute,
        "C:/word.txt",
        "C:word.txt",
        "\\\\\\\\host\\\\share\\\\word.txt",
        "//host/share/word.txt",
        "file:word.txt",
        "file:///etc/passwd",
        "",
    ] {
        for key in ["font", "theme", "hyphenation-exceptions"] {
            desk.put("in/offprint.toml", format!("\n{key} = \"{named}\"\n"));
            let told = run(&desk, &["in/article.txt", "-o", "-"]);
            told.ends(2).says(&format!("in/offprint.toml:2: `{key}` names "));
            assert!(!told.err.contains("root:"), "{}", told.err);
        }
    }
    for key in ["font", "theme", "hyphenation-exceptions"] {
        desk.put("in/offprint.toml", format!("{key} = \".\"\n"));
        run(&desk, &["in/article.txt", "-o", "-"]).ends(2).says("it is not a file");
    }
    desk.put("in/offprint.toml", "hyphenation-exceptions = \"./word.txt\"\n");
    run(&desk, &["in/article.txt", "-o", "-"]).ends(0);
    run(&desk, &["article.txt", "-o", "-", "--hyphenation-exceptions", "word.txt"])
        .ends(2)
        .says("`secretword1`");
}

#[test]
fn the_content_of_files_that_a_folder_names_is_not_shown() {
    let desk = desk();
    desk.put("in/words", "fine-word\nsecret1\n");
    desk.put("in/offprint.toml", "hyphenation-exceptions = \"words\"\n");
    let told = run(&desk, &["in/article.txt", "-o", "-"]);
    told.ends(2).says("in/words: line 2: not a word");
    assert!(!told.err.contains("secret"), "{}", told.err);
    for text in ["[page]\nsecret = 1\n", "secret", "[secret]\n", "[page]\npaper = \"secret\"\n"]
    {
        desk.put("in/look.toml", text);
        desk.put("in/offprint.toml", "theme = \"look.toml\"\n");
        let told = run(&desk, &["in/article.txt", "-o", "-"]);
        told.ends(2).says("in/look.toml:");
        assert!(!told.err.contains("secret"), "{}", told.err);
    }
}

#[test]
fn no_message_shows_text_of_a_configuration_beside_an_article() {
    let desk = desk();
    for text in [
        "secret",
        "secret = 1",
        "paper = secret",
        "paper = \"secret\"",
        "paper = \"a5\" secret",
        "paper = [\"secret\"]",
        "paper = {secret = 1}",
        "paper = \"secret",
        "[secret]\nsecret = 1",
        "[site.\"secret.example\"]\nsecret = 1",
        "[site.\"secret.example\"]\ndrop = 7secret",
        "[site]\nsecret = 7",
        "site = \"secret, expected secret\"",
        "qr = \"secret\"",
        "headline = \"{secret}\"",
        "margin = \"1secret\"",
        "font-size = \"secret\"",
        "fit = \"secret\"",
        "lang = \"secret secret\"",
        "font = \"../secret\"",
        "theme = \"/secret\"",
        "a = 1\nsecret = 2\nsecret = 3",
        "\"secret\\q\" = 1",
    ] {
        desk.put("in/offprint.toml", text);
        for format in ["human", "json"] {
            let told = run(&desk, &["in/article.txt", "--message-format", format]);
            told.ends(2).says("in/offprint.toml:");
            assert!(!told.err.contains("secret"), "{text}: {}", told.err);
        }
    }
    // A person's own file is shown, by whatever name it is chosen.
    desk.put("own.toml", "secret = 1\n");
    run(&desk, &["article.txt", "--config", "own.toml"])
        .ends(2)
        .says("own.toml:1:1: unknown key `secret`");
    desk.put("own.toml", "paper = \"a44\"\n");
    run(&desk, &["article.txt", "--config", "own.toml"]).ends(2).says("'a44'");
    desk.put("look.toml", "\n[page]\npaper = \"a44\"\n");
    run(&desk, &["article.txt", "--theme", "look.toml"])
        .ends(2)
        .says("look.toml:3:9: ")
        .says("a44");
    desk.put("in/look.toml", "\n[page]\npaper = \"a44\"\n");
    desk.put("in/offprint.toml", "theme = \"look.toml\"\n");
    let told = run(&desk, &["in/article.txt"]);
    told.ends(2).says("in/look.toml:3:9: wrong value");
    assert!(!told.err.contains("a44"), "{}", told.err);
}

/// The notes of a run about configurations in folders.
fn folder_notes(told: &Told) -> Vec<&str> {
    told.err.lines().filter(|line| line.contains(" note: this configuration sets ")).collect()
}

#[test]
fn what_a_folder_makes_an_article_say_is_told_once() {
    let desk = desk();
    desk.put("in/second.txt", super::ARTICLE);
    desk.put(
        "in/offprint.toml",
        "author = \"Not the author\"\nsource = \"https://evil.example/\"\nqr = true\n\
         headline = \"X\"\nfooter = \"Y\"\ncontent = \"article\"\nkeep = \"a\"\ndrop = \"lamp\"\n\
         paper = \"a5\"\n[site.\"example.org\"]\ndrop = \"x\"\n",
    );
    let all = "author, source, qr, headline, footer, content, keep, drop, site";
    let wanted = format!(
        "in/offprint.toml: note: this configuration sets {all}; --config none ignores it"
    );
    for arguments in [
        &["in", "--out-dir", "out"][..],
        &["in/article.txt", "./in/second.txt", "--out-dir", "out"],
        &["in/article.txt", "in/second.txt", "--bind", "-o", "volume.pdf"],
        &["in/article.txt", "--dump", "article"],
    ] {
        assert_eq!(folder_notes(run(&desk, arguments).ends(0)), [wanted.as_str()]);
    }
    let told = run(&desk, &["in", "--out-dir", "out", "--quiet"]);
    told.ends(0).is_silent();
    let told = run(&desk, &["in", "--out-dir", "out", "--message-format", "json"]);
    let lines: Vec<serde_json::Value> =
        told.err.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let told: Vec<_> =
        lines.iter().filter(|line| line["code"] == "folder-configuration").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["file"], "in/offprint.toml");
    assert_eq!(told[0]["keys"].as_array().map(Vec::len), Some(9), "{told:?}");
    // What an option overrides has no effect, and --config none ignores the file.
    let told =
        run(&desk, &["in/article.txt", "--author", "Me", "--drop", "x", "--footer", "z"]);
    assert!(folder_notes(&told)[0].contains("sets source, qr, headline, content, keep, site;"));
    let told = run(&desk, &["in/article.txt", "--config", "none"]);
    assert!(folder_notes(told.ends(0)).is_empty(), "{}", told.err);
}

#[test]
fn a_folder_that_decides_the_look_alone_is_not_told() {
    let desk = desk();
    desk.put("in/offprint.toml", "paper = \"a5\"\nqr = false\ntheme = \"book\"\n");
    assert!(folder_notes(run(&desk, &["in/article.txt"]).ends(0)).is_empty());
    desk.put("in/look.toml", "[page]\npaper = \"a5\"\n");
    desk.put("in/offprint.toml", "theme = \"look.toml\"\n");
    assert!(folder_notes(run(&desk, &["in/article.txt"]).ends(0)).is_empty());
    desk.put("in/look.toml", "[page]\nrunning-head = \"Printed by the court\"\n");
    let told = run(&desk, &["in/article.txt"]);
    assert!(folder_notes(&told)[0].contains("sets theme;"), "{}", told.err);
    let told = run(&desk, &["in/article.txt", "--headline", "{title}"]);
    assert!(folder_notes(told.ends(0)).is_empty(), "{}", told.err);
    // A person's own configuration is their own.
    desk.put("person/offprint/offprint.toml", "author = \"Me\"\nqr = true\n");
    assert!(folder_notes(run(&desk, &["article.txt"]).ends(0)).is_empty());
    let told = run(&desk, &["article.txt", "--config", "person/offprint/offprint.toml"]);
    assert!(folder_notes(told.ends(0)).is_empty(), "{}", told.err);
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_folders_are_no_themes_fonts_lists_or_configurations() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    for pipe in ["pipe", "in/offprint.toml"] {
        let made = Command::new("mkfifo").arg(desk.path(pipe)).status().expect("mkfifo to run");
        assert!(made.success(), "a pipe");
    }
    let pipe_or_device = "it is a pipe or a device, not a file";
    for option in ["--font", "--theme", "--hyphenation-exceptions", "--config"] {
        for (named, words) in [
            ("./pipe", pipe_or_device),
            ("/dev/zero", pipe_or_device),
            ("in", "it is a folder, not a file"),
        ] {
            let told = run(&desk, &["article.txt", "-o", "-", option, named]);
            told.ends(3).says(&format!("{named}: {words}"));
        }
        let file = fs::File::create(desk.path("large.toml")).expect("a file");
        file.set_len((256 << 20) + 1).expect("a file with a hole");
        let told = run(&desk, &["article.txt", "-o", "-", option, "large.toml"]);
        told.ends(3).says("large.toml: it is larger than ");
    }
    run(&desk, &["fonts", "pipe"]).ends(3).says(pipe_or_device);
    run(&desk, &["in/article.txt"]).ends(2).says("in/offprint.toml: it is not a file");
    run(&desk, &["in/article.txt", "--show-config"]).ends(2).says("it is not a file");
    fs::remove_file(desk.path("in/offprint.toml")).expect("a pipe");
    fs::create_dir(desk.path("in/offprint.toml")).expect("a folder");
    run(&desk, &["in/article.txt"]).ends(2).says("in/offprint.toml: it is not a file");
    fs::remove_dir(desk.path("in/offprint.toml")).expect("a folder");
    symlink("/dev/zero", desk.path("in/offprint.toml")).expect("a link");
    run(&desk, &["in/article.txt"]).ends(2).says("it is not in the article's folder");
}

#[test]
fn files_that_a_folder_names_have_a_limit() {
    let desk = desk();
    let limits = [("font", 256), ("theme", 1), ("hyphenation-exceptions", 16)];
    for (key, mebibytes) in limits {
        let file = fs::File::create(desk.path("in/large")).expect("a file");
        file.set_len((mebibytes << 20) + 1).expect("a file with a hole");
        desk.put("in/offprint.toml", format!("{key} = \"large\"\n"));
        let told = run(&desk, &["in/article.txt", "-o", "-"]);
        told.ends(2).says(&format!("it is larger than {mebibytes} MiB"));
    }
    let file = fs::File::create(desk.path("in/offprint.toml")).expect("a file");
    file.set_len((1 << 20) + 1).expect("a file with a hole");
    run(&desk, &["in/article.txt", "-o", "-"]).ends(2).says("it is larger than 1 MiB");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_folder_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    desk.put("secret.toml", "secret = 1\n");
    desk.put("in/words", "fine-word\n");
    symlink("../secret.toml", desk.path("in/out")).expect("a link");
    symlink("words", desk.path("in/within")).expect("a link");
    symlink("/dev/zero", desk.path("in/zero")).expect("a link");
    let pipe = desk.path("in/pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo to run");
    assert!(made.success(), "a pipe");
    for (named, why) in [
        ("out", "is not in the article's folder"),
        ("zero", "is not in the article's folder"),
        ("pipe", "not a file"),
    ] {
        for key in ["font", "theme", "hyphenation-exceptions"] {
            desk.put("in/offprint.toml", format!("{key} = \"{named}\"\n"));
            let told = run(&desk, &["in/article.txt", "-o", "-"]);
            told.ends(2).says(why);
            assert!(!told.err.contains("secret ="), "{}", told.err);
        }
    }
    desk.put("in/offprint.toml", "hyphenation-exceptions = \"within\"\n");
    run(&desk, &["in/article.txt", "-o", "-"]).ends(0);
    fs::remove_file(desk.path("in/offprint.toml")).expect("a file");
    symlink("../secret.toml", desk.path("in/offprint.toml")).expect("a link");
    let told = run(&desk, &["in/article.txt", "-o", "-"]);
    told.ends(2).says("in/offprint.toml: it is not in the article's folder");
    assert!(!told.err.contains("secret"), "{}", told.err);
    // A file that a person names is read, in any folder.
    run(&desk, &["article.txt", "-o", "-", "--config", "in/offprint.toml"])
        .ends(2)
        .says("`secret`");
}

#[test]
fn variables_are_options_and_a_slip_is_told() {
    let desk = desk();
    let with = |name: &str, value: &str| {
        let mut command = command(&desk, &["article.txt", "-o", "-"]);
        Told::of(&command.env(name, value).output().expect("to run"))
    };
    let typed = run(&desk, &["article.txt", "-o", "-", "--paper", "a5"]).out;
    assert!(with("OFFPRINT_PAPER", "a5").ends(0).out == typed, "the same bytes");
    with("OFFPRINT_PAPER", "a44").ends(2).says("variable OFFPRINT_PAPER: invalid value");
    with("OFFPRINT_DUPLEX", "perhaps").ends(2).says("`duplex` must be true or false");
    with("OFFPRINT_PAPR", "a5").ends(0).says("did you mean OFFPRINT_PAPER?");
    with("OFFPRINT_SOMETHING_ELSE", "1").ends(0).is_silent();
    with("OFFPRINT_PAPER", "").ends(0).is_silent();
}

#[test]
fn paths_are_read_from_the_folder_of_the_configuration() {
    let desk = desk();
    desk.put("in/look.toml", "[page]\npaper = \"a5\"\n");
    desk.put("in/offprint.toml", "theme = \"look.toml\"\n");
    let chosen = run(&desk, &["in/article.txt", "-o", "-"]);
    let typed = run(&desk, &["article.txt", "-o", "-", "--theme", "in/look.toml"]);
    assert!(chosen.ends(0).out == typed.ends(0).out, "the same bytes");
    desk.put("in/offprint.toml", "theme = \"book\"\n");
    let chosen = run(&desk, &["in/article.txt", "-o", "-"]);
    let typed = run(&desk, &["article.txt", "-o", "-", "--theme", "book"]);
    assert!(chosen.ends(0).out == typed.ends(0).out, "the name of a theme is no path");
}

#[test]
fn what_is_typed_puts_aside_what_contradicts_it() {
    let desk = desk();
    desk.put("person/offprint/offprint.toml", "quiet = true\nout-dir = \"prints\"\n");
    run(&desk, &["article.txt"]).ends(0).is_silent();
    assert!(desk.has("person/offprint/prints/article.pdf"), "the person's folder for prints");
    run(&desk, &["article.txt", "-o", "x.pdf", "--verbose"]).ends(0).says("x.pdf written");
    run(&desk, &["article.txt", "--explain"]).ends(0).says("removed by");
}

#[test]
fn rules_for_a_site_hold_for_its_articles_alone() {
    let desk = desk();
    let page = |address: &str| {
        let words = "It was late, and the lamp burned low, and nobody had thought of oil. ";
        format!(
            "<html><head><link rel=canonical href=\"{address}\"><title>A</title></head><body>\
             <article><h1>The Lamp</h1><p>{}</p><p>Our shop sells lamps.</p><p>{}</p>\
             </article></body></html>",
            words.repeat(6),
            words.repeat(5),
        )
    };
    desk.put(
        "person/offprint/offprint.toml",
        "[site.\"example.org\"]\ndrop = \"Our shop\"\n[site.\"kept.example.org\"]\n",
    );
    for (address, goes) in [
        ("https://example.org/a", true),
        ("https://www.example.org:8080/a?b#c", true),
        ("https://kept.example.org/a", false),
        ("https://notexample.org/a", false),
        ("https://example.org.evil.net/a", false),
    ] {
        desk.put("page.html", page(address));
        let told = run(&desk, &["page.html", "--dump", "article"]);
        let out = String::from_utf8_lossy(&told.ends(0).out).into_owned();
        assert_eq!(!out.contains("Our shop"), goes, "{address}:\n{out}");
    }
    desk.put("page.txt", "The Lamp\n\nIt was late.\n\nOur shop sells lamps.\n");
    let told = run(&desk, &["page.txt", "--source", "https://example.org/", "--dump=article"]);
    assert!(
        !String::from_utf8_lossy(&told.out).contains("Our shop"),
        "an address that is given"
    );
    let shown = run(&desk, &["page.txt", "--show-config"]);
    assert!(String::from_utf8_lossy(&shown.out).contains("drop = [\"Our shop\"]"));
}

/// Options about one article, or too dangerous to be said in silence: they are only typed.
const TYPED: [&str; 9] =
    ["bind", "output", "dump", "force", "title", "date", "files-from", "config", "show-config"];

/// Returns whether this is the name of an option, and no other word behind a hyphen.
fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

#[test]
fn every_option_can_be_chosen_beforehand_or_is_known_to_be_typed() {
    let desk = desk();
    let help = run(&desk, &["--help"]);
    let help = String::from_utf8_lossy(&help.out).into_owned();
    let options = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix('-')?.split_once("--").map_or(line, |(_, long)| long);
        Some(line.trim_start_matches('-').split([' ', '<', '[']).next()?.to_owned())
    });
    let own = ["help", "version"];
    let options: BTreeSet<String> =
        options.filter(|name| is_name(name) && !own.contains(&name.as_str())).collect();
    let shown = run(&desk, &["article.txt", "--show-config"]);
    let shown = String::from_utf8_lossy(&shown.out).into_owned();
    let shown = shown.lines().filter_map(|line| {
        line.trim_start_matches("# ").split([' ', '=']).next().map(str::to_owned)
    });
    let known: BTreeSet<String> = shown.chain(TYPED.map(str::to_owned)).collect();
    assert_eq!(options, known, "put a new option into KEYS of src/cli/config or into TYPED");
}
