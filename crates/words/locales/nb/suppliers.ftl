rooms-suppliers = Leverandører
suppliers-lead = Hvem som drifter, lager og støtter det kommunen bruker, hvor viktige de er, og hvor langt en forespørsel er kommet. De som ikke har svart, står først.
suppliers-none = Ingen leverandører er ført opp. Før dem opp under Tjenester.
suppliers-counts = { $count } leverandører. { $silent } har ikke svart i tide, { $open } er spurt og har tid igjen, { $never } er ikke spurt.
suppliers-show = Vis bare
suppliers-show-silent = Har ikke svart i tide
suppliers-show-open = Er spurt og har tid igjen
suppliers-show-never = Er ikke spurt
suppliers-show-answered = Har svart
suppliers-show-contradicted = Svarene stemmer ikke med det som er funnet
suppliers-contradicted-short = Motsagt
suppliers-found-count = { $count ->
    [one] Én leverandør passer med det du har valgt.
   *[other] { $count } leverandører passer med det du har valgt.
}
suppliers-name = Leverandør
suppliers-delivers = Leverer
suppliers-critical = Kritisk
suppliers-stage = Forespørsel
suppliers-age = Alder
suppliers-next = Neste steg
suppliers-come = Nå
suppliers-thing = I oversikten
suppliers-unsaid = ikke oppgitt
suppliers-never-asked = Ikke spurt
suppliers-never-asked-text = Leverandøren er ikke spurt gjennom en lenke ennå.
suppliers-systems = { $count ->
    [one] ett system
   *[other] { $count } systemer
 }
suppliers-answered-days = { $days ->
    [0] Svarte i dag
    [one] Svarte i går
   *[other] Svarte for { $days } dager siden
 }
suppliers-waiting-days = { $days ->
    [0] Spurt i dag
    [one] Spurt i går
   *[other] Har ventet i { $days } dager
 }
suppliers-step-before-7 = Minn om fristen: en uke igjen
suppliers-step-before-3 = Minn om fristen: tre dager igjen
suppliers-step-before-1 = Minn om fristen: én dag igjen
suppliers-step-leader = Fristen er ute: ta det opp med lederen hos leverandøren
suppliers-step-silent = Regnes som ikke besvart: ta det opp etter avtalen
suppliers-stage-draft = Laget, ikke sendt
suppliers-stage-sent = Sendt
suppliers-stage-opened = Åpnet
suppliers-stage-answering = Svarer nå
suppliers-stage-sent-in = Sendt inn
suppliers-stage-follow-up = Spurt om mer
suppliers-stage-closed = Avsluttet
suppliers-stage-revoked = Lenken er trukket tilbake
suppliers-stage-expired = Lenken er gått ut
suppliers-stage-draft-text = Lenken er laget. Send den til leverandøren, og merk den som sendt.
suppliers-stage-sent-text = Noen her har sendt lenken. Ingen har åpnet den ennå.
suppliers-stage-opened-text = Noen har åpnet lenken, men ikke begynt å svare.
suppliers-stage-answering-text = Leverandøren har begynt å svare. Svarene vises her når de er sendt inn.
suppliers-stage-sent-in-text = Svarene er sendt inn og ført i hovedboka som oppgitt.
suppliers-stage-follow-up-text = Dere har spurt om mer. Den samme lenken viser spørsmålet.
suppliers-stage-closed-text = Forespørselen er avsluttet, og lenken åpner ingenting. Det som ble skrevet, men ikke sendt inn, er slettet.
suppliers-stage-revoked-text = Lenken åpner ingenting. Det som er skrevet, er tatt vare på; lag en ny lenke for å fortsette.
suppliers-stage-expired-text = Tiden gikk ut før noe ble sendt inn. La lenken vare lenger, eller lag en ny.
suppliers-request = Forespørsel { $request }
suppliers-due = Svarfrist
suppliers-due-hint = Står feltet tomt, får leverandøren { $days } dager. Fristen kan ikke flyttes etterpå.
suppliers-due-wrong = Velg en dato som kommer, høyst et halvt år fram.
suppliers-made = Laget
suppliers-opened = Først åpnet
suppliers-link-ends = Lenken varer til
suppliers-questions = { $count ->
    [one] Ett spørsmål
   *[other] { $count } spørsmål
 }
