//! Options for pictures on the web.

/// Network access for pictures.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct FetchArgs {
    /// Download pictures that are on the web
    ///
    /// Without it only the page itself is downloaded, and pictures come from the article's file and
    /// folder (docs/network.md).
    #[arg(long, hide_short_help = true)]
    pub(crate) remote_images: bool,
}
