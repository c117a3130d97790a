//! Whoever may look round in the demonstration: one person for each tour, each with a password and a code that works once
//! as the second factor. Nobody logs in with one factor here either.

use arvak_identity::{Password, Secret, TotpSecret, recovery_codes, recovery_hash};
use arvak_store::{Folder, NewAccount, Seal};
use arvak_words::{Say, Words};

/// User name, and role, of each.
const PEOPLE: [(&str, &str); 5] = [
    ("administrator", "administrator"),
    ("ikt", "ict_lead"),
    ("beredskap", "emergency_coordinator"),
    ("direktor", "chief_executive"),
    ("revisor", "auditor"),
];

/// Letters of a password that is read from a screen.
const LETTERS: usize = 16;

/// Makes them, and says how each logs in.
pub(super) async fn make(folder: &Folder, link: &str, words: &Words) -> anyhow::Result<String> {
    let operation = folder.operation();
    let now = folder.clock().now();
    let chosen: String = Secret::random()?.reveal().chars().take(LETTERS).collect();
    let password = Password::choose(&chosen, &[])
        .map_err(|problem| anyhow::anyhow!("a random password was refused: {}", problem.name()))?;
    let hash = password.hash()?;
    let seal = Seal::open(folder.layout())?;
    let mut lines = vec![
        words.say("demo-pages", &[("link", Say::Text(link))]),
        words.say("demo-password", &[("password", Say::Text(&chosen))]),
    ];
    for (user, role) in PEOPLE {
        let title = words.plain(&format!("role-{role}"));
        let account = NewAccount {
            name: title.clone(),
            user_name: user.to_owned(),
            email: None,
            lang: words.lang().tag().to_owned(),
            roles: vec![role.to_owned()],
            units: Vec::new(),
        };
        let person = operation.add_account(&account, now).await?;
        let person = person.ok_or_else(|| anyhow::anyhow!("`{user}` is taken"))?;
        operation.set_password(&person, hash.as_str()).await?;
        // An authenticator belongs to every account; nobody has this one, and the codes stand in for it.
        operation.set_totp(&seal, &person, TotpSecret::random()?.as_bytes(), 0).await?;
        let codes = recovery_codes()?;
        let hashes: Vec<_> =
            codes.iter().map(|code| *recovery_hash(&person, code.reveal()).as_bytes()).collect();
        operation.set_recovery_codes(&person, &hashes).await?;
        let shown: Vec<&str> = codes.iter().take(2).map(Secret::reveal).collect();
        let args = [
            ("user", Say::Owned(format!("{user:13}"))),
            ("codes", Say::Owned(shown.join("  "))),
            ("title", Say::Text(&title)),
        ];
        lines.push(words.say("demo-person", &args));
    }
    Ok(lines.join("\n"))
}
