//! What the probes of this crate see and say, on kept transcripts and on servers that others wrote.
//!
//! The servers come from Debian (nginx-light, apache2, haproxy, openssl, openssh-server, knot, postfix, dovecot), tcpdump too. A test whose program
//! is not installed says `SKIPPED` and passes. Everything stays on the loopback interface.

#[cfg(test)]
mod capture;
#[cfg(test)]
mod certificates;
#[cfg(test)]
mod control;
#[cfg(test)]
mod dnssec;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod house;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod judging;
#[cfg(test)]
mod knot;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod name_servers;
#[cfg(test)]
mod nginx;
#[cfg(test)]
mod openssh;
#[cfg(test)]
mod ports;
#[cfg(test)]
mod rpki;
mod sshfp;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod web;
#[cfg(test)]
mod zoo;
