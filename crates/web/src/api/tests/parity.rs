//! Every page has its operation, or a reason why it stays a page; and the two ask the same right.

use std::collections::{BTreeMap, BTreeSet};

use arvak_identity::Access;
use axum::http::Method;

use super::support::Api;
use crate::api::document::whole;
use crate::routes::declared;

/// What stands for a page in the API.
enum Stands {
    /// These operations, which ask of whoever comes what the page asks.
    For(&'static [&'static str]),
    /// Nothing: the page is the empty form of this operation, and asks what it asks.
    Form(&'static str),
    /// Nothing, and why.
    Page(&'static str),
}

use Stands::{For, Form, Page};

const FACTORS: &str = "it takes or makes the person's own factors: a password, a code, a passkey, a link that is as good as one";
const SET_UP: &str = "the set-up makes the first person's factors, and is open to whoever holds the printed link alone";
const SHOWN_ONCE: &str = "it shows a secret that waits after a form; the API answers it at once";
const CONTACT: &str = "it is for somebody of a supplier, who holds a link to one request and has no account; a program has a key";
const MAILS: &str = "it sends mail in the municipality's name, or says where to; a program does so with arvak request";
const BY_MAIL: &str = "a person looks over what came by mail; a program that has the workbook takes it in with arvak request answer";
const WAY: &str = "it leads on to another page";
const ADDRESS: &str = "it shows or makes the key that a supplier signs with; a program does so with arvak drill address";
const POSTED: &str = "a supplier's system posts there, by a signature; people have no part in it";
const PROSE: &str = "it is prose about the pages themselves";

const PAGES: &[(&str, &str, Stands)] = &[
    ("GET", "/", Page(WAY)),
    ("GET", "/status", For(&["getStatus", "getTrend", "getLetter", "listTasks"])),
    ("GET", "/punkt/{id}", For(&["getPoint", "getClaim", "getLetter"])),
    ("GET", "/oppgaver", For(&["listTasks", "listObligations"])),
    ("GET", "/oppgaver/{claim}", For(&["getClaimTask"])),
    ("GET", "/oppgaver/{claim}/{kind}/{slug}", For(&["getTask"])),
    ("POST", "/oppgaver/{claim}/{kind}/{slug}/frist", For(&["setMeasure"])),
    ("POST", "/oppgaver/{claim}/{kind}/{slug}/gjort", For(&["completeTask"])),
    ("POST", "/oppgaver/{claim}/{kind}/{slug}/svar", For(&["contestRefutation"])),
    ("POST", "/oppgaver/{claim}/{kind}/{slug}/unntak", For(&["requestExemption"])),
    ("POST", "/oppgaver/{claim}/{kind}/{slug}/godkjenn", For(&["approveExemption"])),
    ("POST", "/oppgaver/{claim}/{kind}/{slug}/bevis", For(&["addEvidence"])),
    ("GET", "/tjenester", Page(WAY)),
    ("GET", "/tjenester/{kind}", For(&["listThings"])),
    ("GET", "/tjenester/programvare", For(&["listProducts"])),
    ("GET", "/tjenester/ny/{kind}", Form("createThing")),
    ("POST", "/tjenester/ny/{kind}", For(&["createThing"])),
    ("GET", "/ting/{kind}/{slug}", For(&["getThing", "getEvidence", "listProducts"])),
    ("GET", "/ting/{kind}/{slug}/endre", Form("replaceThing")),
    ("POST", "/ting/{kind}/{slug}/endre", For(&["replaceThing"])),
    ("GET", "/ting/{kind}/{slug}/avvikle", Form("retireThing")),
    ("POST", "/ting/{kind}/{slug}/avvikle", For(&["retireThing"])),
    ("GET", "/tjenester/import", Form("previewImport")),
    ("POST", "/tjenester/import", For(&["previewImport"])),
    ("POST", "/tjenester/import/bekreft", For(&["confirmImport"])),
    ("GET", "/tjenester/mal", For(&["exportTemplate"])),
    ("GET", "/tjenester/eksport", For(&["exportInventory"])),
    ("GET", "/internett", For(&["listInternetServices", "compareInternet", "listUnknownNames"])),
    ("GET", "/internett/kontroll", For(&["getControl"])),
    ("POST", "/internett/kontroll/let", For(&["lookForProof"])),
    ("POST", "/internett/kontroll/kode/send", For(&["mailControlToken"])),
    ("POST", "/internett/kontroll/kode", For(&["enterControlToken"])),
    ("GET", "/internett/kontroll/mal", For(&["getLeaveTemplate"])),
    ("POST", "/internett/kontroll/tillatelse", For(&["addLeave"])),
    ("POST", "/internett/kontroll/tillatelse/slutt", For(&["endLeave"])),
    ("GET", "/internett/{kind}/{slug}", For(&["getInternetService"])),
    ("GET", "/to-faktor", For(&["listTwoFactorServices"])),
    ("GET", "/to-faktor/{slug}", For(&["getTwoFactorService", "getTranscript"])),
    ("POST", "/to-faktor/{slug}/plan", For(&["addTwoFactorPlan"])),
    ("POST", "/to-faktor/{slug}/tiltak", For(&["addTwoFactorMeasures"])),
    ("GET", "/to-faktor/{slug}/oppskrift", For(&["getTwoFactorRecipe", "listRecipes"])),
    ("POST", "/to-faktor/{slug}/oppskrift", For(&["checkTwoFactorRecipe"])),
    ("POST", "/to-faktor/{slug}/oppskrift/lagre", For(&["replaceTwoFactorRecipe"])),
    ("POST", "/to-faktor/{slug}/oppskrift/prov", For(&["startRecipeTrial"])),
    ("GET", "/to-faktor/{slug}/oppskrift/prov/{id}", For(&["getRecipeTrial"])),
    ("GET", "/to-faktor/{slug}/oppskrift/prov/{id}/hendelser", For(&["getRecipeTrial"])),
    ("GET", "/leverandorer", For(&["listThings", "listSupplierRequests"])),
    (
        "GET",
        "/leverandorer/{slug}",
        For(&["getThing", "listSupplierRequests", "getSupplierFindings"]),
    ),
    ("POST", "/leverandorer/{slug}/be", For(&["createSupplierRequest"])),
    ("POST", "/leverandorer/{slug}/lenke", For(&["createSupplierLink"])),
    ("GET", "/leverandorer/{slug}/lenke/{name}", Page(SHOWN_ONCE)),
    ("POST", "/leverandorer/{slug}/sendt", For(&["addEvidence"])),
    ("POST", "/leverandorer/{slug}/trekk", For(&["revokeSupplierLink"])),
    ("POST", "/leverandorer/{slug}/forleng", For(&["extendSupplierLink"])),
    ("POST", "/leverandorer/{slug}/oppfolg", For(&["askSupplierMore"])),
    ("POST", "/leverandorer/{slug}/lukk", For(&["closeSupplierRequest"])),
    ("POST", "/leverandorer/{slug}/funn", For(&["askSupplierToReply"])),
    ("POST", "/leverandorer/{slug}/adresse", Page(MAILS)),
    ("POST", "/leverandorer/{slug}/post", Page(MAILS)),
    ("POST", "/leverandorer/{slug}/post-ny", Page(MAILS)),
    ("GET", "/leverandorer/{slug}/saksliste", For(&["getThing", "listObligations"])),
    ("GET", "/leverandorer/{slug}/kalender", For(&["listObligations"])),
    ("GET", "/foresporsler/bolge", Page(MAILS)),
    ("POST", "/foresporsler/bolge", Page(MAILS)),
    ("GET", "/foresporsler/kalender", For(&["listObligations"])),
    ("GET", "/leverandorer/{slug}/program/{digest}", For(&["getAttachment"])),
    ("POST", "/leverandorer/{slug}/program/{digest}", For(&["addSoftwareList"])),
    ("GET", "/leverandorer/{slug}/rapport/{digest}", Form("addSupplierReport")),
    ("POST", "/leverandorer/{slug}/rapport/{digest}", For(&["addSupplierReport"])),
    ("POST", "/leverandorer/{slug}/arbeidsbok", Page(BY_MAIL)),
    ("GET", "/leverandorer/{slug}/arbeidsbok/{id}", Page(BY_MAIL)),
    ("GET", "/ovelser", For(&["listDrills"])),
    ("GET", "/ovelser/ny", Form("planDrill")),
    ("POST", "/ovelser/ny", For(&["planDrill"])),
    ("GET", "/ovelser/adresser", Page(ADDRESS)),
    ("POST", "/ovelser/adresser", Page(ADDRESS)),
    ("POST", "/ovelser/adresser/trekk", Page(ADDRESS)),
    ("GET", "/ovelser/{avtrykk}", For(&["getDrill"])),
    ("POST", "/ovelser/{avtrykk}/start", For(&["startDrill"])),
    ("POST", "/ovelser/{avtrykk}/gjort", For(&["noteDrillDone"])),
    ("POST", "/ovelser/{avtrykk}/beskjed", For(&["addDrillWord"])),
    ("POST", "/ovelser/{avtrykk}/dom", For(&["recordDrillVerdict"])),
    ("POST", "/ovelser/{avtrykk}/stopp", For(&["stopDrill"])),
    ("GET", "/ovelser/{avtrykk}/eksport", For(&["exportDrill"])),
    ("GET", "/ovelser/{avtrykk}/svar/{nummer}", For(&["getDrillReceipt"])),
    ("POST", "/mottak/{kode}", Page(POSTED)),
    ("GET", "/vaktprover", For(&["listCallouts"])),
    ("GET", "/vaktprover/ny", Form("planCallout")),
    ("POST", "/vaktprover/ny", For(&["planCallout"])),
    ("GET", "/vaktprover/{id}", For(&["getCallout"])),
    ("POST", "/vaktprover/{id}/start", For(&["startCallout"])),
    ("POST", "/vaktprover/{id}/stopp", For(&["stopCallout"])),
    ("GET", "/vaktproving", Page(CONTACT)),
    ("POST", "/vaktproving", Page(CONTACT)),
    ("GET", "/foresporsel", Page(CONTACT)),
    ("POST", "/foresporsel", Page(CONTACT)),
    ("GET", "/foresporsel/kode", Page(CONTACT)),
    ("POST", "/foresporsel/kode", Page(CONTACT)),
    ("GET", "/foresporsel/skjema", Page(CONTACT)),
    ("POST", "/foresporsel/skjema", Page(CONTACT)),
    ("POST", "/foresporsel/lagre", Page(CONTACT)),
    ("GET", "/foresporsel/sjekk", Page(CONTACT)),
    ("POST", "/foresporsel/send", Page(CONTACT)),
    ("GET", "/foresporsel/kvittering", Page(CONTACT)),
    ("GET", "/foresporsel/kvittering/{hva}", Page(CONTACT)),
    ("GET", "/foresporsel/funn", Page(CONTACT)),
    ("POST", "/foresporsel/funn", Page(CONTACT)),
    ("POST", "/foresporsel/sist", Page(CONTACT)),
    ("POST", "/foresporsel/svarsett", Page(CONTACT)),
    ("POST", "/foresporsel/kvittering/svarsett", Page(CONTACT)),
    ("POST", "/foresporsel/ut", Page(CONTACT)),
    ("GET", "/bevis", For(&["listEvidence"])),
    ("GET", "/bevis/{id}", For(&["getEvidence", "getTranscript"])),
    ("GET", "/bevis/{id}/konvolutt", For(&["getEnvelope"])),
    ("GET", "/bevis/{id}/bevisrekke", For(&["getProof"])),
    ("GET", "/bevis/{id}/vedlegg/{digest}", For(&["getAttachment"])),
    ("GET", "/kjoringer", For(&["listRuns"])),
    ("POST", "/kjoringer", For(&["startRun"])),
    ("GET", "/kjoringer/{id}", For(&["getRun"])),
    ("GET", "/kjoringer/{id}/hendelser", For(&["getRun"])),
    ("POST", "/kjoringer/{id}/stopp", For(&["stopRun"])),
    ("GET", "/historikk", For(&["getStatus", "compareHistory", "getTrend"])),
    ("GET", "/leder", For(&["getLeader"])),
    ("POST", "/leder/anslag", For(&["addEstimate"])),
    ("GET", "/svar", For(&["listReplies"])),
    ("GET", "/svar/{edition}", For(&["getReply"])),
    ("GET", "/svar/{edition}/fil", For(&["getReplyFile"])),
    ("GET", "/svar/{edition}/tekst/{digest}", For(&["listReplyTexts", "getReplyText"])),
    ("GET", "/svar/{edition}/tekst/{digest}/fil", For(&["getReplyText"])),
    ("POST", "/svar/{edition}/gjennomgatt", For(&["reviewReply"])),
    ("POST", "/svar/{edition}/godkjent", For(&["approveReply"])),
    ("GET", "/endringer", For(&["listChanges"])),
    ("GET", "/personopplysninger", For(&["getPersonalData", "listPersons"])),
    ("GET", "/personopplysninger/{slug}", For(&["findPerson"])),
    ("POST", "/personopplysninger/{slug}", For(&["erasePerson"])),
    ("GET", "/oppsett", For(&["getSettings", "listControlRecords"])),
    ("GET", "/oppsett/brukere", For(&["listUsers", "listInvitations"])),
    ("POST", "/oppsett/brukere", For(&["createInvitation"])),
    ("POST", "/oppsett/brukere/angre", For(&["removeInvitation"])),
    ("GET", "/oppsett/brukere/{slug}", For(&["getUser"])),
    ("POST", "/oppsett/brukere/{slug}", For(&["setRoles"])),
    ("POST", "/oppsett/brukere/{slug}/faktorer", For(&["resetFactors"])),
    ("POST", "/oppsett/brukere/{slug}/steng", For(&["closeUser"])),
    ("GET", "/oppsett/lenke/{name}", Page(SHOWN_ONCE)),
    ("GET", "/oppsett/tokens", For(&["listKeys"])),
    ("POST", "/oppsett/tokens", For(&["createKey"])),
    ("POST", "/oppsett/tokens/fjern", For(&["removeKey"])),
    ("GET", "/oppsett/innlogging", For(&["listOpenIdProviders"])),
    ("POST", "/oppsett/innlogging/{slug}", For(&["testOpenIdProvider"])),
    ("GET", "/oppsett/kanaler", For(&["getChannels", "listWebhooks", "listMessages"])),
    ("POST", "/oppsett/kanaler/prove", For(&["testMail"])),
    ("POST", "/oppsett/kanaler/melding", For(&["retryMessage", "forgetMessage"])),
    ("POST", "/oppsett/kanaler/webhook", For(&["createWebhook"])),
    ("POST", "/oppsett/kanaler/webhook/fjern", For(&["removeWebhook"])),
    ("POST", "/oppsett/kanaler/webhook/prove", For(&["testWebhook"])),
    ("GET", "/oppsett/kanaler/nokkel/{name}", Page(SHOWN_ONCE)),
    ("GET", "/oppsett/tidsplan", For(&["getTimetable"])),
    ("POST", "/oppsett/tidsplan", For(&["setTimetable"])),
    ("POST", "/oppsett/tidsplan/stasted", For(&["setVantage"])),
    ("GET", "/konto", For(&["getAccount", "listSessions", "listPasskeys"])),
    ("POST", "/konto/sprak", For(&["setLanguage"])),
    ("POST", "/konto/okter", For(&["endSession", "endOtherSessions"])),
    ("POST", "/konto/passnokler", For(&["removePasskey"])),
    ("POST", "/konto/koder", Page(FACTORS)),
    ("GET", "/konto/koder/{name}", Page(FACTORS)),
    ("GET", "/konto/varsler", For(&["getNotices"])),
    ("POST", "/konto/varsler", For(&["setNotices"])),
    ("GET", "/konto/faktorer", Page(FACTORS)),
    ("POST", "/konto/faktorer", Page(FACTORS)),
    ("POST", "/konto/faktorer/passnokkel/start", Page(FACTORS)),
    ("POST", "/konto/faktorer/passnokkel/svar", Page(FACTORS)),
    ("GET", "/logg-inn", Page(FACTORS)),
    ("POST", "/logg-inn", Page(FACTORS)),
    ("GET", "/logg-inn/kode", Page(FACTORS)),
    ("POST", "/logg-inn/kode", Page(FACTORS)),
    ("POST", "/logg-inn/passnokkel/start", Page(FACTORS)),
    ("POST", "/logg-inn/passnokkel/svar", Page(FACTORS)),
    ("GET", "/logg-inn/openid/{slug}", Page(FACTORS)),
    ("GET", "/logg-inn/openid/{slug}/tilbake", Page(FACTORS)),
    ("GET", "/lenke/{token}", Page(FACTORS)),
    ("POST", "/lenke/{token}", Page(FACTORS)),
    ("GET", "/logg-ut", Page(WAY)),
    (
        "POST",
        "/logg-ut",
        Page("it ends the session of the browser that sends it: endSession ends any of them"),
    ),
    ("GET", "/logg-ut/openid/{slug}", Page(WAY)),
    ("GET", "/kom-i-gang", Page(SET_UP)),
    ("GET", "/kom-i-gang/kommune", Page(SET_UP)),
    ("POST", "/kom-i-gang/kommune", Page(SET_UP)),
    ("GET", "/kom-i-gang/drift", Page(SET_UP)),
    ("POST", "/kom-i-gang/drift", Page(SET_UP)),
    ("GET", "/kom-i-gang/domener", Page(SET_UP)),
    ("POST", "/kom-i-gang/domener", Page(SET_UP)),
    ("GET", "/kom-i-gang/startpakke", Page(SET_UP)),
    ("POST", "/kom-i-gang/startpakke", Page(SET_UP)),
    ("GET", "/kom-i-gang/administrator", Page(SET_UP)),
    ("POST", "/kom-i-gang/administrator", Page(SET_UP)),
    (
        "GET",
        "/kom-i-gang/undersokelse",
        Page("it says what the first look sends, before startRun sends it"),
    ),
    ("POST", "/kom-i-gang/undersokelse", Page("it is startRun, and ends the set-up")),
    ("GET", "/kom-i-gang/ferdig", Page(WAY)),
    ("POST", "/kom-i-gang/ferdig", For(&["dismissFirstFindings"])),
    ("GET", "/om", Page(PROSE)),
    ("GET", "/tilgjengelighet", Page(PROSE)),
];

/// Operations that stand for no page of their own.
const MORE: [(&str, &str); 6] = [
    ("getDocument", "the document itself"),
    ("getCaller", "a program asks what its key may; people see it by what their pages show"),
    ("getFirstRun", "the front page leads to the set-up or to the log-in instead"),
    ("getFirstFindings", "a part of the status page, for administrators alone"),
    ("askForErrand", "a machine outside asks, by a signature; people have no part in it"),
    ("sendHome", "a machine outside sends what it saw, by a signature"),
];

/// What each operation asks of whoever comes.
fn asked(api: &Api) -> BTreeMap<String, Access> {
    let document = serde_json::to_value(whole(&api.trial.app)).unwrap();
    let of = |path: &str, method: &Method| {
        let method = method.as_str().to_lowercase();
        document["paths"][path][method]["operationId"].as_str().map(str::to_owned)
    };
    let routes = declared(&api.trial.app).into_iter();
    routes.filter_map(|route| Some((of(route.path, &route.method)?, route.access))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_does_all_that_the_pages_do_or_there_is_a_reason() {
    let api = Api::new().await;
    let operations = asked(&api);
    let known: BTreeMap<(&str, &str), &Stands> =
        PAGES.iter().map(|(method, path, stands)| ((*method, *path), stands)).collect();
    assert_eq!(known.len(), PAGES.len(), "a page stands twice");
    let mut found = BTreeSet::new();
    for route in declared(&api.trial.app) {
        let is_page =
            !["/api/", "/healthz", "/metrics"].iter().any(|begin| route.path.starts_with(begin));
        if !is_page {
            continue;
        }
        let method = route.method.as_str().to_owned();
        let stands = known.get(&(method.as_str(), route.path));
        let stands = stands
            .unwrap_or_else(|| panic!("{method} {} has neither operation nor reason", route.path));
        let same = |id: &str| {
            let access =
                operations.get(id).unwrap_or_else(|| panic!("no operation is called {id}"));
            assert_eq!(*access, route.access, "{id} and {method} {}", route.path);
        };
        match stands {
            For(ids) => ids.iter().for_each(|id| same(id)),
            Form(id) => same(id),
            Page(why) => assert!(why.len() > 10, "{}", route.path),
        }
        found.insert((method, route.path));
    }
    let gone =
        known.keys().filter(|(method, path)| !found.contains(&((*method).to_owned(), *path)));
    assert_eq!(gone.collect::<Vec<_>>(), Vec::<&(&str, &str)>::new(), "no such page");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_stands_for_a_page_or_there_is_a_reason() {
    let api = Api::new().await;
    let for_pages = PAGES.iter().flat_map(|(_, _, stands)| match stands {
        For(ids) => ids.to_vec(),
        Form(_) | Page(_) => Vec::new(),
    });
    let more = MORE.iter().map(|(id, _)| *id);
    let expected: BTreeSet<String> = for_pages.chain(more).map(str::to_owned).collect();
    let operations: BTreeSet<String> = asked(&api).into_keys().collect();
    assert_eq!(operations, expected);
}
