status-no-letter = Katalogen har ikkje noko brev.
status-head = Vurdert { $at } · byggjer på { $entries ->
    [one] éi oppføring
   *[other] { $entries } oppføringar
} · rot { $root }…
status-simulated = Demonstrasjon med simulert klokke: ingen kommune har ført dette.
status-count = { $verified } av { $total } stadfesta
status-bettered = { $count ->
    [0] Ingen status er blitt betre utan nytt bevis.
    [one] Éi endring har betra ein status utan nytt bevis: arvak report changes
   *[other] { $count } endringar har betra ein status utan nytt bevis: arvak report changes
}
status-foot = Kvifor, og kva som ville endre det: arvak explain DELKRAV
status-open-findings = Opne funn på det som er avvikla
status-open-finding = { $subject }: { $code } (funne { $at })

rule-for-each = Gjeld kvar: { $who }
rule-applies-if = Berre når delkrav { $claim } er dårlegare enn «{ $state }»
rule-path = Kravet: { $parts }
rule-or = eller: { $parts }
rule-and = og
rule-compensates = { $parts } (gir berre «Manglar, dempa»)
rule-at-least = minst { $needed } av: { $of }
rule-not-overdue = ingen frist som er gått ut ({ $kind })
rule-leaf = { $kind }, minst { $basis }
rule-within = , ikkje eldre enn { $span }
rule-within-letter = {" "}(valt her; brevet: { $span })
rule-via-each = , for kvar { $path }
rule-via-any = , for minst éin { $path }
rule-from-outside = , sett utanfrå

explain-evidence = nr. { $id } · { $basis } · { $outcome } · { $at } ({ $days ->
    [0] i dag
    [one] for éin dag sidan
   *[other] for { $days } dagar sidan
})
explain-until = { " " }· gjeld til { $until }
explain-method = { " " }· metode { $method } { $version }
explain-vantage = , sett frå { $vantage }
explain-next = Neste: { $action } – { $owner }
explain-no-claim = Brevet har ikkje noko delkrav «{ $claim }». Delkrava er: { $claims }
explain-no-subject = Delkrav { $claim } gjeld ikkje «{ $subject }». Det gjeld: { $subjects }

change-verified = Går ut { $until } om det ikkje blir undersøkt på nytt
change-refuted = Det som ville endre dette: eit nytt funn som støttar, minst { $basis }, gjort etter { $at }
change-needs = Det som ville endre dette: eit bevis som støttar, minst { $basis }
change-threshold = Det som ville endre dette: eit nytt funn som er over grensa
change-outside = Det som ville endre dette: eit nytt funn frå utsida av eige nett

disk-full = Disken er full. Frigjer plass, og prøv igjen. Alt som er kvittert for, er lagra, og det går an å lese imens.

init-done = Laga { $path }. Ta vare på nøkkelen { $key } ein annan stad òg: utan han kan hovudboka ikkje førast vidare.
init-next = Neste: arvak import MAPPE, og så arvak verify
init-name = «{ $name }» har ingen bokstavar eller tal som kan bli ein id. Vel eit anna namn med --name.
init-exists = { $path } er alt i bruk. Vel ei anna mappe med --data.
no-folder = { $path } er inga datamappe. Lag ei med: arvak init --data { $path }

import-new = ny
import-changed = endra
import-summary = { $new } nye, { $changed } endra, { $same } som før
import-dry = Ingenting er lagra (--dry-run).
import-done = Lagra.
import-betters = Endringa gjer ein status betre utan nytt bevis:
import-reason-needed = Sei kvifor med --reason. Ingenting er lagra.
import-mistakes = { $count ->
    [one] Éin feil. Ingenting er lagra.
   *[other] { $count } feil. Ingenting er lagra.
}
import-empty = { $path } har ingen filer av typen .toml, .xlsx eller .csv. Lag ei arbeidsbok å fylle ut med: arvak inventory template --out inventar.xlsx
inventory-exists = { $path } finst frå før, og kan vere fylt ut. Vel eit anna namn.
inventory-written = Skrive: { $path }. Les inn med: arvak import { $path } --dry-run
import-no-path = { $path } finst ikkje eller kan ikkje lesast: { $why }

