status-no-letter = Katalogen har ikke noe brev.
status-head = Vurdert { $at } · bygger på { $entries ->
    [one] én oppføring
   *[other] { $entries } oppføringer
} · rot { $root }…
status-simulated = Demonstrasjon med simulert klokke: ingen kommune har ført dette.
status-count = { $verified } av { $total } bekreftet
status-bettered = { $count ->
    [0] Ingen status er blitt bedre uten nytt bevis.
    [one] Én endring har bedret en status uten nytt bevis: arvak report changes
   *[other] { $count } endringer har bedret en status uten nytt bevis: arvak report changes
}
status-foot = Hvorfor, og hva som ville endre det: arvak explain DELKRAV
status-open-findings = Åpne funn på det som er avviklet
status-open-finding = { $subject }: { $code } (funnet { $at })

rule-for-each = Gjelder hver: { $who }
rule-applies-if = Bare når delkrav { $claim } er dårligere enn «{ $state }»
rule-path = Kravet: { $parts }
rule-or = eller: { $parts }
rule-and = og
rule-compensates = { $parts } (gir bare «Mangler, dempet»)
rule-at-least = minst { $needed } av: { $of }
rule-not-overdue = ingen frist som er gått ut ({ $kind })
rule-leaf = { $kind }, minst { $basis }
rule-within = , ikke eldre enn { $span }
rule-within-letter = {" "}(valgt her; brevet: { $span })
rule-via-each = , for hver { $path }
rule-via-any = , for minst én { $path }
rule-from-outside = , sett utenfra

explain-evidence = nr. { $id } · { $basis } · { $outcome } · { $at } ({ $days ->
    [0] i dag
    [one] for én dag siden
   *[other] for { $days } dager siden
})
explain-until = { " " }· gjelder til { $until }
explain-method = { " " }· metode { $method } { $version }
explain-vantage = , sett fra { $vantage }
explain-next = Neste: { $action } – { $owner }
explain-no-claim = Brevet har ikke noe delkrav «{ $claim }». Delkravene er: { $claims }
explain-no-subject = Delkrav { $claim } gjelder ikke «{ $subject }». Det gjelder: { $subjects }

change-verified = Går ut { $until } om det ikke undersøkes på nytt
change-refuted = Det som ville endre dette: et nytt funn som støtter, minst { $basis }, gjort etter { $at }
change-needs = Det som ville endre dette: et bevis som støtter, minst { $basis }
change-threshold = Det som ville endre dette: et nytt funn som er over grensen
change-outside = Det som ville endre dette: et nytt funn fra utsiden av eget nett

disk-full = Disken er full. Frigjør plass, og prøv igjen. Alt som er kvittert for, er lagret, og det går an å lese imens.

init-done = Laget { $path }. Ta vare på nøkkelen { $key } et annet sted også: uten den kan hovedboka ikke føres videre.
init-next = Neste: arvak import MAPPE, og så arvak verify
init-name = «{ $name }» har ingen bokstaver eller tall som kan bli en id. Velg et annet navn med --name.
init-exists = { $path } er allerede i bruk. Velg en annen mappe med --data.
no-folder = { $path } er ingen datamappe. Lag en med: arvak init --data { $path }

import-new = ny
import-changed = endret
import-summary = { $new } nye, { $changed } endret, { $same } som før
import-dry = Ingenting er lagret (--dry-run).
import-done = Lagret.
import-betters = Endringen gjør en status bedre uten nytt bevis:
import-reason-needed = Si hvorfor med --reason. Ingenting er lagret.
import-mistakes = { $count ->
    [one] Én feil. Ingenting er lagret.
   *[other] { $count } feil. Ingenting er lagret.
}
import-empty = { $path } har ingen filer av typen .toml, .xlsx eller .csv. Lag en arbeidsbok å fylle ut med: arvak inventory template --out inventar.xlsx
inventory-exists = { $path } finnes fra før, og kan være fylt ut. Velg et annet navn.
inventory-written = Skrevet: { $path }. Les inn med: arvak import { $path } --dry-run
import-no-path = { $path } finnes ikke eller kan ikke leses: { $why }

