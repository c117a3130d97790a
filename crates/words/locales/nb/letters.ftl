# Letters: what one asks otherwise than another, and accepting one.

number-1 = ett
number-2 = to
number-3 = tre
number-4 = fire
number-5 = fem
number-6 = seks
number-7 = sju
number-8 = åtte
number-9 = ni
number-10 = ti
number-11 = elleve
number-12 = tolv

span-days = { $count ->
    [one] én dag
   *[other] { $count } dager
}
span-hours = { $count ->
    [one] én time
   *[other] { $count } timer
}
span-minutes = { $count ->
    [one] ett minutt
   *[other] { $count } minutter
}
span-seconds = { $count ->
    [one] ett sekund
   *[other] { $count } sekunder
}

letters-new = { $count ->
    [one] { $number } nytt krav
   *[other] { $number } nye krav
}
letters-gone = { $count ->
    [one] { $number } krav faller bort
   *[other] { $number } krav faller bort
}
letters-stricter = { $count ->
    [one] { $number } strengere
   *[other] { $number } strengere
}
letters-looser = { $count ->
    [one] { $number } mildere
   *[other] { $number } mildere
}
letters-otherwise = { $count ->
    [one] { $number } er annerledes
   *[other] { $number } er annerledes
}
letters-wording = { $count ->
    [one] { $number } har bare fått andre ord
   *[other] { $number } har bare fått andre ord
}
letters-no-difference = Kravene er de samme.
letters-way-new = nytt
letters-way-gone = faller bort
letters-way-stricter = strengere
letters-way-looser = mildere
letters-way-otherwise = annerledes
letters-way-wording = andre ord
letters-claim = { $claim } ({ $way }): { $title }
letters-nothing = ingenting
letters-change-path_added = en ny måte å vise det på: { $kind }
letters-change-path_removed = én måte å vise det på er borte: { $kind }
letters-change-part_added = krever også: { $kind }
letters-change-part_removed = krever ikke lenger: { $kind }
letters-change-at_least = { $kind }: må være minst { $to }, ikke bare { $from }
letters-change-within = { $kind }: holder i { $to }, før { $from }
letters-change-within_raised = { $kind }: holder i { $to } når situasjonen er skjerpet, før { $from }
letters-change-threshold = { $kind }: { $to }, før { $from }
letters-change-seen_from = { $kind }: hvor det må være sett fra: { $to }, før { $from }
letters-change-via = { $kind }: spørres om andre ting enn før
letters-change-number = minst { $to } av flere, før { $from }
letters-change-for_each = gjelder andre ting enn før
letters-change-applies_if = gjelder under et annet vilkår: { $to }, før { $from }
letters-change-title = ny ordlyd
letters-change-owner = ansvaret ligger hos { $to }, før hos { $from }
letters-change-point = står under et annet punkt
letters-statuses = Dette ville gjøre med statusene i dag:
letters-signed-by = Signert av { $by }.
letters-unsigned = Ingen har signert brevet.
letters-accepted = Brevet gjelder fra nå av (nr. { $id }).
letters-same = Dette gjelder allerede; ingenting er endret.
letters-reason-needed = Brevet er ikke tatt i bruk: noe kan bli bedre uten nytt bevis, eller ingen har signert det. Skriv hvorfor med --reason.
letters-nobody-signed = Ingen har signert brevet. Be avsenderen om et signert brev, eller ta det i bruk likevel med --unsigned og --reason.
letters-no-signers = ingen signatur er oppgitt som godkjent (--signer, eller letters.signers i arvak.toml)
letters-bad-signature = { $file }: signaturen godtas ikke: { $why }
letters-signed = { $path } er signert av { $by }.
letters-no-line-end = { $file }: den siste linja må slutte med linjeskift før brevet kan signeres.
letters-key-there = { $path } finnes allerede; velg et annet navn.
