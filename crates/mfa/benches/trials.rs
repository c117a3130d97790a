//! How long it takes to try two hundred services of mixed kinds, each of which enforces two factors: web forms on two pages, VPN
//! servers, and mail servers with the code behind the password. They run in the same process and take a code once; the clock is
//! the machine's, so whoever sent a right code in vain waits for the next.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench stops at what it did not expect, and prints"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use arvak_mfa::{Job, Once, Run, Secret, Totp, Verdict, parse, try_all};
use arvak_probe::{Clock as _, NetBuilder, Scope, SystemClock};

const PASSWORD: &str = "Vinter-2026-kanari";
const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Form,
    Vpn,
    Imap,
}

/// How many of each.
const SERVICES: [(Kind, usize); 3] = [(Kind::Form, 90), (Kind::Vpn, 40), (Kind::Imap, 70)];

/// What one server remembers.
#[derive(Default)]
struct Server {
    last_step: Mutex<u64>,
}

impl Server {
    /// Whether it is the code of now or of the step before, and later than the one that was taken last.
    fn takes(&self, code: &str) -> bool {
        let totp = Totp::default();
        let now = totp.step(SystemClock.now());
        let seed = Secret::new(SEED);
        let is = |step: &u64| totp.code(&seed, *step).unwrap().reveal() == code;
        let Some(step) = [now - 1, now, now + 1].into_iter().find(is) else { return false };
        let mut last = self.last_step.lock().unwrap();
        let is_new = step > *last;
        *last = (*last).max(step);
        is_new
    }

    fn web(&self, kind: Kind, stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        loop {
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line)? == 0 {
                    return Ok(());
                }
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line == "\r\n" {
                    break;
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            let body = String::from_utf8(body).unwrap();
            let (extra, kind, page) = match kind {
                Kind::Vpn => self.vpn(&head, &body),
                _ => self.form(&head, &body),
            };
            let length = page.len();
            write!(
                &*stream,
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{extra}\r\n{page}"
            )?;
        }
    }

    fn form(&self, head: &str, body: &str) -> (String, &'static str, String) {
        const KIND: &str = "text/html";
        let is_in = head.contains("sid=inne");
        let field = |name: &str| {
            let found = body.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            found.unwrap_or_default().to_owned()
        };
        let first =
            "<form method=post action=/in><input name=user><input type=password name=pass></form>";
        let second = "<form method=post action=/in>Engangskode<input name=code></form>";
        if head.starts_with("GET /hjem") && is_in {
            return (String::new(), KIND, "<p>Velkommen inn".to_owned());
        }
        if head.starts_with("POST") && body.contains("code=") {
            if head.contains("halv=1") && self.takes(&field("code")) {
                return ("Set-Cookie: sid=inne\r\n".to_owned(), KIND, "<p>Inne".to_owned());
            }
            return (String::new(), KIND, format!("<p>Feil kode{second}"));
        }
        if head.starts_with("POST") && field("pass") == PASSWORD {
            return ("Set-Cookie: halv=1\r\n".to_owned(), KIND, second.to_owned());
        }
        let said = if head.starts_with("POST") { "<p>Feil passord" } else { "" };
        (String::new(), KIND, format!("{said}{first}"))
    }

    fn vpn(&self, head: &str, body: &str) -> (String, &'static str, String) {
        const KIND: &str = "text/xml";
        let asks = |message: &str, inputs: &str| {
            format!(
                "<config-auth type=\"auth-request\"><auth id=\"main\"><message>{message}</message><form method=\"post\" action=\"/auth\">{inputs}</form></auth></config-auth>"
            )
        };
        let first =
            "<input type=\"text\" name=\"username\"/><input type=\"password\" name=\"password\"/>";
        let typed = |name: &str| {
            let at = body.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
            at.and_then(|rest| rest.split_once('<')).map(|(value, _)| value.to_owned())
        };
        if let Some(code) = typed("answer") {
            if head.contains("halv=1") && self.takes(&code) {
                let done = "<config-auth type=\"complete\"><auth id=\"success\"/></config-auth>";
                return (String::new(), KIND, done.to_owned());
            }
            return (String::new(), KIND, asks("Login failed", first));
        }
        let is_right = typed("password").as_deref() == Some(PASSWORD) || body.contains(PASSWORD);
        if is_right {
            let code = asks("Koden", "<input type=\"password\" name=\"answer\"/>");
            return ("Set-Cookie: halv=1\r\n".to_owned(), KIND, code);
        }
        let said = if head.contains("/auth") { "Login failed" } else { "Logg inn" };
        (String::new(), KIND, asks(said, first))
    }

