//! Listening, until somebody ends it.

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

/// The pages could not be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The listening socket failed.
    #[error("the pages could not be served: {0}")]
    Listening(#[from] io::Error),
}

/// Serves until `ended` is ready; then what is under way is finished.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    ended: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    Ok(axum::serve(listener, service).with_graceful_shutdown(ended).await?)
}
