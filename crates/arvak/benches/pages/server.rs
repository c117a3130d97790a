//! `arvak serve` as a process.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Stopwatch};

pub(super) struct Server {
    program: Child,
    pub(super) address: SocketAddr,
    /// From its start until it said where the pages are.
    pub(super) ready_after: Duration,
}

impl Server {
    pub(super) fn start(data: &Path) -> Self {
        let started = Stopwatch::now();
        let mut program = Command::new(env!("CARGO_BIN_EXE_arvak"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let mark = "http://localhost:";
        let said = lines.map(Result::unwrap).find(|line| line.contains(mark)).unwrap();
        let port = said.split_once(mark).unwrap().1;
        let port: String = port.chars().take_while(char::is_ascii_digit).collect();
        let address = SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
        Self { program, address, ready_after: started.elapsed() }
    }

    /// How long it was on a core since it began, in clock ticks of 10 ms (proc(5), fields 14 and 15 of `stat`).
    pub(super) fn cpu(&self) -> Duration {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.program.id())).unwrap();
        let fields: Vec<&str> = text.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks: u64 = fields[11..13].iter().map(|field| field.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// What it holds in memory, in MiB.
    pub(super) fn resident_mb(&self) -> u64 {
        let path = format!("/proc/{}/status", self.program.id());
        let text = std::fs::read_to_string(path).unwrap();
        let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
