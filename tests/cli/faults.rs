//! Faults of disks, readers and rights.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use super::{ARTICLE, Desk, Told, assert_whole, names_in};
use crate::skip::{skip_without_data, skip_without_tool};

/// Nobody, as most systems number it.
const NOBODY: u32 = 65_534;

/// Returns whether the tests run as root, for whom permissions do not count.
fn is_root() -> bool {
    let file = tempfile::NamedTempFile::new().expect("a file");
    file.as_file().metadata().is_ok_and(|metadata| metadata.uid() == 0)
}

/// Runs as somebody whom rights bind: root runs a copy of the binary as nobody.
fn run_bound(desk: &Desk, arguments: &[&str]) -> Told {
    if !is_root() {
        return desk.run(arguments);
    }
    let bin = tempfile::tempdir().expect("a folder for the binary");
    let copy = bin.path().join("offprint");
    // Copied by another process: what this one writes, its children of other tests hold open, and
    // a file that is open for writing cannot be run.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_offprint")).arg(&copy).status();
    assert!(copied.is_ok_and(|status| status.success()), "a copy of the binary");
    fs::set_permissions(bin.path(), Permissions::from_mode(0o755)).expect("rights");
    let mut command = Command::new(&copy);
    command.current_dir(desk.folder.path()).args(arguments).uid(NOBODY).gid(NOBODY);
    Told::of(&command.output().expect("the binary to run as nobody"))
}

/// Gives the folder to whoever [`run_bound`] runs as, with these rights.
fn hand_over(desk: &Desk, mode: u32) {
    if is_root() {
        chown(desk.folder.path(), Some(NOBODY), Some(NOBODY)).expect("to give the folder away");
    }
    fs::set_permissions(desk.folder.path(), Permissions::from_mode(mode)).expect("rights");
}

#[test]
fn an_unreadable_article_is_told() {
    let desk = Desk::with_article();
    fs::set_permissions(desk.path("article.txt"), Permissions::from_mode(0o000))
        .expect("rights");
    hand_over(&desk, 0o755);
    run_bound(&desk, &["article.txt"]).ends(3).says("article.txt: cannot read it: permission");
    assert_eq!(desk.names(), ["article.txt"], "nothing is left");
}

#[test]
fn a_read_only_folder_is_told_and_its_files_stay() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0);
    let before = desk.read("article.pdf");
    hand_over(&desk, 0o555);
    let told = run_bound(&desk, &["article.txt", "--title", "Another"]);
    told.ends(3).says("article.pdf: cannot write it: permission denied").says("--output");
    assert_eq!(desk.read("article.pdf"), before, "the old file is whole");
    hand_over(&desk, 0o755);
}

#[test]
fn a_full_device_is_told_by_file_by_standard_output_and_by_help() {
    if !PathBuf::from("/dev/full").exists() {
        return skip_without_tool("there is no /dev/full on this system");
    }
    let desk = Desk::with_article();
    desk.run(&["article.txt", "-o", "/dev/full"]).ends(3).says("no space left");
    for arguments in [&["article.txt", "-o", "-"][..], &["article.txt", "--dump", "article"]] {
        let full = File::options().write(true).open("/dev/full").expect("/dev/full");
        let output = desk.command(arguments).stdout(full).output().expect("to run");
        Told::of(&output).ends(3).says("<stdout>: cannot write it: no space left");
    }
    let full = File::options().write(true).open("/dev/full").expect("/dev/full");
    let output = desk.command(&["--help"]).stdout(full).output().expect("to run");
    Told::of(&output).ends(3);
}

/// A file system of a few pages, taken down at the end.
struct TinyDisk(PathBuf);

impl TinyDisk {
    fn new(desk: &Desk) -> Option<Self> {
        let at = desk.path("disk");
        fs::create_dir(&at).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=12k", "tmpfs"]).arg(&at);
        let done = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        done.then_some(Self(at))
    }
}

impl Drop for TinyDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_keeps_the_old_file_and_leaves_no_other() {
    let desk = Desk::with_article();
    let Some(disk) = TinyDisk::new(&desk) else {
        return skip_without_data("only root can mount a tiny disk");
    };
    fs::write(disk.0.join("long.pdf"), "an old file").expect("room for a little");
    // Words that do not repeat, so that no compression makes them fit.
    let words = (0..20_000_u32).map(|n| format!("{:x} ", n.wrapping_mul(2_654_435_761)));
    desk.put("long.txt", words.collect::<String>());
    let told = desk.run(&["long.txt", "-o", "disk/long.pdf", "--force"]);
    told.ends(3).says("disk/long.pdf: cannot write it: no space left").says("help: ");
    assert_eq!(names_in(&disk.0), ["long.pdf"], "no temporary file is left");
    let old = fs::read(disk.0.join("long.pdf")).expect("the old file");
    assert_eq!(old, b"an old file", "the old file is whole");
    desk.run(&["long.txt", "-o", "disk/new.pdf"]).ends(3);
    assert_eq!(names_in(&disk.0), ["long.pdf"], "no torn and no empty file");
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let desk = Desk::with_article();
    for arguments in [&["-", "-o", "-"][..], &["-", "--dump", "article"], &["--help"]] {
        let mut command = desk.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary to start");
        drop(child.stdout.take());
        if let Some(mut stdin) = child.stdin.take() {
            use std::io::Write;
            let _ = stdin.write_all(ARTICLE.as_bytes());
        }
        let told = Told::of(&child.wait_with_output().expect("the binary to end"));
        told.ends(0).is_silent();
    }
}

