//! Articles set again whenever they change.

use std::fs;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use super::{ARTICLE, Desk};

/// A run that is stopped at the end of its test.
struct Watch(Child);

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits, with much patience, until this holds.
#[track_caller]
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("a minute passed, and still not {what}");
}

#[test]
fn a_change_of_an_article_its_configuration_or_its_picture_sets_it_again() {
    let desk = Desk::with_article();
    fs::create_dir(desk.path("in")).expect("a folder");
    desk.put("in/one.md", "# The Lamp\n\nIt was late.\n\n![A lamp](lamp.svg)\n");
    let lamp = |side: u32| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"90\">\
             <rect width=\"{side}\" height=\"{side}\"/></svg>"
        )
    };
    desk.put("in/lamp.svg", lamp(20));
    let mut command = desk.command(&["watch", "in", "--out-dir", "out"]);
    let told = fs::File::create(desk.path("told")).expect("a file");
    let child = command.stdout(Stdio::null()).stderr(told).spawn().expect("to start");
    let mut watch = Watch(child);
    let pdf = |name: &str| fs::read(desk.path(name)).unwrap_or_default();
    let anew = |what: &str, change: &dyn Fn()| {
        let before = pdf("out/one.pdf");
        change();
        wait_until(what, || pdf("out/one.pdf") != before);
    };
    anew("the first time", &|| ());
    anew("after a change of the article", &|| {
        desk.put("in/one.md", "# The Lamp\n\nIt was very late.\n\n![A lamp](lamp.svg)\n");
    });
    anew("after a change of the picture", &|| desk.put("in/lamp.svg", lamp(8000)));
    anew("after a change of the configuration", &|| {
        desk.put("in/offprint.toml", "paper = \"a5\"\n");
    });
    // A configuration that is wrong for a moment stops nothing.
    desk.put("in/offprint.toml", "paper = \n");
    thread::sleep(Duration::from_millis(600));
    anew("after the configuration was mended", &|| {
        desk.put("in/offprint.toml", "paper = \"letter\"\n");
    });
    desk.put("in/two.txt", ARTICLE);
    wait_until("a new article of the folder is set", || !pdf("out/two.pdf").is_empty());
    assert!(watch.0.try_wait().expect("to ask").is_none(), "it goes on");
    let told = String::from_utf8_lossy(&desk.read("told")).into_owned();
    let first = told.lines().next().unwrap_or_default();
    assert_eq!(first, "in/one.md: note: out/one.pdf written, 1 page", "no more than that");
    assert_eq!(
        told.matches("in/offprint.toml:1:9: ").count(),
        1,
        "a fault is told once: {told}"
    );
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let desk = Desk::with_article();
    desk.run(&["watch", "-"]).ends(2).says("only files can be watched");
    desk.run(&["watch", "article.txt", "--dump", "pages"]).ends(2).says("only files");
    desk.run(&["watch"]).ends(2).says("ARTICLE");
    desk.run(&["watch", "missing.txt"]).ends(3).says("missing.txt: no such file");
}

#[test]
fn a_volume_is_set_whole_whichever_of_its_articles_changed() {
    let desk = Desk::with_article();
    desk.put("other.md", "# Another\n\nWords, and more words.\n");
    let volume = ["article.txt", "other.md", "--bind", "-o", "all.pdf"];
    let mut command = desk.command(&[&["watch"], &volume[..]].concat());
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("to start");
    let _watch = Watch(child);
    let pdf = || fs::read(desk.path("all.pdf")).unwrap_or_default();
    wait_until("the first time", || !pdf().is_empty());
    let before = pdf();
    desk.put("other.md", "# Another\n\nWords, and yet more words than there were.\n");
    wait_until("after a change of the second", || pdf() != before);
    desk.run(&["article.txt", "other.md", "--bind", "-o", "alone.pdf"]).ends(0);
    assert!(pdf() == desk.read("alone.pdf"), "both articles are in it");
}
