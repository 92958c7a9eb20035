//! A batch of articles: how many a second, what memory.
//!
//! `cargo bench --bench batch [-- COUNT]` makes COUNT articles (1000) on the memory file system
//! where there is one, sets them with the binary on one thread, on all, and ten times as many, and
//! prints what each run took. Articles a second are counted by the time that the cores worked,
//! since the time on the wall tells of whatever else runs; both are printed.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at faults"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Ticks of `/proc/self/stat` in a second, as Linux has them on every common machine.
const TICKS: f64 = 100.0;

fn main() {
    let number = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let count: usize = number.unwrap_or(1000);
    let shm = Path::new("/dev/shm");
    let folder = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() };
    let folder = folder.expect("a folder");
    let root = folder.path();
    let words =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/input/self-reliance.txt"))
            .expect("an article");
    let words: Vec<&str> = words.split_whitespace().collect();
    make(&root.join("few"), count, &words);
    make(&root.join("many"), count * 10, &words);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{:>9} {:>7} {:>8} {:>8} {:>12} {:>8}",
        "articles", "threads", "wall s", "cores s", "a core s", "MiB"
    );
    for (name, count, jobs) in
        [("few", count, 1), ("few", count, cores), ("many", count * 10, cores)]
    {
        let run = run(root, name, jobs);
        println!(
            "{count:>9} {jobs:>7} {:>8.2} {:>8.2} {:>12.0} {:>8.1}",
            run.wall,
            run.worked,
            count as f64 / run.worked,
            run.memory / 1024.0
        );
    }
}

/// Makes articles of one page, each with other words.
fn make(folder: &Path, count: usize, words: &[&str]) {
    /// Words of an article, in four paragraphs: they fill most of an A4 page.
    const WORDS: usize = 360;
    fs::create_dir(folder).expect("a folder");
    for number in 0..count {
        let start = number * 37 % words.len();
        let some: Vec<&str> = words.iter().copied().cycle().skip(start).take(WORDS).collect();
        let paragraphs: Vec<String> =
            some.chunks(WORDS / 4).map(|part| part.join(" ")).collect();
        let text =
            format!("Essay {number}\n\nBy R. W. Emerson\n\n{}\n", paragraphs.join("\n\n"));
        fs::write(folder.join(format!("{number:06}.txt")), text).expect("an article");
    }
}

/// Measurements of a run.
struct Run {
    /// Seconds on the wall.
    wall: f64,
    /// Seconds that cores worked.
    worked: f64,
    /// The most memory, in KiB; 0 where the system does not tell.
    memory: f64,
}

fn run(root: &Path, name: &str, jobs: usize) -> Run {
    let before = children_worked();
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args([name, "--out-dir", "out", "--quiet", "--config", "none", "--jobs"])
        .arg(jobs.to_string())
        .current_dir(root)
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary to start");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0.0_f64;
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("to ask") {
            break ended;
        }
        memory = memory.max(most_memory(&status));
        thread::sleep(Duration::from_millis(5));
    };
    assert!(ended.success(), "the batch is set");
    let wall = begun.elapsed().as_secs_f64();
    fs::remove_dir_all(root.join("out")).expect("to tidy up");
    let worked = children_worked() - before;
    Run { wall, worked: if worked > 0.0 { worked } else { wall }, memory }
}

fn most_memory(status: &str) -> f64 {
    let status = fs::read_to_string(status).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}

/// Seconds that processes we waited for have worked (`cutime` and `cstime` of proc(5)).
fn children_worked() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}