#[test]
fn a_pipe_with_a_name_is_written_straight_and_stays_a_pipe() {
    let desk = Desk::with_article();
    let pipe = desk.path("pipe.pdf");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return skip_without_tool("mkfifo is not installed");
    }
    let reader = thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).expect("to read the pipe")
    });
    desk.run(&["article.txt", "-o", "pipe.pdf"]).ends(0).is_silent();
    assert_whole(&reader.join().expect("the reader"));
    assert!(!fs::metadata(pipe).expect("the pipe").is_file(), "it is a pipe still");
}

#[test]
fn a_link_stays_a_link_and_what_it_points_at_is_replaced() {
    let desk = Desk::with_article();
    fs::create_dir(desk.path("far")).expect("a folder");
    for target in ["far/old.pdf", "far/new.pdf"] {
        let link = desk.path("link.pdf");
        let _ = fs::remove_file(&link);
        symlink(target, &link).expect("a link");
        desk.run(&["article.txt", "-o", "link.pdf"]).ends(0).is_silent();
        assert!(link.is_symlink(), "the link is a link still");
        assert_whole(&desk.read(target));
    }
    symlink("article.txt", desk.path("to-article.pdf")).expect("a link");
    fs::hard_link(desk.path("article.txt"), desk.path("twin.pdf")).expect("a twin");
    for same in ["to-article.pdf", "twin.pdf"] {
        desk.run(&["article.txt", "-o", same, "--force"]).ends(2).says("overwrite the article");
    }
    symlink("loop.pdf", desk.path("loop.pdf")).expect("a link");
    desk.run(&["article.txt", "-o", "loop.pdf"]).ends(3).says("links");
}

#[test]
fn rights_are_those_of_any_new_file_or_of_the_file_replaced() {
    let desk = Desk::with_article();
    desk.run(&["article.txt"]).ends(0);
    let mode = |name: &str| fs::metadata(desk.path(name)).expect("a file").mode() & 0o7777;
    assert_eq!(mode("article.pdf"), mode("article.txt"), "the umask decides, as for any file");
    fs::set_permissions(desk.path("article.pdf"), Permissions::from_mode(0o640))
        .expect("rights");
    desk.run(&["article.txt"]).ends(0);
    assert_eq!(mode("article.pdf"), 0o640, "as the file before");
}

#[test]
fn two_runs_on_one_output_leave_one_whole_file() {
    let desk = Desk::with_article();
    desk.put("second.txt", "Another article, with other words.\n");
    let wholes = ["article.txt", "second.txt"].map(|name| desk.run(&[name, "-o", "-"]).out);
    for _ in 0..5 {
        let runs: Vec<_> = (0..6)
            .map(|n| {
                let name = if n % 2 == 0 { "article.txt" } else { "second.txt" };
                desk.command(&[name, "-o", "out.pdf"]).spawn().expect("the binary to start")
            })
            .collect();
        for mut run in runs {
            let status = run.wait().expect("the binary to end");
            assert!(status.success(), "every run succeeds");
            let seen = desk.read("out.pdf");
            assert!(wholes.contains(&seen), "whoever looks sees one of the two, whole");
        }
    }
    assert_eq!(desk.names(), ["article.txt", "out.pdf", "second.txt"], "nothing else is left");
}

#[test]
fn a_run_that_is_killed_leaves_the_old_file_or_the_new_one() {
    use std::time::Duration;

    let desk = Desk::with_article();
    let long: String =
        (0..400).map(|n| format!("Paragraph {n} of a long article.\n\n")).collect();
    desk.put("article.txt", &long);
    desk.run(&["article.txt", "-o", "out.pdf"]).ends(0);
    let old = desk.read("out.pdf");
    let new = desk.run(&["article.txt", "-o", "-", "--title", "Another"]).out;
    for round in 0..24 {
        let mut run = desk
            .command(&["article.txt", "-o", "out.pdf", "--title", "Another"])
            .spawn()
            .expect("the binary to start");
        thread::sleep(Duration::from_millis(5 * round));
        // SIGKILL, which no program can catch.
        let _ = run.kill();
        run.wait().expect("the binary to end");
        let seen = desk.read("out.pdf");
        assert!(seen == old || seen == new, "a torn file after {round} rounds");
        fs::write(desk.path("out.pdf"), &old).expect("the old file again");
    }
}

/// Names of temporary files in the folder.
fn temporary(desk: &Desk) -> Vec<String> {
    desk.names().into_iter().filter(|name| name.starts_with(".offprint-")).collect()
}

