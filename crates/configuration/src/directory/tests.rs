use arvak_core::Outcome;

use super::*;
use crate::Judgement;

const HEAD: &str = "Group,GroupSID,SamAccountName,objectClass,Enabled,mail,ServicePrincipalNames,LastLogonDate,PasswordNeverExpires\n";
const ADMINS: &str = "Domain Admins,S-1-5-21-1-2-3-512";

fn judged(rows: &[&str]) -> Judgement {
    judge(&(HEAD.to_owned() + &rows.join("\n") + "\n"), &[])
}

fn judge(text: &str, servers: &[&str]) -> Judgement {
    let servers: Vec<_> = servers.iter().map(|&server| server.to_owned()).collect();
    let at = "2026-02-01T00:00:00Z".parse().unwrap();
    Directory::read(text).unwrap().judge(at, &servers)
}

fn result(judgement: &Judgement, kind: &str) -> (Outcome, Option<&'static str>) {
    let verdict = judgement.verdicts.iter().find(|verdict| verdict.kind == kind).unwrap();
    (verdict.result, verdict.code)
}

fn one(row: &str) -> [(Outcome, Option<&'static str>); 2] {
    let judgement = judged(&[&format!("{ADMINS},{row}")]);
    ["access.admins_separate", "access.accounts_current"].map(|kind| result(&judgement, kind))
}

const SUPPORTS: (Outcome, Option<&str>) = (Outcome::Supports, None);

#[test]
fn an_account_kept_for_governing_and_in_use_is_sound() {
    assert_eq!(one("adm-kari,user,True,,,20.01.2026 09:12:00,False"), [SUPPORTS; 2]);
}

#[test]
fn daily_accounts_programs_and_old_accounts_are_found() {
    let refuted = |code| (Outcome::Refutes, Some(code));
    let mail = one("kari,user,True,kari@nordvik.example,,20.01.2026 09:12:00,False");
    assert_eq!(mail, [refuted("access.admin_daily_account"), SUPPORTS]);
    let service = one("svc-sql,user,True,,MSSQLSvc/db.nordvik.example,20.01.2026 09:12:00,True");
    assert_eq!(service, [refuted("access.admin_service_account"), SUPPORTS]);
    let disabled = one("adm-ola,user,False,,,20.01.2026 09:12:00,False");
    assert_eq!(disabled, [SUPPORTS, refuted("access.account_disabled_member")]);
    let unused = one("adm-per,user,True,,,02.05.2025 09:12:00,False");
    assert_eq!(unused, [SUPPORTS, refuted("access.account_unused")]);
    let never = one("adm-ny,user,True,,,,False")[1];
    assert_eq!(never, (Outcome::Inconclusive, Some("directory.lacks_properties")));
}

#[test]
fn a_password_that_lasts_is_told_and_refutes_nothing() {
    let judgement = judged(&[&format!("{ADMINS},adm-kari,user,True,,,20.01.2026 09:12:00,True")]);
    assert!(judgement.findings.iter().any(|finding| finding.code == "member_password_lasts"));
    assert_eq!(result(&judgement, "access.admins_separate"), SUPPORTS);
}

#[test]
fn groups_that_do_not_govern_and_files_without_any_say_nothing() {
    let judgement = judged(&[
        "IKT,S-1-5-21-1-2-3-1104,kari,user,True,kari@x.example,,20.01.2026 09:12:00,False",
    ]);
    let none = (Outcome::Inconclusive, Some("directory.no_members"));
    assert_eq!(result(&judgement, "access.admins_separate"), none);
    assert_eq!(result(&judgement, "access.accounts_current"), none);
}

#[test]
fn what_the_file_does_not_tell_is_not_taken_for_good() {
    let judgement = judge("Group;SamAccountName\nDomain Admins;adm-kari\n", &[]);
    let lacks = (Outcome::Inconclusive, Some("directory.lacks_properties"));
    assert_eq!(result(&judgement, "access.admins_separate"), lacks);
    assert_eq!(result(&judgement, "access.accounts_current"), lacks);
}

#[test]
fn users_may_name_their_groups_instead_and_json_says_the_same() {
    let csv = "SamAccountName;Enabled;MemberOf;mail;ServicePrincipalNames;LastLogonDate\n\
               adm-kari;True;\"CN=IKT,DC=x|CN=Domeneadministratorer,CN=Users,DC=x\";;;20.01.2026 09:12:00\n\
               ola;True;CN=IKT,DC=x;ola@x.example;;20.01.2026 09:12:00\n";
    let json = r#"[{"SamAccountName":"adm-kari","Enabled":true,"MemberOf":["CN=IKT,DC=x","CN=Domain Admins,CN=Users,DC=x"],
        "mail":null,"ServicePrincipalNames":[],"LastLogonDate":"/Date(1768900320000)/"},
        {"SamAccountName":"ola","Enabled":true,"MemberOf":"CN=IKT,DC=x","mail":"ola@x.example"}]"#;
    for text in [csv, json] {
        let judgement = judge(text, &[]);
        assert_eq!(result(&judgement, "access.admins_separate"), SUPPORTS, "{text}");
        assert_eq!(result(&judgement, "access.accounts_current"), SUPPORTS, "{text}");
    }
}