suppliers-came-in = Det som kom inn
suppliers-came-in-text = Sendt inn { $at }: { $answered } av { $asked } spørsmål er besvart. Alt er oppgitt av leverandøren, og ikke prøvd.
suppliers-entries = Ført i hovedboka
suppliers-answers-file = Last ned svarene slik de ble sendt inn
suppliers-file-get = Last ned
suppliers-file-programs = Les som liste over programvare
suppliers-further-asked = Dere spurte om mer:
suppliers-mark-sent = Merk som sendt
suppliers-new-link = Lag ny lenke
suppliers-extend = La lenken vare 14 dager lenger
suppliers-revoke = Trekk lenken tilbake
suppliers-close = Avslutt
suppliers-further = Spør om mer
suppliers-further-hint = Leverandøren ser spørsmålet med den samme lenken, og kan rette de andre svarene samtidig.
suppliers-further-send = Still spørsmålet
suppliers-further-wrong = Skriv et spørsmål på høyst 1000 tegn.
suppliers-make = Lag en forespørsel
suppliers-make-lead = Spør om det som gjelder leverandøren, og som dere ikke vet fra før. Høyst { $most } spørsmål.
suppliers-no-questions = Ingen spørsmål gjelder denne leverandøren.
suppliers-which = Spørsmål
suppliers-which-wrong = Velg minst ett spørsmål. Et spørsmål som venter på et annet, må ha det med seg.
suppliers-which-not = Spørsmålet gjelder ikke leverandøren, eller venter på et annet som ikke er valgt.
suppliers-made-today = Leverandøren fikk en forespørsel i dag. Lag en ny lenke til den, eller vent til i morgen.
suppliers-code-language = Velg språket på koden: nb, nn eller en.
suppliers-code-address = Leverandøren har ingen e-postadresse her. Før den opp på siden til leverandøren.
suppliers-make-go = Lag forespørsel og lenke
suppliers-why = For { $claims }.
suppliers-why-everyone = Alle leverandører spørres.
suppliers-why-is = Fordi dette er ført opp: { $attribute }.
suppliers-why-unknown = Fordi dette ikke er oppgitt: { $attribute }.
suppliers-why-when = Stilles bare når svaret på et tidligere spørsmål tilsier det.
suppliers-why-known = Kjent fra før ({ $basis }, til { $until }):
suppliers-link-title = Lenken til leverandøren
suppliers-link-once = Dette er lenken til { $supplier }. Den vises bare nå, og varer til { $ends }.
suppliers-link-send = Send lenken til en person hos leverandøren. Den som har lenken, kan svare. Den åpner bare denne forespørselen, og kan trekkes tilbake. Merk forespørselen som sendt etterpå.
suppliers-link-gone = Lenken er vist, eller det er for lenge siden den ble laget. Lag en ny.
suppliers-programs = Programvare
suppliers-programs-lead = Det leverandøren oppgir at programmene er bygd av. Lista sier ikke hvilket land noe kommer fra.
suppliers-programs-count = { $count } produkter. Formen er { $format } { $version }.
suppliers-programs-about = Lista gjelder { $product }.
suppliers-programs-more = De første { $shown } vises. Alle { $count } står i filen.
suppliers-programs-wrong = Filen kan ikke leses. Dette er galt:
suppliers-program-name = Produkt
suppliers-program-version = Versjon
suppliers-program-supplier = Fra
suppliers-program-purl = Pakkeadresse
sbom-too-large = Filen er større enn 16 MiB.
sbom-not-utf8 = Filen er ikke tekst i UTF-8.
sbom-unknown-format = Filen er verken CycloneDX eller SPDX.
sbom-not-json = Her slutter det å være JSON, eller det er for mange nivåer.
sbom-not-xml = Her slutter det å være XML.
sbom-doctype = En dokumenttype (DOCTYPE) leses ikke. Lag filen uten.
sbom-unknown-version = Versjonen «{ $found }» leses ikke. CycloneDX 1.4–1.6 og SPDX 2.2–2.3 leses.
sbom-too-many = Her er det flere enn vi leser.
sbom-too-deep = Her er det flere nivåer inni hverandre enn vi leser.
sbom-wrong-type = Verdien er av feil slag: { $found }.
sbom-missing = En verdi som må være der, mangler. { $found }
sbom-too-long = Teksten er for lang: { $found } …
sbom-bad-purl = «{ $found }» er ingen pakkeadresse (purl).
sbom-bad-hash = «{ $found }» er ingen hash av det slaget.
sbom-bad-line = Linjen er ikke et navn, et kolon og en verdi: { $found }
sbom-bad-time = «{ $found }» er ikke et tidspunkt. Skriv det som 2026-03-01T12:00:00Z.
answering-enter-title = Svar på spørsmål fra kommunen
answering-enter-lead = Har dere fått en lenke fra kommunen, åpnes spørsmålene av seg selv når den følges. Skjer ikke det, lim inn lenken her.
answering-enter-code = Lenken, eller koden i den
answering-enter-hint = Koden er det som står etter # i lenken.
answering-enter-go = Åpne spørsmålene
answering-enter-cookie = Vi setter én informasjonskapsel, som husker hvilken forespørsel dere svarer på, i høyst 12 timer.
answering-gone-not-here = Følg lenken fra kommunen på nytt. Nettleseren huskes bare en stund, og det som er skrevet, er tatt vare på.
answering-gone-unknown = Lenken finnes ikke. Se etter at hele er med, også det som står etter #. Er den hel, be kommunen om en ny.
answering-gone-expired = Lenken er gått ut. Det som er skrevet, er tatt vare på. Be kommunen om å la den vare lenger.
answering-gone-revoked = Kommunen har trukket lenken tilbake. Ta kontakt med den som sendte den.
answering-gone-replaced = Kommunen har laget en ny lenke, og denne gjelder ikke lenger. Se etter den nye, eller spør den som sendte denne.
answering-gone-closed = Kommunen har det den trenger, og forespørselen er avsluttet. Takk for hjelpen.
answering-title = Spørsmål fra { $from }
answering-lead = Høyst { $count } spørsmål til { $supplier }. Svar innen { $due }.
answering-how = Svarene lagres underveis, og flere hos dere kan skrive samtidig med den samme lenken. Ingenting er sendt før dere har sett over og sendt inn. «Vet ikke» er også et svar.
answering-link-ends = Lenken varer til { $ends }.
answering-kept = Lagret.
answering-kept-one = Lagret
answering-not-kept = Ikke lagret ennå: forbindelsen er borte. Trykk Lagre når den er tilbake.
answering-sent-meanwhile = Noen andre hos dere har sendt inn svarene. Last siden på nytt.
answering-further = Kommunen spør om mer
answering-only-if = Svar bare hvis det passer med svaret dere ga over.
answering-comment = Legg til en kommentar
answering-comment-label = Kommentar
answering-answer = Svar
answering-to-check = Lagre og se over
answering-save = Lagre
answering-leave-why = Bruker flere denne maskinen?
answering-leave = Glem forespørselen i denne nettleseren
answering-mistakes = Noe må rettes
answering-meanwhile = Noen andre hos dere endret et svar samtidig. Det dere skrev, står i feltet.
answering-theirs = Noen andre endret dette { $at } til: «{ $what }». Lagre igjen for å bruke det som står i feltet.
answering-file-hint = PDF, bilde, docx, xlsx, odt eller en SBOM. Høyst 16 MiB hver.
answering-file-add = Last opp
answering-file-remove = Fjern
answering-file-remove-named = Fjern { $name }
answering-file-size = { $kilobytes } kB
answering-file-empty = «{ $name }» er tom.
answering-file-large = «{ $name }» er større enn 16 MiB.
answering-file-unknown = «{ $name }» er ikke av et slag vi tar imot. Send den som PDF.
answering-file-other = «{ $name }» er noe annet enn navnet sier, eller har makroer. Send den som PDF.
answering-file-bomb = «{ $name }» blir altfor stor når den pakkes ut. Send den som PDF.
answering-file-many = «{ $name }» fikk ikke plass: høyst 20 filer, og 64 MiB til sammen.
answering-wrong-yes-no = Velg ja eller nei.
answering-wrong-options = Kryss av for det som gjelder, eller bare for det siste.
answering-wrong-option = Velg et av svarene.
answering-wrong-number = Skriv et helt tall, som 4.
answering-wrong-date = Skriv en dato som finnes, som 2026-03-01.
answering-wrong-country = «{ $code }» er ingen landkode. Skriv to bokstaver for hvert land, som NO, SE.
answering-wrong-contact = Skriv et telefonnummer eller en e-postadresse.
answering-wrong-long = Teksten er for lang: høyst 4000 tegn. Legg ved resten som en fil.
answering-check-title = Se over svarene
answering-check-back = Tilbake til spørsmålene
answering-check-lead = Ingenting er sendt ennå. Se over, og send inn nederst.
answering-check-wrong = Noen svar må rettes før dere kan sende inn.
answering-check-missing = { $count ->
    [one] Ett spørsmål er ubesvart. Dere kan sende inn likevel.
   *[other] { $count } spørsmål er ubesvart. Dere kan sende inn likevel.
 }
