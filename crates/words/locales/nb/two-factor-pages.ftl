# The room To-faktor.

two-factor-lead = Alle tjenester folk logger inn på fra internett. At to faktorer kreves, er først bekreftet når noen har prøvd å komme inn med én.
two-factor-none = Ingen tjeneste er registrert med innlogging fra internett.
two-factor-how = En prøvekonto uten rettigheter prøver tre ganger: med feil passord, med feil kode, og med begge riktige. Bare når de to første blir avvist og den tredje slipper inn, er kravet bevist.
two-factor-head-service = Tjeneste
two-factor-head-login = Innlogging
two-factor-head-state = Status
two-factor-head-shown = Vist hvordan og når
two-factor-head-plan = Plan
two-factor-login-unsaid = ikke oppgitt
two-factor-login-unsaid-long = Ingen har oppgitt hvordan folk logger inn her. Da kan ingenting sies om to faktorer.
two-factor-not-shown = ikke vist
two-factor-planned = på plass innen { $at }
two-factor-no-plan = ingen dato
two-factor-tried = Slik ble det prøvd
two-factor-tried-at = Prøvd { $at }
two-factor-only-the-canary = Prøven viser hva som kreves av prøvekontoen. Kontoen må stå i de samme gruppene som de ansatte.
two-factor-not-tried = Ingen har prøvd å logge inn her. Administratoren setter opp en prøvekonto med kommandoen arvak canary add.
two-factor-head-trial = Forsøk
two-factor-head-password = Etter passordet
two-factor-head-end = Til slutt
two-factor-before = uten å logge inn
two-factor-way = en annen vei inn
two-factor-known = Alt som er kjent om kravet
two-factor-nothing = Ingenting er registrert.
two-factor-meanwhile = Til to faktorer er på plass
two-factor-when = Hvor fort kan det gå?
two-factor-no-date = Ingen plan med dato er registrert.
two-factor-slips = { $count ->
    [one] Datoen er flyttet én gang. Før sto det:
   *[other] Datoen er flyttet { $count } ganger. Før sto det:
 }
two-factor-measures = Tiltak i mellomtiden