rpki-roas = Signerte ruter: { $rows } rader, laga { $made_at }
rpki-routes = Ruter på internett: { $rows } rader, laga { $made_at }
rpki-left-out = { $count ->
    [one] Éi rute som nesten ingen såg, er utelaten
   *[other] { $count } ruter som nesten ingen såg, er utelatne
}
rpki-old = Eldre enn eitt døgn: då kan ingenting seiast. Hent filene på nytt, og les dei inn med: arvak rpki import FIL
rpki-none = Ingenting er lese inn. Les inn med: arvak rpki import FIL
rpki-made-at = { $path } seier ikkje når ho vart laga. Sei det med --made-at, som 2026-03-01T12:00:00Z. Ingenting er lagra.
places-kept = Stader på nettet: { $rows } nett
places-source = {"  "}{ $name } ({ $form }), laga { $made_at }
places-old = {"  "}Eldre enn eit halvt år, og blir ikkje brukt. Hent lista på nytt.
places-left-out = { $count ->
    [one] Éi rad seier ikkje kva land, og er utelaten.
   *[other] { $count } rader seier ikkje kva land, og er utelatne.
}
places-none = Ingenting er lese inn. Les inn med: arvak places import FIL

verify-no-domain = Ingen domene er registrerte. Legg dei inn med: arvak import MAPPE
verify-nothing-due = Ingenting står for tur. Køyr alt med: arvak verify --all
verify-planned = { $count ->
    [one] Éi prøve står for tur
   *[other] { $count } prøver står for tur
}
verify-summary = { $finished ->
    [one] Éi prøve køyrd: { $supports } støttar, { $refutes } motbeviser, { $inconclusive } kunne ikkje avgjerast
   *[other] { $finished } prøver køyrde: { $supports } støttar, { $refutes } motbeviser, { $inconclusive } kunne ikkje avgjerast
}
verify-failed = { $count ->
    [one] Éi prøve kom ikkje i mål og blir køyrd att neste gong.
   *[other] { $count } prøver kom ikkje i mål og blir køyrde att neste gong.
}
verify-stopped = Stoppa. Det som er funne, er lagra; resten står for tur neste gong.
verify-unknown-point = Brevet har ikkje noko punkt eller delkrav «{ $point }».
verify-changes = Endra sidan sist
verify-no-changes = Ingen status endra seg.
verify-control = Desse domena er ikkje viste å vere dykkar. Be den som driftar DNS om å leggje inn:
verify-control-record = { $name } TXT "{ $value }"
verify-stopping = Stoppar …
verify-area-withdrawn = Ikkje lenger vist: { $claims }

control-proved = { $domain }: vist å vere dykkar
control-site-proved = { $domain }: nettstaden er vist å vere dykkar; resten av domenet er det ikkje
control-open = { $domain }: ikkje vist å vere dykkar. Eitt av desse viser det:
control-file = { $file } med teksten "{ $value }" (berre for nettstaden)
control-leave = Nr. { $id }: lov til å undersøkje { $names } til og med { $until }
control-unlisted = { $domain } er ikkje eit domene i oversikta. Berre domene i oversikta blir undersøkte og får e-post.
control-no-relay = Ingen e-posttenar er sett opp. Skriv [mail] i arvak.toml.
control-sent-already = Ein kode vart send for mindre enn ein time sidan. Vent litt før de bed om ein ny.
control-sent = Ein kode er send til { $address }. Skriv han inn innan tre døgn: arvak control confirm { $domain } KODE
control-no-token = Det er ingen kode å skrive inn: ingen er send dei siste tre døgna, eller feil kode er skriven for mange gonger. Be om ein ny.
control-wrong-token = Koden er ikkje den som vart send.
control-confirmed = { $domain } er vist å vere dykkar til og med { $until }.
control-mail-subject = Kode for { $domain }
control-mail-text =
    Nokon som bruker programmet Årvåk, har bede om å få vist at dei rår over { $domain }.

    Koden er: { $token }

    Skriv han inn berre om de veit kven som har bede om han: då kan dei undersøkje tenestene under { $domain } grundigare enn alle andre kan. Elles treng de ikkje gjere noko. Spørsmål: { $from }
