//! What was chosen, and where, as a configuration would say it.
//!
//! Comes in: a [`Layer`] and the options there are. Goes out: TOML, with the origin of each value
//! behind it. Never done here: choosing.

use std::ffi::OsString;
use std::fmt::Write;

use clap::Command;
use offprint::clean::Sites;

use super::keys::KEYS;
use super::layer::{Layer, is_flag};

/// The column at which origins begin where the values leave room.
const COLUMN: usize = 36;

/// Prints every option, and the sites.
pub(super) fn show(layer: &Layer, sites: &Sites, command: &Command) -> String {
    let mut out = String::new();
    let is_there = |name| command.get_arguments().any(|arg| arg.get_long() == Some(name));
    for key in KEYS.iter().filter(|key| is_there(key.name)) {
        let flag = is_flag(command, key.name);
        let (line, origin) = match layer.get(key.name) {
            Some(said) => (entry(key.name, &said.values, flag), said.origin.to_string()),
            None => match defaults(key.name, command) {
                _ if flag => (format!("{} = false", key.name), "default".to_owned()),
                values if values.is_empty() => {
                    (format!("# {}", key.name), "not set".to_owned())
                }
                values => (entry(key.name, &values, flag), "default".to_owned()),
            },
        };
        let _ = writeln!(out, "{line:<COLUMN$}# {origin}");
    }
    for (site, wishes) in sites.iter() {
        let _ = writeln!(out, "\n[site.{}]", quoted(site));
        if let Some(content) = &wishes.content {
            let _ = writeln!(out, "content = {}", quoted(content));
        }
        for (name, patterns) in [("keep", &wishes.keep), ("drop", &wishes.drop)] {
            if !patterns.is_empty() {
                let patterns: Vec<String> =
                    patterns.iter().map(|pattern| quoted(pattern)).collect();
                let _ = writeln!(out, "{name} = [{}]", patterns.join(", "));
            }
        }
    }
    out
}

fn entry(name: &str, values: &[OsString], flag: bool) -> String {
    let plain = |value: &OsString| {
        let text = value.to_string_lossy();
        if flag || text.parse::<u32>().is_ok() { text.into_owned() } else { quoted(&text) }
    };
    match values {
        [one] => format!("{name} = {} ", plain(one)),
        values => {
            let values: Vec<String> = values.iter().map(plain).collect();
            format!("{name} = [{}] ", values.join(", "))
        }
    }
}

fn defaults(name: &str, command: &Command) -> Vec<OsString> {
    let arg = command.get_arguments().find(|arg| arg.get_long() == Some(name));
    let values = arg.map(|arg| arg.get_default_values()).unwrap_or_default();
    values.iter().map(OsString::from).collect()
}

/// A string of TOML. What could end it, or steer a terminal, is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
