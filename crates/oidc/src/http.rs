//! How the library sends: through the one door to configured hosts. Redirects are not followed, bodies are bounded.

use std::future::Future;
use std::pin::Pin;

use arvak_probe::{Outbound, OutboundError};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, HeaderValue};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use serde::de::DeserializeOwned;

use crate::Result;
use crate::error::bad_answer;

/// The door, as the library wants it.
pub(crate) struct Sender<'d>(pub(crate) &'d Outbound);

impl<'c> AsyncHttpClient<'c> for Sender<'_> {
    type Error = OutboundError;
    type Future =
        Pin<Box<dyn Future<Output = std::result::Result<HttpResponse, OutboundError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = self.0.send(request.map(Bytes::from)).await?;
            let mut response = HttpResponse::new(answer.body.to_vec());
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response)
        })
    }
}

/// Fetches a JSON document.
pub(crate) async fn document<T: DeserializeOwned>(
    door: &Outbound,
    address: &str,
    what: &'static str,
) -> Result<T> {
    let request = Request::get(address)
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .body(Bytes::new())
        .map_err(|error| bad_answer(what, error))?;
    let answer = door.send(request).await?;
    if answer.status.as_u16() != 200 {
        return Err(bad_answer(what, format_args!("{address} answered {}", answer.status)));
    }
    serde_json::from_slice(&answer.body).map_err(|error| bad_answer(what, error))
}
