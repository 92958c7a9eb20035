//! What a printer can do.
//!
//! Comes in: what a printer tells of itself. Goes out: an [`Ability`]. Never done here: choosing.

use ipp::model::Operation;
use offprint::style::{PAPERS, Paper};

use super::media::{paper, same, spoken};
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
