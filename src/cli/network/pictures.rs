//! Pictures, fetched.
//!
//! Comes in: the addresses of an article's pictures. Goes out: their bytes, or why not. Never done
//! here: asking for what the person did not allow; a picture decoded.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use offprint::picture::{Fetch, MOST_BYTES};
use url::Url;

use super::client::{Client, Limits};
use super::guard::Guard;
use crate::cli::folder::Folder;

/// How much one picture may have and how long it may take.
const LIMITS: Limits = Limits {
    bytes: MOST_BYTES as u64,
    request: Duration::from_secs(20),
    redirects: Duration::from_secs(20),
};

/// The time for all pictures of an article; those that are not there by then are left out.
const ALL: Duration = Duration::from_secs(60);

/// The most bytes of all pictures of an article.
const ALL_BYTES: u64 = 256 << 20;

/// Pictures that are fetched at the same time, as browsers do for one server.
const AT_ONCE: usize = 6;

/// What is asked for.
const ACCEPT: &str = "image/png, image/jpeg, image/webp, image/gif, image/svg+xml, */*;q=0.1";

/// Gets pictures from the web, and others from the article's folder.
#[derive(Debug)]
pub(crate) struct Remote {
    client: Client,
    folder: Folder,
    /// Bytes that may still come.
    left: AtomicU64,
    begun: Instant,
}

impl Remote {
    /// Creates a fetcher for the article at `page`, or for one in `folder`, that goes where `guard`
    /// admits.
    pub(crate) fn new(page: Option<&Url>, guard: Arc<Guard>, folder: Folder) -> Self {
        let client = Client::new(page, guard, LIMITS);
        Self { client, folder, left: AtomicU64::new(ALL_BYTES), begun: Instant::now() }
    }
}

impl Fetch for Remote {
    fn fetch(&self, source: &str) -> Result<Vec<u8>, String> {
        let url = match Url::parse(source) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            _ => return self.folder.fetch(source),
        };
        if self.begun.elapsed() > ALL {
            return Err(format!("the pictures took longer than {} seconds", ALL.as_secs()));
        }
        let too_much =
            || format!("all pictures together have more than {} MiB", ALL_BYTES >> 20);
        if self.left.load(Ordering::Relaxed) == 0 {
            return Err(too_much());
        }
        let answer =
            self.client.get_picture(&url, ACCEPT).map_err(|failure| failure.to_string())?;
        let length = u64::try_from(answer.bytes.len()).unwrap_or(u64::MAX);
        let take = |left: u64| Some(left.saturating_sub(length));
        let before = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        if before.unwrap_or(0) < length {
            return Err(too_much());
        }
        Ok(answer.bytes)
    }

    fn fetch_all(&self, sources: &[&str]) -> Vec<Result<Vec<u8>, String>> {
        let next = AtomicUsize::new(0);
        let fetched: Vec<Mutex<Option<_>>> = sources.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            loop {
                let nth = next.fetch_add(1, Ordering::Relaxed);
                let (Some(source), Some(place)) = (sources.get(nth), fetched.get(nth)) else {
                    return;
                };
                let bytes = self.fetch(source);
                *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
            }
        };
        thread::scope(|scope| {
            for _ in 1..AT_ONCE.min(sources.len()) {
                // Where the system gives no more threads, those at hand do the work.
                if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                    break;
                }
            }
            work();
        });
        let nobody = || Err("nobody fetched it".to_owned());
        let bytes = |place: Mutex<Option<_>>| {
            place.into_inner().unwrap_or_else(PoisonError::into_inner).unwrap_or_else(nobody)
        };
        fetched.into_iter().map(bytes).collect()
    }
}
