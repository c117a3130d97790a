# The room To-faktor.

two-factor-lead = Alle tenester folk loggar inn på frå internett. At det er kravd to faktorar, er først stadfesta når nokon har prøvd å kome inn med éin.
two-factor-none = Inga teneste er registrert med innlogging frå internett.
two-factor-how = Ein prøvekonto utan rettar prøver tre gonger: med feil passord, med feil kode, og med begge rette. Berre når dei to første blir avviste og den tredje slepp inn, er kravet bevist.
two-factor-head-service = Teneste
two-factor-head-login = Innlogging
two-factor-head-state = Status
two-factor-head-shown = Vist korleis og når
two-factor-head-plan = Plan
two-factor-login-unsaid = ikkje oppgitt
two-factor-login-unsaid-long = Ingen har oppgitt korleis folk loggar inn her. Då kan ingenting seiast om to faktorar.
two-factor-not-shown = ikkje vist
two-factor-planned = på plass innan { $at }
two-factor-no-plan = ingen dato
two-factor-tried = Slik vart det prøvd
two-factor-tried-at = Prøvd { $at }
two-factor-only-the-canary = Prøva viser kva som er kravd av prøvekontoen. Kontoen må stå i dei same gruppene som dei tilsette.
two-factor-not-tried = Ingen har prøvd å logge inn her. Administratoren set opp ein prøvekonto med kommandoen arvak canary add.
two-factor-head-trial = Forsøk
two-factor-head-password = Etter passordet
two-factor-head-end = Til slutt
two-factor-before = utan å logge inn
two-factor-way = ein annan veg inn
two-factor-known = Alt som er kjent om kravet
two-factor-nothing = Ingenting er registrert.
two-factor-meanwhile = Til to faktorar er på plass
two-factor-when = Kor fort kan det gå?
two-factor-no-date = Ingen plan med dato er registrert.
two-factor-slips = { $count ->
    [one] Datoen er flytta éin gong. Før stod det:
   *[other] Datoen er flytta { $count } gonger. Før stod det:
 }
two-factor-measures = Tiltak i mellomtida