rpki-roas = Signerte ruter: { $rows } rader, laget { $made_at }
rpki-routes = Ruter på internett: { $rows } rader, laget { $made_at }
rpki-left-out = { $count ->
    [one] Én rute som nesten ingen så, er utelatt
   *[other] { $count } ruter som nesten ingen så, er utelatt
}
rpki-old = Eldre enn ett døgn: da kan ingenting sies. Hent filene på nytt, og les dem inn med: arvak rpki import FIL
rpki-none = Ingenting er lest inn. Les inn med: arvak rpki import FIL
rpki-made-at = { $path } sier ikke når den ble laget. Si det med --made-at, som 2026-03-01T12:00:00Z. Ingenting er lagret.
places-kept = Steder på nettet: { $rows } nett
places-source = {"  "}{ $name } ({ $form }), laget { $made_at }
places-old = {"  "}Eldre enn et halvt år, og blir ikke brukt. Hent lista på nytt.
places-left-out = { $count ->
    [one] Én rad sier ikke hvilket land, og er utelatt.
   *[other] { $count } rader sier ikke hvilket land, og er utelatt.
}
places-none = Ingenting er lest inn. Les inn med: arvak places import FIL

verify-no-domain = Ingen domener er registrert. Legg dem inn med: arvak import MAPPE
verify-nothing-due = Ingenting står for tur. Kjør alt med: arvak verify --all
verify-planned = { $count ->
    [one] Én prøve står for tur
   *[other] { $count } prøver står for tur
}
verify-summary = { $finished ->
    [one] Én prøve kjørt: { $supports } støtter, { $refutes } motbeviser, { $inconclusive } kunne ikke avgjøres
   *[other] { $finished } prøver kjørt: { $supports } støtter, { $refutes } motbeviser, { $inconclusive } kunne ikke avgjøres
}
verify-failed = { $count ->
    [one] Én prøve kom ikke i mål og kjøres igjen neste gang.
   *[other] { $count } prøver kom ikke i mål og kjøres igjen neste gang.
}
verify-stopped = Stoppet. Det som er funnet, er lagret; resten står for tur neste gang.
verify-unknown-point = Brevet har ikke noe punkt eller delkrav «{ $point }».
verify-changes = Endret siden sist
verify-no-changes = Ingen status endret seg.
verify-control = Disse domenene er ikke vist å være deres. Be den som drifter DNS om å legge inn:
verify-control-record = { $name } TXT "{ $value }"
verify-stopping = Stopper …
verify-area-withdrawn = Ikke lenger vist: { $claims }

control-proved = { $domain }: vist å være deres
control-site-proved = { $domain }: nettstedet er vist å være deres; resten av domenet er det ikke
control-open = { $domain }: ikke vist å være deres. Én av disse viser det:
control-file = { $file } med teksten "{ $value }" (bare for nettstedet)
control-leave = Nr. { $id }: lov til å undersøke { $names } til og med { $until }
control-unlisted = { $domain } er ikke et domene i oversikten. Bare domener i oversikten undersøkes og får e-post.
control-no-relay = Ingen e-postserver er satt opp. Skriv [mail] i arvak.toml.
control-sent-already = En kode ble sendt for mindre enn en time siden. Vent litt før dere ber om en ny.
control-sent = En kode er sendt til { $address }. Skriv den inn innen tre døgn: arvak control confirm { $domain } KODE
control-no-token = Det er ingen kode å skrive inn: ingen er sendt de siste tre døgnene, eller feil kode er skrevet for mange ganger. Be om en ny.
control-wrong-token = Koden er ikke den som ble sendt.
control-confirmed = { $domain } er vist å være deres til og med { $until }.
control-mail-subject = Kode for { $domain }
control-mail-text =
    Noen som bruker programmet Årvåk, har bedt om å få vist at de rår over { $domain }.

    Koden er: { $token }

    Skriv den inn bare hvis dere vet hvem som har bedt om den: da kan de undersøke tjenestene under { $domain } grundigere enn alle andre kan. Ellers trenger dere ikke gjøre noe. Spørsmål: { $from }
