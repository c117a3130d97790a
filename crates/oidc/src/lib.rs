//! OpenID Connect: who a provider says somebody is, and with how many factors.
