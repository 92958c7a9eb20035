//! Frames of mail: PGP signatures and footers of mailing lists.

use super::text_unit::{RemovalCause, TextUnit, UnitKind};

/// Most units of a PGP signature; a longer one is text that shows a signature.
const MOST_SIGNATURE_UNITS: usize = 80;

/// Most words of a unit of a mailing list's footer.
const MOST_FOOTER_WORDS: usize = 40;

/// Marks the frames of a mail.
pub(super) fn mark_frames(units: &mut [TextUnit<'_>]) {
    mark_pgp_signature(units);
    mark_list_footer(units);
}

/// True for a unit that begins with these words, dashes aside.
fn begins_with(unit: &TextUnit<'_>, words: &str) -> bool {
    unit.kind != UnitKind::Quote
        && unit.text.trim_start().trim_start_matches(['-', '–', '—', ' ']).starts_with(words)
}

/// Marks `BEGIN PGP SIGNED MESSAGE` with its `Hash:` line, and the signature to its end.
fn mark_pgp_signature(units: &mut [TextUnit<'_>]) {
    let (rule, message) = ("pgp-frame", "-----BEGIN PGP SIGNED MESSAGE-----");
    let mut index = 0;
    while index < units.len() {
        let unit = &mut units[index];
        if begins_with(unit, "BEGIN PGP SIGNED MESSAGE") && unit.tokens.weight <= 8 {
            unit.remove(RemovalCause::new(rule, message));
            let next = units[index + 1..].iter_mut().find(|unit| !unit.tokens.is_empty());
            if let Some(hash) =
                next.filter(|unit| begins_with(unit, "Hash:") && unit.tokens.weight <= 4)
            {
                hash.remove(RemovalCause::new(rule, message));
            }
        } else if begins_with(unit, "BEGIN PGP SIGNATURE") {
            let closes = |unit: &TextUnit<'_>| unit.text.contains("END PGP SIGNATURE");
            let mut signature = units[index..].iter().take(MOST_SIGNATURE_UNITS);
            let Some(more) = signature.position(closes) else { break };
            for unit in &mut units[index..=index + more] {
                unit.remove(RemovalCause::new(rule, "-----BEGIN PGP SIGNATURE-----"));
            }
            index += more;
        }
        index += 1;
    }
}

/// Marks the lines that mailing list software adds below each mail: name and addresses of the list.
fn mark_list_footer(units: &mut [TextUnit<'_>]) {
    let end = units.iter().rposition(|unit| unit.stays() && !unit.tokens.is_empty());
    let Some(end) = end else { return };
    let first = (end.saturating_sub(4)..=end).find(|&index| {
        let near = &units[index..(end + 1).min(index + 4)];
        let has_address =
            |unit: &TextUnit<'_>| unit.text.contains('@') || unit.text.contains("://");
        names_list(&units[index])
            && near.iter().all(|unit| unit.tokens.weight <= MOST_FOOTER_WORDS)
            && near.iter().any(has_address)
    });
    let Some(first) = first else { return };
    for unit in units[first..=end].iter_mut().filter(|unit| !unit.tokens.is_empty()) {
        unit.remove(RemovalCause::new("mailing-list-footer", "{name} mailing list"));
    }
}

/// True for `NAME mailing list` among the first words of a unit that is no sentence.
fn names_list(unit: &TextUnit<'_>) -> bool {
    let words: Vec<&str> = unit.tokens.iter().take(8).collect();
    let named = words.windows(2).any(|pair| pair == ["mailing", "list"]);
    unit.kind != UnitKind::Quote && named && !unit.tokens.stop && !unit.tokens.inner_stop
}
