//! A provider of our own, for as long as a trial lasts: metadata, and assertions that say what they are told to say.

use arvak_core::{Instant, Span};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::asked::Asked;
use crate::Secret;
use crate::kinds::own_key::{Own, own, strange};
use crate::kinds::saml::random;
use crate::saml::{Saying, assertion, escaped, response, sign, with_signature};

/// Most questions that are answered in one trial.
const QUESTIONS_MAX: usize = 500;

/// Most bytes that are read of a question: every answer is the same.
const QUESTION_BYTES_MAX: usize = 8 * 1024;

/// How long an assertion is good for, in milliseconds.
const LIFE_MS: i64 = 300_000;

/// How long ago one ended that has ended.
const AGO_MS: i64 = 86_400_000;

/// Who logs in.
const SUBJECT: &str = "kanari";

/// The class of one factor.
const ONE_FACTOR: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

/// The class that says nothing.
const NOTHING: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";

/// The class of two factors where the file names none (REFEDS MFA).
const TWO_FACTORS: &str = "https://refeds.org/profile/mfa";

/// What an answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// Two factors, and everything else as it must be.
    TwoFactors,
    /// One factor, and says so.
    OneFactor,
    /// Nothing of how somebody logged in.
    NoClass,
    /// Two factors, with a signature that no key made.
    BadSignature,
    /// Two factors, and no signature.
    Unsigned,
    /// Two factors, signed with a key that was not named, and whose certificate stands beside it.
    AnotherKey,
    /// Two factors, for somebody else.
    AnotherAudience,
    /// Two factors, in answer to another request.
    AnotherRequest,
    /// Two factors, to be handed over elsewhere.
    AnotherRecipient,
    /// Two factors, long ago.
    Ended,
    /// Two factors without a signature, before a sound assertion of one factor.
    WrappedBeside,
    /// Two factors around a sound assertion of one factor, with its signature.
    WrappedAround,
}

impl Shows {
    /// What is tried besides the arms.
    pub(super) const WAYS: [Self; 9] = [
        Self::NoClass,
        Self::Unsigned,
        Self::AnotherKey,
        Self::AnotherAudience,
        Self::AnotherRequest,
        Self::AnotherRecipient,
        Self::Ended,
        Self::WrappedBeside,
        Self::WrappedAround,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::TwoFactors => "two-factors",
            Self::OneFactor => "low-class",
            Self::NoClass => "no-class",
            Self::BadSignature => "bad-signature",
            Self::Unsigned => "unsigned-token",
            Self::AnotherKey => "wrong-key",
            Self::AnotherAudience => "wrong-audience",
            Self::AnotherRequest => "wrong-request",
            Self::AnotherRecipient => "wrong-recipient",
            Self::Ended => "expired-token",
            Self::WrappedBeside | Self::WrappedAround => "signature-wrapped",
        }
    }
}

