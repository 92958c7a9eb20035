//! Completions, the manual and the list of faces.

use super::Desk;

#[test]
fn completions_know_every_option_in_every_shell() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = String::from_utf8_lossy(&desk.run(&["completions", shell]).ends(0).out)
            .into_owned();
        for word in ["paper", "files-from", "extract", "watch"] {
            assert!(script.contains(word), "{shell} should know {word}");
        }
    }
    desk.run(&["completions", "tcsh"]).ends(2).says("bash");
}

#[test]
fn the_manual_has_every_option_of_the_help() {
    let desk = Desk::new();
    let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\\-", "-");
    let man = plain(&desk.run(&["man"]).ends(0).out);
    let help = plain(&desk.run(&["--help"]).ends(0).out);
    let options =
        help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
    let name = |word: &str| word.split(['=', ',', '`']).next().unwrap_or_default().to_owned();
    let mut count = 0;
    for option in options.map(name) {
        assert!(man.contains(&option), "{option} is not in the manual");
        count += 1;
    }
    assert!(count > 40, "the help has options");
    let verify = plain(&desk.run(&["man", "verify"]).ends(0).out);
    assert!(verify.contains("--against"), "a command has a page of its own");
    let list = desk.run(&["man", "--list"]).out;
    for name in String::from_utf8_lossy(&list).lines() {
        assert!(!desk.run(&["man", name]).ends(0).out.is_empty(), "{name} has a page");
    }
    assert_eq!(desk.run(&["man"]).out, desk.run(&["man"]).out, "no date is in it");
    desk.run(&["man", "verfiy"]).ends(2).says("the commands are verify, extract");
}

#[test]
fn faces_are_listed_with_what_they_are_for() {
    let desk = Desk::new();
    let told = desk.run(&["fonts"]);
    let out = String::from_utf8_lossy(&told.ends(0).out).into_owned();
    for words in ["Libertinus Serif", "bold italic", "running text", "Greek", "Source Code Pro"]
    {
        assert!(out.contains(words), "{words} is not in:\n{out}");
    }
    let font =
        concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/libertinus-serif/LibertinusSerif-Bold.otf");
    let told = desk.run(&["fonts", font, "--message-format", "json"]);
    let out = String::from_utf8_lossy(&told.ends(0).out).into_owned();
    let last: serde_json::Value =
        serde_json::from_str(out.lines().last().unwrap_or_default()).expect("JSON");
    assert_eq!(last["cut"], "bold", "{last}");
    assert_eq!(last["file"], font, "{last}");
    desk.put("no.otf", "not a font");
    desk.run(&["fonts", "no.otf", "gone.otf"])
        .ends(3)
        .says("no.otf: this is not a font")
        .says("gone.otf: no such file");
}
