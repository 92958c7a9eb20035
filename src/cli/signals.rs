//! Signals that end the process, deferred while a file is written.
//!
//! A handler may do next to nothing, so it only notes the signal. It ends the process at once, as
//! without a handler, unless a temporary file exists. Then the thread that writes the file ends the
//! process when the file has its name or is removed. A shell sees a death by the signal.

use std::fs;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag::{register, register_conditional_default, register_usize};
use signal_hook::low_level::emulate_default_handler;

/// Signals that are deferred.
const DEFERRED: [i32; 3] = [SIGHUP, SIGINT, SIGTERM];

/// No temporary file exists.
static IS_IDLE: AtomicBool = AtomicBool::new(true);

/// The last deferred signal; 0 for none.
static PENDING: AtomicUsize = AtomicUsize::new(0);

/// A file reached the size limit of the process.
static IS_TOO_LARGE: AtomicBool = AtomicBool::new(false);

/// Number of temporary files that exist.
static FILES: Mutex<usize> = Mutex::new(0);

/// Time during which signals are deferred. It ends when the value is dropped.
#[derive(Debug)]
pub(super) struct SignalDeferral(());

impl SignalDeferral {
    /// Begins to defer signals. Does not return if a signal is pending: the process then ends when no
    /// temporary file exists any more.
    pub(super) fn begin() -> Self {
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(install_handlers);
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signal) = pending_signal() {
            if *files == 0 {
                end_process(signal);
            }
            drop(files);
            loop {
                thread::park();
            }
        }
        *files += 1;
        IS_IDLE.store(false, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for SignalDeferral {
    fn drop(&mut self) {
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        *files -= 1;
        if *files > 0 {
            return;
        }
        // The handler stores the signal before it reads this, so one of both sees the other.
        IS_IDLE.store(true, Ordering::SeqCst);
        if let Some(signal) = pending_signal() {
            end_process(signal);
        }
    }
}

fn pending_signal() -> Option<i32> {
    let signal = PENDING.load(Ordering::SeqCst);
    DEFERRED.into_iter().find(|it| usize::try_from(*it) == Ok(signal))
}

/// Ends the process as the signal does without a handler.
fn end_process(signal: i32) -> ! {
    // It returns only for a signal that it does not know.
    let _ = emulate_default_handler(signal);
    process::abort()
}

/// Installs the handlers. Signals that the caller of this program ignores stay ignored, such as
/// SIGHUP under `nohup`. If a handler cannot be installed, the signal ends the process at once, and
/// the next run removes the temporary file.
fn install_handlers() {
    let ignored = ignored_signals();
    for signal in DEFERRED {
        let is_ignored = match ignored {
            Some(mask) => mask >> (signal - 1) & 1 == 1,
            // SIGHUP is the one that is commonly ignored.
            None => signal == SIGHUP,
        };
        if let (false, Ok(number)) = (is_ignored, usize::try_from(signal)) {
            // Handlers run in this order.
            let _ = register_usize(signal, &PENDING, number);
            let _ = register_conditional_default(signal, &IS_IDLE);
        }
    }
    // With any handler, writing beyond the limit of a file's size is an error, which is reported.
    let _ = register(SIGXFSZ, &IS_TOO_LARGE);
}

/// Returns the mask of the ignored signals, from the lowest bit for signal 1; none if the system does
/// not tell.
fn ignored_signals() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}
