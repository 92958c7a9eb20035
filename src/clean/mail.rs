//! The frames that mail puts round a letter.
//!
//! Comes in: units. Goes out: PGP signatures and footers of mailing lists marked. Never done
//! here: touching the letter, its signature or what it quotes.

use super::unit::{Gone, Kind, Unit};

/// Units a PGP frame has at most; a longer one is no frame but a letter that shows one.
const FRAME: usize = 80;

/// Words a footer of a mailing list has at most.
const FOOTER: usize = 40;

/// Marks the frames.
pub(super) fn take_frames(units: &mut [Unit<'_>]) {
    take_pgp(units);
    take_footer(units);
}

fn opens(unit: &Unit<'_>, words: &str) -> bool {
    unit.kind != Kind::Quote
        && unit.text.trim_start().trim_start_matches(['-', '–', '—', ' ']).starts_with(words)
}

/// Marks `BEGIN PGP SIGNED MESSAGE` with its `Hash:` line, and the signature to its end.
fn take_pgp(units: &mut [Unit<'_>]) {
    let (rule, message) = ("pgp-frame", "-----BEGIN PGP SIGNED MESSAGE-----");
    let mut index = 0;
    while index < units.len() {
        let Some(unit) = units.get_mut(index) else { break };
        if opens(unit, "BEGIN PGP SIGNED MESSAGE") && unit.tokens.weight <= 8 {
            unit.take(Gone::by(rule, message));
            let next = units.iter_mut().skip(index + 1).find(|unit| !unit.tokens.is_empty());
            if let Some(hash) =
                next.filter(|unit| opens(unit, "Hash:") && unit.tokens.weight <= 4)
            {
                hash.take(Gone::by(rule, message));
            }
        } else if opens(unit, "BEGIN PGP SIGNATURE") {
            let closes = |unit: &Unit<'_>| unit.text.contains("END PGP SIGNATURE");
            let frame = units.iter().skip(index).take(FRAME);
            let Some(more) = frame.into_iter().position(closes) else { break };
            for unit in units.iter_mut().skip(index).take(more + 1) {
                unit.take(Gone::by(rule, "-----BEGIN PGP SIGNATURE-----"));
            }
            index += more;
        }
        index += 1;
    }
}

/// Marks what a list's machine writes below each letter: its name, its address, its page.
fn take_footer(units: &mut [Unit<'_>]) {
    let end = units.iter().rposition(|unit| unit.stays() && !unit.tokens.is_empty());
    let Some(end) = end else { return };
    let first = (end.saturating_sub(4)..=end).find(|&index| {
        let near = |from: usize| units.get(from..(end + 1).min(from + 4)).unwrap_or(&[]);
        let address = |unit: &Unit<'_>| {
            (unit.text.contains('@') || unit.text.contains("://"))
                && unit.tokens.weight <= FOOTER
        };
        let names = units.get(index).is_some_and(names_list);
        let short = near(index).iter().all(|unit| unit.tokens.weight <= FOOTER);
        names && short && near(index).iter().any(address)
    });
    let Some(first) = first else { return };
    for unit in
        units.iter_mut().take(end + 1).skip(first).filter(|unit| !unit.tokens.is_empty())
    {
        unit.take(Gone::by("mailing-list-footer", "{name} mailing list"));
    }
}

/// Names a list: `NAME mailing list` among the first words, and is no sentence.
fn names_list(unit: &Unit<'_>) -> bool {
    let words: Vec<&str> = unit.tokens.iter().take(8).collect();
    let named = words.windows(2).any(|pair| pair == ["mailing", "list"]);
    unit.kind != Kind::Quote && named && !unit.tokens.stop && !unit.tokens.inner_stop
}
