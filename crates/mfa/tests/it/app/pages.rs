//! The pages of the application.

use super::{App, Does, Layout, Session};
use crate::house::Told;

impl App {
    pub(super) fn form(&self, action: &str, csrf: &str, inner: &str, button: &str) -> String {
        let csrf = if self.layout == Layout::Csrf {
            format!("<input type=hidden name=csrf value={csrf}>")
        } else {
            String::new()
        };
        let kind =
            if self.layout == Layout::Multipart { " enctype=multipart/form-data" } else { "" };
        if self.layout == Layout::OutsideForm {
            let inner = inner.replace("<input ", "<input form=f ");
            return format!(
                "<form id=f method=post action={action}>{csrf}</form>{inner}<button form=f>{button}</button>"
            );
        }
        format!(
            "<form method=post action={action}{kind}>{csrf}{inner}<button>{button}</button></form>"
        )
    }

    pub(super) fn around(&self, inner: &str) -> Told {
        if self.layout == Layout::Busy {
            return Told::page(format!(
                "<title>Kode</title><form action=/sok><input name=q placeholder='Søk'><button>Søk</button></form>{inner}<form method=post action=/nyhetsbrev><input name=adresse type=text placeholder=newsletter><button>Meld på</button></form><a href=/glemt>Glemt passord?</a>"
            ));
        }
        Told::page(inner)
    }

    /// Names of the controls.
    pub(super) fn names(&self) -> (&'static str, &'static str, &'static str) {
        if self.layout == Layout::LabelsOnly { ("f1", "f2", "f3") } else { ("user", "pass", "otp") }
    }

    pub(super) fn first(&self, session: &Session) -> Told {
        self.first_with(session, "")
    }

    pub(super) fn first_with(&self, session: &Session, said: &str) -> Told {
        let (user, pass, otp) = self.names();
        let user = format!("<label>Brukernavn <input name={user}></label>");
        let pass = format!("<label>Passord <input type=password name={pass}></label>");
        let code = format!("<label>Skriv koden <input name={otp}></label>");
        let puzzle = if self.does == Does::Captcha { "<div class=h-captcha></div>" } else { "" };
        let inner = match self.layout {
            Layout::OnePage => format!("{user}{pass}{code}"),
            Layout::UserFirst | Layout::CodeFirst => user,
            _ => format!("{user}{pass}"),
        };
        let action = if self.layout == Layout::InPlace { "/home" } else { "/in" };
        self.around(&format!(
            "<p>{said}</p>{}{puzzle}",
            self.form(action, &session.csrf, &inner, "Logg inn")
        ))
    }

    pub(super) fn code_page(&self, session: &Session, said: &str) -> Told {
        let (_, _, otp) = self.names();
        let inner = match self.layout {
            Layout::SixBox => ["d1", "d2", "d3", "d4", "d5", "d6"]
                .map(|n| format!("<input name={n} maxlength=1>"))
                .concat(),
            Layout::SixBoxHidden => {
                format!("{}<input type=hidden name=otp>", "<input maxlength=1>".repeat(6))
            }
            Layout::PasswordCode => format!("<input type=password name={otp}>"),
            _ => format!(
                "<label>Engangskode <input name={otp}></label><label><input type=checkbox name=husk> Husk denne enheten</label>"
            ),
        };
        let skip = if self.does == Does::SkipLink { "<a href=/skip>Hopp over nå</a>" } else { "" };
        self.around(&format!(
            "<h2>Skriv koden</h2><p>{said}</p>{}{skip}",
            self.form("/code", &session.csrf, &inner, "Bekreft")
        ))
    }

    pub(super) fn refused(&self, session: &Session) -> Told {
        self.first_with(session, "Feil navn, passord eller kode")
    }
}
