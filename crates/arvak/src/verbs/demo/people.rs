//! Whoever may look round in the demonstration: one person for each role, each with a password and a code that works once
//! as the second factor. Nobody logs in with one factor here either. Links of this run of the program open the tours at
//! once: they are printed where the program runs, and work nowhere else.

use arvak_identity::{Password, PasswordHash, Secret, TotpSecret, recovery_codes, recovery_hash};
use arvak_store::{Folder, NewAccount, NewPassword, Seal};
use arvak_web::{Tour, Tours};
use arvak_words::{Say, Words};

/// One of them.
struct Person {
    user: &'static str,
    role: &'static str,
    /// The unit that the person is limited to.
    unit: Option<&'static str>,
    /// Where the tour begins, and whether its link is printed.
    begins: &'static str,
    printed: bool,
}

const PEOPLE: [Person; 7] = [
    person("administrator", "administrator", "/status", true),
    person("ikt", "ict_lead", "/oppgaver", true),
    person("beredskap", "emergency_coordinator", "/tjenester/function", true),
    person("direktor", "chief_executive", "/leder", true),
    Person {
        unit: Some("unit/helse-og-omsorg"),
        ..person("bidragsyter", "contributor", "/oppgaver", false)
    },
    person("personvern", "data_protection_officer", "/personopplysninger", false),
    person("revisor", "auditor", "/bevis", true),
];

const fn person(
    user: &'static str,
    role: &'static str,
    begins: &'static str,
    printed: bool,
) -> Person {
    Person { user, role, unit: None, begins, printed }
}

/// Letters of a password that is read from a screen.
const LETTERS: usize = 16;

/// Makes them, and says how each logs in.
pub(super) async fn make(
    folder: &Folder,
    origin: &str,
    tours: &Tours,
    words: &Words,
) -> anyhow::Result<String> {
    let chosen: String = Secret::random()?.reveal().chars().take(LETTERS).collect();
    let password = Password::choose(&chosen, &[])
        .map_err(|problem| anyhow::anyhow!("a random password was refused: {}", problem.name()))?;
    let hash = password.hash()?;
    let (mut printed, mut people) = (Vec::new(), Vec::new());
    for person in PEOPLE {
        let title = words.plain(&format!("role-{}", person.role));
        let (path, codes) = account(folder, &person, &title, &hash, tours, words).await?;
        let link = ("link", Say::Owned(format!("{origin}{path}")));
        if person.printed {
            printed.push(words.say("demo-tour", &[link, ("title", Say::Text(&title))]));
        }
        let args = [
            ("user", Say::Owned(format!("{:13}", person.user))),
            ("codes", Say::Owned(codes)),
            ("title", Say::Text(&title)),
        ];
        people.push(words.say("demo-person", &args));
    }
    let all = format!("{origin}{}", tours.path());
    let head = [
        words.say("demo-pages", &[("link", Say::Text(origin))]),
        words.say("demo-tours", &[("link", Say::Text(&all))]),
    ];
    let password = words.say("demo-password", &[("password", Say::Text(&chosen))]);
    let all = head.into_iter().chain(printed).chain([password]).chain(people);
    Ok(all.collect::<Vec<_>>().join("\n"))
}

/// Makes one account; the address of its tour, and two codes.
async fn account(
    folder: &Folder,
    person: &Person,
    title: &str,
    password: &PasswordHash,
    tours: &Tours,
    words: &Words,
) -> anyhow::Result<(String, String)> {
    let operation = folder.operation();
    let account = NewAccount {
        name: title.to_owned(),
        user_name: person.user.to_owned(),
        email: None,
        lang: words.lang().tag().to_owned(),
        roles: vec![person.role.to_owned()],
        units: person.unit.into_iter().map(str::parse).collect::<Result<_, _>>()?,
    };
    let id = operation.add_account(&account, folder.clock().now()).await?;
    let id = id.ok_or_else(|| anyhow::anyhow!("`{}` is taken", person.user))?;
    // An authenticator belongs to every account; nobody has this one, and the codes stand in for it.
    let seal = Seal::open(folder.layout())?;
    let phone = TotpSecret::random()?;
    let codes = recovery_codes()?;
    let hashes: Vec<_> =
        codes.iter().map(|code| *recovery_hash(&id, code.reveal()).as_bytes()).collect();
    let new = NewPassword {
        hash: password.as_str(),
        secret: phone.as_bytes(),
        step: 0,
        recovery: &hashes,
    };
    operation.set_password(&seal, &id, &new).await?;
    let shown: Vec<&str> = codes.iter().take(2).map(Secret::reveal).collect();
    let (user, role) = (person.user.to_owned(), person.role.to_owned());
    let path = tours.add(Tour { person: id, user, role, begins: person.begins.to_owned() });
    Ok((path, shown.join("  ")))
}