leave-nothing = Si hva tillatelsen gjelder, med --name eller --range.
leave-too-many = Tillatelsen nevner { $what } navn og adresser. Det er for mange.
leave-over = Tillatelsen er alt utløpt.
leave-too-long = En tillatelse gjelder høyst ett år fra den ble underskrevet.
leave-too-wide = { $what } er for vidt: høyst 4096 adresser (/20), eller /48 for IPv6.
leave-inside = { $what } er ikke adresser på internett.
leave-no-organisation = Kommunen står ikke i oversikten. Legg den inn først.
leave-recorded = Lagret som nr. { $id }. Tillatelsen gjelder til og med { $until }.

outside-key = Nøkkelen er laget. Skriv dette i arvak.toml hjemme, med utsiktspunktet denne maskinen har:
outside-is-home = { $path } inneholder en hovedbok. En maskin som ser utenfra, har sin egen mappe. Oppgi den med --data.
outside-errand = { $count ->
    [one] Skrevet til { $path }: én kontroll. Oppdraget gjelder i et døgn.
   *[other] Skrevet til { $path }: { $count } kontroller. Oppdraget gjelder i et døgn.
}
outside-seen = { $count ->
    [one] Skrevet til { $path }: én kontroll. Ta den med hjem, og kjør: arvak outside take FIL
   *[other] Skrevet til { $path }: { $count } kontroller. Ta dem med hjem, og kjør: arvak outside take FIL
}
outside-taken = { $count ->
    [one] Én kontroll er bedømt og registrert.
   *[other] { $count } kontroller er bedømt og registrert.
}
outside-over = Oppdraget er over. Skriv et nytt hjemme: arvak outside errand
outside-too-long = Oppdraget er for langt til å signeres, selv med en eneste kontroll. Færre tillatelser og domener gjør det kortere.
outside-no-worker = arvak.toml har ingen maskin med navnet «{ $name }». Legg den til under [[outside]].
outside-not-known = Dette er ikke signert av en maskin som står i arvak.toml: { $why }
outside-bad-errand = Dette er ikke et oppdrag fra denne hovedboken: { $why }
outside-other-vantage = Oppdraget gjelder «{ $vantage }», og derfra ser ikke denne maskinen. Ingenting er registrert.
outside-no-package = Dette er ikke skrevet av en maskin utenfor: { $why }
outside-bad-look = Ingenting er registrert. Kontroll nr. { $number }: { $why }
outside-refused = Hjemmet sier nei ({ $status }): { $why }

names-read = { $names } navn i domenene deres ({ $over } sertifikater var utløpt, { $wildcards } navn hadde stjerne, { $others } lå utenfor)
names-answering = { $answering } av dem svarer i DNS; { $unknown } står ikke i oversikten
names-unlisted = { $domain } ligger ikke i noe domene i oversikten.
names-too-many = { $domain } har { $count } navn. Årvåk spør etter høyst { $most } for hvert domene.

change-line = { $claim } { $subject }: { $from } → { $to }

evidence-recorded = Lagret som nr. { $id }.
evidence-withdrawn = Nr. { $of } teller ikke lenger (nr. { $id }).
evidence-erased = Teksten og vedleggene til nr. { $of } er slettet (nr. { $id }). Vurderingen står.

ledger-sound = Hel: { $size ->
    [one] én oppføring
   *[other] { $size } oppføringer
}, rot { $root }
ledger-damaged = Skadet: { $count ->
    [one] ett funn
   *[other] { $count } funn
}
ledger-at-entry = oppføring { $entry }
ledger-exported = Skrevet til { $path }
ledger-rebuilt = Laget på nytt av { $size } oppføringer.

