//! What is new is given once to whoever takes it, nothing in the mailbox is changed, and nothing is lost when somebody falls over.

use std::collections::BTreeSet;
use std::sync::Mutex;

use arvak_core::{Digest, Instant};
use arvak_mailbox::{Count, Mailbox, NotTaken, ReadError, Security, Taken, Taker, read};
use arvak_probe::{BoxFuture, ManualClock};
use arvak_store::Operation;
use tempfile::TempDir;

use crate::dovecot::Dovecot;

/// Takes what holds a word, once by its bytes.
#[derive(Default)]
struct Holding {
    word: &'static str,
    kept: Mutex<Vec<Vec<u8>>>,
    known: Mutex<BTreeSet<Digest>>,
    /// How many more it fails at.
    fails: Mutex<u32>,
}

impl Holding {
    fn of(word: &'static str) -> Self {
        Self { word, ..Self::default() }
    }

    fn count(&self) -> usize {
        self.kept.lock().unwrap().len()
    }
}

impl Taker for Holding {
    fn take<'a>(&'a self, mail: &'a [u8], _: Instant) -> BoxFuture<'a, Result<Taken, NotTaken>> {
        Box::pin(async move {
            if !String::from_utf8_lossy(mail).contains(self.word) {
                return Ok(Taken::NotMine);
            }
            let mut fails = self.fails.lock().unwrap();
            if *fails > 0 {
                *fails -= 1;
                return Err(NotTaken("the disk is full".to_owned()));
            }
            if !self.known.lock().unwrap().insert(Digest::of(mail)) {
                return Ok(Taken::Known);
            }
            self.kept.lock().unwrap().push(mail.to_vec());
            Ok(Taken::Kept)
        })
    }
}

struct Trial {
    dovecot: Dovecot,
    mailbox: Mailbox,
    operation: Operation,
    clock: ManualClock,
    _dir: TempDir,
}

impl Trial {
    async fn over(security: Security) -> Option<Self> {
        let dovecot = Dovecot::start()?;
        let dir = tempfile::tempdir().unwrap();
        let operation = Operation::open(&dir.path().join("operation.db")).await.unwrap();
        // Dovecot sorts by when a mail was delivered, which is now by the machine's clock.
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let clock = ManualClock::new(Instant::from_millis(i64::try_from(now.as_millis()).unwrap()));
        let mailbox = dovecot.mailbox(security);
        Some(Self { dovecot, mailbox, operation, clock, _dir: dir })
    }

    async fn read(&self, takers: &[&dyn Taker]) -> Result<Count, ReadError> {
        let door = self.dovecot.door(&self.mailbox);
        read(&self.mailbox, &door, (&self.operation, &self.clock), takers).await
    }
}

const MINE: &str = "From: soc@drift.example\nSubject: Alarm\n\nmerket og tr\u{e5}d\n";
const OTHER: &str = "From: noen@example.no\nSubject: Lunsj\n\nhei\n";