    fn imap(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let mut stream = stream;
        write!(stream, "* OK [CAPABILITY IMAP4rev1] ready\r\n")?;
        while let Some(line) = lines.next().transpose()? {
            let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
            let word = command.rsplit(' ').next().unwrap_or("").trim_matches('"');
            let is_in = word.strip_prefix(PASSWORD).is_some_and(|code| self.takes(code));
            let answer = match command.split(' ').next().unwrap_or("").to_ascii_uppercase().as_str()
            {
                "CAPABILITY" => format!("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
                "LOGIN" if is_in => format!("{tag} OK logged in\r\n"),
                "LOGIN" => format!("{tag} NO [AUTHENTICATIONFAILED] Authentication failed.\r\n"),
                _ => format!("{tag} OK done\r\n"),
            };
            stream.write_all(answer.as_bytes())?;
        }
        Ok(())
    }
}

fn start(kind: Kind) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let server = Arc::new(Server::default());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let server = Arc::clone(&server);
            std::thread::spawn(move || match kind {
                Kind::Imap => server.imap(&stream),
                _ => server.web(kind, &stream),
            });
        }
    });
    at
}

fn written(number: usize, kind: Kind, at: SocketAddr) -> String {
    let (name, address, params) = match kind {
        Kind::Form => (
            "http-form",
            format!("http://{at}"),
            format!(
                r#"{{"login":"http://{at}/","protected":["http://{at}/hjem"],"session_mark":"Velkommen inn"}}"#
            ),
        ),
        Kind::Vpn => ("anyconnect", format!("http://{at}"), "{}".to_owned()),
        Kind::Imap => ("imap", at.to_string(), r#"{"tls":"none"}"#.to_owned()),
    };
    format!(
        r#"{{"id":"s{number}","kind":"{name}","address":"{address}","params":{params},"canary":{{"user":"kanari-{number}","password":"{PASSWORD}","totp_seed":"{SEED}"}}}}"#
    )
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn main() {
    let kinds = SERVICES.into_iter().flat_map(|(kind, count)| std::iter::repeat_n(kind, count));
    let all: Vec<String> =
        kinds.enumerate().map(|(number, kind)| written(number, kind, start(kind))).collect();
    let services = parse(format!(r#"{{"services":[{}]}}"#, all.join(",")).as_bytes()).unwrap();
    let clock: Arc<SystemClock> = Arc::new(SystemClock);
    let jobs = services.into_iter().map(|service| {
        let scope = Scope { allow: vec!["127.0.0.0/8".parse().unwrap()], ..Scope::default() };
        let net = NetBuilder { scope, ..NetBuilder::default() }.build(clock.clone());
        let (host, place) = ("127.0.0.1".parse().unwrap(), service.address.clone());
        Job { service, host, place, net }
    });
    let jobs: Vec<Job> = jobs.collect();
    let run = Run {
        clock: clock.clone(),
        vantage: "inside".parse().unwrap(),
        permits: Arc::new(Once::default()),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let begun = Instant::now();
    let found = runtime.block_on(try_all(jobs, &run));
    let took = begun.elapsed();
    for one in found.iter().filter(|one| one.judged.verdict != Verdict::Proven) {
        println!("not proven: {:?} {:?} {:?}", one.judged, one.arms, one.ways);
    }
    let proven = found.iter().filter(|one| one.judged.verdict == Verdict::Proven).count();
    println!(
        "{proven} of {} services proven in {:.1} s (goal: 200 in 60 s); peak {} MiB with the servers",
        found.len(),
        took.as_secs_f64(),
        peak_mib()
    );
}
