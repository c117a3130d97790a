//! The `OpenAPI` document. What an operation takes and gives is described where it is handled; what it asks of whoever comes, and
//! how it may fail, is added here from the routes themselves.

use std::sync::OnceLock;

use arvak_core::Class;
use arvak_identity::Access;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::IntoResponse;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{
    AnyOfBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, ResponseBuilder};

use super::answer::Answered;
use super::ask::Asked;
use super::{
    account, administer, callouts, channels, control, drills, evidence, first_run, internet,
    leader, outside, personal, problem, products, recipes, replies, requests, runs, status,
    suppliers, tasks, things, two_factor,
};
use crate::app::App;
use crate::inventory::kinds;
use crate::routes::{Declared, declared};
use crate::settings::tokens::GIVEN;
use crate::visit::Visit;

/// Of every operation that asks who comes.
const ALWAYS: [&str; 7] = ["400", "401", "403", "404", "409", "429", "500"];

/// Of every write besides.
const WRITES: [&str; 4] = ["413", "415", "422", "507"];

/// Of what names a version besides.
const VERSIONED: [&str; 2] = ["412", "428"];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Årvåk",
        description = "All that the pages do, as JSON. Make a key under Settings › Keys, and send it as `Authorization: Bearer KEY`. \
            Texts are in the language of `Accept-Language` (`nb`, `nn`, `en`); English unless it names one of them. \
            Times are RFC 3339 in UTC. Unknown parameters and fields are refused.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/")),
    paths(
        openapi, status::status, status::point, status::claim, status::letter, status::trend, status::history, status::changes,
        tasks::tasks, tasks::claim_task, tasks::task, tasks::set_measure, tasks::complete, tasks::contest,
        tasks::request_exemption, tasks::approve_exemption,
        things::things, things::create, things::thing, things::replace, things::retire, things::preview, things::confirm,
        things::workbook, things::template, products::products, products::add_list,
        evidence::entries, evidence::add, evidence::entry, evidence::envelope, evidence::proof, evidence::transcript,
        evidence::attachment,
        runs::runs, runs::start, runs::run, runs::stop, outside::errand, outside::seen,
        drills::drills, drills::plan, drills::drill_of, drills::start, drills::done, drills::word, drills::verdict, drills::stop,
        drills::exported, drills::receipt,
        callouts::callouts, callouts::plan, callouts::callout_of, callouts::start, callouts::stop,
        replies::replies, replies::reply, replies::file, replies::texts, replies::text, replies::reviewed, replies::approved,
        leader::leader, leader::estimate, leader::obligations,
        internet::services, internet::service, internet::internet_changes, internet::unknown_names,
        control::control, control::look_for_proof, control::mail_token, control::enter_token, control::leave_template,
        control::add_leave, control::end_leave,
        two_factor::two_factor_services, two_factor::two_factor_service, two_factor::two_factor_plan,
        two_factor::two_factor_measures, recipes::recipes, recipes::recipe_of, recipes::keep, recipes::check,
        recipes::start, recipes::trial,
        suppliers::supplier_requests, suppliers::supplier_findings, suppliers::ask_to_reply, suppliers::add_report,
        requests::new_request, requests::new_link, requests::extend, requests::revoke, requests::ask_more, requests::close,
        personal::personal_data, personal::persons, personal::person, personal::erasure,
        account::caller, account::account, account::set_language, account::notices, account::set_notices,
        account::sessions, account::end_others, account::end_session, account::passkeys, account::remove_passkey,
        administer::settings, administer::control_records, administer::keys, administer::new_key, administer::remove_key,
        administer::users, administer::user, administer::set_roles, administer::reset_factors, administer::close,
        administer::invitations, administer::invite, administer::uninvite,
        administer::timetable, administer::set_timetable, administer::set_vantage, administer::providers, administer::test_provider,
        channels::channels, channels::test_mail, channels::webhooks, channels::new_webhook, channels::remove_webhook,
        channels::test_webhook, channels::messages, channels::retry_message, channels::forget_message,
        first_run::first_run, first_run::first_findings, first_run::dismiss_findings,
    ),
    components(schemas(problem::Body)),
    tags(
        (name = "status", description = "How the letter stands, now or earlier"),
        (name = "tasks", description = "What is to be done, and what people decide about it"),
        (name = "things", description = "The inventory"),
        (name = "evidence", description = "The ledger: entries, proofs, attachments"),
        (name = "runs", description = "Runs of the probes"),
        (name = "callouts", description = "Call-out tests: whether those on call can be reached. Without names, addresses and times of people"),
        (name = "drills", description = "Sealed drills: what was done, what came back, the verdict. What is under seal is for people only"),
        (name = "replies", description = "The reply to the letter in its editions"),
        (name = "leader", description = "What a leader decides about"),
        (name = "internet", description = "What meets the internet, service by service and check by check"),
        (name = "two factors", description = "Services to log in to: how it is known, what a trial met, what stands until then"),
        (name = "suppliers", description = "Requests to suppliers, and what of their answers does not fit what was found"),
        (name = "personal data", description = "Where it is, and forgetting a person: for people only"),
        (name = "account", description = "One's own account: for people only, but for who asks"),
        (name = "administration", description = "For people only: no key opens it"),
        (name = "document", description = "This document, and whether the installation is set up"),
    )
)]
struct Described;

