rooms-suppliers = Leverandørar
suppliers-lead = Kven som driftar, lagar og støttar det kommunen bruker, kor viktige dei er, og kor langt ein førespurnad er komen. Dei som ikkje har svart, står først.
suppliers-none = Ingen leverandørar er førte opp. Før dei opp under Tenester.
suppliers-counts = { $count } leverandørar. { $silent } har ikkje svart i tide, { $open } er spurde og har tid igjen, { $never } er ikkje spurde.
suppliers-show = Vis berre
suppliers-show-silent = Har ikkje svart i tide
suppliers-show-open = Er spurde og har tid igjen
suppliers-show-never = Er ikkje spurde
suppliers-show-answered = Har svart
suppliers-show-contradicted = Svara stemmer ikkje med det som er funne
suppliers-contradicted-short = Motsagd
suppliers-found-count = { $count ->
    [one] Éin leverandør passar med det du har valt.
   *[other] { $count } leverandørar passar med det du har valt.
}
suppliers-name = Leverandør
suppliers-delivers = Leverer
suppliers-critical = Kritisk
suppliers-stage = Førespurnad
suppliers-age = Alder
suppliers-next = Neste steg
suppliers-come = No
suppliers-thing = I oversikta
suppliers-unsaid = ikkje oppgitt
suppliers-never-asked = Ikkje spurt
suppliers-never-asked-text = Leverandøren er ikkje spurd gjennom ei lenke enno.
suppliers-systems = { $count ->
    [one] eitt system
   *[other] { $count } system
 }
suppliers-answered-days = { $days ->
    [0] Svarte i dag
    [one] Svarte i går
   *[other] Svarte for { $days } dagar sidan
 }
suppliers-waiting-days = { $days ->
    [0] Spurt i dag
    [one] Spurt i går
   *[other] Har venta i { $days } dagar
 }
suppliers-step-before-7 = Minn om fristen: ei veke igjen
suppliers-step-before-3 = Minn om fristen: tre dagar igjen
suppliers-step-before-1 = Minn om fristen: éin dag igjen
suppliers-step-leader = Fristen er ute: ta det opp med leiaren hos leverandøren
suppliers-step-silent = Blir rekna som ikkje svart på: ta det opp etter avtalen
suppliers-stage-draft = Laga, ikkje send
suppliers-stage-sent = Send
suppliers-stage-opened = Opna
suppliers-stage-answering = Svarer no
suppliers-stage-sent-in = Send inn
suppliers-stage-follow-up = Spurd om meir
suppliers-stage-closed = Avslutta
suppliers-stage-revoked = Lenka er trekt tilbake
suppliers-stage-expired = Lenka er gått ut
suppliers-stage-draft-text = Lenka er laga. Send henne til leverandøren, og merk henne som send.
suppliers-stage-sent-text = Nokon her har sendt lenka. Ingen har opna henne enno.
suppliers-stage-opened-text = Nokon har opna lenka, men ikkje byrja å svare.
suppliers-stage-answering-text = Leverandøren har byrja å svare. Svara står her når dei er sende inn.
suppliers-stage-sent-in-text = Svara er sende inn og førte i hovudboka som oppgitt.
suppliers-stage-follow-up-text = De har spurt om meir. Den same lenka viser spørsmålet.
suppliers-stage-closed-text = Førespurnaden er avslutta, og lenka opnar ingenting. Det som vart skrive, men ikkje sendt inn, er sletta.
suppliers-stage-revoked-text = Lenka opnar ingenting. Det som er skrive, er teke vare på; lag ei ny lenke for å halde fram.
suppliers-stage-expired-text = Tida gjekk ut før noko vart sendt inn. La lenka vare lenger, eller lag ei ny.
suppliers-request = Førespurnad { $request }
suppliers-due = Svarfrist
suppliers-due-hint = Står feltet tomt, får leverandøren { $days } dagar. Fristen kan ikkje flyttast etterpå.
suppliers-due-wrong = Vel ein dato som kjem, høgst eit halvt år fram.
suppliers-made = Laga
suppliers-opened = Først opna
suppliers-link-ends = Lenka varer til
suppliers-questions = { $count ->
    [one] Eitt spørsmål
   *[other] { $count } spørsmål
 }
