//! Debian's `WordPress` and `phpMyAdmin` with PHP's own web server and `MariaDB`, by their ready recipes.

use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use arvak_mfa::Verdict::{Proven, Refuted};
use serde_json::json;

use crate::place::{HOW, PASSWORD, Place, SEED, Told, USER, has_module, program};

/// A second factor as the plugin "Two Factor" asks for it: the same moment, the same form, the same controls.
const TWO_FACTOR: &str = r#"<?php
add_action('wp_login', function ($login, $user) {
  WP_Session_Tokens::get_instance($user->ID)->destroy_all();
  wp_clear_auth_cookie();
  ask($user, '');
}, 10, 2);
function ask($user, $error) {
  require_once ABSPATH . 'wp-admin/includes/template.php';
  $nonce = wp_hash('two-factor' . $user->ID);
  login_header('', '', $error ? new WP_Error('code', $error) : null);
  echo '<form name="validate_2fa_form" id="loginform" action="' . site_url('wp-login.php?action=validate_2fa', 'login_post') . '" method="post" autocomplete="off">'
    . '<input type="hidden" name="provider" value="Two_Factor_Totp"><input type="hidden" name="wp-auth-id" value="' . $user->ID . '">'
    . '<input type="hidden" name="wp-auth-nonce" value="' . $nonce . '"><input type="hidden" name="rememberme" value="0">'
    . '<p><label for="authcode">Authentication Code:</label><input type="text" inputmode="numeric" name="authcode" id="authcode" class="input" value="" size="20"></p>';
  submit_button('Authenticate');
  echo '</form>';
  login_footer();
  exit;
}
add_action('login_form_validate_2fa', function () {
  $user = get_userdata((int) $_POST['wp-auth-id']);
  if (!$user || !hash_equals(wp_hash('two-factor' . $user->ID), $_POST['wp-auth-nonce'])) { wp_redirect(home_url()); exit; }
  $code = function ($step) {
    $mac = hash_hmac('sha1', pack('J', $step), hex2bin('3132333435363738393031323334353637383930'), true);
    $at = ord($mac[19]) & 15;
    return str_pad((string) ((unpack('N', substr($mac, $at, 4))[1] & 0x7fffffff) % 1000000), 6, '0', STR_PAD_LEFT);
  };
  $now = intdiv(time(), 15);
  foreach ([$now - 1, $now, $now + 1] as $step) {
    if (!hash_equals($code($step), (string) ($_POST['authcode'] ?? ''))) continue;
    if ($step <= (int) get_user_meta($user->ID, 'last_step', true)) continue;
    update_user_meta($user->ID, 'last_step', $step);
    wp_set_auth_cookie($user->ID, false);
    wp_redirect(admin_url('profile.php'));
    exit;
  }
  ask($user, '<strong>Error:</strong> Invalid verification code.');
});
"#;

/// The same with the door for programs shut, as it must be.
const XMLRPC_SHUT: &str = "<?php add_filter('xmlrpc_enabled', '__return_false');";

struct Products {
    place: Place,
    socket: PathBuf,
}

impl Products {
    /// A running database.
    async fn start() -> Option<Self> {
        let server = program("mariadbd", "mariadb-server-core")?;
        let install = program("mariadb-install-db", "mariadb-server-core")?;
        let php = program("php", "php-cli")?;
        program("mariadb", "mariadb-client-core")?;
        let out = Command::new(php).arg("-m").output().unwrap();
        if !String::from_utf8_lossy(&out.stdout).contains("mysqli") {
            eprintln!("SKIPPED: PHP does not speak to MariaDB (Debian package php-mysql)");
            return None;
        }
        let mut place = Place::new();
        let (data, socket) = (place.path("data"), place.path("s"));
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        let user: &[&str] = if is_root { &["--user=root"] } else { &[] };
        let data = format!("--datadir={}", data.display());
        let words = ["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"];
        // Where temporary tables go: servers that start at once would meet there.
        let own = place.folder();
        place.run(Command::new(install).args(words).arg(&data).args(user).env("TMPDIR", &own));
        let mut command = Command::new(server);
        command.env("TMPDIR", &own);
        command.args(["--no-defaults", "--skip-networking", &data]).args(user);
        command.arg(format!("--socket={}", socket.display()));
        place.spawn(&mut command);
        place.wait_for("ready for connections").await;
        let products = Self { place, socket };
        products.query(&format!(
            "create database wp; create user '{USER}'@'localhost' identified by '{PASSWORD}'; \
             grant all on wp.* to '{USER}'@'localhost'; \
             create user 'wp'@'localhost' identified by 'wp'; grant all on wp.* to 'wp'@'localhost'"
        ));
        Some(products)
    }

    fn query(&self, sql: &str) {
        let socket = format!("--socket={}", self.socket.display());
        let mut command = Command::new("mariadb");
        self.place.run(command.args(["--no-defaults", &socket, "-uroot", "-e", sql]));
    }