/// This document
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "getDocument", tag = "document",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
pub(super) async fn openapi(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let text = text(&visit.app);
    Ok(([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response())
}

/// The document as text. It is the same as long as the program runs.
fn text(app: &App) -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| whole(app).to_json().unwrap_or_default())
}

/// What is described, completed by what the routes declare.
pub(super) fn whole(app: &App) -> utoipa::openapi::OpenApi {
    let mut document = Described::openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    for route in declared(app) {
        let item = document.paths.paths.get_mut(route.path);
        if let Some(operation) = item.and_then(|item| operation(item, &route)) {
            complete(operation, &route);
        }
    }
    let components = document.components.get_or_insert_default();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem = ResponseBuilder::new()
        .description("What went wrong, with a stable code (RFC 9457)")
        .content("application/problem+json", content)
        .build();
    components.responses.insert("Problem".to_owned(), problem.into());
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A key of the API. The names are the rights that it needs."));
    let session = ApiKeyValue::with_description(
        if app.site().is_secure() { "__Host-arvak" } else { "arvak-session" },
        "The session of somebody who is logged in with two factors. Writes must come from our own pages' origin.",
    );
    let schemes = [
        ("key", SecurityScheme::Http(key.build())),
        ("session", SecurityScheme::ApiKey(ApiKey::Cookie(session))),
    ];
    for (name, scheme) in schemes {
        components.security_schemes.insert(name.to_owned(), scheme.into());
    }
    document
}

fn operation<'i>(item: &'i mut PathItem, route: &Declared) -> Option<&'i mut Operation> {
    match route.method.as_str() {
        "GET" => item.get.as_mut(),
        "POST" => item.post.as_mut(),
        "PUT" => item.put.as_mut(),
        "DELETE" => item.delete.as_mut(),
        _ => None,
    }
}

fn complete(operation: &mut Operation, route: &Declared) {
    let is_write = route.method.as_str() != "GET";
    let session = || SecurityRequirement::new("session", Vec::<String>::new());
    let (security, needs) = match route.access {
        Access::May(right) if GIVEN.contains(&right) => {
            let key = SecurityRequirement::new("key", [right.name()]);
            (vec![key, session()], format!("Needs the right `{}`.", right.name()))
        }
        Access::May(right) => (
            vec![session()],
            format!("For people with the right `{}` only: no key may.", right.name()),
        ),
        Access::LoggedIn => (vec![session()], "For people only: no key may.".to_owned()),
        Access::Anyone | Access::SetUp | Access::Link | Access::Sender => {
            (Vec::new(), String::new())
        }
    };
    operation.security = Some(security);
    let said = operation.description.take().unwrap_or_default();
    let said = [said, needs].into_iter().filter(|text| !text.is_empty());
    operation.description = Some(said.collect::<Vec<_>>().join("\n\n"));
    let parameters = operation.parameters.get_or_insert_default();
    let names_version = parameters.iter().any(|one| named(one, "If-Match"));
    for parameter in parameters.iter_mut() {
        not_null(parameter);
        narrow(parameter);
    }
    if route.once {
        parameters.push(RefOr::T(once()));
    }
    let writes = if is_write { &WRITES[..] } else { &[] };
    let versioned = if names_version { &VERSIONED[..] } else { &[] };
    for status in ALWAYS.iter().chain(writes).chain(versioned) {
        let problem = RefOr::Ref(Ref::from_response_name("Problem"));
        operation.responses.responses.entry((*status).to_owned()).or_insert(problem);
    }
}

fn named(parameter: &RefOr<Parameter>, name: &str) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.name == name)
}

/// A parameter that may be left out is no null when it is there.
fn not_null(parameter: &mut RefOr<Parameter>) {
    let RefOr::T(parameter) = parameter else { return };
    let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema else { return };
    if let SchemaType::Array(types) = &mut schema.schema_type {
        types.retain(|one| *one != Type::Null);
        if let [one] = types.as_slice() {
            schema.schema_type = SchemaType::Type(one.clone());
        }
    }
}

/// What some parameters hold wherever they stand.
fn narrow(parameter: &mut RefOr<Parameter>) {
    let RefOr::T(parameter) = parameter else { return };
    if parameter.parameter_in != ParameterIn::Query {
        return;
    }
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let format = |format| text().format(Some(SchemaFormat::KnownFormat(format)));
    let schema: Schema = match parameter.name.as_str() {
        "as_of" | "from" | "to" => AnyOfBuilder::new()
            .item(format(KnownFormat::DateTime))
            .item(format(KnownFormat::Date))
            .build()
            .into(),
        "after" => text().pattern(Some("^[A-Za-z0-9_-]+$")).build().into(),
        "owner" => text().pattern(Some("^role/[a-z0-9][a-z0-9_.-]{0,99}$")).build().into(),
        "kind" => {
            let names = kinds::all().into_iter().map(|kind| kind.name);
            text().enum_values(Some(names)).build().into()
        }
        "class" => text().enum_values(Some(Class::ALL.map(Class::name))).build().into(),
        _ => return,
    };
    parameter.schema = Some(schema.into());
}

fn once() -> Parameter {
    let name = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!#-\\[\\]-~]+$"))
        .build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "A name for this request. The same request with the same name is answered as it was, for 24 hours, and done once.",
        ))
        .schema(Some(name))
        .build()
}