suppliers-came-in = Det som kom inn
suppliers-came-in-text = Sendt inn { $at }: { $answered } av { $asked } spørsmål er svarte på. Alt er oppgitt av leverandøren, og ikkje prøvd.
suppliers-entries = Ført i hovudboka
suppliers-answers-file = Last ned svara slik dei vart sende inn
suppliers-file-get = Last ned
suppliers-file-programs = Les som liste over programvare
suppliers-further-asked = De spurde om meir:
suppliers-mark-sent = Merk som send
suppliers-new-link = Lag ny lenke
suppliers-extend = La lenka vare 14 dagar lenger
suppliers-revoke = Trekk lenka tilbake
suppliers-close = Avslutt
suppliers-further = Spør om meir
suppliers-further-hint = Leverandøren ser spørsmålet med den same lenka, og kan rette dei andre svara samstundes.
suppliers-further-send = Still spørsmålet
suppliers-further-wrong = Skriv eit spørsmål på høgst 1000 teikn.
suppliers-make = Lag ein førespurnad
suppliers-make-lead = Spør om det som gjeld leverandøren, og som de ikkje veit frå før. Høgst { $most } spørsmål.
suppliers-no-questions = Ingen spørsmål gjeld denne leverandøren.
suppliers-which = Spørsmål
suppliers-which-wrong = Vel minst eitt spørsmål. Eit spørsmål som ventar på eit anna, må ha det med seg.
suppliers-which-not = Spørsmålet gjeld ikkje leverandøren, eller ventar på eit anna som ikkje er valt.
suppliers-made-today = Leverandøren fekk ein førespurnad i dag. Lag ei ny lenke til han, eller vent til i morgon.
suppliers-code-language = Vel språket på koden: nb, nn eller en.
suppliers-code-address = Leverandøren har inga e-postadresse her. Før henne opp på sida til leverandøren.
suppliers-make-go = Lag førespurnad og lenke
suppliers-why = For { $claims }.
suppliers-why-everyone = Alle leverandørar blir spurde.
suppliers-why-is = Fordi dette er ført opp: { $attribute }.
suppliers-why-unknown = Fordi dette ikkje er oppgitt: { $attribute }.
suppliers-why-when = Blir berre stilt når svaret på eit tidlegare spørsmål tilseier det.
suppliers-why-known = Kjent frå før ({ $basis }, til { $until }):
suppliers-link-title = Lenka til leverandøren
suppliers-link-once = Dette er lenka til { $supplier }. Ho blir berre vist no, og varer til { $ends }.
suppliers-link-send = Send lenka til ein person hos leverandøren. Den som har lenka, kan svare. Ho opnar berre denne førespurnaden, og kan trekkjast tilbake. Merk førespurnaden som send etterpå.
suppliers-link-gone = Lenka er vist, eller det er for lenge sidan ho vart laga. Lag ei ny.
suppliers-programs = Programvare
suppliers-programs-lead = Det leverandøren oppgir at programma er bygde av. Lista seier ikkje kva land noko kjem frå.
suppliers-programs-count = { $count } produkt. Forma er { $format } { $version }.
suppliers-programs-about = Lista gjeld { $product }.
suppliers-programs-more = Dei første { $shown } blir viste. Alle { $count } står i fila.
suppliers-programs-wrong = Fila kan ikkje lesast. Dette er gale:
suppliers-program-name = Produkt
suppliers-program-version = Versjon
suppliers-program-supplier = Frå
suppliers-program-purl = Pakkeadresse
sbom-too-large = Fila er større enn 16 MiB.
sbom-not-utf8 = Fila er ikkje tekst i UTF-8.
sbom-unknown-format = Fila er korkje CycloneDX eller SPDX.
sbom-not-json = Her sluttar det å vere JSON, eller det er for mange nivå.
sbom-not-xml = Her sluttar det å vere XML.
sbom-doctype = Ein dokumenttype (DOCTYPE) blir ikkje lesen. Lag fila utan.
sbom-unknown-version = Versjonen «{ $found }» blir ikkje lesen. CycloneDX 1.4–1.6 og SPDX 2.2–2.3 blir lesne.
sbom-too-many = Her er det fleire enn vi les.
sbom-too-deep = Her er det fleire nivå inni kvarandre enn vi les.
sbom-wrong-type = Verdien er av feil slag: { $found }.
sbom-missing = Ein verdi som må vere der, manglar. { $found }
sbom-too-long = Teksten er for lang: { $found } …
sbom-bad-purl = «{ $found }» er inga pakkeadresse (purl).
sbom-bad-hash = «{ $found }» er ingen hash av det slaget.
sbom-bad-line = Linja er ikkje eit namn, eit kolon og ein verdi: { $found }
sbom-bad-time = «{ $found }» er ikkje eit tidspunkt. Skriv det som 2026-03-01T12:00:00Z.
answering-enter-title = Svar på spørsmål frå kommunen
answering-enter-lead = Har de fått ei lenke frå kommunen, opnar spørsmåla seg av seg sjølve når de følgjer henne. Skjer ikkje det, lim inn lenka her.
answering-enter-code = Lenka, eller koden i henne
answering-enter-hint = Koden er det som står etter # i lenka.
answering-enter-go = Opne spørsmåla
answering-enter-cookie = Vi set éin informasjonskapsel, som hugsar kva førespurnad de svarer på, i høgst 12 timar.
answering-gone-not-here = Følg lenka frå kommunen på nytt. Nettlesaren blir berre hugsa ei stund, og det som er skrive, er teke vare på.
answering-gone-unknown = Lenka finst ikkje. Sjå etter at heile er med, òg det som står etter #. Er ho heil, be kommunen om ei ny.
answering-gone-expired = Lenka er gått ut. Det som er skrive, er teke vare på. Be kommunen om å la henne vare lenger.
answering-gone-revoked = Kommunen har trekt lenka tilbake. Ta kontakt med den som sende henne.
answering-gone-replaced = Kommunen har laga ei ny lenke, og denne gjeld ikkje lenger. Sjå etter den nye, eller spør den som sende denne.
answering-gone-closed = Kommunen har det han treng, og førespurnaden er avslutta. Takk for hjelpa.
answering-title = Spørsmål frå { $from }
answering-lead = Høgst { $count } spørsmål til { $supplier }. Svar innan { $due }.
answering-how = Svara blir lagra undervegs, og fleire hos dykk kan skrive samstundes med den same lenka. Ingenting er sendt før de har sett over og sendt inn. «Veit ikkje» er òg eit svar.
answering-link-ends = Lenka varer til { $ends }.
answering-kept = Lagra.
answering-kept-one = Lagra
answering-not-kept = Ikkje lagra enno: sambandet er borte. Trykk Lagre når det er tilbake.
answering-sent-meanwhile = Nokon andre hos dykk har sendt inn svara. Last sida på nytt.
answering-further = Kommunen spør om meir
answering-only-if = Svar berre om det passar med svaret de gav over.
answering-comment = Legg til ein kommentar
answering-comment-label = Kommentar
answering-answer = Svar
answering-to-check = Lagre og sjå over
answering-save = Lagre
answering-leave-why = Bruker fleire denne maskina?
answering-leave = Gløym førespurnaden i denne nettlesaren
answering-mistakes = Noko må rettast
answering-meanwhile = Nokon andre hos dykk endra eit svar samstundes. Det de skreiv, står i feltet.
answering-theirs = Nokon andre endra dette { $at } til: «{ $what }». Lagre igjen for å bruke det som står i feltet.
answering-file-hint = PDF, bilete, docx, xlsx, odt eller ein SBOM. Høgst 16 MiB kvar.
answering-file-add = Last opp
answering-file-remove = Fjern
answering-file-remove-named = Fjern { $name }
answering-file-size = { $kilobytes } kB
answering-file-empty = «{ $name }» er tom.
answering-file-large = «{ $name }» er større enn 16 MiB.
answering-file-unknown = «{ $name }» er ikkje av eit slag vi tek imot. Send henne som PDF.
answering-file-other = «{ $name }» er noko anna enn namnet seier, eller har makroar. Send henne som PDF.
answering-file-bomb = «{ $name }» blir altfor stor når ho blir pakka ut. Send henne som PDF.
answering-file-many = «{ $name }» fekk ikkje plass: høgst 20 filer, og 64 MiB til saman.
answering-wrong-yes-no = Vel ja eller nei.
answering-wrong-options = Kryss av for det som gjeld, eller berre for det siste.
answering-wrong-option = Vel eitt av svara.
answering-wrong-number = Skriv eit heilt tal, som 4.
answering-wrong-date = Skriv ein dato som finst, som 2026-03-01.
answering-wrong-country = «{ $code }» er ingen landkode. Skriv to bokstavar for kvart land, som NO, SE.
answering-wrong-contact = Skriv eit telefonnummer eller ei e-postadresse.
answering-wrong-long = Teksten er for lang: høgst 4000 teikn. Legg ved resten som ei fil.
answering-check-title = Sjå over svara
answering-check-back = Tilbake til spørsmåla
answering-check-lead = Ingenting er sendt enno. Sjå over, og send inn nedst.
answering-check-wrong = Nokre svar må rettast før de kan sende inn.
answering-check-missing = { $count ->
    [one] Eitt spørsmål er utan svar. De kan sende inn likevel.
   *[other] { $count } spørsmål er utan svar. De kan sende inn likevel.
 }
