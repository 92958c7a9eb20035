//! The printers that CUPS knows by name.
//!
//! Comes in: nothing. Goes out: their names, and which one is the usual. Never done here: looking
//! for printers on the network.

use ipp::model::{Operation, StatusCode};

use super::place::Place;
use super::talk::{Line, Refusal};

/// What is asked of each.
const ASKED: [&str; 5] = [
    "printer-name",
    "printer-info",
    "printer-location",
    "printer-is-accepting-jobs",
    "printer-state-reasons",
];

/// A printer by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// What `--printer` takes.
    pub(crate) name: String,
    /// What people call it.
    pub(crate) info: Option<String>,
    /// Where it stands.
    pub(crate) location: Option<String>,
    /// It takes jobs.
    pub(crate) accepting: bool,
    /// What troubles it.
    pub(crate) reasons: Vec<String>,
    /// It is taken where none is named.
    pub(crate) usual: bool,
}

/// The printers of CUPS, in its order.
pub(crate) fn list(line: &Line) -> Result<Vec<Listed>, Refusal> {
    let request = line.request(Operation::CupsGetPrinters)?.asking(&ASKED);
    let answer = match line.ask(&request) {
        // CUPS says so where it has no printers.
        Err(Refusal::Denied { status: StatusCode::ClientErrorNotFound, .. }) => {
            return Ok(Vec::new());
        }
        answer => answer?,
    };
    let usual = usual_name(line)?;
    let listed = |name: String, told: super::talk::Told<'_>| Listed {
        info: told.one("printer-info"),
        location: told.one("printer-location"),
        accepting: told.yes("printer-is-accepting-jobs").unwrap_or(true),
        reasons: told.all("printer-state-reasons"),
        usual: usual.as_ref() == Some(&name),
        name,
    };
    let named =
        answer.printers().filter_map(|told| Some(listed(told.one("printer-name")?, told)));
    Ok(named.collect())
}

/// The printer that CUPS takes where none is named.
pub(crate) fn usual(line: &Line) -> Result<Option<Place>, Refusal> {
    let name = usual_name(line)?;
    name.map(|name| Place::typed(&name).map_err(Refusal::Garbled)).transpose()
}

fn usual_name(line: &Line) -> Result<Option<String>, Refusal> {
    let request = line.request(Operation::CupsGetDefault)?.asking(&["printer-name"]);
    match line.ask(&request) {
        Ok(answer) => Ok(answer.printers().next().and_then(|told| told.one("printer-name"))),
        Err(Refusal::Denied { status: StatusCode::ClientErrorNotFound, .. }) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}
