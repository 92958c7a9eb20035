//! Descriptions of the states that printers report (RFC 8011, 5.4.12; PWG 5100.9).

use offprint::diagnostic::{Diagnostic, Place};

/// Keywords of state reasons without their severity, and their descriptions.
const DESCRIPTIONS: [(&str, &str); 18] = [
    ("media-jam", "paper jam"),
    ("media-empty", "out of paper"),
    ("media-needed", "the paper of the job is not loaded"),
    ("media-low", "paper is low"),
    ("toner-empty", "out of toner"),
    ("toner-low", "toner is low"),
    ("marker-supply-empty", "out of ink"),
    ("marker-supply-low", "ink is low"),
    ("marker-waste-full", "the waste container is full"),
    ("cover-open", "the cover is open"),
    ("door-open", "the door is open"),
    ("interlock-open", "a safety switch is open"),
    ("input-tray-missing", "the paper tray is missing"),
    ("output-area-full", "the output tray is full"),
    ("output-tray-missing", "the output tray is missing"),
    ("paused", "the printer is paused"),
    ("shutdown", "the printer is switched off"),
    ("offline", "the printer is offline"),
];

/// Returns the description of a state reason; none for one that is not a problem.
pub(crate) fn describe_state_reason(reason: &str) -> Option<String> {
    // Reasons of CUPS itself concern its queue, not the printer.
    if reason == "none" || reason.ends_with("-report") || reason.starts_with("cups-") {
        return None;
    }
    let severity = ["-error", "-warning"].iter().find_map(|end| reason.strip_suffix(end));
    let keyword = severity.unwrap_or(reason);
    let known = DESCRIPTIONS.iter().find(|(name, _)| *name == keyword);
    Some(known.map_or(keyword, |(_, description)| description).to_owned())
}

/// Returns the warning for a state reason; none for one that is not a problem. Without a severity a
/// reason is an error.
pub(crate) fn state_warning(reason: &str) -> Option<Diagnostic> {
    let description = describe_state_reason(reason)?;
    let severity = if reason.ends_with("-warning") { "a warning" } else { "an error" };
    let message = format!("the printer reports {severity}: {description}");
    Some(Diagnostic::warning("printer-state", Place::default(), message))
}