leave-nothing = Sei kva løyvet gjeld, med --name eller --range.
leave-too-many = Løyvet nemner { $what } namn og adresser. Det er for mange.
leave-over = Løyvet er alt gått ut.
leave-too-long = Eit løyve gjeld høgst eitt år frå det vart underskrive.
leave-too-wide = { $what } er for vidt: høgst 4096 adresser (/20), eller /48 for IPv6.
leave-inside = { $what } er ikkje adresser på internett.
leave-no-organisation = Kommunen står ikkje i oversikta. Legg han inn først.
leave-recorded = Lagra som nr. { $id }. Løyvet gjeld til og med { $until }.

outside-key = Nøkkelen er laga. Skriv dette i arvak.toml heime, med utsiktspunktet denne maskina har:
outside-is-home = { $path } inneheld ei hovudbok. Ei maskin som ser utanfrå, har si eiga mappe. Oppgi ho med --data.
outside-errand = { $count ->
    [one] Skrive til { $path }: éin kontroll. Oppdraget gjeld i eit døgn.
   *[other] Skrive til { $path }: { $count } kontrollar. Oppdraget gjeld i eit døgn.
}
outside-seen = { $count ->
    [one] Skrive til { $path }: éin kontroll. Ta han med heim, og køyr: arvak outside take FIL
   *[other] Skrive til { $path }: { $count } kontrollar. Ta dei med heim, og køyr: arvak outside take FIL
}
outside-taken = { $count ->
    [one] Éin kontroll er vurdert og registrert.
   *[other] { $count } kontrollar er vurderte og registrerte.
}
outside-over = Oppdraget er over. Skriv eit nytt heime: arvak outside errand
outside-too-long = Oppdraget er for langt til å signerast, sjølv med ein einaste kontroll. Færre løyve og domene gjer det kortare.
outside-no-worker = arvak.toml har inga maskin med namnet «{ $name }». Legg ho til under [[outside]].
outside-not-known = Dette er ikkje signert av ei maskin som står i arvak.toml: { $why }
outside-bad-errand = Dette er ikkje eit oppdrag frå denne hovudboka: { $why }
outside-other-vantage = Oppdraget gjeld «{ $vantage }», og derfrå ser ikkje denne maskina. Ingenting er registrert.
outside-no-package = Dette er ikkje skrive av ei maskin utanfor: { $why }
outside-bad-look = Ingenting er registrert. Kontroll nr. { $number }: { $why }
outside-refused = Heimen seier nei ({ $status }): { $why }

names-read = { $names } namn i domena dykkar ({ $over } sertifikat var gått ut, { $wildcards } namn hadde stjerne, { $others } låg utanfor)
names-answering = { $answering } av dei svarer i DNS; { $unknown } står ikkje i oversikta
names-unlisted = { $domain } ligg ikkje i noko domene i oversikta.
names-too-many = { $domain } har { $count } namn. Årvåk spør etter høgst { $most } for kvart domene.

change-line = { $claim } { $subject }: { $from } → { $to }

evidence-recorded = Lagra som nr. { $id }.
evidence-withdrawn = Nr. { $of } tel ikkje lenger (nr. { $id }).
evidence-erased = Teksten og vedlegga til nr. { $of } er sletta (nr. { $id }). Vurderinga står.

ledger-sound = Heil: { $size ->
    [one] éi oppføring
   *[other] { $size } oppføringar
}, rot { $root }
ledger-damaged = Skadd: { $count ->
    [one] eitt funn
   *[other] { $count } funn
}
ledger-at-entry = oppføring { $entry }
ledger-exported = Skrive til { $path }
ledger-rebuilt = Laga på nytt av { $size } oppføringar.

