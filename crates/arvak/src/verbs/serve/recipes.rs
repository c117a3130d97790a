//! Recipes, as pages ask for them: those that are ready, that of a canary, and trials with one that was just written.

use arvak_core::{EntityId, Instant};
use arvak_mfa::{BadRecipe, Params, Recipe, Secret, Service, parse_target, ready_all};
use arvak_probe::{Event, Stop};
use arvak_store::Seal;
use arvak_web::{KeptRecipe, ReadyRecipe, RecipePlan, TriedRecipe, WrongRecipe};
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::program::{Served, would_send};
use crate::wiring::canaries;
use crate::wiring::reading::Reading;
use crate::wiring::trials::{self, Trial};

/// Shorter secrets are not looked for in a recipe: they would be found everywhere.
const SECRET_BYTES_MIN: usize = 4;

/// A canary, unsealed.
struct Kept {
    /// As it is kept, for whoever keeps it again.
    target: Value,
    service: Service,
    rotated_at: Instant,
}

type Read<T> = Result<T, WrongRecipe>;

pub(super) fn ready() -> Vec<ReadyRecipe> {
    let read = |(id, toml): &(&'static str, &'static str)| {
        let recipe = Recipe::parse(toml).ok()?;
        let name = recipe.name.unwrap_or_default();
        Some(ReadyRecipe { id, name: [name.nb, name.nn, name.en], tested: recipe.tested, toml })
    };
    ready_all().iter().filter_map(read).collect()
}

impl Served {
    pub(super) async fn recipe_of(&self, service: &EntityId) -> anyhow::Result<Option<KeptRecipe>> {
        let Some(kept) = self.kept(service).await? else { return Ok(None) };
        let Service { params, address, recipe, .. } = kept.service;
        let recipe = recipe.filter(|recipe| !recipe.is_null()).map(|recipe| as_toml(&recipe));
        let recipe = recipe.transpose()?;
        Ok(Some(KeptRecipe { kind: params.kind().to_owned(), address, recipe }))
    }

    pub(super) async fn planned(
        &self,
        service: &EntityId,
        recipe: &str,
    ) -> anyhow::Result<Read<RecipePlan>> {
        let target = match self.with_recipe(service, recipe).await? {
            Ok(kept) => kept.service,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let reading = Reading::open(&self.settings, None).await?;
        let scope = trials::scope(&reading, &self.doors, &self.settings);
        let hosts = target.hosts().into_iter();
        let hosts = hosts.map(|host| (host.to_string(), trials::needs(&host, &scope))).collect();
        Ok(Ok(RecipePlan { would: would_send(&target), hosts }))
    }

    pub(super) async fn tried(
        &self,
        service: &EntityId,
        recipe: &str,
        heard: UnboundedSender<Event>,
        stop: Stop,
    ) -> anyhow::Result<Read<Option<TriedRecipe>>> {
        let target = match self.with_recipe(service, recipe).await? {
            Ok(kept) => kept.service,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let reading = Reading::open(&self.settings, None).await?;
        let trial = Trial { service, target, heard: Some(heard), stop };
        let (recording, settings) = (self.recording(), &self.settings);
        let found = trial.carry_out(&self.doors, &recording, &reading, settings).await?;
        Ok(Ok(found.into_iter().next_back().map(|found| TriedRecipe {
            verdict: found.judged.verdict.name().to_owned(),
            reason: found.judged.reason,
            next: found.judged.next.to_owned(),
        })))
    }

    pub(super) async fn keep(&self, service: &EntityId, recipe: &str) -> anyhow::Result<Read<()>> {
        let mut kept = match self.with_recipe(service, recipe).await? {
            Ok(kept) => kept,
            Err(wrong) => return Ok(Err(wrong)),
        };
        if let Value::Object(fields) = &mut kept.target {
            fields.insert("recipe".to_owned(), Value::String(recipe.to_owned()));
        }
        let folder = &self.folder;
        let (operation, seal) = (folder.operation(), Seal::open(folder.layout())?);
        let target = serde_json::to_vec(&kept.target)?;
        let is_kept = operation.change_canary(&seal, service, &target, kept.rotated_at).await?;
        Ok(if is_kept { Ok(()) } else { Err(whole("canary-changed", "the canary was changed")) })
    }

    /// The canary of a service with that recipe, unless something is wrong with it.
    async fn with_recipe(&self, service: &EntityId, recipe: &str) -> anyhow::Result<Read<Kept>> {
        if let Err(bad) = Recipe::parse(recipe) {
            return Ok(Err(wrong(bad)));
        }
        let Some(mut kept) = self.kept(service).await? else {
            return Ok(Err(whole("no-canary", "the service has no canary")));
        };
        if !matches!(kept.service.params, Params::HttpForm(_)) {
            return Ok(Err(whole("no-pages", "its canary does not log in on web pages")));
        }
        if holds_secret(&kept.service, recipe) {
            return Ok(Err(whole("secret", "it holds a secret of the canary")));
        }
        kept.service.recipe = Some(Value::String(recipe.to_owned()));
        Ok(Ok(kept))
    }

    async fn kept(&self, service: &EntityId) -> anyhow::Result<Option<Kept>> {
        let Some((row, target)) = canaries::one(&self.folder, service).await? else {
            return Ok(None);
        };
        // What a mistake says names no value: they may be secrets.
        let read = parse_target(service.slug(), &target)?;
        let target = serde_json::from_slice(&target)?;
        Ok(Some(Kept { target, service: read, rotated_at: row.rotated_at }))
    }
}

/// Whether somebody wrote the canary's password or seed into a recipe, which is shown to whoever may look.
fn holds_secret(service: &Service, recipe: &str) -> bool {
    let canary = &service.canary;
    let secrets = [Some(&canary.password), canary.seed.as_ref()];
    let mut secrets = secrets.into_iter().flatten().map(Secret::reveal);
    secrets.any(|secret| secret.len() >= SECRET_BYTES_MIN && recipe.contains(secret))
}

fn wrong(bad: BadRecipe) -> WrongRecipe {
    let BadRecipe { line, field, fault, why } = bad;
    WrongRecipe { line, field, fault: fault.code(), why }
}

fn whole(fault: &'static str, why: &str) -> WrongRecipe {
    WrongRecipe { line: None, field: String::new(), fault, why: why.to_owned() }
}

/// A recipe as it is kept, as text: the name of a ready one, TOML, or a table.
fn as_toml(recipe: &Value) -> anyhow::Result<String> {
    if let Value::String(text) = recipe {
        let known = ready_all().iter().find(|(id, _)| id == text);
        return Ok(known.map_or_else(|| text.clone(), |(_, toml)| (*toml).to_owned()));
    }
    Ok(toml::to_string(recipe)?)
}