answering-check-none = Ikke besvart
answering-check-becomes = Slik teller det hos kommunen
answering-check-word = Det dere svarer, regnes som oppgitt. Noe av det prøver kommunen selv, utenfra og uten skade. Finner den noe annet, får dere se det først og kan svare.
answering-check-mend = Endre
answering-check-mend-named = Endre svaret på: { $question }
answering-check-change = Endre svarene
answering-send = Send inn
answering-send-meanwhile = Noen andre hos dere endret et svar etter at siden ble vist. Se over på nytt.
answering-receipt-title = Kvittering
answering-receipt-lead = Sendt inn til { $from } { $at }: { $answered } av { $asked } spørsmål er besvart.
answering-receipt-done = Svarene er sendt inn, og kan ikke endres her nå. Skal noe rettes, si fra til kommunen, som kan åpne for det.
answering-receipt-further = Kommunen har spurt om mer etter dette.
answering-receipt-answer = Gå til spørsmålet
answering-receipt-request = Forespørsel
answering-receipt-hash = SHA-256 av svarene
answering-receipt-blob = SHA-256 av svarene med salt, slik innførselen nevner dem
answering-receipt-sealed = Last ned svarene med salt
answering-receipt-entries = Nummer i kommunens hovedbok
answering-receipt-files = Filer dere sendte
answering-receipt-keep = Ta vare på kvitteringen
answering-receipt-how = Svarene i filen gir den første summen hos alle som regner den ut. Foran svarene har kommunen satt 16 tilfeldige byte (salt), så ingen kan gjette seg til svarene fra en sum; med dem blir det den andre summen. Innførselen nevner den, og beviset viser at innførselen står i hovedboka og ikke er endret.
answering-receipt-answers = Last ned svarene
answering-receipt-envelope = Last ned innførselen
answering-receipt-proof = Last ned beviset
answering-receipt-print = Skriv ut
rooms-personal-at-supplier_request = Forespørsler til leverandører: hvem her som laget dem
rooms-personal-at-supplier_request-life = Så lenge mappen er i bruk
rooms-personal-at-supplier_event = Hva som skjedde med hver forespørsel, og hva dere spurte om i tillegg
rooms-personal-at-supplier_event-life = Så lenge mappen er i bruk
rooms-personal-at-supplier_link = Lenker til leverandører, bare som SHA-256
rooms-personal-at-supplier_link-life = Så lenge mappen er i bruk; lenken selv varer til fristen og 15 dager til
rooms-personal-at-supplier_visit = Nettlesere som kom med en lenke, bare som SHA-256
rooms-personal-at-supplier_visit-life = Høyst 12 timer
rooms-personal-at-supplier_answer = Det leverandører skriver mens de svarer; kan nevne kontaktpersoner
rooms-personal-at-supplier_answer-life = Til forespørselen avsluttes
rooms-personal-at-supplier_file = Filer som leverandører legger ved
rooms-personal-at-supplier_file-life = Til forespørselen avsluttes; det som er sendt inn, står som vedlegg i hovedboka
request-link-made = Lenken til { $supplier } (forespørsel { $request }). Den vises bare nå, og varer til { $ends }:
request-link-unknown = Ingen lenke er laget til forespørsel «{ $request }». Lag en med: arvak request link LEVERANDØR
request-link-not-now = Forespørsel { $request } kan ikke endres slik nå: { $stage }.
request-link-revoked = Lenken til forespørsel { $request } er trukket tilbake. Det som er skrevet, er tatt vare på.