/// The provider. It ends when it is dropped.
pub(super) struct Mock {
    at: String,
    task: JoinHandle<()>,
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Mock {
    /// Starts it on this machine.
    pub(super) async fn start() -> Option<Self> {
        let made = tokio::task::spawn_blocking(|| own().is_some() && strange().is_some()).await;
        made.ok().filter(|is_there| *is_there)?;
        let listener = TcpListener::bind("127.0.0.1:0").await.ok()?;
        let at = format!("http://{}", listener.local_addr().ok()?);
        let task = tokio::spawn(serve(listener, metadata(&at)?));
        Some(Self { at, task })
    }

    pub(super) fn entity_id(&self) -> String {
        format!("{}/metadata", self.at)
    }

    pub(super) fn sso(&self) -> String {
        format!("{}/sso", self.at)
    }

    /// What the tester names to the service, the metadata last.
    pub(super) fn named(&self) -> Option<[(&'static str, String); 5]> {
        Some([
            ("entity_id", self.entity_id()),
            ("sso", self.sso()),
            ("certificate", own()?.certificate.clone()),
            ("metadata_url", self.entity_id()),
            ("metadata", metadata(&self.at)?),
        ])
    }

    /// Answers a request: a response in base64, that shows this.
    pub(super) fn answer(
        &self,
        asked: &Asked,
        shows: Shows,
        class: Option<&str>,
        now: Instant,
    ) -> Option<Secret> {
        let (issuer, id) = (self.entity_id(), random()?);
        let now = if shows == Shows::Ended {
            Instant::from_millis(now.as_millis() - AGO_MS)
        } else {
            now
        };
        let (begin, end) = (now.to_string(), now.plus(Span::from_millis(LIFE_MS)).to_string());
        let elsewhere = format!("{}x", asked.acs);
        let saying = Saying {
            id: &id,
            issuer: &issuer,
            subject: SUBJECT,
            audience: if shows == Shows::AnotherAudience { "somebody-else" } else { &asked.issuer },
            recipient: if shows == Shows::AnotherRecipient { &elsewhere } else { &asked.acs },
            request: if shows == Shows::AnotherRequest { "_another" } else { &asked.id },
            class: match shows {
                Shows::OneFactor => ONE_FACTOR,
                Shows::NoClass => NOTHING,
                _ => class.unwrap_or(TWO_FACTORS),
            },
            begin: &begin,
            end: &end,
        };
        let inner = inner(&saying, shows)?;
        Some(Secret::new(STANDARD.encode(response(&saying, &inner))))
    }
}

/// The assertions of a response.
fn inner(saying: &Saying<'_>, shows: Shows) -> Option<String> {
    let bare = assertion(saying);
    let signed_by = |key: &Own| sign(&bare, saying.id, &key.pair, &key.certificate);
    let sound = || {
        let id = random()?;
        let low = Saying { id: &id, class: ONE_FACTOR, ..saying.clone() };
        let low = assertion(&low);
        let signature = sign(&low, &id, &own()?.pair, &own()?.certificate)?;
        Some((low, signature))
    };
    Some(match shows {
        Shows::Unsigned => bare,
        Shows::AnotherKey => with_signature(&bare, &signed_by(strange()?)?),
        Shows::BadSignature => {
            let signature = signed_by(own()?)?;
            let value = signature.split("SignatureValue>").nth(1)?;
            let first = value.chars().next()?;
            let other = if first == 'A' { "B" } else { "A" };
            let changed = signature.replacen(
                &format!("SignatureValue>{first}"),
                &format!("SignatureValue>{other}"),
                1,
            );
            with_signature(&bare, &changed)
        }
        Shows::WrappedBeside => {
            let (low, signature) = sound()?;
            format!("{bare}{}", with_signature(&low, &signature))
        }
        Shows::WrappedAround => {
            let (low, signature) = sound()?;
            let around = bare.replacen(
                "<saml:AuthnStatement",
                "<saml:Advice>LOW</saml:Advice><saml:AuthnStatement",
                1,
            );
            with_signature(&around.replacen("LOW", &low, 1), &signature)
        }
        _ => with_signature(&bare, &signed_by(own()?)?),
    })
}

fn metadata(at: &str) -> Option<String> {
    let certificate = &own()?.certificate;
    let at = escaped(at);
    Some(format!(
        r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{at}/metadata"><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{at}/sso"/><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{at}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>"#
    ))
}

/// Hands the metadata to whoever asks, whatever for.
async fn serve(listener: TcpListener, said: String) {
    let length = said.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/samlmetadata+xml\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{said}"
    );
    for _ in 0..QUESTIONS_MAX {
        let Ok((mut stream, _)) = listener.accept().await else { return };
        let answer = answer.clone();
        // Whoever asked and went away has nothing to be told. The task ends with the connection, or with the program.
        tokio::spawn(async move {
            let mut question = vec![0; QUESTION_BYTES_MAX];
            if stream.read(&mut question).await.is_ok() {
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
    }
}
