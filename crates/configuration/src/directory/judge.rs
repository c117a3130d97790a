//! Who governs, and with which accounts.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{Instant, Outcome, Span};

use super::Directory;
use super::account::Account;
use crate::judgement::{Finding, Judgement, Place, Tone, Verdict};

const SEPARATE: &str = "access.admins_separate";
const CURRENT: &str = "access.accounts_current";
const BACKUP: &str = "backup.separate_rights";

/// How long an account that governs may go unused. Our proposal.
const UNUSED_DAYS: u32 = 90;

/// How many domain admins are worth a remark. Our proposal.
const MANY: usize = 8;

impl Directory {
    /// What it shows at the instant of the export; `servers` are those that keep the backups.
    pub(crate) fn judge(&self, at: Instant, servers: &[String]) -> Judgement {
        let mut judgement = Judgement::default();
        let members = self.members();
        let seen = Finding::new(Tone::Note, "accounts_seen", Place::File);
        let computers = self.all.iter().filter(|account| account.is_computer).count();
        let seen = seen.with("count", &self.all.len()).with("members", &members.len());
        judgement.find(seen.with("computers", &computers));
        self.groups(&mut judgement);
        let mut separate = self.separate(&members, &mut judgement);
        let mut current = self.current(&members, at, &mut judgement);
        if self.nested(&mut judgement) {
            for verdict in [&mut separate, &mut current] {
                if verdict.result == Outcome::Supports {
                    verdict.result = Outcome::Inconclusive;
                    verdict.code = Some("directory.nested_groups");
                }
            }
        }
        judgement.verdicts = vec![separate, current];
        if !servers.is_empty() {
            let backup = self.backup(servers, &mut judgement);
            judgement.verdicts.push(backup);
        }
        judgement
    }

    /// Everyone who governs, once each: a row for each membership may tell of them many times, and what any of them says
    /// of an account holds for it.
    fn members(&self) -> Vec<Account> {
        let mut by_name: BTreeMap<String, Account> = BTreeMap::new();
        for account in self.all.iter().filter(|account| !account.is_computer && !account.is_group) {
            let known =
                by_name.entry(account.name.to_lowercase()).or_insert_with(|| account.clone());
            known.governs.extend(&account.governs);
            known.has_mail |= account.has_mail;
            known.is_service |= account.is_service;
            known.password_lasts |= account.password_lasts;
            known.enabled = known.enabled.or(account.enabled);
            known.last_logon = known.last_logon.max(account.last_logon);
        }
        by_name.into_values().filter(|account| !account.governs.is_empty()).collect()
    }

    /// Groups within groups that govern: who is in those, a list that is not recursive does not say.
    fn nested(&self, judgement: &mut Judgement) -> bool {
        let nested = |one: &&Account| one.is_group && !one.governs.is_empty();
        let found: Vec<_> = self.all.iter().filter(nested).collect();
        for group in &found {
            judgement.find(of(group, Tone::Unclear, "group_nested"));
        }
        !found.is_empty()
    }

    fn groups(&self, judgement: &mut Judgement) {
        let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for account in &self.all {
            for group in &account.governs {
                groups.entry(group).or_default().insert(&account.name);
            }
        }
        for (group, members) in groups {
            let tone = if members.len() > MANY { Tone::Bad } else { Tone::Note };
            let finding = Finding::new(tone, "group_members", Place::File).with("group", group);
            judgement.find(finding.with("count", &members.len()));
        }
    }

    fn separate(&self, members: &[Account], judgement: &mut Judgement) -> Verdict {
        let mut count = |code, tone, is: &dyn Fn(&Account) -> bool| {
            let found: Vec<_> = members.iter().filter(|member| is(member)).collect();
            for member in &found {
                judgement.find(of(member, tone, code));
            }
            found.len()
        };
        let active = |member: &Account| member.enabled != Some(false);
        let mail = count("member_mail", Tone::Bad, &|member| active(member) && member.has_mail);
        let service =
            count("member_service", Tone::Bad, &|member| active(member) && member.is_service);
        let lasting = count("member_password_lasts", Tone::Note, &|member| {
            active(member) && member.password_lasts
        });
        let tells_mail = self.has(&["mail", "emailaddress"]);
        let tells_service = self.has(&["serviceprincipalname", "serviceprincipalnames"]);
        let verdict = if mail > 0 {
            Verdict::refutes(SEPARATE, "access.admin_daily_account")
        } else if service > 0 {
            Verdict::refutes(SEPARATE, "access.admin_service_account")
        } else if members.is_empty() {
            judgement.find(Finding::new(Tone::Unclear, "members_none", Place::File));
            Verdict::inconclusive(SEPARATE, "directory.no_members")
        } else if tells_mail && tells_service {
            judgement.find(Finding::new(Tone::Good, "members_separate", Place::File));
            Verdict::supports(SEPARATE)
        } else {
            lacks(&["mail", "ServicePrincipalNames"], &[tells_mail, tells_service], judgement);
            Verdict::inconclusive(SEPARATE, "directory.lacks_properties")
        };
        verdict
            .with("members", members.len())
            .with("mail_members", mail)
            .with("service_members", service)
            .with("lasting_passwords", lasting)
    }

