# Reports: the reply to a letter, and its approval.

edition-internal = Intern utgave
edition-council = Utgave for ledelsen og kommunestyret
edition-public = Offentlig utgave
reply-title = Svar: { $letter }
reply-rests-on = Vurdert { $at }; bygger på { $entries } oppføringer i hovedboka
reply-lead = Brevet har { $total } punkter: { $states }. Hver status er utledet av bevis; ingen er skrevet inn.
reply-checkpoint = Kontrollpunkt
reply-how-to-check = Hovedboka som svaret bygger på, er signert slik. Legg teksten i en fil, og kjør «arvak ledger verify --checkpoint FIL» i kommunens datamappe: da vises det om noe er endret siden.
reply-written = { $path } er skrevet. SHA-256: { $digest }
left-out-public = Utelatt: opplysningen kan lette straffbare handlinger (offentleglova § 24 tredje ledd)
left-out-council = Utelatt: bare for dem som arbeider med sikkerheten
approve-not-chief = Bare kommunedirektøren (role/chief_executive) kan godkjenne et svar. Andre kan registrere at de har gått gjennom det: arvak report review
approve-done = Lagret som nr. { $id }, for filen med SHA-256 { $digest }.
approve-none = Ingen svar er gjennomgått eller godkjent.
approve-no-text = Ingen tekst med summen { $digest } er lagret her. Se hvilke som finnes: arvak report approvals
approve-line = { $at } · { $stage } · { $edition } · { $by } · SHA-256 { $digest }
approve-reviewed = gjennomgått
approve-approved = godkjent