#[tokio::test(flavor = "multi_thread")]
async fn each_mail_is_taken_once_and_nothing_in_the_mailbox_is_changed() {
    for security in [Security::Tls, Security::StartTls] {
        let Some(trial) = Trial::over(security).await else { return };
        let taker = Holding::of("merket");
        trial.dovecot.deliver("1.a", MINE);
        trial.dovecot.deliver("2.b", OTHER);
        let count = trial.read(&[&taker]).await.unwrap();
        assert_eq!((count.taken, count.left), (1, 1));
        assert_eq!(
            taker.kept.lock().unwrap()[0],
            MINE.replace('\n', "\r\n").as_bytes(),
            "to the byte"
        );
        assert_eq!(trial.read(&[&taker]).await.unwrap(), Count::default());
        trial.dovecot.deliver("3.c", &MINE.replace("Alarm", "Alarm 2"));
        assert_eq!(trial.read(&[&taker]).await.unwrap().taken, 1);
        let names = trial.dovecot.mails();
        assert_eq!(names.len(), 3, "none is deleted");
        for name in names {
            let flags = name.split_once(":2,").map_or("", |(_, flags)| flags);
            assert_eq!(flags, "", "{name} is not marked");
        }
        let row = trial.operation.mailbox(&trial.mailbox.name()).await.unwrap().unwrap();
        assert_eq!((row.last_uid, row.failed), (3, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_are_numbered_anew_are_known_by_their_bytes() {
    let Some(trial) = Trial::over(Security::Tls).await else { return };
    let taker = Holding::of("merket");
    trial.dovecot.deliver("1.a", MINE);
    trial.read(&[&taker]).await.unwrap();
    let before = trial.operation.mailbox(&trial.mailbox.name()).await.unwrap().unwrap();
    trial.dovecot.number_anew();
    // The number of a second that is no other's.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    trial.dovecot.deliver("2.b", &MINE.replace("Alarm", "Ny"));
    let count = trial.read(&[&taker]).await.unwrap();
    let after = trial.operation.mailbox(&trial.mailbox.name()).await.unwrap().unwrap();
    assert_ne!(before.validity, after.validity);
    assert_eq!((count.taken, count.known, taker.count()), (1, 1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_could_not_be_kept_is_given_again() {
    let Some(trial) = Trial::over(Security::Tls).await else { return };
    let taker = Holding { fails: Mutex::new(1), ..Holding::of("merket") };
    trial.dovecot.deliver("1.a", OTHER);
    trial.dovecot.deliver("2.b", MINE);
    trial.dovecot.deliver("3.c", &MINE.replace("Alarm", "Ny"));
    let failed = trial.read(&[&taker]).await.unwrap_err();
    assert!(matches!(failed, ReadError::NotTaken(_)), "{failed}");
    let row = trial.operation.mailbox(&trial.mailbox.name()).await.unwrap().unwrap();
    assert_eq!((row.last_uid, row.failed.as_deref()), (1, Some("the disk is full")));
    assert_eq!(trial.read(&[&taker]).await.unwrap().taken, 2);
    assert_eq!(taker.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_taker_that_knows_a_mail_has_it() {
    let Some(trial) = Trial::over(Security::Tls).await else { return };
    let (first, second) = (Holding::of("Alarm"), Holding::of("Subject"));
    trial.dovecot.deliver("1.a", MINE);
    trial.dovecot.deliver("2.b", OTHER);
    trial.read(&[&first, &second]).await.unwrap();
    assert_eq!((first.count(), second.count()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_counted_and_left() {
    let Some(trial) = Trial::over(Security::Tls).await else { return };
    let taker = Holding::of("merket");
    let line = format!("{}\n", "merket".repeat(100));
    trial.dovecot.deliver("1.a", &format!("From: a@b.no\n\n{}", line.repeat(8_000)));
    trial.dovecot.deliver("2.b", MINE);
    let count = trial.read(&[&taker]).await.unwrap();
    assert_eq!((count.too_large, count.taken), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_a_folder_that_is_none_and_a_stranger_are_told_apart() {
    let Some(trial) = Trial::over(Security::Tls).await else { return };
    let try_it = async |mailbox: &Mailbox| {
        let door = trial.dovecot.door(mailbox);
        read(mailbox, &door, (&trial.operation, &trial.clock), &[]).await.unwrap_err()
    };
    let wrong = Mailbox { password: "feil".to_owned(), ..trial.mailbox.clone() };
    let error = try_it(&wrong).await;
    assert!(matches!(error, ReadError::Refused { .. }), "{error}");
    assert!(!error.to_string().contains("feil"), "{error}");
    let none = Mailbox { folder: "Finnes ikke \"\\".to_owned(), ..trial.mailbox.clone() };
    let error = try_it(&none).await;
    assert!(matches!(error, ReadError::Refused { .. }), "{error}");
    // A certificate that nobody whom we trust made.
    let door = arvak_probe::Outbound::new(
        [trial.mailbox.target.clone()],
        arvak_probe::Roots::Pem(crate::dovecot::served().2.into()),
    );
    let error = read(&trial.mailbox, &door, (&trial.operation, &trial.clock), &[]).await;
    assert!(matches!(error, Err(ReadError::NoWay(_))), "{error:?}");
}