suppliers-contradicted = { $count ->
    [one] Ett svar stemmer ikke med det som er funnet
   *[other] { $count } svar stemmer ikke med det som er funnet
}
suppliers-answered = Svaret var:
suppliers-found = Funnet:
suppliers-found-on = På { $thing }, { $at }.
suppliers-found-in = tjeneren står i { $countries }
suppliers-found-for = det har vært slik i minst { $days } dager
suppliers-untold = Leverandøren er ikke spurt om dette ennå. Ingen utenfor får se det før det er gjort, og fristen er ute.
suppliers-told-until = Leverandøren er spurt, og kan svare til og med { $due }. Ingen utenfor får se det før da.
suppliers-told-over = Leverandøren ble spurt, og fristen var { $due }. Svar er ikke kommet. Andre kan nå få se det.
suppliers-told-replied = Leverandøren har svart. Andre kan nå få se både funnet og svaret.
suppliers-tell = Be leverandøren svare
suppliers-tell-hint = Leverandøren ser funnet på sin egen side, og har fem virkedager på seg. Send dem lenken på nytt hvis den er gått ut.
suppliers-said = Leverandøren sier:

answering-findings-notice = Noe av det dere har svart, stemmer ikke med det som er funnet.
answering-findings-see = Se hva, og svar
answering-findings-title = Dette stemmer ikke
answering-findings-lead = { $from } har prøvd det dere har svart, og fant noe annet. Her ser dere hva. Fortell hva dere mener om det. Svaret blir stående ved siden av funnet.
answering-findings-until = Dere kan svare til og med { $due } før andre enn kommunen får se dette.
answering-findings-reply = Svaret deres
answering-findings-hint = Er noe rettet nå, så skriv det: da prøver vi igjen. Et svar alene endrer ikke funnet.
answering-findings-send = Send svaret
answering-findings-wrong = Skriv et svar på høyst 4000 tegn.