report-changes-none = Ingen status er blitt bedre uten nytt bevis.
report-changes-head = Endringer som gjorde en status bedre uten nytt bevis
report-change = { $at } · nr. { $id } ({ $fact }) · { $claim } { $subject }: { $from } → { $to }
report-reason = begrunnelse: { $reason }
state-not-asked = ikke lenger spurt om

letters-sound = Uten feil: { $letters } brev, { $claims } delkrav, { $kinds } bevistyper

doctor-ok = i orden
doctor-bad = ikke i orden
doctor-clock = Klokka
doctor-disk = Disken
doctor-permissions = Rettigheter
doctor-folder = Datamappa
doctor-network = Navnetjener
doctor-clock-behind = klokka går { $minutes } minutter etter siste oppføring; still den
doctor-disk-free = { $megabytes } MB ledig
doctor-disk-low = bare { $megabytes } MB ledig; frigjør plass
doctor-permissions-open = { $path } kan leses av andre; kjør: chmod { $mode } { $path }
doctor-folder-version = format { $version }, { $entries } oppføringer
doctor-folder-none = ingen datamappe i { $path }
doctor-network-none = ingen navnetjener er satt opp

demo-title = Nordvik kommune – oppdiktet, men levende på denne maskinen
demo-playing = Spiller 90 dager …
demo-lead = { $days } dager, { $probes } prøver mot ekte tjenere på denne maskinen, { $entries } oppføringer i hovedboka. Ingen status er skrevet inn.
demo-stated-found = Hva leverandøren oppgir – og hva som ble funnet
demo-stated = oppgitt
demo-found = funnet
demo-points = Brevets elleve punkter
demo-byte = Én endret byte
demo-byte-flipped = I en kopi av hovedboka ble én bit snudd: { $file }, byte { $offset }.
demo-byte-found = arvak ledger verify fant den: { $where } – { $what }
demo-letter = Om det kom et nytt brev (oppdiktet), lest som data og dømt etter det som alt er funnet
demo-change = Hva ville endre en status
demo-left = Alt ligger i { $path }. Prøv:
demo-serving = Nordvik lever til du trykker Ctrl-C. Prøv i et annet vindu:
demo-exists = { $path } finnes allerede. Velg en annen mappe med --data.
starter-assumed = Antatt: rett tallene, og ta bort det som ikke gjelder.
starter-functions = Kritiske funksjoner: hvor lenge de kan være ute, og hvor lenge de klarer seg uten IKT.
starter-services = Tjenester: det som ansatte og innbyggere bruker.
starter-systems = Slag av systemer: fagsystemer, nasjonale fellesløsninger og det som alt annet henger på.
starter-lead = Alt her er antatt: vanlig i norske kommuner, og ikke undersøkt i din. Det er en begynnelse å rette i, og aldri et bevis. Slett det som ikke gjelder, legg til eiere og leverandører, og les inn med arvak import.

story-title = Østre Toten 2021 – et tankeforsøk etter offentlige kilder
story-lead = Kommunen er virkelig, hovedboka er det ikke. Hva ville stått i den kvelden før angrepet natt til 9. januar 2021, om noen hadde sett etter? Funnene er det Datatilsynet slo fast etterpå, ført som dokumenter og ikke som prøver. Brevet som dømmer, kom først i 2022.
story-eve = Dagen før, { $date }
story-source = ført: { $note }
story-rest = De andre delkravene: { $count } ikke undersøkt. Kildene sier ikke nok til å svare på dem.
story-after = Etterpå

