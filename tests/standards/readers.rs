//! Readers: four draw the same page, read the same letters.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use offprint::article::walk;
use offprint::clean::{Wishes, clean};
use offprint::edit::{Brief, edit};
use offprint::jobs::Jobs;
use offprint::pipeline::Order;
use offprint::read::{Format, read};
use offprint::style::{Choices, Style, Template};

use super::{articles, set};

/// Dots to the inch: coarse, for what is compared is where there is ink and how much.
const RESOLUTION: &str = "36";
/// Dots to a side of the squares whose grey is compared: smaller ones feel each engine's edges.
const SQUARE: usize = 8;
/// Greatest difference of a square, of 255: 31 was measured between four engines, and 60 where a
/// line of text is missing.
const MOST: u32 = 45;
/// Greatest mean difference of a page, of 255: 2 was measured.
const MEAN: u32 = 4;

/// A reader: its name, and its arguments for drawing `article.pdf` as grey pictures.
struct Reader {
    name: &'static str,
    program: &'static str,
    /// Asks whether it is here.
    probe: &'static [&'static str],
    draw: &'static [&'static str],
    /// Gives the text on standard output; `article.pdf` comes last.
    text: &'static [&'static str],
}

const PDFIUM_DRAWS: &str = "
import sys, pypdfium2
for number, page in enumerate(pypdfium2.PdfDocument(sys.argv[1]), 1):
    grey = page.render(scale=0.5, grayscale=True)
    rows = range(0, grey.height * grey.stride, grey.stride)
    with open('pdfium-%03d.pgm' % number, 'wb') as out:
        out.write(b'P5 %d %d 255\\n' % (grey.width, grey.height))
        for row in rows:
            out.write(bytes(grey.buffer[row:row + grey.width]))
";

const PDFIUM_READS: &str = "
import sys, pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    sys.stdout.buffer.write(page.get_textpage().get_text_range().encode('utf-8', 'ignore'))
";

const READERS: [Reader; 4] = [
    Reader {
        name: "poppler",
        program: "pdftoppm",
        probe: &["-v"],
        draw: &["-r", RESOLUTION, "-gray", "article.pdf", "poppler"],
        text: &[],
    },
    Reader {
        name: "mupdf",
        program: "mutool",
        probe: &["-v"],
        // -N: without colour management, which Debian's has not and says so.
        draw: &[
            "draw",
            "-N",
            "-q",
            "-r",
            RESOLUTION,
            "-c",
            "gray",
            "-F",
            "pgm",
            "-o",
            "mupdf-%03d.pgm",
            "article.pdf",
        ],
        text: &["draw", "-N", "-q", "-F", "text", "article.pdf"],
    },
    Reader {
        name: "ghostscript",
        program: "gs",
        probe: &["--version"],
        draw: &[
            "-q",
            "-dSAFER",
            "-dNOPAUSE",
            "-dBATCH",
            "-sDEVICE=pgmraw",
            "-r36",
            "-dGraphicsAlphaBits=4",
            "-dTextAlphaBits=4",
            "-sOutputFile=gs-%03d.pgm",
            "article.pdf",
        ],
        text: &[],
    },
    Reader {
        name: "pdfium",
        program: "python3",
        probe: &["-c", "import pypdfium2"],
        draw: &["-c", PDFIUM_DRAWS, "article.pdf"],
        text: &["-c", PDFIUM_READS, "article.pdf"],
    },
];

/// The readers that are here; those that are not are named.
fn here() -> Vec<&'static Reader> {
    let is_here = |reader: &&Reader| {
        let probe = Command::new(reader.program).args(reader.probe).output();
        let found =
            probe.is_ok_and(|output| output.status.success() || reader.program == "mutool");
        if !found {
            let _ = writeln!(io::stderr(), "skipped: {} is not here", reader.name);
        }
        found
    };
    READERS.iter().filter(is_here).collect()
}

