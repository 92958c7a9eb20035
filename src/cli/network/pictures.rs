//! Pictures of an article fetched from the web.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use offprint::jobs::Jobs;
use offprint::picture::{Fetch, FetchPictureError, MOST_BYTES};
use url::Url;

use super::client::{FetchLimits, HttpClient};
use super::host_guard::HostGuard;
use crate::cli::picture_folder::PictureFolder;

/// Limits for one picture.
const LIMITS: FetchLimits =
    FetchLimits { bytes: MOST_BYTES as u64, time: Duration::from_secs(20) };

/// Time limit for all pictures of an article; those that have not arrived by then are left out.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(60);

/// Most bytes of all pictures of an article.
const MOST_TOTAL_BYTES: u64 = 256 << 20;

/// Pictures that are fetched at the same time, as browsers do for one server.
const PARALLEL_REQUESTS: usize = 6;

/// Value of the `Accept` header.
const ACCEPT: &str = "image/png, image/jpeg, image/webp, image/gif, image/svg+xml, */*;q=0.1";

/// Fetcher of pictures from the web and from the article's folder.
#[derive(Debug)]
pub(crate) struct RemotePictures {
    client: HttpClient,
    folder: PictureFolder,
    /// Bytes that may still be fetched.
    bytes_left: AtomicU64,
    begun: Instant,
}

impl RemotePictures {
    /// Creates a fetcher for the article at `page`, or for one in `folder`, that connects to hosts
    /// that `guard` admits.
    pub(crate) fn new(
        page: Option<&Url>,
        guard: Arc<HostGuard>,
        folder: PictureFolder,
    ) -> Self {
        let client = HttpClient::new(page, guard, LIMITS);
        let bytes_left = AtomicU64::new(MOST_TOTAL_BYTES);
        Self { client, folder, bytes_left, begun: Instant::now() }
    }
}

impl Fetch for RemotePictures {
    fn fetch(&self, source: &str) -> Result<Vec<u8>, FetchPictureError> {
        let url = match Url::parse(source) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            _ => return self.folder.fetch(source),
        };
        if self.begun.elapsed() > TOTAL_TIMEOUT {
            let seconds = TOTAL_TIMEOUT.as_secs();
            let reason = format!("fetching the pictures took longer than {seconds} seconds");
            return Err(FetchPictureError::new(reason));
        }
        let too_large = || {
            let most = MOST_TOTAL_BYTES >> 20;
            FetchPictureError::new(format!("all pictures together have more than {most} MiB"))
        };
        if self.bytes_left.load(Ordering::Relaxed) == 0 {
            return Err(too_large());
        }
        let response = self
            .client
            .get_picture(&url, ACCEPT)
            .map_err(|error| FetchPictureError::new(error.to_string()))?;
        let length = response.body.len() as u64;
        let take = |left: u64| left.checked_sub(length);
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        if self.bytes_left.fetch_update(set, fetch, take).is_err() {
            self.bytes_left.store(0, Ordering::Relaxed);
            return Err(too_large());
        }
        Ok(response.body)
    }

    fn fetch_all(&self, sources: &[&str]) -> Vec<Result<Vec<u8>, FetchPictureError>> {
        Jobs::new(PARALLEL_REQUESTS).map(sources, |source| self.fetch(source))
    }
}
