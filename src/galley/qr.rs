//! A QR code of the source's address, drawn as rules.
//!
//! Comes in: an address. Goes out: set [`Line`]s, one for each row of modules (ISO/IEC 18004).
//! Never done here: deciding whether there is one.

use fast_qr::{ECL, QRBuilder};

use crate::unit::Length;

use super::{Item, Line};

/// Side of the code where its modules are not too small for it, in millimetres: the size of a
/// postage stamp, which a telephone reads at arm's length.
const SIDE_MM: f64 = 22.0;
/// The least side of a module, in millimetres: what an office printer and a telephone's camera
/// both resolve.
const LEAST_MODULE_MM: f64 = 0.42;
/// The greatest side, in millimetres; an address that needs more is not for a code.
const MOST_SIDE_MM: f64 = 38.0;
/// Modules are whole hundredths of a point, the unit of positions in the PDF, so that their edges
/// meet exactly.
const STEP_PT: f64 = 0.01;

/// A code as wide as it is high.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QrCode {
    /// Its side.
    pub(super) side: Length,
    /// Its rows of modules, from its left edge and its top.
    pub(super) lines: Vec<Line>,
}

/// The code of `address`; none where it would be too large. Never inlined: its square of modules
/// takes 60 KB of the stack, which every article would touch.
#[inline(never)]
pub(super) fn qr_code(address: &str) -> Option<QrCode> {
    // Medium correction: a fold or a stain may take 15 % of it.
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let count = u32::try_from(code.size).ok()?;
    let modules = f64::from(count);
    let module_mm = (SIDE_MM / modules).max(LEAST_MODULE_MM);
    if module_mm * modules > MOST_SIDE_MM {
        return None;
    }
    let steps = (Length::from_mm(module_mm).pt() / STEP_PT).round();
    let module = Length::from_pt(steps * STEP_PT);
    let rows = code.data.chunks(code.size).take(code.size).enumerate();
    let lines = rows.map(|(row, modules)| {
        let dark: Vec<bool> = modules.iter().map(|it| it.value()).collect();
        let baseline = module * (i64::try_from(row).unwrap_or(0) + 1);
        Line { baseline, ..Line::natural(items(&dark, module)) }
    });
    Some(QrCode { side: module * i64::from(count), lines: lines.collect() })
}

/// A row of modules as rules and the white between them.
fn items(dark: &[bool], module: Length) -> Vec<Item> {
    let runs = dark.chunk_by(|one, other| one == other);
    runs.map(|run| {
        let width = module * i64::try_from(run.len()).unwrap_or(0);
        if run.first().copied().unwrap_or(false) {
            Item::Rule { width, thickness: module, rise: Length::ZERO }
        } else {
            Item::Kern(width)
        }
    })
    .collect()
}
