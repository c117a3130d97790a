drill-itself = Programmet gjer dette sjølv, når eit løyve dekkjer det: { $act } mot { $towards }, { $tries ->
    [one] éin gong
   *[other] { $tries } gonger
}. Merket står i { $place }.
drill-itself-none = Programmet gjer dette sjølv, når eit løyve dekkjer det: { $act } mot { $towards }. Merket står ingen stader, så eit svar kan ikkje ha det: Dommen blir høgst «utan merket».
drill-act-failed_log_in = mislykka innlogging
drill-act-canary_file = lese ei agnfil
drill-act-canary_name = slå opp eit agnnamn
drill-act-eicar = leggje fram testviruset EICAR
drill-place-account = namnet på kontoen
drill-place-identification = det SSH-klienten kallar seg (mange loggar viser det ikkje)
drill-place-user_agent = User-Agent
drill-place-query = adressa etter «?», og User-Agent
drill-place-label = namnet som blir slått opp
drill-place-file_name = namnet på fila
drill-place-none = ingen stader
drill-does-mail = Send fila { $file } som vedlegg til { $to }, og slett henne hos deg.
drill-leave-none = Inkje løyve gjeld denne handlinga, så programmet gjer henne ikkje.
drill-leave-towards = Løyvet gjeld noko anna enn det handlinga er retta mot, så programmet gjer henne ikkje.
drill-leave-time = Løyvet til denne handlinga er gått ut, så programmet gjer henne ikkje.
drill-leave-times = Løyvet har ikkje nok gonger att, så programmet gjer det ikkje.
drill-leave-how = Skriv ut teksten med arvak drill template FIL, få han underskriven, og ta han inn med arvak drill leave.
drill-leave-covers = Løyvet frå { $by } dekkjer det, til { $until }. Det har { $left ->
    [one] éin gong
   *[other] { $left } gonger
} att.
drill-leave-given = Skriv kven som har gjeve løyvet, med høgst 200 teikn.
drill-leave-number = Eit løyve gjeld frå 1 til 100 gonger.
drill-leave-early = Den dagen løyvet er underskrive, har ikkje vore enno.
drill-leave-over = Løyvet er gått ut.
drill-leave-long = Eit løyve gjeld i høgst eit år frå det er underskrive.
drill-leave-by-hand = { $id } blir gjord for hand, så inkje løyve trengst. Skriv korleis programmet skal gjere det, om det skal.
drill-leave-recorded = Løyvet er ført inn som { $entry }. Det gjeld { $act } mot { $towards } til { $until }, { $times ->
    [one] éin gong
   *[other] { $times } gonger
} i alt.
drill-act-done = Gjort { $done } av { $of ->
    [one] éin gong
   *[other] { $of } gonger
}. Det siste svaret: { $answered }
drill-act-broke-off = Det stansa før alle var gjorde: { $why }. Det som er gjort, tel.
drill-act-stopped-itself = Dette er ikkje som avtalt, så resten blir ikkje gjort. Sei frå til dei som eig agnet.
drill-act-unsure = { $id } vart byrja, og ingen veit om det vart gjort: { $why }. Utan eit merkt svar blir det ingen dom. Stopp henne, og lag ein ny plan.
drill-answered-refused = Innlogginga vart avvist, slik ho skal.
drill-answered-let_in = Eit tilfeldig passord slapp inn. Kontoen er ikkje eit agn, eller han er open for alle.
drill-answered-no_password = Der spør ingen om passord, så det vart inga mislykka innlogging.
drill-answered-given = Fila vart lesen.
drill-answered-missing = Agnet finst ikkje der.
drill-answered-denied = Fila vart ikkje gjeven ut.
drill-answered-no_such_name = Namnet finst ikkje, slik det skal.
drill-answered-resolves = Namnet fører ein stad, og det skal det ikkje.
drill-answered-mail_taken = E-posttenaren tok imot meldinga.
drill-answered-mail_refused = E-posttenaren avviste meldinga då ho var komen heil fram.
drill-answered-stood = Fila fekk liggje i fem sekund, og er fjerna.
drill-answered-taken_away = Nokon tok fila før tida var ute.
drill-answered-blocked = Fila kunne ikkje skrivast eller lesast.
drill-answered-other = Svaret er eit anna enn venta.
drill-left-removed = Testfila frå { $id } låg att etter at maskina stansa. Ho er fjerna.
drill-left-stays = Testfila frå { $id } ligg att og kan ikkje fjernast. Slett henne for hand.
drill-eicar-mail = Sjå vedlegget.
drills-start-act = Utan eit løyve blir det vist kva ein person skal skrive, når du startar.
drills-start-act-done = Skriv berre ned at det er gjort, om ein person gjorde det for hand.
