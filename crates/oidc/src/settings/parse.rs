//! From what is written to what can be used; all mistakes are told at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use arvak_core::{EntityId, Span};
use arvak_identity::Role;
use arvak_probe::Target;
use arvak_probe::outbound::target_of;
use hyper::Uri;

use super::{ClientAuth, Mistake, OneOrMore, ProviderFile, ProviderSettings, Secret, Subject};
use crate::grants::Units;
use crate::two_factors::BadRequirement;
use crate::{Grants, Requirement};

/// Reads a file with a secret, or says what is wrong with it and what to do.
pub type ReadSecret<'r> = &'r dyn Fn(&Path) -> Result<String, String>;

/// Most characters of a provider's name.
const NAME_CHARS_MAX: usize = 60;

/// Most characters of a slug.
const SLUG_CHARS_MAX: usize = 40;

/// Names by which Microsoft's addresses stand for many organisations.
const MANY_TENANTS: [&str; 3] = ["common", "organizations", "consumers"];

/// Hosts of Entra ID.
const ENTRA_HOSTS: [&str; 3] =
    ["login.microsoftonline.com", "login.microsoftonline.us", "sts.windows.net"];

/// All providers, or everything that is wrong with any of them.
pub fn parse(
    files: &[ProviderFile],
    read: ReadSecret<'_>,
) -> Result<Vec<ProviderSettings>, Vec<Mistake>> {
    let (mut good, mut mistakes) = (Vec::new(), Vec::new());
    let mut slugs = BTreeSet::new();
    for (index, file) in files.iter().enumerate() {
        let mut reading = Reading { file, number: index + 1, mistakes: Vec::new() };
        if !slugs.insert(file.slug.as_str()) {
            reading.tell("slug", "another provider has it too: give each its own".to_owned());
        }
        let settings = reading.settings(read);
        mistakes.extend(reading.mistakes);
        good.extend(settings);
    }
    if mistakes.is_empty() { Ok(good) } else { Err(mistakes) }
}

struct Reading<'f> {
    file: &'f ProviderFile,
    number: usize,
    mistakes: Vec<Mistake>,
}

