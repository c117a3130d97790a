//! FreeRADIUS, with a challenge, with the code behind the password, with neither, and with a code for show.

use std::net::SocketAddr;
use std::process::Command;

use arvak_mfa::Seen;
use arvak_mfa::Verdict::{Proven, Refuted, Unknown};
use serde_json::{Value, json};

use crate::place::{PASSWORD, Place, SEED, Told, has_module, program};

const SECRET: &str = "mellom-oss-to";

/// The password first; then a code, asked for with a challenge.
const CHALLENGE: &str = "
  if (!&State) {
    update control { Auth-Type := First }
  } else {
    update control {
      Auth-Type := Second
      TOTP-Secret := 'SEED'
    }
    update request { TOTP-Password := &User-Password }
  }";

/// The code stands behind the password.
const BEHIND: &str = "
  if (&User-Password && &User-Password =~ /^(.*)([0-9]{6})$/) {
    update request { TOTP-Password := \"%{2}\" }
    update request { User-Password := \"%{1}\" }
    update control {
      Auth-Type := Both
      TOTP-Secret := 'SEED'
    }
  } else {
    reject
  }";

/// A password is enough.
const PASSWORD_ONLY: &str = "
  mschap
  if (&User-Password) { update control { Auth-Type := Only } }";

/// A code is asked for, and nobody looks at it.
const FOR_SHOW: &str = "
  if (!&State) {
    update control { Auth-Type := First }
  } else {
    update control { Auth-Type := Accept }
  }";

/// Everyone is asked for a code, and only then is anything looked at: the code alone.
const CODE_ONLY: &str = "
  if (!&State) {
    update control { Auth-Type := Asks }
  } else {
    update control {
      Auth-Type := Second
      TOTP-Secret := 'SEED'
    }
    update request { TOTP-Password := &User-Password }
  }";

/// With MS-CHAPv2 nobody asks for a code.
const MSCHAP_BESIDE: &str = "
  mschap
  if (&User-Password && !&State) {
    update control { Auth-Type := First }
  } elsif (&User-Password) {
    update control {
      Auth-Type := Second
      TOTP-Secret := 'SEED'
    }
    update request { TOTP-Password := &User-Password }
  }";

struct Radius {
    place: Place,
    address: SocketAddr,
}

impl Radius {
    async fn start(authorize: &str) -> Option<Self> {
        let server = program("freeradius", "freeradius")?;
        if !has_module("/usr/lib/freeradius/rlm_totp.so", "freeradius") {
            return None;
        }
        let mut place = Place::new();
        let address = Place::address();
        place.write("radiusd.conf", &config(&place.folder(), address, authorize));
        let folder = place.folder();
        place.spawn(Command::new(server).args(["-X", "-d", &folder]));
        place.wait_for("Ready to process requests").await;
        Some(Self { place, address })
    }

    async fn tried(&self, style: &str, auth: &str) -> Told {
        self.tried_with(json!({"shared_secret": SECRET, "style": style, "auth": auth})).await
    }

    async fn tried_with(&self, params: Value) -> Told {
        self.place.tried("radius", &self.address.to_string(), params).await
    }

    /// How many of the requests that the server's own log knows had that for a password.
    fn said(&self, is_it: impl Fn(&str) -> bool) -> usize {
        let log = self.place.read("server.log");
        let said = log
            .lines()
            .filter_map(|line| line.split_once("User-Password = \"")?.1.strip_suffix('"'));
        said.filter(|said| is_it(said)).count()
    }

    /// Words that are neither the password nor it with a code nor a code.
    fn wrong_passwords(&self) -> usize {
        self.said(|said| !said.starts_with(PASSWORD) && said.len() > 6)
    }
}

fn config(folder: &str, address: SocketAddr, authorize: &str) -> String {
    let authorize = authorize.replace("SEED", SEED);
    let (ip, port) = (address.ip(), address.port());
    format!(
        "prefix = /usr
logdir = {folder}
raddbdir = {folder}
run_dir = {folder}
libdir = /usr/lib/freeradius
name = radius
pidfile = {folder}/pid
log {{
  destination = stdout
}}
security {{
  reject_delay = 0
}}
proxy_requests = no
thread pool {{
  start_servers = 1
  max_servers = 2
  min_spare_servers = 1
  max_spare_servers = 2
}}
client test {{
  ipaddr = 127.0.0.0/8
  secret = {SECRET}
}}
modules {{
  pap {{
  }}
  mschap {{
  }}
  totp {{
  }}
  always handled {{
    rcode = handled
  }}
  always reject {{
    rcode = reject
  }}
}}
server default {{
listen {{
  type = auth
  ipaddr = {ip}
  port = {port}
}}
authorize {{
  update control {{ Cleartext-Password := '{PASSWORD}' }}
{authorize}
}}
authenticate {{
  Auth-Type First {{
    pap
    update reply {{ Reply-Message := 'Code?' }}
    update control {{ Response-Packet-Type := Access-Challenge }}
    handled
  }}
  Auth-Type Asks {{
    update reply {{ Reply-Message := 'Code?' }}
    update control {{ Response-Packet-Type := Access-Challenge }}
    handled
  }}
  Auth-Type Second {{
    totp
  }}
  Auth-Type Both {{
    totp
    pap
  }}
  Auth-Type Only {{
    pap
  }}
  Auth-Type MS-CHAP {{
    mschap
  }}
}}
}}
"
    )
}

#[tokio::test]
async fn a_challenge_after_the_right_password_alone_is_a_second_factor() {
    let Some(radius) = Radius::start(CHALLENGE).await else { return };
    let told = radius.tried("challenge", "pap").await;
    assert_eq!(told.verdict(), (Proven, "three-arms-behaved"));
    assert_eq!(told.arms(), [Seen::Refused, Seen::Refused, Seen::Session]);
    assert_eq!(radius.wrong_passwords(), 1);
}

#[tokio::test]
async fn a_code_behind_the_password_is_a_second_factor() {
    let Some(radius) = Radius::start(BEHIND).await else { return };
    let told = radius.tried("concat", "pap").await;
    assert_eq!(told.verdict(), (Proven, "three-arms-behaved"));
    assert_eq!(radius.wrong_passwords(), 1);
}

#[tokio::test]
async fn an_accept_on_the_password_is_one_factor_whatever_carries_it() {
    let Some(radius) = Radius::start(PASSWORD_ONLY).await else { return };
    for (style, auth) in [("challenge", "pap"), ("concat", "pap"), ("challenge", "mschapv2")] {
        let told = radius.tried(style, auth).await;
        assert_eq!(told.verdict(), (Refuted, "bypass-password-alone"), "{style} {auth}");
    }
    assert_eq!(radius.wrong_passwords(), 0);
}

#[tokio::test]
async fn a_challenge_whose_answer_nobody_looks_at_is_found_out() {
    let Some(radius) = Radius::start(FOR_SHOW).await else { return };
    let told = radius.tried("challenge", "pap").await;
    assert_eq!(told.verdict(), (Refuted, "any-code-opens"));
}

#[tokio::test]
async fn a_challenge_for_everyone_is_found_out() {
    let Some(radius) = Radius::start(CODE_ONLY).await else { return };
    let told = radius.tried("challenge", "pap").await;
    assert_eq!(told.verdict(), (Refuted, "code-alone-opens"));
}

#[tokio::test]
async fn another_way_to_send_the_password_without_a_challenge_is_found() {
    let Some(radius) = Radius::start(MSCHAP_BESIDE).await else { return };
    let told = radius.tried("challenge", "pap").await;
    assert_eq!(told.verdict(), (Refuted, "bypass-password-alone-mschapv2"));
}

#[tokio::test]
async fn another_shared_secret_and_a_dead_canary_are_no_proof() {
    let Some(radius) = Radius::start(CHALLENGE).await else { return };
    let told = radius.tried_with(json!({"shared_secret": "another"})).await;
    // FreeRADIUS says nothing to whom it cannot believe.
    assert_eq!(told.verdict(), (Unknown, "unreachable"));
    let canary = json!({"user": "kanari", "password": "Sommer-2026-kanari", "totp_seed": SEED});
    let params = json!({"shared_secret": SECRET});
    let told = radius.place.tried_by("radius", &radius.address.to_string(), params, canary).await;
    assert_eq!(told.verdict(), (Unknown, "canary-refused"));
}