    /// Puts the files of a product where they may be changed, and serves them.
    async fn serve(&mut self, from: &str, set_up: impl Fn(&Self, &Path, SocketAddr)) -> SocketAddr {
        let site = self.place.path("site");
        self.place.run(Command::new("cp").args(["-rL", from]).arg(&site));
        let at = Place::address();
        set_up(self, &site, at);
        let mut command = Command::new("php");
        command.args(["-S", &at.to_string(), "-t"]).arg(&site);
        self.place.start(&mut command, at).await;
        at
    }

    async fn tried(&self, at: SocketAddr, recipe: &str) -> Told {
        let canary = json!({"user": USER, "password": PASSWORD, "totp_seed": SEED, "totp": HOW});
        let address = format!("http://{at}/");
        self.place.tried_with("http-form", &address, json!({}), canary, json!(recipe)).await
    }
}

async fn wordpress(plugins: &[(&str, &str)]) -> Option<(Products, SocketAddr)> {
    const FILES: &str = "/usr/share/wordpress";
    if !has_module(&format!("{FILES}/wp-login.php"), "wordpress") {
        return None;
    }
    let mut products = Products::start().await?;
    let at = products
        .serve(FILES, |products, site, at| {
            let config = format!(
                "<?php define('DB_NAME','wp'); define('DB_USER','wp'); define('DB_PASSWORD','wp');
define('DB_HOST','localhost:{}'); define('WP_HTTP_BLOCK_EXTERNAL',true); define('DISABLE_WP_CRON',true);
define('AUTH_KEY','a'); define('SECURE_AUTH_KEY','b'); define('LOGGED_IN_KEY','c'); define('NONCE_KEY','d');
define('AUTH_SALT','e'); define('SECURE_AUTH_SALT','f'); define('LOGGED_IN_SALT','g'); define('NONCE_SALT','h');
define('WP_HOME','http://{at}'); define('WP_SITEURL','http://{at}'); $table_prefix='wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__.'/'); require_once ABSPATH.'wp-settings.php';",
                products.socket.display()
            );
            products.place.write("site/wp-config.php", &config);
            let install = format!(
                "<?php define('WP_INSTALLING', true); $_SERVER['HTTP_HOST']='{at}'; function wp_mail() {{ return true; }}
require '{site}/wp-load.php'; require ABSPATH.'wp-admin/includes/upgrade.php';
wp_install('Nordvik','sjef','sjef@nordvik.example',true,'','Ein-Heilt-Annan-1');
wp_insert_user(['user_login'=>'{USER}','user_pass'=>'{PASSWORD}','role'=>'subscriber','user_email'=>'k@nordvik.example']);",
                site = site.display()
            );
            let install = products.place.write("install.php", &install);
            products.place.run(Command::new("php").arg(install));
            let folder = site.join("wp-content/mu-plugins");
            std::fs::create_dir_all(&folder).unwrap();
            for (name, text) in plugins {
                products.place.write(&format!("site/wp-content/mu-plugins/{name}.php"), text);
            }
        })
        .await;
    Some((products, at))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wordpress_without_a_second_factor_is_refuted() {
    let Some((products, at)) = wordpress(&[]).await else { return };
    let told = products.tried(at, "wordpress").await;
    assert_eq!(told.verdict(), (Refuted, "password-alone-opens"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wordpress_that_asks_for_a_code_is_proven_when_its_door_for_programs_is_shut() {
    let shut = [("two-factor", TWO_FACTOR), ("shut", XMLRPC_SHUT)];
    let Some((products, at)) = wordpress(&shut).await else { return };
    let told = products.tried(at, "wordpress-two-factor").await;
    assert_eq!(told.verdict(), (Proven, "three-arms-behaved"));
    std::fs::remove_file(products.place.path("site/wp-content/mu-plugins/shut.php")).unwrap();
    let told = products.tried(at, "wordpress-two-factor").await;
    assert_eq!(told.verdict(), (Refuted, "bypass-api"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phpmyadmin_without_a_second_factor_is_refuted() {
    const FILES: &str = "/usr/share/phpmyadmin";
    if !has_module(&format!("{FILES}/index.php"), "phpmyadmin") {
        return;
    }
    let Some(mut products) = Products::start().await else { return };
    let at = products
        .serve(FILES, |products, site, _| {
            let folder = products.place.folder();
            let config = format!(
                "<?php $cfg['blowfish_secret']='abcdefghijklmnopqrstuvwxyz123456'; $cfg['TempDir']='{folder}/site/tmp';
$cfg['Servers'][1]=['auth_type'=>'cookie','host'=>'localhost','socket'=>'{folder}/s'];"
            );
            products.place.write("config.inc.php", &config);
            std::fs::create_dir_all(site.join("tmp")).unwrap();
            let vendor = site.join("libraries/vendor_config.php");
            let text = std::fs::read_to_string(&vendor).unwrap();
            let text = text.replace("/etc/phpmyadmin/config.inc.php", &format!("{folder}/config.inc.php"));
            products.place.write("site/libraries/vendor_config.php", &text);
        })
        .await;
    let told = products.tried(at, "phpmyadmin").await;
    assert_eq!(told.verdict(), (Refuted, "password-alone-opens"));
}
