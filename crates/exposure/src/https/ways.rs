//! Which ways a look takes to a web server.

/// The ways of one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ways {
    /// Over TLS at that port and, where that is 443, without TLS at port 80: what a browser does when
    /// only a name is typed.
    Usual(u16),
    /// The TLS handshake alone.
    Handshake(u16),
    /// Over TLS alone.
    Secure(u16),
    /// Without TLS alone.
    Plain(u16),
    /// Without TLS at that port, then over TLS where that leads, if it is the same host.
    PlainFirst(u16),
    /// One server of which nobody said what it speaks: TLS, and when it does not, without.
    Either {
        /// The port in the names of places over TLS.
        secure: u16,
        /// The port in the names of places without.
        plain: u16,
    },
}

impl Ways {
    /// The port that TLS is looked for at; where it is not, the one that is looked at.
    pub(crate) const fn secure_port(self) -> u16 {
        match self {
            Self::Usual(port)
            | Self::Handshake(port)
            | Self::Secure(port)
            | Self::Plain(port)
            | Self::PlainFirst(port)
            | Self::Either { secure: port, .. } => port,
        }
    }
}