impl Reading<'_> {
    fn tell(&mut self, key: &str, what: String) {
        let (number, slug) = (self.number, self.file.slug.clone());
        self.mistakes.push(Mistake { number, slug, key: key.to_owned(), what });
    }

    fn settings(&mut self, read: ReadSecret<'_>) -> Option<ProviderSettings> {
        self.names();
        let targets = self.targets();
        let secret = self.secret(read);
        let client_auth = self.choice(
            "client_auth",
            self.file.client_auth.as_deref(),
            &[("basic", ClientAuth::Basic), ("post", ClientAuth::Post)],
        );
        let usual = if self.is_entra() { Subject::Oid } else { Subject::Sub };
        let subject = match self.file.subject.as_deref() {
            None => Some(usual),
            given => self.choice("subject", given, &[("sub", Subject::Sub), ("oid", Subject::Oid)]),
        };
        let requirement = self.requirement();
        let grants = Grants { roles: self.roles(), units: self.units() };
        let max_age = self.max_age();
        let scopes = self.scopes();
        let acr_claim = self.claim("acr_claim", self.file.acr_claim.as_deref(), "acr");
        let groups_claim = self.claim("groups_claim", self.file.groups_claim.as_deref(), "groups");
        Some(ProviderSettings {
            slug: self.file.slug.clone(),
            name: self.file.name.clone(),
            issuer: self.file.issuer.clone(),
            client_id: self.file.client_id.clone(),
            secret: secret?,
            client_auth: client_auth?,
            scopes,
            requirement: requirement?,
            acr_claim,
            max_age,
            subject: subject?,
            groups_claim,
            targets,
            grants,
        })
    }

    fn names(&mut self) {
        let slug = &self.file.slug;
        let is_plain =
            |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
        if !(1..=SLUG_CHARS_MAX).contains(&slug.len()) || !slug.chars().all(is_plain) {
            let what = format!("write 1 to {SLUG_CHARS_MAX} of a-z, 0-9 and -, such as \"entra\"");
            self.tell("slug", what);
        }
        let name = &self.file.name;
        let is_line = !name.trim().is_empty() && !name.contains(char::is_control);
        if !is_line || name.chars().count() > NAME_CHARS_MAX {
            let what = format!("write what people call it, in 1 to {NAME_CHARS_MAX} characters");
            self.tell("name", what);
        }
        if self.file.client_id.trim().is_empty() {
            self.tell("client_id", "write what the provider calls this application".to_owned());
        }
    }

    fn is_entra(&self) -> bool {
        let uri: Option<Uri> = self.file.issuer.parse().ok();
        uri.and_then(|uri| uri.host().map(|host| ENTRA_HOSTS.contains(&host))).unwrap_or(false)
    }

    /// The issuer's host, and the others that are allowed.
    fn targets(&mut self) -> BTreeSet<Target> {
        let mut targets = BTreeSet::new();
        let issuer = &self.file.issuer;
        let parts = issuer.split('/');
        if parts.clone().any(|part| MANY_TENANTS.contains(&part)) || issuer.contains('{') {
            let what = "this stands for every organisation, whose accounts could then log in here: write the address with your \
                        tenant's id, such as https://login.microsoftonline.com/TENANT-ID/v2.0";
            self.tell("issuer", what.to_owned());
        }
        match issuer.parse::<Uri>() {
            Ok(uri) if uri.query().is_none() && !issuer.contains('#') => match target_of(&uri) {
                Ok(target) => drop(targets.insert(target)),
                Err(error) => self.tell("issuer", error.to_string()),
            },
            Ok(_) => self.tell("issuer", "leave out what begins with ? or #".to_owned()),
            Err(error) => {
                let what = format!(
                    "{error}: write the provider's address, such as https://login.example.no"
                );
                self.tell("issuer", what);
            }
        }
        for host in &self.file.hosts {
            let target = format!("https://{host}").parse::<Uri>().ok();
            let target = target.filter(|uri| uri.path() == "/" && uri.query().is_none());
            match target.and_then(|uri| target_of(&uri).ok()) {
                Some(target) => drop(targets.insert(target)),
                None => self.tell("hosts", format!("`{host}` is no HOST or HOST:PORT: correct it")),
            }
        }
        targets
    }

    fn secret(&mut self, read: ReadSecret<'_>) -> Option<Secret> {
        let Some(path) = &self.file.secret_file else {
            let what = "name a file that holds the secret which the provider gave you, such as \"keys/entra.secret\"; it is \
                        never written here";
            self.tell("secret_file", what.to_owned());
            return None;
        };
        match read(path) {
            Ok(text) if !text.trim().is_empty() => Some(Secret(text.trim().to_owned())),
            Ok(_) => {
                self.tell(
                    "secret_file",
                    format!("{} is empty: put the secret in it", path.display()),
                );
                None
            }
            Err(what) => {
                self.tell("secret_file", what);
                None
            }
        }
    }

    fn choice<T: Copy>(
        &mut self,
        key: &str,
        given: Option<&str>,
        known: &[(&str, T)],
    ) -> Option<T> {
        let Some(given) = given else { return known.first().map(|(_, value)| *value) };
        let found = known.iter().find(|(name, _)| *name == given).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<String> = known.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            self.tell(key, format!("`{given}` is unknown: write {}", names.join(" or ")));
        }
        found
    }

    fn requirement(&mut self) -> Option<Requirement> {
        let values = self.file.acr_values.clone();
        if values.iter().any(|value| value.is_empty() || value.contains(char::is_whitespace)) {
            self.tell("acr_values", "each is one word: write a list such as [\"high\"]".to_owned());
        }
        let usual = if values.is_empty() { "amr" } else { "acr" };
        let known = [("acr", (true, false)), ("amr", (false, true)), ("both", (true, true))];
        let given = Some(self.file.require.as_deref().unwrap_or(usual));
        let (by_class, by_methods) = self.choice("require", given, &known)?;
        if by_class && values.is_empty() {
            let what = "these name the provider's classes of log-in that mean two factors: list at least one, or write \
                        require = \"amr\"";
            self.tell("acr_values", what.to_owned());
            return None;
        }
        match Requirement::new(values, by_methods) {
            Ok(requirement) => Some(requirement),
            Err(error) => {
                let todo = match error {
                    BadRequirement::OneFactor(_) => {
                        "name a class that the provider gives only after two, or write require = \"both\""
                    }
                    BadRequirement::Nothing => "list acr_values, or write require = \"amr\"",
                };
                self.tell("acr_values", format!("{error}: {todo}"));
                None
            }
        }
    }

    fn max_age(&mut self) -> Option<Span> {
        let minutes = self.file.max_age_minutes?;
        if !(1..=10_080).contains(&minutes) {
            self.tell("max_age_minutes", "write 1 to 10080 (a week)".to_owned());
        }
        Some(Span::from_millis(i64::from(minutes) * 60_000))
    }

    /// `openid` is the library's own.
    fn scopes(&mut self) -> Vec<String> {
        let usual = || ["profile", "email"].map(str::to_owned).to_vec();
        let scopes = self.file.scopes.clone().unwrap_or_else(usual);
        if scopes.iter().any(|scope| scope.is_empty() || scope.contains(char::is_whitespace)) {
            let what = "each is one word: write a list such as [\"profile\", \"email\"]";
            self.tell("scopes", what.to_owned());
        }
        scopes.into_iter().filter(|scope| scope != "openid").collect()
    }

    fn claim(&mut self, key: &str, given: Option<&str>, usual: &str) -> String {
        let claim = given.unwrap_or(usual).to_owned();
        if claim.is_empty() || claim.contains(char::is_whitespace) {
            self.tell(key, format!("write the name of one claim, such as \"{usual}\""));
        }
        claim
    }

    fn roles(&mut self) -> BTreeMap<String, Vec<Role>> {
        let mut known = BTreeMap::new();
        if self.file.roles.is_empty() {
            let what = "nobody could log in: write which groups give which roles, under [web.openid.roles]";
            self.tell("roles", what.to_owned());
        }
        for (group, names) in &self.file.roles {
            let mut roles = Vec::new();
            for name in names.all() {
                if let Some(role) = Role::from_name(name) {
                    roles.push(role);
                } else {
                    let all: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
                    let what = format!("`{name}` is no role: write one of {}", all.join(", "));
                    self.tell(&format!("roles.{group}"), what);
                }
            }
            known.insert(group.clone(), roles);
        }
        known
    }

    fn units(&mut self) -> BTreeMap<String, Units> {
        let mut known = BTreeMap::new();
        for (group, names) in &self.file.units {
            if names == &OneOrMore::One("*".to_owned()) {
                known.insert(group.clone(), Units::All);
                continue;
            }
            let mut ids = Vec::new();
            for name in names.all() {
                match name.parse::<EntityId>() {
                    Ok(id) if id.kind() == "unit" => ids.push(id),
                    _ => {
                        let what = format!(
                            "`{name}` is no unit: write one such as \"unit/helse\", or \"*\" for all"
                        );
                        self.tell(&format!("units.{group}"), what);
                    }
                }
            }
            if names.all().is_empty() {
                let what = "an empty list would mean nothing: name units, or write \"*\" for all";
                self.tell(&format!("units.{group}"), what.to_owned());
            }
            known.insert(group.clone(), Units::These(ids));
        }
        known
    }
}
