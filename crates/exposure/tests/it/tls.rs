//! The TLS prober against OpenSSL's own server and nginx, one fault or feature at a time.

mod hostile;
mod look;
mod nginx;
mod openssl;