answering-before = Har dere svart på dette før?
answering-before-last = Dere svarte oss { $at }. Hent svarene derfra, og endre det som er blitt annerledes.
answering-before-take = Hent svarene fra sist
answering-set = Svarsett fra en annen kommune
answering-set-hint = Filen dere fikk på kvitteringen der. Bare tomme spørsmål fylles ut, og ingenting sendes før dere har sett over.
answering-set-take = Fyll ut fra filen
answering-filled = { $count ->
    [0] Det var ingenting å fylle ut.
    [one] Ett svar er fylt ut. Se over det før dere sender inn.
   *[other] { $count } svar er fylt ut. Se over dem før dere sender inn.
}
answering-set-filled = { $count ->
    [0] Ingen tomme spørsmål har svar i filen
    [one] Ett svar er fylt ut
   *[other] { $count } svar er fylt ut
} fra { $supplier }, { $date } ({ $scope }). { $otherwise ->
    [0] Se over før dere sender inn.
    [one] Ett spørsmål er stilt annerledes her, og må svares på nytt.
   *[other] { $otherwise } spørsmål er stilt annerledes her, og må svares på nytt.
}
answering-set-long = Filen er for stor til å være et svarsett.
answering-set-json = Filen er ikke et svarsett. Velg filen som dere fikk på kvitteringen.
answering-set-form = Filen er ikke et svarsett, eller den er laget av et nyere program.
answering-set-field = Svarsettet er ikke helt: «{ $field }» mangler eller er feil. Hent det på nytt fra kvitteringen.
answering-along = Bruk svarene i andre kommuner
answering-along-text = Hent svarene som en fil. Neste kommune som spør om det samme, kan ta imot den.
answering-along-scope = Hva gjelder svarene for?
answering-along-hint = For eksempel: alt vi drifter for kommuner.
answering-along-get = Hent svarsettet
suppliers-differences = { $count ->
    [0] Ingen svar er endret siden sist
    [one] Ett svar er endret siden sist
   *[other] { $count } svar er endret siden sist
}
suppliers-before = Før:
suppliers-after = Nå:
suppliers-no-answer = ikke svart
suppliers-countries = Land, slik de selv sier
suppliers-countries-listed = Med i lista over land i konflikten: { $countries }
suppliers-ask-again = Lista over land i konflikten er endret. Spør leverandøren på nytt om hva den gjør.

