//! Many articles at once: found, set, named, counted.

use std::fs;
use std::process::{Command, Stdio};

use super::{ARTICLE, Desk, Told};
use crate::skip::skip_without_tool;

/// A short article that differs from every other.
fn article(number: usize) -> String {
    let words = "The lamp burned low, and nobody had thought of oil. ".repeat(3 + number % 5);
    format!("Article {number}\n\nBy A. Writer\n\n{words}\n\nSo they went to bed at {number}.\n")
}

/// A folder `in` with so many articles, some in a folder below, the broken ones empty.
fn articles(desk: &Desk, count: usize, broken: &[usize]) {
    fs::create_dir_all(desk.path("in/deeper")).expect("a folder");
    for number in 0..count {
        let folder = if number % 4 == 0 { "in/deeper" } else { "in" };
        let text = if broken.contains(&number) { String::new() } else { article(number) };
        desk.put(&format!("{folder}/{number:04}.txt"), text);
    }
}

#[test]
fn a_thousand_articles_are_set_and_ten_broken_ones_are_each_named() {
    let desk = Desk::new();
    let broken: Vec<usize> = (0..10).map(|n| n * 97 + 3).collect();
    articles(&desk, 1000, &broken);
    let told = desk.run(&["in", "--out-dir", "out", "--message-format", "json"]);
    told.ends(1);
    let (mut failed, mut written) = (Vec::new(), 0);
    let mut summary = None;
    for line in told.err.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        match line["code"].as_str() {
            Some("no-text") => {
                failed.push(line["file"].as_str().unwrap_or_default().to_owned());
            }
            Some("written") => written += 1,
            Some("summary") => summary = Some(line),
            _ => panic!("nothing else is told: {line}"),
        }
    }
    let mut named: Vec<usize> = failed
        .iter()
        .filter_map(|file| file.rsplit('/').next()?.strip_suffix(".txt")?.parse().ok())
        .collect();
    named.sort_unstable();
    assert_eq!(named, broken, "each broken one is named");
    assert_eq!(written, 990, "the others are told as written");
    let summary = summary.expect("a summary");
    assert_eq!((&summary["set"], &summary["failed"]), (&990.into(), &10.into()));
    for number in (0..1000).step_by(61).filter(|number| !broken.contains(number)) {
        let below = if number % 4 == 0 { "deeper/" } else { "" };
        let alone = desk.run(&[&format!("in/{below}{number:04}.txt"), "-o", "-"]).out;
        let path = format!("out/{below}{number:04}.pdf");
        assert!(desk.read(&path) == alone, "{path} is what it is by itself, to the byte");
    }
    assert!(!desk.has("out/0003.pdf"), "no file for one that failed");
}