#[test]
fn a_file_that_a_killed_run_left_is_removed_by_the_next() {
    let desk = Desk::with_article();
    desk.put(".offprint-aB3dE6.tmp", "what a killed run left");
    for other in
        [".offprint-.tmp", ".offprint-mine.tmp", ".offprint-aB3dE6.txt", "offprint.tmp"]
    {
        desk.put(other, "somebody's");
    }
    symlink("article.txt", desk.path(".offprint-link12.tmp")).expect("a link");
    fs::create_dir(desk.path(".offprint-dir123.tmp")).expect("a folder");
    // One that a run writes now: it holds the lock.
    let held = File::create(desk.path(".offprint-held12.tmp")).expect("a file");
    held.lock().expect("a lock");
    desk.run(&["article.txt"]).ends(0).is_silent();
    let left = temporary(&desk);
    let wanted = [
        ".offprint-.tmp",
        ".offprint-aB3dE6.txt",
        ".offprint-dir123.tmp",
        ".offprint-held12.tmp",
        ".offprint-link12.tmp",
        ".offprint-mine.tmp",
    ];
    assert_eq!(left, wanted, "only what is ours and nobody holds is removed");
    assert_eq!(desk.read("article.txt"), ARTICLE.as_bytes(), "no link is followed");
    drop(held);
    fs::create_dir(desk.path("out")).expect("a folder");
    desk.run(&["article.txt", "--out-dir", "out"]).ends(0);
    assert!(desk.has(".offprint-held12.tmp"), "other folders are let alone");
    desk.run(&["article.txt"]).ends(0);
    assert!(!desk.has(".offprint-held12.tmp"), "nobody holds it any more");
}

/// Runs under strace, which holds back the renaming of the temporary file for two seconds, and sends
/// a signal meanwhile. Returns how the run ended, or nothing where strace does not work.
fn end_while_writing(desk: &Desk, signal: &str) -> Option<std::process::ExitStatus> {
    use std::time::{Duration, Instant};
    let program = env!("CARGO_BIN_EXE_offprint");
    let mut command = Command::new("strace");
    command.args([
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=rename,renameat,renameat2",
        "-e",
    ]);
    command.arg("inject=rename,renameat,renameat2:delay_enter=2000000").arg(program);
    command.args(["article.txt", "--title", "Another", "--quiet"]);
    command.current_dir(desk.folder.path()).stderr(Stdio::null());
    let mut run = command.spawn().ok()?;
    let begun = Instant::now();
    while temporary(desk).is_empty() {
        if run.try_wait().ok()?.is_some() || begun.elapsed() > Duration::from_secs(30) {
            return None;
        }
        thread::sleep(Duration::from_millis(2));
    }
    let children = format!("/proc/{0}/task/{0}/children", run.id());
    let child = fs::read_to_string(children).ok()?;
    let sent = Command::new("kill").args([signal, child.trim()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "{signal} is sent");
    run.wait().ok()
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_the_run_when_the_file_is_whole() {
    use std::os::unix::process::ExitStatusExt;
    for (signal, number) in [("-TERM", 15), ("-INT", 2), ("-HUP", 1)] {
        let desk = Desk::with_article();
        desk.run(&["article.txt"]).ends(0);
        let new = desk.run(&["article.txt", "-o", "-", "--title", "Another"]).out;
        let Some(status) = end_while_writing(&desk, signal) else {
            return skip_without_tool("strace does not work here");
        };
        assert_eq!(
            status.signal(),
            Some(number),
            "{signal}: a death by the signal: {status:?}"
        );
        assert_eq!(desk.names(), ["article.pdf", "article.txt"], "{signal}: nothing is left");
        assert!(desk.read("article.pdf") == new, "{signal}: the new file, whole");
    }
}

#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    let desk = Desk::with_article();
    // The shell ignores the signals, and so does what it runs. Watching goes on until it is killed.
    let script = "trap '' HUP INT; \"$0\" watch article.txt --quiet & run=$!; \
        while [ ! -e article.pdf ]; do sleep 0.05; done; kill -HUP $run; kill -INT $run; \
        sleep 0.5; kill -0 $run && echo alive; kill -TERM $run; wait $run; echo $?";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_offprint")]);
    let output = command.current_dir(desk.folder.path()).output().expect("sh to run");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    if cfg!(target_os = "linux") {
        assert_eq!(told.lines().collect::<Vec<_>>(), ["alive", "143"], "SIGTERM alone ends it");
    }
    assert_eq!(desk.names(), ["article.pdf", "article.txt"]);
}

#[test]
fn a_limit_on_the_size_of_files_is_told_and_leaves_no_file() {
    let desk = Desk::with_article();
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "ulimit -f 1; exec \"$0\" article.txt",
        env!("CARGO_BIN_EXE_offprint"),
    ]);
    let output = command.current_dir(desk.folder.path()).output().expect("sh to run");
    Told::of(&output)
        .ends(3)
        .says("article.pdf: cannot write it: the file would be larger than");
    assert_eq!(desk.names(), ["article.txt"], "nothing is left");
}