answering-check-none = Ikkje svart på
answering-check-becomes = Slik tel det hos kommunen
answering-check-word = Det de svarer, blir rekna som oppgitt. Noko av det prøver kommunen sjølv, utanfrå og utan skade. Finn han noko anna, får de sjå det først og kan svare.
answering-check-mend = Endre
answering-check-mend-named = Endre svaret på: { $question }
answering-check-change = Endre svara
answering-send = Send inn
answering-send-meanwhile = Nokon andre hos dykk endra eit svar etter at sida vart vist. Sjå over på nytt.
answering-receipt-title = Kvittering
answering-receipt-lead = Sendt inn til { $from } { $at }: { $answered } av { $asked } spørsmål er svarte på.
answering-receipt-done = Svara er sende inn, og kan ikkje endrast her no. Skal noko rettast, sei frå til kommunen, som kan opne for det.
answering-receipt-further = Kommunen har spurt om meir etter dette.
answering-receipt-answer = Gå til spørsmålet
answering-receipt-request = Førespurnad
answering-receipt-hash = SHA-256 av svara
answering-receipt-blob = SHA-256 av svara med salt, slik innførselen nemner dei
answering-receipt-sealed = Last ned svara med salt
answering-receipt-entries = Nummer i hovudboka til kommunen
answering-receipt-files = Filer de sende
answering-receipt-keep = Ta vare på kvitteringa
answering-receipt-how = Svara i fila gir den første summen hos alle som reknar han ut. Framfor svara har kommunen sett 16 tilfeldige byte (salt), så ingen kan gjette seg til svara frå ein sum; med dei blir det den andre summen. Innførselen nemner han, og beviset viser at innførselen står i hovudboka og ikkje er endra.
answering-receipt-answers = Last ned svara
answering-receipt-envelope = Last ned innførselen
answering-receipt-proof = Last ned beviset
answering-receipt-print = Skriv ut
rooms-personal-at-supplier_request = Førespurnader til leverandørar: kven her som laga dei
rooms-personal-at-supplier_request-life = Så lenge mappa er i bruk
rooms-personal-at-supplier_event = Kva som skjedde med kvar førespurnad, og kva de spurde om i tillegg
rooms-personal-at-supplier_event-life = Så lenge mappa er i bruk
rooms-personal-at-supplier_link = Lenker til leverandørar, berre som SHA-256
rooms-personal-at-supplier_link-life = Så lenge mappa er i bruk; lenka sjølv varer til fristen og 15 dagar til
rooms-personal-at-supplier_visit = Nettlesarar som kom med ei lenke, berre som SHA-256
rooms-personal-at-supplier_visit-life = Høgst 12 timar
rooms-personal-at-supplier_answer = Det leverandørar skriv medan dei svarer; kan nemne kontaktpersonar
rooms-personal-at-supplier_answer-life = Til førespurnaden blir avslutta
rooms-personal-at-supplier_file = Filer som leverandørar legg ved
rooms-personal-at-supplier_file-life = Til førespurnaden blir avslutta; det som er sendt inn, står som vedlegg i hovudboka
request-link-made = Lenka til { $supplier } (førespurnad { $request }). Ho blir berre vist no, og varer til { $ends }:
request-link-unknown = Inga lenke er laga til førespurnad «{ $request }». Lag ei med: arvak request link LEVERANDØR
request-link-not-now = Førespurnad { $request } kan ikkje endrast slik no: { $stage }.
request-link-revoked = Lenka til førespurnad { $request } er trekt tilbake. Det som er skrive, er teke vare på.

