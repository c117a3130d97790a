//! What systems are built from: products of the lists that count, and taking a list in.

use arvak_core::{EntityId, EntryId, Instant};
use arvak_identity::{Access, Right};
use arvak_store::products::{Found, Wanted};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, recorded};
use super::ask::{Asked, Form, Sent};
use super::evidence::File;
use super::lists::{Part, cursor, linked};
use super::problem::{Code, Problem, Wrong};
use super::shapes::Recorded;
use crate::form::seen;
use crate::products::{Came, SEARCH_CHARS_MAX, read_list, seen_systems, take};
use crate::recording::NotTaken;
use crate::routes::Routes;
use crate::visit::Visit;

/// Most bytes of the body: a list as base64, and the rest.
const BODY_BYTES_MAX: usize = arvak_suppliers::sbom::BYTES_MAX / 3 * 4 + 64 * 1024;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/api/v1/products", Access::May(Right::Read), products).once(
        "/api/v1/software-lists",
        Access::May(Right::Record),
        BODY_BYTES_MAX,
        add_list,
    )
}

/// A product of a system, as a list names it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    /// What it is called.
    name: String,
    /// Its version.
    #[schema(required = true)]
    version: Option<String>,
    /// Its package URL (ECMA-427).
    #[schema(required = true)]
    purl: Option<String>,
    /// The organisation that supplies it.
    #[schema(required = true)]
    maker: Option<String>,
    /// The system.
    #[schema(value_type = String)]
    system: EntityId,
    /// Who gave the list; null when it was made here.
    #[schema(required = true, value_type = Option<String>)]
    source: Option<EntityId>,
    /// The ledger's entry of the list.
    #[schema(value_type = u64)]
    entry: EntryId,
    /// Since when the list says so.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

impl Product {
    fn of(found: Found) -> Self {
        let one = found.product;
        Self {
            name: one.name,
            version: one.version,
            purl: one.purl,
            maker: one.maker,
            system: found.system,
            source: found.source,
            entry: found.entry,
            at: found.at,
        }
    }
}

/// A part of the list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductList {
    products: Vec<Product>,
    /// How many there are in all.
    count: usize,
    /// In how many systems.
    systems: usize,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// Products of the systems
///
/// By name, as the lists of software say that count: of each system and source the newest. As `arvak inventory products --json`.
#[utoipa::path(get, path = "/api/v1/products", operation_id = "listProducts", tag = "things",
    params(("system" = Option<String>, Query, description = "Of this system alone, as `system/slug`", pattern = "^system/[a-z0-9][a-z0-9_.-]{0,99}$"),
        ("contains" = Option<String>, Query, description = "With this in the name, in small or capital letters", max_length = 200),
        ("purl" = Option<String>, Query, description = "Whose package URL begins so, such as `pkg:npm/`", max_length = 200),
        ("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before", pattern = "^[A-Za-z0-9_-]+$")),
    responses((status = 200, description = "A part of the list", body = ProductList, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn products(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["system", "contains", "purl", "limit", "after"])?;
    let part = Part::asked(&asked)?;
    let system = asked.read::<EntityId>("system")?;
    if let Some(system) = &system {
        visit.view.state().entity(system).ok_or(Code::NotFound)?;
    }
    let short =
        |text: &str| Some(text.to_owned()).filter(|text| text.chars().count() <= SEARCH_CHARS_MAX);
    let wanted = Wanted {
        systems: seen_systems(&visit, system.as_ref()),
        contains: asked.read_with("contains", short)?.unwrap_or_default(),
        purl: asked.read_with("purl", short)?.unwrap_or_default(),
        after: part.after().map(str::to_owned),
        limit: part.limit() + 1,
    };
    let reading = visit.view.store.reading();
    let count = reading.count_products(read_list, wanted.clone()).await?;
    let mut found = reading.products(read_list, wanted).await?;
    let has_more = found.len() > part.limit();
    found.truncate(part.limit());
    let next = found.last().filter(|_| has_more).map(|last| cursor(&last.place));
    let products = found.into_iter().map(Product::of).collect();
    let answer =
        ProductList { products, count: count.products, systems: count.systems, next: next.clone() };
    Ok(linked(&visit, json(&answer)?, next.as_deref()))
}

/// A list of software to be taken in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "system": "system/sak", "supplier": "supplier/norsk-drift",
    "file": { "name": "sak.cdx.json", "base64": "eyJib21Gb3JtYXQiOiJDeWNsb25lRFgiLCJzcGVjVmVyc2lvbiI6IjEuNiJ9" },
}))]
pub(super) struct NewSoftwareList {
    /// The system that it is about, as `system/slug`.
    system: String,
    /// Who gave it, as `supplier/slug`; absent when it was made here.
    #[serde(default)]
    supplier: Option<String>,
    /// The list: `CycloneDX` 1.4–1.6 (JSON, XML) or SPDX 2.2–2.3 (JSON, tag-value).
    file: File,
}

/// Take in a list of software
///
/// It becomes evidence `software.listed` about the system, as old as the list says. A list with one mistake is refused whole, with
/// each mistake at its place. The list that counts already is not recorded again, and is answered by its entry. As
/// `arvak inventory take-list`.
#[utoipa::path(post, path = "/api/v1/software-lists", operation_id = "addSoftwareList", tag = "things",
    request_body = NewSoftwareList,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn add_list(visit: Visit, Sent(sent): Sent<NewSoftwareList>) -> Answered {
    Asked::of(&visit, &[])?;
    let Ok(bytes) = STANDARD.decode(&sent.file.base64) else {
        let said = visit.plain("api-base64-wrong");
        return Err(Problem::invalid(vec![Wrong::at("/file/base64", "invalid", said)]));
    };
    let name = arvak_suppliers::file::kept_name(&seen(&sent.file.name));
    let form = Form::new()
        .with("system", "system", &sent.system)
        .some("leverandor", "supplier", sent.supplier.as_ref())
        .with("fil", "file", &name);
    let came = Came { name, bytes, blob: None, at: visit.app.clock().now() };
    let taken = take(&visit, &sent.system, sent.supplier.as_deref(), came).await;
    recorded(taken.map_err(|error: NotTaken| form.problem(error))?)
}