/// The most memory that a run had, in KiB, as far as Linux tells.
#[cfg(target_os = "linux")]
fn most_memory(desk: &Desk, arguments: &[&str]) -> u64 {
    let mut child = desk.command(arguments).stderr(Stdio::null()).spawn().expect("to start");
    let path = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("to ask").is_none() {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        most = most.max(number.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    most
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_articles() {
    let desk = Desk::new();
    articles(&desk, 400, &[]);
    let few: Vec<String> = (1..40).map(|n| format!("in/{:04}.txt", n * 4 + 1)).collect();
    let mut arguments: Vec<&str> = few.iter().map(String::as_str).collect();
    arguments.extend(["--out-dir", "few", "--jobs", "2"]);
    let few = most_memory(&desk, &arguments);
    let many = most_memory(&desk, &["in", "--out-dir", "many", "--jobs", "2"]);
    assert!(few > 0, "memory can be read");
    // 360 articles more: 4 MiB would be 11 KiB for each, less than one PDF of them.
    assert!(many < few + 4096, "{few} KiB for 39 articles, {many} KiB for 400");
}

#[test]
fn folders_patterns_and_lists_name_articles() {
    let desk = Desk::new();
    articles(&desk, 8, &[]);
    desk.put("in/notes.pdf", "not an article");
    desk.put("in/.hidden.txt", ARTICLE);
    desk.run(&["in", "--out-dir", "a"]).ends(0).is_silent();
    let names = |folder: &str| super::names_in(&desk.path(folder));
    assert_eq!(names("a/deeper"), ["0000.pdf", "0004.pdf"], "the same folders below");
    assert_eq!(names("a").len(), 7, "six articles and a folder");
    desk.run(&["in/**/*4.txt", "in/[12]*.txt", "in/000[12].txt", "--out-dir", "b"])
        .ends(3)
        .says("in/[12]*.txt: no such file");
    assert_eq!(names("b"), ["0001.pdf", "0002.pdf", "0004.pdf"]);
    for (list, folder) in
        [("in/0001.txt\r\n\nin/deeper\n", "c"), ("in/0001.txt\0in/deeper", "d")]
    {
        let told = desk.feed(&["--files-from", "-", "--out-dir", folder], list.as_bytes());
        told.ends(0).is_silent();
        assert_eq!(names(folder), ["0000.pdf", "0001.pdf", "0004.pdf"]);
    }
    desk.put("list", "in/0001.txt\n");
    desk.run(&["in/0002.txt", "--files-from", "list", "--out-dir", "e"]).ends(0);
    assert_eq!(names("e"), ["0001.pdf", "0002.pdf"]);
    desk.put("list", "\n");
    desk.run(&["--files-from", "list"]).ends(2).says("no article is named");
    desk.run(&["--files-from", "gone"]).ends(3).says("gone: no such file");
    fs::create_dir(desk.path("empty")).expect("a folder");
    desk.run(&["empty", "in/0001.txt", "--out-dir", "f"]).ends(3).says("empty: it is a folder");
    assert_eq!(names("f"), ["0001.pdf"], "one that is missing stops no other");
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_back_to_itself_and_a_pipe_in_it_are_left_alone() {
    let desk = Desk::new();
    articles(&desk, 2, &[]);
    std::os::unix::fs::symlink("..", desk.path("in/deeper/back")).expect("a link");
    let _ = Command::new("mkfifo").arg(desk.path("in/pipe.txt")).status();
    desk.run(&["in", "--out-dir", "out"]).ends(0).is_silent();
    assert_eq!(super::names_in(&desk.path("out")), ["0001.pdf", "deeper"]);
}

#[test]
fn a_template_names_the_products() {
    let desk = Desk::new();
    articles(&desk, 12, &[]);
    desk.run(&["in", "--out-dir", "out", "--name", "{n} {folder}-{stem}.{ext}.pdf"]).ends(0);
    assert!(desk.has("out/deeper/10 deeper-0000.txt.pdf"), "folders come by their name");
    assert!(desk.has("out/09 in-0011.txt.pdf"), "as many digits as the last has");
    let cases = [
        ("{stme}", "did you mean {stem}?"),
        ("{stem", "unmatched `{`"),
        ("../{stem}", "--out-dir"),
        ("", "is empty"),
        ("same", "would be written there"),
    ];
    for (template, words) in cases {
        desk.run(&["in/0001.txt", "in/0002.txt", "--name", template]).ends(2).says(words);
    }
}

#[test]
fn products_are_named_after_what_articles_say_of_themselves() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("in/deeper")).expect("a folder");
    let md = |title: &str, more: &str| format!("---\ntitle: '{title}'\n{more}---\n\nWords.\n");
    desk.put("in/a.md", md("The Lamp: What/Why?", "author: Ä. Writer\ndate: May 17, 2024\n"));
    desk.put("in/b.md", md("../../etc/passwd", ""));
    desk.put("in/c.md", md("Mrs Bixby\u{2019}s Letter", "site: The Post\n"));
    desk.put("in/deeper/d.md", md("the lamp: what why", ""));
    desk.put("in/e.md", md("con", ""));
    desk.put("in/f.md", md(&"Long ".repeat(80), ""));
    desk.put("in/g.md", "Words that have no headline over them at all, and so no title.\n");
    desk.put("in/h.md", md("\u{202e}...", ""));
    let run = |folder: &str, template: &str, jobs: &str| {
        let told = desk.run(&[
            "in",
            "--out-dir",
            folder,
            "--name",
            template,
            "--jobs",
            jobs,
            "--message-format",
            "json",
        ]);
        told.ends(0);
        let mut names = super::names_in(&desk.path(folder));
        names.retain(|name| name.ends_with("pdf"));
        names
    };
    let titles = run("titles", "{title}", "1");
    let long = format!("{}.pdf", "Long ".repeat(20).trim());
    for name in [
        "The Lamp What Why.pdf",
        "etc passwd.pdf",
        "Mrs Bixby\u{2019}s Letter.pdf",
        "article-con.pdf",
        &long,
        "g.pdf",
    ] {
        assert!(titles.iter().any(|it| it == name), "{name} of {titles:?}");
    }
    assert!(desk.has("titles/deeper/the lamp what why.pdf"), "the same folders below");
    assert_eq!(titles.len(), 7, "{titles:?}");
    let slugs = run("slugs", "{slug}", "2");
    assert!(slugs.contains(&"mrs-bixbys-letter.pdf".to_owned()), "{slugs:?}");
    let facts = run("facts", "{byline} - {date} - {site}.pdf", "2");
    assert!(facts.contains(&"Ä. Writer - May 17, 2024.pdf".to_owned()), "{facts:?}");
    assert!(facts.contains(&"The Post.pdf".to_owned()), "nothing dangles: {facts:?}");
    desk.run(&["preview", "in/a.md", "--name", "{title}"]).ends(2).says("no pictures");
}

#[test]
fn the_same_names_get_the_same_numbers_whoever_is_done_first() {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).expect("a folder");
    for number in 0..60 {
        // The earlier ones take longer.
        let words =
            "The lamp burned low, and nobody had thought of oil. ".repeat(600 - number * 10);
        let text =
            format!("# The {}\n\n{words}\n\nNumber {number}.\n", ["LAMP", "Lamp"][number % 2]);
        desk.put(&format!("in/{number:02}.md"), if number == 7 { String::new() } else { text });
    }
    let run = |folder: &str, jobs: &str| {
        desk.run(&["in", "--out-dir", folder, "--name", "{title}", "--jobs", jobs])
            .ends(1)
            .says("in/07.md: there is no text");
        super::names_in(&desk.path(folder))
    };
    let (one, many) = (run("one", "1"), run("many", "4"));
    assert_eq!(one.len(), 59, "each has a name");
    assert!(
        one.contains(&"The LAMP.pdf".to_owned()) && one.contains(&"The Lamp-2.pdf".to_owned())
    );
    assert_eq!(one, many);
    for name in one {
        let same = desk.read(&format!("one/{name}")) == desk.read(&format!("many/{name}"));
        assert!(same, "{name} is the same article");
    }
}

#[test]
fn people_are_told_the_sum_where_something_failed_or_they_want_all() {
    let desk = Desk::with_article();
    desk.put("empty.txt", "");
    desk.run(&["article.txt", "empty.txt"])
        .ends(1)
        .says("offprint: 2 articles: 1 set, 1 page, 1 not set");
    desk.put("second.txt", "Words.\n");
    desk.run(&["article.txt", "second.txt", "-v"]).ends(0).says("2 articles: 2 set, 2 pages");
    desk.run(&["article.txt", "second.txt"]).ends(0).is_silent();
    desk.run(&["article.txt", "empty.txt", "-q"]).ends(1);
}

#[test]
fn a_terminal_sees_a_bar_and_a_file_never_does() {
    let desk = Desk::new();
    articles(&desk, 150, &[]);
    let bar = format!("{} in --out-dir out --jobs 1", env!("CARGO_BIN_EXE_offprint"));
    let mut script = Command::new("script");
    script.args(["-qec", &bar, "/dev/null"]).current_dir(desk.folder.path());
    script.env("XDG_CONFIG_HOME", desk.path("nobody")).stdin(Stdio::null());
    let Ok(output) = script.output() else {
        return skip_without_tool("`script`, which gives a terminal, is not installed");
    };
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{shown}");
    assert!(shown.contains("150 articles: 150 set, 150 pages"), "{shown}");
    let left = shown.trim_end().rsplit('\r').next().unwrap_or_default();
    let left = left.trim_start_matches("\u{1b}[K");
    assert!(left.starts_with("offprint: 150"), "the bar is taken away at the end: {left:?}");
    let told = Told::of(&desk.command(&["in", "--out-dir", "out"]).output().expect("to run"));
    told.ends(0).is_silent();
}

#[test]
fn standard_output_keeps_the_order_of_the_articles() {
    let desk = Desk::new();
    articles(&desk, 40, &[]);
    // The first takes longest.
    desk.put("in/0001.txt", article(0).repeat(40));
    let one = desk.run(&["in", "--dump", "article", "--jobs", "1"]).out;
    let many = desk.run(&["in", "--dump", "article", "--jobs", "4"]);
    assert_eq!(String::from_utf8_lossy(&many.ends(0).out), String::from_utf8_lossy(&one));
}
