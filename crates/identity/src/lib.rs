//! Who somebody is: factors, sessions, roles; nobody logs in with one factor.
