//! Recipes for common products, as data files in this folder's neighbour `recipes/`.

use super::Recipe;

/// Every ready recipe: its name, and its text.
const READY: [(&str, &str); 7] = [
    ("adfs", include_str!("../../recipes/adfs.toml")),
    ("keycloak", include_str!("../../recipes/keycloak.toml")),
    ("nextcloud", include_str!("../../recipes/nextcloud.toml")),
    ("phpmyadmin", include_str!("../../recipes/phpmyadmin.toml")),
    ("roundcube", include_str!("../../recipes/roundcube.toml")),
    ("wordpress", include_str!("../../recipes/wordpress.toml")),
    ("wordpress-two-factor", include_str!("../../recipes/wordpress-two-factor.toml")),
];

/// The ready recipes with their texts, by name.
pub fn ready_all() -> &'static [(&'static str, &'static str)] {
    &READY
}

/// The ready recipe of that name.
pub fn ready(id: &str) -> Option<Recipe> {
    let (_, text) = READY.iter().find(|(known, _)| *known == id)?;
    Recipe::parse(text).ok()
}
