//! QR code of the source's address, drawn as rules (ISO/IEC 18004).

use fast_qr::{ECL, QRBuilder};

use crate::unit::Length;

use super::{Item, Line, to_i64};

/// Side of the code where its modules are not too small for it, in millimetres: the size of a
/// postage stamp, which a telephone reads at arm's length.
const SIDE_MM: f64 = 22.0;
/// Least side of a module, in millimetres: an office printer and the camera of a telephone both
/// resolve it.
const MIN_MODULE_MM: f64 = 0.42;
/// Greatest side, in millimetres; a longer address gets no code.
const MAX_SIDE_MM: f64 = 38.0;
/// Modules are whole hundredths of a point, the unit of positions in the PDF, so that their edges
/// meet exactly.
const STEP_PT: f64 = 0.01;

/// Square code.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QrCode {
    /// Side.
    pub(super) side: Length,
    /// Rows of modules, from its left edge and its top.
    pub(super) lines: Vec<Line>,
}

/// Returns the code of `address`; none if it would be too large. Never inlined: its square of
/// modules takes 60 KB of the stack, which every article would touch.
#[inline(never)]
pub(super) fn qr_code(address: &str) -> Option<QrCode> {
    // Medium correction: a fold or a stain may take 15 % of it. The builder fails for an address
    // that exceeds the greatest code.
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let count = u32::try_from(code.size).expect("a code has at most 177 modules to the side");
    let modules = f64::from(count);
    let module_mm = (SIDE_MM / modules).max(MIN_MODULE_MM);
    if module_mm * modules > MAX_SIDE_MM {
        return None;
    }
    let steps = (Length::from_mm(module_mm).pt() / STEP_PT).round();
    let module = Length::from_pt(steps * STEP_PT);
    let rows = code.data.chunks(code.size).take(code.size).enumerate();
    let lines = rows.map(|(row, modules)| {
        let dark: Vec<bool> = modules.iter().map(|it| it.value()).collect();
        let baseline = module * to_i64(row + 1);
        Line { baseline, ..Line::natural(module_rules(&dark, module)) }
    });
    Some(QrCode { side: module * i64::from(count), lines: lines.collect() })
}

/// Returns a row of modules as rules, and kerns for the light ones between them.
fn module_rules(dark: &[bool], module: Length) -> Vec<Item> {
    let runs = dark.chunk_by(|one, other| one == other);
    runs.map(|run| {
        let width = module * to_i64(run.len());
        if run[0] {
            Item::Rule { width, thickness: module, rise: Length::ZERO }
        } else {
            Item::Kern(width)
        }
    })
    .collect()
}
