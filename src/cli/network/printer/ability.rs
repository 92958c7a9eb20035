//! What a printer can do.
//!
//! Comes in: what a printer tells of itself. Goes out: an [`Ability`]. Never done here: choosing.

use ipp::model::Operation;
use offprint::style::{PAPERS, Paper};
use offprint::unit::Length;

use super::talk::{Answer, Line, Refusal, Told};

/// What is asked.
const ASKED: [&str; 17] = [
    "printer-name",
    "printer-info",
    "printer-make-and-model",
    "printer-is-accepting-jobs",
    "printer-state",
    "printer-state-reasons",
    "document-format-supported",
    "media-supported",
    "media-ready",
    "media-default",
    "sides-supported",
    "print-color-mode-supported",
    "copies-supported",
    "page-ranges-supported",
    "print-scaling-supported",
    "pdf-versions-supported",
    "color-supported",
];

/// How far a sheet may differ from the page and still be the same paper, in millimetres: names of
/// sizes in inches are rounded to millimetres and back.
const SAME_PAPER: f64 = 1.0;

/// What a printer can do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ability {
    /// How it calls itself.
    pub(crate) name: Option<String>,
    /// It takes jobs.
    pub(crate) accepting: bool,
    /// What troubles it.
    pub(crate) reasons: Vec<String>,
    /// The kinds of documents that it prints.
    pub(crate) formats: Vec<String>,
    /// The sheets that it can print on.
    pub(crate) media: Vec<String>,
    /// The sheets that lie in it.
    pub(crate) ready: Vec<String>,
    /// The sheet that it takes unasked.
    pub(crate) usual: Option<String>,
    /// How it prints on both sides.
    pub(crate) sides: Vec<String>,
    /// Its ways with colour.
    pub(crate) colours: Vec<String>,
    /// Copies at most.
    pub(crate) copies: u32,
    /// It prints some pages of a document and leaves others out.
    pub(crate) ranges: bool,
    /// How it fits pages to sheets.
    pub(crate) scalings: Vec<String>,
}

impl Ability {
    /// Asks the printer.
    pub(crate) fn ask(line: &Line) -> Result<Self, Refusal> {
        let request = line.request(Operation::GetPrinterAttributes)?.asking(&ASKED);
        let answer: Answer = line.ask(&request)?;
        let told = answer.printers().next();
        let told = told.ok_or_else(|| Refusal::Garbled("it tells nothing of itself".into()))?;
        Ok(Self::of(&told))
    }

    fn of(told: &Told<'_>) -> Self {
        Self {
            name: told.one("printer-info").or_else(|| told.one("printer-name")),
            accepting: told.yes("printer-is-accepting-jobs").unwrap_or(true),
            reasons: told.all("printer-state-reasons"),
            formats: told.all("document-format-supported"),
            media: told.all("media-supported"),
            ready: told.all("media-ready"),
            usual: told.one("media-default"),
            sides: told.all("sides-supported"),
            colours: told.all("print-color-mode-supported"),
            copies: told
                .number("copies-supported")
                .and_then(|it| it.try_into().ok())
                .unwrap_or(1),
            ranges: told.yes("page-ranges-supported").unwrap_or(false),
            scalings: told.all("print-scaling-supported"),
        }
    }

    /// The paper that it takes unasked: what lies in it before what it would ask for.
    pub(crate) fn usual_paper(&self) -> Option<Paper> {
        let usual = self.usual.as_deref();
        let lies =
            |medium: &&str| self.ready.is_empty() || self.ready.iter().any(|it| it == medium);
        let usual = usual.filter(lies).or(self.ready.first().map(String::as_str)).or(usual);
        usual.and_then(paper)
    }

    /// The printer's name for this paper, among the sheets that it can print on.
    pub(crate) fn medium(&self, wanted: Paper) -> Option<&str> {
        let all = self.ready.iter().chain(&self.media);
        all.map(String::as_str).find(|medium| paper(medium).is_some_and(|it| same(it, wanted)))
    }

