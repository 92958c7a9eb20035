//! What printers report of themselves, in plain words.
//!
//! Comes in: a keyword. Goes out: words, where it is trouble. Never done here: asking.

/// What printers report of themselves, and how people say it (PWG 5100.9 and RFC 8011, 5.4.12).
const TROUBLES: [(&str, &str); 18] = [
    ("media-jam", "paper is jammed in it"),
    ("media-empty", "it has no paper"),
    ("media-needed", "it wants the right paper"),
    ("media-low", "it has little paper left"),
    ("toner-empty", "its toner is used up"),
    ("toner-low", "its toner runs low"),
    ("marker-supply-empty", "its ink is used up"),
    ("marker-supply-low", "its ink runs low"),
    ("marker-waste-full", "its waste tank is full"),
    ("cover-open", "its cover is open"),
    ("door-open", "its door is open"),
    ("interlock-open", "something of it is open"),
    ("input-tray-missing", "its paper tray is missing"),
    ("output-area-full", "its output tray is full"),
    ("output-tray-missing", "its output tray is missing"),
    ("paused", "it is paused"),
    ("shutdown", "it is switched off"),
    ("offline", "it is off line"),
];

/// A reason in plain words; none for what is no trouble.
pub(crate) fn spoken(reason: &str) -> Option<String> {
    let bare =
        ["-error", "-warning", "-report"].iter().find_map(|end| reason.strip_suffix(end));
    // What CUPS tells of its own queue is no trouble either.
    if reason == "none" || reason.ends_with("-report") || reason.starts_with("cups-") {
        return None;
    }
    let bare = bare.unwrap_or(reason);
    let known = TROUBLES.iter().find(|(name, _)| *name == bare);
    Some(known.map_or_else(|| format!("it reports {bare}"), |(_, words)| (*words).to_owned()))
}