suppliers-contradicted = { $count ->
    [one] Eitt svar stemmer ikkje med det som er funne
   *[other] { $count } svar stemmer ikkje med det som er funne
}
suppliers-answered = Svaret var:
suppliers-found = Funnet:
suppliers-found-on = På { $thing }, { $at }.
suppliers-found-in = tenaren står i { $countries }
suppliers-found-for = det har vore slik i minst { $days } dagar
suppliers-untold = Leverandøren er ikkje spurd om dette enno. Ingen utanfor får sjå det før det er gjort, og fristen er ute.
suppliers-told-until = Leverandøren er spurd, og kan svare til og med { $due }. Ingen utanfor får sjå det før då.
suppliers-told-over = Leverandøren vart spurd, og fristen var { $due }. Svar er ikkje kome. Andre kan no få sjå det.
suppliers-told-replied = Leverandøren har svart. Andre kan no få sjå både funnet og svaret.
suppliers-tell = Be leverandøren svare
suppliers-tell-hint = Leverandøren ser funnet på si eiga side, og har fem vyrkedagar på seg. Send dei lenkja på nytt dersom ho er gått ut.
suppliers-said = Leverandøren seier:

answering-findings-notice = Noko av det de har svart, stemmer ikkje med det som er funne.
answering-findings-see = Sjå kva, og svar
answering-findings-title = Dette stemmer ikkje
answering-findings-lead = { $from } har prøvd det de har svart, og fann noko anna. Her ser de kva. Fortel kva de meiner om det. Svaret blir ståande ved sida av funnet.
answering-findings-until = De kan svare til og med { $due } før andre enn kommunen får sjå dette.
answering-findings-reply = Svaret dykkar
answering-findings-hint = Er noko retta no, så skriv det: då prøver vi igjen. Eit svar åleine endrar ikkje funnet.
answering-findings-send = Send svaret
answering-findings-wrong = Skriv eit svar på høgst 4000 teikn.

