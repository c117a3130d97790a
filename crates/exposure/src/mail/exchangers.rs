//! The mail servers that a domain names (RFC 5321 section 5, RFC 7505).

use arvak_probe::Host;

/// Most mail servers of a domain that are asked about.
const EXCHANGERS_MAX: usize = 10;

/// What the MX records say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exchangers {
    /// The servers, the preferred ones first.
    pub(crate) hosts: Vec<Host>,
    /// That one record names the root: the domain takes no mail.
    pub(crate) null: bool,
    /// What is named and is no host.
    pub(crate) bad: Vec<String>,
}

impl Exchangers {
    /// From the data of the records: a number and a name each.
    pub(crate) fn read<'a>(records: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        let mut named: Vec<(u16, &str)> = Vec::new();
        for record in records {
            let (preference, name) = record.split_once(' ').unwrap_or(("", record));
            if name == "." {
                found.null = true;
                continue;
            }
            named.push((preference.parse().unwrap_or(u16::MAX), name.trim_end_matches('.')));
        }
        named.sort_unstable();
        for (_, name) in named {
            match name.parse::<Host>() {
                Ok(host) if found.hosts.contains(&host) => {}
                Ok(host) if found.hosts.len() < EXCHANGERS_MAX => found.hosts.push(host),
                Ok(_) => {}
                Err(_) => found.bad.push(name.chars().take(80).collect()),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_read_in_the_order_in_which_they_are_preferred() {
        let found =
            Exchangers::read(["20 b.example.", "10 A.example.", "20 b.example.", "5 a b.example."]);
        let hosts: Vec<_> = found.hosts.iter().map(Host::as_str).collect();
        assert_eq!(hosts, ["a.example", "b.example"]);
        assert_eq!((found.null, found.bad.len()), (false, 1));
        assert_eq!(Exchangers::read(["0 ."]), Exchangers { null: true, ..Exchangers::default() });
    }
}