/// What a reader says on standard output; it must say nothing else.
fn ask(reader: &Reader, arguments: &[&str], folder: &Path, what: &str) -> Vec<u8> {
    let mut command = Command::new(reader.program);
    let output = command.args(arguments).current_dir(folder).output().expect("a reader runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.is_empty(), "{what}: {} says {told}", reader.name);
    output.stdout
}

/// A picture in greys: width, height, dots.
struct Picture {
    width: usize,
    dots: Vec<u8>,
}

impl Picture {
    /// Reads a PGM of one byte to a dot.
    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).expect("a picture");
        let (mut numbers, mut at) = (Vec::new(), 2);
        assert_eq!(bytes.get(..2), Some(&b"P5"[..]), "{}", path.display());
        while numbers.len() < 3 {
            match bytes[at] {
                b'#' => at += bytes[at..].iter().position(|&b| b == b'\n').expect("an end"),
                byte if byte.is_ascii_digit() => {
                    let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit());
                    let digits: Vec<u8> = digits.copied().collect();
                    at += digits.len();
                    let text = String::from_utf8(digits).expect("digits");
                    numbers.push(text.parse::<usize>().expect("a number"));
                }
                _ => at += 1,
            }
        }
        Self { width: numbers[0], dots: bytes[at + 1..].to_vec() }
    }

    /// The grey of each square.
    fn squares(&self) -> Vec<u32> {
        let rows: Vec<&[u8]> = self.dots.chunks_exact(self.width).collect();
        let mut squares = Vec::new();
        for band in rows.chunks_exact(SQUARE) {
            for left in (0..self.width.saturating_sub(SQUARE)).step_by(SQUARE) {
                let dots = band.iter().flat_map(|row| &row[left..left + SQUARE]);
                let sum: u32 = dots.map(|&dot| u32::from(dot)).sum();
                squares.push(sum / u32::try_from(SQUARE * SQUARE).expect("small"));
            }
        }
        squares
    }
}

/// The pages that a reader has drawn, in order.
fn drawn(folder: &Path) -> Vec<Vec<u32>> {
    let entries =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("one").path());
    let mut paths: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "pgm")).collect();
    paths.sort();
    let pages = paths.iter().map(|path| Picture::read(path).squares()).collect();
    paths.iter().for_each(|path| fs::remove_file(path).expect("it can go"));
    pages
}

#[test]
fn four_readers_draw_the_same_page_without_a_warning() {
    let readers = here();
    let folder = tempfile::tempdir().expect("a folder");
    for path in articles("input").into_iter().chain(articles("tests/suite/read")) {
        let bytes = fs::read(&path).expect("an article");
        let Some(print) = set(&bytes, &Order::default()) else { continue };
        fs::write(folder.path().join("article.pdf"), &print.pdf).expect("a file");
        let mut first: Option<(&str, Vec<Vec<u32>>)> = None;
        for reader in &readers {
            let what = path.display().to_string();
            ask(reader, reader.draw, folder.path(), &what);
            let pages = drawn(folder.path());
            assert_eq!(pages.len(), print.pages, "{what}: {}", reader.name);
            let Some((other, same)) = &first else {
                first = Some((reader.name, pages));
                continue;
            };
            for (number, (page, same)) in (1..).zip(pages.iter().zip(same)) {
                assert_eq!(page.len(), same.len(), "{what}: sizes");
                let off: Vec<u32> =
                    page.iter().zip(same).map(|(a, b)| a.abs_diff(*b)).collect();
                let most = off.iter().max().copied().unwrap_or(0);
                let mean =
                    off.iter().sum::<u32>() / u32::try_from(off.len().max(1)).expect("few");
                assert!(
                    most <= MOST && mean <= MEAN,
                    "{what}, page {number}: {} and {other} differ by {most}, {mean} in the mean",
                    reader.name
                );
            }
        }
    }
}

#[test]
fn every_reader_gives_the_letters_of_the_article() {
    let bare = Choices {
        headline: Some(Template::empty()),
        footer: Some(Template::empty()),
        ..Choices::default()
    };
    let style = Style::resolve(&bare).expect("the house's own style fits");
    let order = Order { style, ..Order::default() };
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let folder = tempfile::tempdir().expect("a folder");
    let readers: Vec<_> = here().into_iter().filter(|reader| !reader.text.is_empty()).collect();
    // Plain text has no marks of notes, which are ours and which every reader gives too.
    let plain = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt");
    for path in articles("input").into_iter().filter(plain) {
        let bytes = fs::read(&path).expect("an article");
        let Some(print) = set(&bytes, &order) else { continue };
        fs::write(folder.path().join("article.pdf"), &print.pdf).expect("a file");
        let cleaned = clean(read(&bytes, Format::Auto).0, &Wishes::default());
        let (article, _) = edit(cleaned.article, &Brief::default(), &Jobs::new(1));
        let expected = letters(&walk::words(&article).concat());
        for reader in &readers {
            let what = path.display().to_string();
            let text = ask(reader, reader.text, folder.path(), &what);
            let found = letters(&String::from_utf8_lossy(&text));
            let same = found.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
            assert!(
                found == expected,
                "{what}: {} departs after {} letters: {:?} for {:?}",
                reader.name,
                same,
                found.chars().skip(same).take(30).collect::<String>(),
                expected.chars().skip(same).take(30).collect::<String>(),
            );
        }
    }
}