    fn current(&self, members: &[Account], at: Instant, judgement: &mut Judgement) -> Verdict {
        let limit = at.as_millis().saturating_sub(Span::from_days(UNUSED_DAYS).as_millis());
        let (mut disabled, mut unused, mut unknown) = (0, 0, 0);
        for member in members {
            if member.enabled == Some(false) {
                disabled += 1;
                judgement.find(of(member, Tone::Bad, "member_disabled"));
            } else if member.last_logon.is_some_and(|last| last.as_millis() < limit) {
                unused += 1;
                let days = at.since(member.last_logon.unwrap_or(at)).as_days();
                judgement.find(of(member, Tone::Bad, "member_unused").with("days", &days));
            } else if member.last_logon.is_none() {
                unknown += 1;
                judgement.find(of(member, Tone::Unclear, "member_never_seen"));
            }
        }
        let tells = [self.has(&["enabled"]), self.has(&["lastlogondate", "lastlogontimestamp"])];
        let verdict = if disabled > 0 {
            Verdict::refutes(CURRENT, "access.account_disabled_member")
        } else if unused > 0 {
            Verdict::refutes(CURRENT, "access.account_unused")
        } else if members.is_empty() {
            Verdict::inconclusive(CURRENT, "directory.no_members")
        } else if tells != [true, true] || unknown > 0 {
            lacks(&["Enabled", "LastLogonDate"], &tells, judgement);
            Verdict::inconclusive(CURRENT, "directory.lacks_properties")
        } else {
            judgement.find(Finding::new(Tone::Good, "members_current", Place::File));
            Verdict::supports(CURRENT)
        };
        verdict
            .with("members", members.len())
            .with("disabled_members", disabled)
            .with("unused_members", unused)
    }

    /// Whether a backup server is one of the directory's computers. That it is not among them says something only of a list
    /// that is whole, and one without the domain's own controllers is not.
    fn backup(&self, servers: &[String], judgement: &mut Judgement) -> Verdict {
        let computers: Vec<_> = self.all.iter().filter(|one| one.is_computer).collect();
        let mut joined = false;
        for server in servers {
            let wanted = server.trim().to_lowercase();
            let short = wanted.split('.').next().unwrap_or_default();
            let found = computers.iter().find(|one| {
                one.plain_name() == short || (!one.dns_name.is_empty() && one.dns_name == wanted)
            });
            if let Some(found) = found {
                judgement.find(of(found, Tone::Bad, "server_joined"));
                joined = true;
            }
        }
        let whole = computers.iter().any(|one| one.is_controller);
        let verdict = if joined {
            Verdict::refutes(BACKUP, "backup.same_directory")
        } else if whole {
            let listed = servers.join(", ");
            let finding = Finding::new(Tone::Good, "server_not_joined", Place::File);
            let finding = finding.with("server", &listed);
            judgement.find(finding.with("count", &computers.len()));
            Verdict::supports(BACKUP)
        } else {
            judgement.find(Finding::new(Tone::Unclear, "computers_not_whole", Place::File));
            Verdict::inconclusive(BACKUP, "directory.no_computers")
        };
        verdict.with("computers", computers.len())
    }
}

/// Tells which properties are missing.
fn lacks(names: &[&str], there: &[bool], judgement: &mut Judgement) {
    for (name, _) in names.iter().zip(there).filter(|(_, there)| !**there) {
        let finding = Finding::new(Tone::Unclear, "property_missing", Place::File);
        judgement.find(finding.with("property", name));
    }
}

fn of(account: &Account, tone: Tone, code: &'static str) -> Finding {
    Finding::new(tone, code, account.place.clone()).with("account", &account.name)
}