    /// Whether this medium lies in it; one that does not tell is believed.
    pub(crate) fn has_ready(&self, medium: &str) -> bool {
        self.ready.is_empty() || self.ready.iter().any(|ready| ready == medium)
    }

    /// Names of its papers, for people; envelopes and the like, which have none, only where there
    /// is nothing else.
    pub(crate) fn papers(media: &[String]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in media.iter().filter_map(|medium| Some(spoken(paper(medium)?))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let named = |name: &String| PAPERS.iter().any(|(known, ..)| known == name);
        if names.iter().any(named) {
            names.retain(named);
        }
        names
    }
}

/// The size that a medium's name tells (PWG 5101.1): `iso_a4_210x297mm`; or the short names that
/// CUPS keeps: `A4`.
fn paper(medium: &str) -> Option<Paper> {
    let measure = medium.rsplit('_').next()?;
    // `custom_max_...` and `custom_min_...` tell a range, and are no sheets.
    if medium.starts_with("custom_m") {
        return None;
    }
    let measured = measure.starts_with(|c: char| c.is_ascii_digit());
    let name = measure.to_ascii_lowercase();
    let known = PAPERS.iter().any(|(known, ..)| *known == name);
    (measured || known).then(|| name.parse().ok())?
}

fn same(one: Paper, other: Paper) -> bool {
    let near = |a: Length, b: Length| (a.mm() - b.mm()).abs() <= SAME_PAPER;
    let (one, other) = (one.landscape(), other.landscape());
    near(one.width, other.width) && near(one.height, other.height)
}

/// How `--paper` calls this paper.
pub(crate) fn spoken(wanted: Paper) -> String {
    let named = PAPERS.iter().find(|&&(_, width, height)| {
        let (width, height) = (Length::from_mm(width), Length::from_mm(height));
        same(Paper { width, height }, wanted)
    });
    match named {
        Some((name, ..)) => (*name).to_owned(),
        None => format!("{:.0}x{:.0}mm", wanted.width.mm(), wanted.height.mm()),
    }
}

#[cfg(test)]
mod tests {
    use offprint::style::Paper;

    use super::{Ability, paper, spoken};

    #[test]
    fn media_are_known_by_their_measure_and_by_short_names() {
        for (medium, wanted) in [
            ("iso_a4_210x297mm", Some("a4")),
            ("na_letter_8.5x11in", Some("letter")),
            ("na_legal_8.5x14in", Some("legal")),
            ("jis_b5_182x257mm", Some("jis-b5")),
            ("iso_dl_110x220mm", Some("110x220mm")),
            ("custom_170x240mm_170x240mm", Some("170x240mm")),
            ("A4", Some("a4")),
            ("Letter", Some("letter")),
            ("custom_min_76.2x127mm", None),
            ("custom_max_215.9x355.6mm", None),
            ("stationery", None),
            ("", None),
        ] {
            assert_eq!(paper(medium).map(spoken).as_deref(), wanted, "{medium}");
        }
    }

    #[test]
    fn what_lies_in_the_printer_comes_first() {
        let mut printer = Ability {
            media: vec!["na_letter_8.5x11in".into(), "iso_a4_210x297mm".into()],
            usual: Some("na_letter_8.5x11in".into()),
            ..Ability::default()
        };
        let usual = |printer: &Ability| printer.usual_paper().map(spoken);
        assert_eq!(
            usual(&printer).as_deref(),
            Some("letter"),
            "it does not tell what lies in it"
        );
        printer.ready = vec!["iso_a4_210x297mm".into()];
        assert_eq!(usual(&printer).as_deref(), Some("a4"), "no letter lies in it");
        assert_eq!(printer.medium(Paper::A4.landscape()), Some("iso_a4_210x297mm"));
        assert!(!printer.has_ready("na_letter_8.5x11in"));
    }
}
