//! Readers: four draw the same page.

use std::fs;
use std::path::Path;
use std::process::Command;

use offprint::pipeline::PrintOptions;

use super::{articles, set};
use crate::skip::skip_without_tool;

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
pub(super) struct Reader {
    pub(super) name: &'static str,
    /// Its program and arguments: asks whether it is here.
    probe: &'static [&'static str],
    draw: &'static [&'static str],
    /// Each gives the text of `article.pdf` on standard output, a form feed after each page.
    pub(super) text: &'static [&'static [&'static str]],
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
    text = page.get_textpage().get_text_range() + '\\f'
    sys.stdout.buffer.write(text.encode('utf-8', 'ignore'))
";

const READERS: [Reader; 4] = [
    Reader {
        name: "poppler",
        probe: &["pdftoppm", "-v"],
        draw: &["pdftoppm", "-r", RESOLUTION, "-gray", "article.pdf", "poppler"],
        text: &[&["pdftotext", "article.pdf", "-"], &["pdftotext", "-raw", "article.pdf", "-"]],
    },
    Reader {
        name: "mupdf",
        probe: &["mutool", "-v"],
        // -N: without colour management, which Debian's has not and says so.
        draw: &[
            "mutool",
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
        text: &[&["mutool", "draw", "-N", "-q", "-F", "text", "article.pdf"]],
    },
    Reader {
        name: "ghostscript",
        probe: &["gs", "--version"],
        draw: &[
            "gs",
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
        probe: &["python3", "-c", "import pypdfium2"],
        draw: &["python3", "-c", PDFIUM_DRAWS, "article.pdf"],
        text: &[&["python3", "-c", PDFIUM_READS, "article.pdf"]],
    },
];

/// The readers that are here; those that are not are named.
pub(super) fn here() -> Vec<&'static Reader> {
    let is_here = |reader: &&Reader| {
        let [program, arguments @ ..] = reader.probe else { return false };
        let probe = Command::new(program).args(arguments).output();
        let found = probe.is_ok_and(|output| output.status.success() || reader.name == "mupdf");
        if !found {
            skip_without_tool(&format!("{} is not installed", reader.name));
        }
        found
    };
    READERS.iter().filter(is_here).collect()
}

/// Returns the standard output of a reader; it must print nothing else.
pub(super) fn ask(reader: &Reader, arguments: &[&str], folder: &Path, what: &str) -> Vec<u8> {
    let [program, arguments @ ..] = arguments else { panic!("no program") };
    let mut command = Command::new(program);
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
        let Some(print) = set(&bytes, &PrintOptions::default()) else { continue };
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