answering-before = Har de svart på dette før?
answering-before-last = De svarte oss { $at }. Hent svara derfrå, og endre det som er vorte annleis.
answering-before-take = Hent svara frå sist
answering-set = Svarsett frå ein annan kommune
answering-set-hint = Fila de fekk på kvitteringa der. Berre tomme spørsmål blir fylte ut, og ingenting blir sendt før de har sett over.
answering-set-take = Fyll ut frå fila
answering-filled = { $count ->
    [0] Det var ingenting å fylle ut.
    [one] Eitt svar er fylt ut. Sjå over det før de sender inn.
   *[other] { $count } svar er fylte ut. Sjå over dei før de sender inn.
}
answering-set-filled = { $count ->
    [0] Ingen tomme spørsmål har svar i fila
    [one] Eitt svar er fylt ut
   *[other] { $count } svar er fylte ut
} frå { $supplier }, { $date } ({ $scope }). { $otherwise ->
    [0] Sjå over før de sender inn.
    [one] Eitt spørsmål er stilt annleis her, og må svarast på nytt.
   *[other] { $otherwise } spørsmål er stilte annleis her, og må svarast på nytt.
}
answering-set-long = Fila er for stor til å vere eit svarsett.
answering-set-json = Fila er ikkje eit svarsett. Vel fila som de fekk på kvitteringa.
answering-set-form = Fila er ikkje eit svarsett, eller ho er laga av eit nyare program.
answering-set-field = Svarsettet er ikkje heilt: «{ $field }» manglar eller er feil. Hent det på nytt frå kvitteringa.
answering-along = Bruk svara i andre kommunar
answering-along-text = Hent svara som ei fil. Neste kommune som spør om det same, kan ta imot ho.
answering-along-scope = Kva gjeld svara for?
answering-along-hint = Til dømes: alt vi driftar for kommunar.
answering-along-get = Hent svarsettet
suppliers-differences = { $count ->
    [0] Ingen svar er endra sidan sist
    [one] Eitt svar er endra sidan sist
   *[other] { $count } svar er endra sidan sist
}
suppliers-before = Før:
suppliers-after = No:
suppliers-no-answer = ikkje svart
suppliers-countries = Land, slik dei sjølve seier
suppliers-countries-listed = Med i lista over land i konflikten: { $countries }
suppliers-ask-again = Lista over land i konflikten er endra. Spør leverandøren på nytt om kva han gjer.