report-changes-none = Ingen status har vorte betre utan nytt bevis.
report-changes-head = Endringar som gjorde ein status betre utan nytt bevis
report-change = { $at } · nr. { $id } ({ $fact }) · { $claim } { $subject }: { $from } → { $to }
report-reason = grunngjeving: { $reason }
state-not-asked = ikkje lenger spurt om

letters-sound = Utan feil: { $letters } brev, { $claims } delkrav, { $kinds } bevistypar

doctor-ok = i orden
doctor-bad = ikkje i orden
doctor-clock = Klokka
doctor-disk = Disken
doctor-permissions = Rettar
doctor-folder = Datamappa
doctor-network = Namnetenar
doctor-clock-behind = klokka går { $minutes } minutt etter siste oppføring; still klokka
doctor-disk-free = { $megabytes } MB ledig
doctor-disk-low = berre { $megabytes } MB ledig; frigjer plass
doctor-permissions-open = { $path } kan lesast av andre; køyr: chmod { $mode } { $path }
doctor-folder-version = format { $version }, { $entries } oppføringar
doctor-folder-none = inga datamappe i { $path }
doctor-network-none = ingen namnetenar er sett opp

demo-title = Nordvik kommune – oppdikta, men levande på denne maskina
demo-playing = Spelar 90 dagar …
demo-lead = { $days } dagar, { $probes } prøver mot ekte tenarar på denne maskina, { $entries } oppføringar i hovudboka. Ingen status er skriven inn.
demo-stated-found = Kva leverandøren oppgir – og kva som vart funne
demo-stated = oppgitt
demo-found = funne
demo-points = Dei elleve punkta i brevet
demo-byte = Éin endra byte
demo-byte-flipped = I ein kopi av hovudboka vart éin bit snudd: { $file }, byte { $offset }.
demo-byte-found = arvak ledger verify fann han: { $where } – { $what }
demo-letter = Om det kom eit nytt brev (oppdikta), lese som data og dømt etter det som alt er funne
demo-change = Kva ville endre ein status
demo-left = Alt ligg i { $path }. Prøv:
demo-serving = Nordvik lever til du trykkjer Ctrl-C. Prøv i eit anna vindauge:
demo-exists = { $path } finst alt. Vel ei anna mappe med --data.
starter-assumed = Anteke: rett tala, og ta bort det som ikkje gjeld.
starter-functions = Kritiske funksjonar: kor lenge dei kan vere ute, og kor lenge dei klarer seg utan IKT.
starter-services = Tenester: det som tilsette og innbyggjarar bruker.
starter-systems = Slag av system: fagsystem, nasjonale fellesløysingar og det som alt anna heng på.
starter-lead = Alt her er anteke: vanleg i norske kommunar, og ikkje undersøkt i din. Det er ei byrjing å rette i, og aldri eit bevis. Slett det som ikkje gjeld, legg til eigarar og leverandørar, og les inn med arvak import.

story-title = Østre Toten 2021 – eit tankeforsøk etter offentlege kjelder
story-lead = Kommunen er verkeleg, hovudboka er det ikkje. Kva ville ha stått der kvelden før åtaket natt til 9. januar 2021, om nokon hadde sett etter? Funna er det Datatilsynet slo fast etterpå, førte som dokument og ikkje som prøver. Brevet som dømmer, kom først i 2022.
story-eve = Dagen før, { $date }
story-source = ført: { $note }
story-rest = Dei andre delkrava: { $count } ikkje undersøkte. Kjeldene seier ikkje nok til å svare på dei.
story-after = Etterpå

