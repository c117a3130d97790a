# Reports: the reply to a letter, and its approval.

edition-internal = Intern utgåve
edition-council = Utgåve for leiinga og kommunestyret
edition-public = Offentleg utgåve
reply-title = Svar: { $letter }
reply-rests-on = Vurdert { $at }; byggjer på { $entries } oppføringar i hovudboka
reply-lead = Brevet har { $total } punkt: { $states }. Kvar status er utleidd av bevis; ingen er skriven inn.
reply-checkpoint = Kontrollpunkt
reply-how-to-check = Hovudboka som svaret byggjer på, er signert slik. Legg teksten i ei fil, og køyr «arvak ledger verify --checkpoint FIL» i datamappa til kommunen: då kjem det fram om noko er endra sidan.
reply-written = { $path } er skriven. SHA-256: { $digest }
left-out-public = Utelate: opplysninga kan lette straffbare handlingar (offentleglova § 24 tredje ledd)
left-out-council = Utelate: berre for dei som arbeider med tryggleiken
approve-not-chief = Berre kommunedirektøren (role/chief_executive) kan godkjenne eit svar. Andre kan registrere at dei har gått gjennom det: arvak report review
approve-done = Lagra som nr. { $id }, for fila med SHA-256 { $digest }.
approve-none = Ingen svar er gjennomgått eller godkjende.
approve-no-text = Ingen tekst med summen { $digest } er lagra her. Sjå kva som finst: arvak report approvals
approve-line = { $at } · { $stage } · { $edition } · { $by } · SHA-256 { $digest }
approve-reviewed = gjennomgått
approve-approved = godkjent