request-set-unsigned = Ingen av dei de nemner, har signert svarsettet.
request-set-for-which = Eit svarsett gjeld inga bestemt førespurnad. Sei kva for ein: --request ID (arvak request list).
request-set-says = { $supplier }, { $date }: { $scope }. { $answers } svar, { $taken } av dei på spørsmål som blir stilte her{ $otherwise ->
    [0] .
   *[other] ; { $otherwise } er stilte annleis her.
}
request-set-signed = Signert av { $by }.
suppliers-tell-wrong = Det er ikkje dette funnet som står, eller leverandøren er alt spurd.

# Ein rapport blir eit dokument.
assurance-title = Før rapporten som dokument
assurance-lead = Les rapporten først. Skriv det som står i han, ikkje det leverandøren har svart. Då tel han som dokumentert til perioden er over.
assurance-standard = Standard
assurance-standard-hint = Slik som ISO/IEC 27001, SOC 2 type II eller ISAE 3402 type II
assurance-issuer = Utferdar
assurance-issuer-hint = Den som har gått gjennom drifta, slik som eit revisjonsfirma
assurance-scope = Omfang
assurance-scope-hint = Med rapportens eigne ord. Namnet på ei teneste eller eit system som leverandøren leverer hit, må vere med
assurance-from = Perioden byrjar
assurance-from-hint = For SOC 2 og ISAE 3402 må datoen vere med
assurance-to = Perioden sluttar
assurance-to-hint = For eit sertifikat: den siste dagen det gjeld
assurance-kinds = Kva er han dokument på?
assurance-read = Eg har lese rapporten, og det over står i han
assurance-record = Før han som dokument
assurance-link = Før som dokument
assurance-recorded = Ført som dokument: { $kind }.
assurance-needed = Fyll ut dette.
assurance-bad-date = Vel ein dato.
assurance-kind-wrong = Vel kva rapporten er dokument på.
assurance-not-read = Kryss av når du har lese rapporten.
assurance-known = Rapporten er ført frå før: { $kind }, prov { $id }.

# Arbeidsbøker som kjem med e-post.
by-mail-title = Svar med e-post
by-mail-waiting = Svar har kome med e-post og må sjåast over hos:
by-mail-came = { $sender } sende eit svar på { $request }, { $at }.
by-mail-word = Avsendaren er den som står i e-posten, og det kan kven som helst skrive. Sjå over svara. Spør leverandøren om noko er rart.
by-mail-results = Det tenaren skreiv om avsendaren
by-mail-no-results = Ingenting. Då veit ingen om avsendaren er den rette.
by-mail-file = Fil
by-mail-dated = Svart { $date }.
by-mail-unread = Arbeidsboka kan ikkje lesast lenger. Forkast ho, og be om ei ny.
by-mail-wrong = Arbeidsboka har feil, og kan ikkje takast inn. Be leverandøren rette dette og sende ho på nytt:
by-mail-take = Ta inn svara
by-mail-discard = Forkast
by-mail-get = Last ned e-posten
by-mail-fate-taken = Svara er tekne inn.
by-mail-fate-discarded = Forkasta.
by-mail-fate-closed = Ikkje teke vare på, for førespurnaden er lukka.
by-mail-fate-revoked = Ikkje teke vare på, for førespurnaden er trekt tilbake.
by-mail-fate-two = Ikkje teke vare på, for det var fleire arbeidsbøker i same e-post. Be om éi om gongen.
by-mail-fate-other = Ikkje teke vare på, for arbeidsboka seier at ein annan leverandør svarar.
by-mail-fate-graded = Ikkje teke vare på, for e-posten bar merke om gradert informasjon. Slett han der han ligg.