probe-line = { $seen } – { $reason }
probe-line-plain = { $seen }
scan-unknown-tool = «{ $tool }» er ikkje kjend. Bruk ein av: { $tools }.
scan-when = Fila seier ikkje når det blei leita. Sei det med --scanned.
scan-no-organisation = Ingen kommune står i oversynet. Sei kven det gjeld, med --about.
scan-head = { $tool }, { $at }: { $hosts } adresser, { $findings } funn, { $serious } alvorlege
scan-unknown = Står ikkje i oversynet: { $names }
scan-severity-info = opplysning
scan-severity-low = låg
scan-severity-medium = middels
scan-severity-high = høg
scan-severity-critical = kritisk
probe-order-server = rekkjefølgja til tenaren
probe-order-client = rekkjefølgja til klienten
probe-order-mixed = blanda rekkjefølgje
probe-order-not_applicable = ingenting å velje mellom
probe-order-unknown = rekkjefølgja er ukjend
probe-groups = Grupper: { $groups }
probe-incomplete = Kanskje fleire: { $reason }
probe-strength-good = god
probe-strength-sufficient = sterk nok
probe-strength-phase_out = på veg ut
probe-strength-insufficient = for svak
probe-grade-must = skal
probe-grade-should = bør
probe-grade-info = til orientering
probe-result-pass = i orden
probe-result-fail = feil
probe-result-notice = merknad
probe-result-inconclusive = kunne ikkje avgjerast
probe-result-not_applicable = gjeld ikkje

network-none = Det er ikkje sett opp nokon namnetenar. Oppgi ein med --resolver IP:PORT, eller i arvak.toml.

fact-genesis = hovudboka oppretta
fact-entity = inventar
fact-scope = omfang
fact-retirement = avvikla
fact-evidence = bevis
fact-withdrawal = bevis trekt
fact-exemption_request = unntak søkt
fact-exemption = unntak godkjent
fact-obligation = frist sett
fact-obligation_met = frist halden
fact-contest = tilsvar
fact-approval = rapport gjennomgått eller godkjend
fact-catalogue = katalog teken i bruk
fact-situation = situasjonsnivå
fact-erasure = sletta
fact-key_rotation = nøkkel bytt

exemption-no-request = Nr. { $id } er ingen søknad om unntak. Sjå: arvak exemption list
exemption-none = Ingen har søkt om unntak.
exemption-line = nr. { $id } · { $claim } { $subject } · { $state } · til { $until } · { $reason }
exemption-asked = søkt om
exemption-approved = godkjent
exemption-over = gått ut
obligation-none = Ingen fristar er registrerte.
obligation-line = { $due } · { $state } · { $subject }: { $kind } · { $owner } ({ $id })
obligation-met = innfridd
obligation-overdue = gått ut
obligation-open = open

guidance-asked = Det blir spurt om: { $text }
guidance-why = Kvifor: { $text }
guidance-counts = Dette tel: { $text }
guidance-refutes = Dette motbeviser: { $text }
guidance-first = Gjer først: { $text }
guidance-list = Står også på { $list }: { $item }

# arvak expiry …
expiry-none = Ingen eigne utløpstider: bevis held så lenge som brevet seier.
expiry-here = { $kind }: held i { $within } her
expiry-letter = { $claim }: brevet seier { $within }
expiry-unused = Ingen delkrav spør etter dette no.
expiry-nobody-asks = Ingen delkrav spør etter «{ $kind }»; då er det inga utløpstid å endre.
expiry-claim-does-not-ask = Delkrav { $claim } spør ikkje etter «{ $kind }». Det gjer: { $claims }

serve-first-run = Opne denne lenkja i nettlesaren innan 30 minutt for å kome i gang: { $link }
serve-at = Sidene er klare: { $link }
serve-no-folder = { $path } er i bruk til noko anna, og er inga datamappe. Vel ei tom mappe med --data.
demo-pages = Sidene: { $link }  (berre på denne maskina)
demo-tours = Rundturar for fem roller, utan å logge inn (alle samla: { $link }):
demo-tour = {""}  { $link }   { $title }
demo-password = Logg inn med passordet { $password } og éin av kodane (kvar verkar éin gong):
demo-person = {""}  { $user } { $codes }   { $title }