request-set-unsigned = Ingen av dem dere nevner, har signert svarsettet.
request-set-for-which = Et svarsett gjelder ingen bestemt forespørsel. Si hvilken: --request ID (arvak request list).
request-set-says = { $supplier }, { $date }: { $scope }. { $answers } svar, { $taken } av dem på spørsmål som stilles her{ $otherwise ->
    [0] .
   *[other] ; { $otherwise } er stilt annerledes her.
}
request-set-signed = Signert av { $by }.
suppliers-tell-wrong = Det er ikke dette funnet som står, eller leverandøren er alt spurt.

# En rapport blir et dokument.
assurance-title = Før rapporten som dokument
assurance-lead = Les rapporten først. Skriv det som står i den, ikke det leverandøren har svart. Da teller den som dokumentert til perioden er over.
assurance-standard = Standard
assurance-standard-hint = Slik som ISO/IEC 27001, SOC 2 type II eller ISAE 3402 type II
assurance-issuer = Utsteder
assurance-issuer-hint = Den som har gått gjennom driften, slik som et revisjonsfirma
assurance-scope = Omfang
assurance-scope-hint = Med rapportens egne ord. Navnet på en tjeneste eller et system som leverandøren leverer hit, må være med
assurance-from = Perioden begynner
assurance-from-hint = For SOC 2 og ISAE 3402 må datoen være med
assurance-to = Perioden slutter
assurance-to-hint = For et sertifikat: den siste dagen det gjelder
assurance-kinds = Hva er den dokument på?
assurance-read = Jeg har lest rapporten, og det over står i den
assurance-record = Før den som dokument
assurance-link = Før som dokument
assurance-recorded = Ført som dokument: { $kind }.
assurance-needed = Fyll ut dette.
assurance-bad-date = Velg en dato.
assurance-kind-wrong = Velg hva rapporten er dokument på.
assurance-not-read = Kryss av når du har lest rapporten.
assurance-known = Rapporten er ført fra før: { $kind }, bevis { $id }.

# Arbeidsbøker som kommer med e-post.
by-mail-title = Svar med e-post
by-mail-waiting = Svar har kommet med e-post og må ses over hos:
by-mail-came = { $sender } sendte et svar på { $request }, { $at }.
by-mail-word = Avsenderen er den som står i e-posten, og det kan hvem som helst skrive. Se over svarene. Spør leverandøren hvis noe er rart.
by-mail-results = Det serveren skrev om avsenderen
by-mail-no-results = Ingenting. Da vet ingen om avsenderen er den rette.
by-mail-file = Fil
by-mail-dated = Svart { $date }.
by-mail-unread = Arbeidsboka kan ikke leses lenger. Forkast den, og be om en ny.
by-mail-wrong = Arbeidsboka har feil, og kan ikke tas inn. Be leverandøren rette dette og sende den på nytt:
by-mail-take = Ta inn svarene
by-mail-discard = Forkast
by-mail-get = Last ned e-posten
by-mail-fate-taken = Svarene er tatt inn.
by-mail-fate-discarded = Forkastet.
by-mail-fate-closed = Ikke tatt vare på, for forespørselen er lukket.
by-mail-fate-revoked = Ikke tatt vare på, for forespørselen er trukket tilbake.
by-mail-fate-two = Ikke tatt vare på, for det var flere arbeidsbøker i samme e-post. Be om én om gangen.
by-mail-fate-other = Ikke tatt vare på, for arbeidsboka sier at en annen leverandør svarer.
by-mail-fate-graded = Ikke tatt vare på, for e-posten bar merke om gradert informasjon. Slett den der den ligger.
