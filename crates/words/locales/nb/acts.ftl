drill-itself = Programmet gjør dette selv, når en tillatelse dekker det: { $act } mot { $towards }, { $tries ->
    [one] én gang
   *[other] { $tries } ganger
}. Merket står i { $place }.
drill-itself-none = Programmet gjør dette selv, når en tillatelse dekker det: { $act } mot { $towards }. Merket står ingen steder, så et svar kan ikke ha det: Dommen blir høyst «uten merket».
drill-act-failed_log_in = mislykket innlogging
drill-act-canary_file = lese en agnfil
drill-act-canary_name = slå opp et agnnavn
drill-act-eicar = legge fram testviruset EICAR
drill-place-account = navnet på kontoen
drill-place-identification = det SSH-klienten kaller seg (mange logger viser det ikke)
drill-place-user_agent = User-Agent
drill-place-query = adressen etter «?», og User-Agent
drill-place-label = navnet som slås opp
drill-place-file_name = navnet på fila
drill-place-none = ingen steder
drill-does-mail = Send fila { $file } som vedlegg til { $to }, og slett den hos deg.
drill-leave-none = Ingen tillatelse gjelder denne handlingen, så programmet gjør den ikke.
drill-leave-towards = Tillatelsen gjelder noe annet enn det handlingen er rettet mot, så programmet gjør den ikke.
drill-leave-time = Tillatelsen til denne handlingen er gått ut, så programmet gjør den ikke.
drill-leave-times = Tillatelsen har ikke nok ganger igjen, så programmet gjør det ikke.
drill-leave-how = Skriv ut teksten med arvak drill template FIL, få den underskrevet, og ta den inn med arvak drill leave.
drill-leave-covers = Tillatelsen fra { $by } dekker det, til { $until }. Den har { $left ->
    [one] én gang
   *[other] { $left } ganger
} igjen.
drill-leave-given = Skriv hvem som har gitt tillatelsen, med høyst 200 tegn.
drill-leave-number = En tillatelse gjelder fra 1 til 100 ganger.
drill-leave-early = Den dagen tillatelsen er underskrevet, har ikke vært ennå.
drill-leave-over = Tillatelsen er gått ut.
drill-leave-long = En tillatelse gjelder i høyst et år fra den er underskrevet.
drill-leave-by-hand = { $id } blir gjort for hånd, så ingen tillatelse trengs. Skriv hvordan programmet skal gjøre det, om det skal.
drill-leave-recorded = Tillatelsen er ført inn som { $entry }. Den gjelder { $act } mot { $towards } til { $until }, { $times ->
    [one] én gang
   *[other] { $times } ganger
} i alt.
drill-act-done = Gjort { $done } av { $of ->
    [one] én gang
   *[other] { $of } ganger
}. Det siste svaret: { $answered }
drill-act-broke-off = Det stanset før alle var gjort: { $why }. Det som er gjort, teller.
drill-act-stopped-itself = Dette er ikke som avtalt, så resten blir ikke gjort. Si fra til dem som eier agnet.
drill-act-unsure = { $id } ble begynt, og ingen vet om det ble gjort: { $why }. Uten et merket svar blir det ingen dom. Stopp den, og lag en ny plan.
drill-answered-refused = Innloggingen ble avvist, slik den skal.
drill-answered-let_in = Et tilfeldig passord slapp inn. Kontoen er ikke et agn, eller den er åpen for alle.
drill-answered-no_password = Der spør ingen om passord, så det ble ikke en mislykket innlogging.
drill-answered-given = Fila ble lest.
drill-answered-missing = Agnet finnes ikke der.
drill-answered-denied = Fila ble ikke gitt ut.
drill-answered-no_such_name = Navnet finnes ikke, slik det skal.
drill-answered-resolves = Navnet fører et sted, og det skal det ikke.
drill-answered-mail_taken = E-posttjeneren tok imot meldingen.
drill-answered-mail_refused = E-posttjeneren avviste meldingen da den var kommet hel fram.
drill-answered-stood = Fila fikk ligge i fem sekunder, og er fjernet.
drill-answered-taken_away = Noen tok fila før tiden var ute.
drill-answered-blocked = Fila kunne ikke skrives eller leses.
drill-answered-other = Svaret er et annet enn ventet.
drill-left-removed = Testfila fra { $id } lå igjen etter at maskinen stanset. Den er fjernet.
drill-left-stays = Testfila fra { $id } ligger igjen og kan ikke fjernes. Slett den for hånd.
drill-eicar-mail = Se vedlegget.
drills-start-act = Uten en tillatelse vises det en person skal skrive, når du starter.
drills-start-act-done = Skriv bare ned at det er gjort, hvis en person gjorde det for hånd.
