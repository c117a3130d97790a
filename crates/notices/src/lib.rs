//! Notices: what is due to be told, to whom, and its sending by e-mail and signed webhook.