#[test]
fn a_group_within_a_group_that_governs_may_hold_anybody() {
    let kari = format!("{ADMINS},adm-kari,user,True,,,20.01.2026 09:12:00,False");
    let nested = format!("{ADMINS},IKT-alle,group,,,,,");
    let judgement = judged(&[&kari, &nested]);
    let unclear = (Outcome::Inconclusive, Some("directory.nested_groups"));
    assert_eq!(result(&judgement, "access.admins_separate"), unclear);
    assert_eq!(result(&judgement, "access.accounts_current"), unclear);
}

#[test]
fn a_backup_server_in_the_directory_is_found_and_absence_needs_a_whole_list() {
    let computers = "Name,DNSHostName,objectClass,primaryGroupID,SamAccountName\n\
                     DC01,dc01.nordvik.example,computer,516,DC01$\n\
                     VEEAM01,veeam01.nordvik.example,computer,515,VEEAM01$\n";
    let backup =
        |text: &str, server: &str| result(&judge(text, &[server]), "backup.separate_rights");
    let joined = (Outcome::Refutes, Some("backup.same_directory"));
    for server in ["veeam01", "VEEAM01.nordvik.example"] {
        assert_eq!(backup(computers, server), joined, "{server}");
    }
    assert_eq!(backup(computers, "kopi07"), SUPPORTS);
    let part = computers.replace(",516,", ",515,");
    let unclear = (Outcome::Inconclusive, Some("directory.no_computers"));
    assert_eq!(backup(&part, "kopi07"), unclear);
    assert_eq!(backup(&part, "veeam01"), joined);
}

#[test]
fn lists_that_powershell_cut_off_and_secrets_are_told() {
    let cut = "SamAccountName;MemberOf\nkari;Microsoft.ActiveDirectory.Management.ADPropertyValueCollection\n";
    assert_eq!(Directory::read(cut).unwrap_err()[0].code, "cut_off");
    let flag = "SamAccountName;Enabled\nkari;kanskje\n";
    assert_eq!(Directory::read(flag).unwrap_err()[0].code, "unknown_word");
    assert_eq!(Directory::read("a;b\n1;2\n").unwrap_err()[0].code, "missing_column");
    let laps = r#"[{"Name":"PC1","SamAccountName":"PC1$","ms-Mcs-AdmPwd":"s3kr3t"}]"#;
    let mistakes = Directory::read(laps).unwrap_err();
    assert_eq!(mistakes[0].code, "secret_column");
    assert!(!format!("{mistakes:?}").contains("s3kr3t"));
}
