# Letters: what one asks otherwise than another, and accepting one.

number-1 = eitt
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
    [one] éin dag
   *[other] { $count } dagar
}
span-hours = { $count ->
    [one] éin time
   *[other] { $count } timar
}
span-minutes = { $count ->
    [one] eitt minutt
   *[other] { $count } minutt
}
span-seconds = { $count ->
    [one] eitt sekund
   *[other] { $count } sekund
}

letters-new = { $count ->
    [one] { $number } nytt krav
   *[other] { $number } nye krav
}
letters-gone = { $count ->
    [one] { $number } krav fell bort
   *[other] { $number } krav fell bort
}
letters-stricter = { $count ->
    [one] { $number } strengare
   *[other] { $number } strengare
}
letters-looser = { $count ->
    [one] { $number } mildare
   *[other] { $number } mildare
}
letters-otherwise = { $count ->
    [one] { $number } er annleis
   *[other] { $number } er annleis
}
letters-wording = { $count ->
    [one] { $number } har berre fått andre ord
   *[other] { $number } har berre fått andre ord
}
letters-no-difference = Krava er dei same.
letters-way-new = nytt
letters-way-gone = fell bort
letters-way-stricter = strengare
letters-way-looser = mildare
letters-way-otherwise = annleis
letters-way-wording = andre ord
letters-claim = { $claim } ({ $way }): { $title }
letters-nothing = ingenting
letters-change-path_added = ein ny måte å vise det på: { $kind }
letters-change-path_removed = éin måte å vise det på er borte: { $kind }
letters-change-part_added = krev også: { $kind }
letters-change-part_removed = krev ikkje lenger: { $kind }
letters-change-at_least = { $kind }: må vere minst { $to }, ikkje berre { $from }
letters-change-within = { $kind }: held i { $to }, før { $from }
letters-change-within_raised = { $kind }: held i { $to } når situasjonen er skjerpt, før { $from }
letters-change-threshold = { $kind }: { $to }, før { $from }
letters-change-seen_from = { $kind }: kvar det må vere sett frå: { $to }, før { $from }
letters-change-via = { $kind }: blir spurt om andre ting enn før
letters-change-number = minst { $to } av fleire, før { $from }
letters-change-for_each = gjeld andre ting enn før
letters-change-applies_if = gjeld under eit anna vilkår: { $to }, før { $from }
letters-change-title = ny ordlyd
letters-change-owner = ansvaret ligg hos { $to }, før hos { $from }
letters-change-point = står under eit anna punkt
letters-statuses = Dette ville gjere med statusane i dag:
letters-signed-by = Signert av { $by }.
letters-unsigned = Ingen har signert brevet.
letters-accepted = Brevet gjeld frå no av (nr. { $id }).
letters-same = Dette gjeld alt; ingenting er endra.
letters-reason-needed = Brevet er ikkje teke i bruk: noko kan bli betre utan nytt bevis, eller ingen har signert det. Skriv kvifor med --reason.
letters-nobody-signed = Ingen har signert brevet. Be avsendaren om eit signert brev, eller ta det i bruk likevel med --unsigned og --reason.
letters-no-signers = ingen signatur er oppgitt som godkjend (--signer, eller letters.signers i arvak.toml)
letters-bad-signature = { $file }: signaturen blir ikkje godteken: { $why }
letters-signed = { $path } er signert av { $by }.
letters-no-line-end = { $file }: den siste linja må slutte med linjeskift før brevet kan signerast.
letters-key-there = { $path } finst alt; vel eit anna namn.