probe-line = { $seen } – { $reason }
probe-line-plain = { $seen }
scan-unknown-tool = «{ $tool }» er ikke kjent. Bruk en av: { $tools }.
scan-when = Filen sier ikke når det ble lett. Si det med --scanned.
scan-no-organisation = Ingen kommune står i oversikten. Si hvem det gjelder, med --about.
scan-head = { $tool }, { $at }: { $hosts } adresser, { $findings } funn, { $serious } alvorlige
scan-unknown = Står ikke i oversikten: { $names }
scan-severity-info = opplysning
scan-severity-low = lav
scan-severity-medium = middels
scan-severity-high = høy
scan-severity-critical = kritisk
probe-order-server = tjenerens rekkefølge
probe-order-client = klientens rekkefølge
probe-order-mixed = blandet rekkefølge
probe-order-not_applicable = ingenting å velge mellom
probe-order-unknown = rekkefølgen er ukjent
probe-groups = Grupper: { $groups }
probe-incomplete = Kanskje flere: { $reason }
probe-strength-good = god
probe-strength-sufficient = sterk nok
probe-strength-phase_out = på vei ut
probe-strength-insufficient = for svak
probe-grade-must = skal
probe-grade-should = bør
probe-grade-info = til orientering
probe-result-pass = i orden
probe-result-fail = feil
probe-result-notice = merknad
probe-result-inconclusive = kunne ikke avgjøres
probe-result-not_applicable = gjelder ikke

network-none = Det er ikke satt opp noen navnetjener. Oppgi en med --resolver IP:PORT, eller i arvak.toml.

fact-genesis = hovedboka opprettet
fact-entity = inventar
fact-scope = omfang
fact-retirement = avviklet
fact-evidence = bevis
fact-withdrawal = bevis trukket
fact-exemption_request = unntak søkt
fact-exemption = unntak godkjent
fact-obligation = frist satt
fact-obligation_met = frist holdt
fact-contest = tilsvar
fact-approval = rapport gjennomgått eller godkjent
fact-catalogue = katalog tatt i bruk
fact-situation = situasjonsnivå
fact-erasure = slettet
fact-key_rotation = nøkkel byttet

exemption-no-request = Nr. { $id } er ingen søknad om unntak. Se: arvak exemption list
exemption-none = Ingen har søkt om unntak.
exemption-line = nr. { $id } · { $claim } { $subject } · { $state } · til { $until } · { $reason }
exemption-asked = søkt om
exemption-approved = godkjent
exemption-over = utløpt
obligation-none = Ingen frister er registrert.
obligation-line = { $due } · { $state } · { $subject }: { $kind } · { $owner } ({ $id })
obligation-met = innfridd
obligation-overdue = gått ut
obligation-open = åpen

guidance-asked = Det spørres om: { $text }
guidance-why = Hvorfor: { $text }
guidance-counts = Dette teller: { $text }
guidance-refutes = Dette motbeviser: { $text }
guidance-first = Gjør først: { $text }
guidance-list = Står også på { $list }: { $item }

# arvak expiry …
expiry-none = Ingen egne utløpstider: bevis holder så lenge som brevet sier.
expiry-here = { $kind }: holder i { $within } her
expiry-letter = { $claim }: brevet sier { $within }
expiry-unused = Ingen delkrav spør etter dette nå.
expiry-nobody-asks = Ingen delkrav spør etter «{ $kind }»; da er det ingen utløpstid å endre.
expiry-claim-does-not-ask = Delkrav { $claim } spør ikke etter «{ $kind }». Det gjør: { $claims }

serve-first-run = Åpne denne lenken i nettleseren innen 30 minutter for å komme i gang: { $link }
serve-at = Sidene er klare: { $link }
serve-no-folder = { $path } er i bruk til noe annet, og er ingen datamappe. Velg en tom mappe med --data.
demo-pages = Sidene: { $link }  (bare på denne maskinen)
demo-tours = Rundturer for fem roller, uten å logge inn (alle samlet: { $link }):
demo-tour = {""}  { $link }   { $title }
demo-password = Logg inn med passordet { $password } og én av kodene (hver virker én gang):
demo-person = {""}  { $user } { $codes }   { $title }
