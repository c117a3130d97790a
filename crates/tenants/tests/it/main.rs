//! Tenants, asked over real connections. Nobody has a tenant to test on, so what answers is a *stand-in*: our own server, written
//! from the vendors' public documentation. It shows that we ask and read as documented, and nothing of how the vendor behaves.

#[cfg(test)]
mod entra;
#[cfg(test)]
mod google;
#[cfg(test)]
mod stand_in;
