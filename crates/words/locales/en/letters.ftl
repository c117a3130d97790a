# Letters: what one asks otherwise than another, and accepting one.

number-1 = one
number-2 = two
number-3 = three
number-4 = four
number-5 = five
number-6 = six
number-7 = seven
number-8 = eight
number-9 = nine
number-10 = ten
number-11 = eleven
number-12 = twelve

span-days = { $count ->
    [one] one day
   *[other] { $count } days
}
span-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}
span-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
span-seconds = { $count ->
    [one] one second
   *[other] { $count } seconds
}

letters-new = { $count ->
    [one] { $number } new demand
   *[other] { $number } new demands
}
letters-gone = { $count ->
    [one] { $number } demand is gone
   *[other] { $number } demands are gone
}
letters-stricter = { $count ->
    [one] { $number } stricter
   *[other] { $number } stricter
}
letters-looser = { $count ->
    [one] { $number } looser
   *[other] { $number } looser
}
letters-otherwise = { $count ->
    [one] { $number } is different
   *[other] { $number } are different
}
letters-wording = { $count ->
    [one] { $number } has new words only
   *[other] { $number } have new words only
}
letters-no-difference = The demands are the same.
letters-way-new = new
letters-way-gone = gone
letters-way-stricter = stricter
letters-way-looser = looser
letters-way-otherwise = different
letters-way-wording = new words
letters-claim = { $claim } ({ $way }): { $title }
letters-nothing = nothing
letters-change-path_added = a new way to show it: { $kind }
letters-change-path_removed = one way to show it is gone: { $kind }
letters-change-part_added = also asks for: { $kind }
letters-change-part_removed = no longer asks for: { $kind }
letters-change-at_least = { $kind }: must be at least { $to }, not just { $from }
letters-change-within = { $kind }: holds for { $to }, before: { $from }
letters-change-within_raised = { $kind }: holds for { $to } while the situation is raised, before: { $from }
letters-change-threshold = { $kind }: { $to }, before: { $from }
letters-change-seen_from = { $kind }: from where it must be seen: { $to }, before: { $from }
letters-change-via = { $kind }: is asked of other things than before
letters-change-number = at least { $to } of several, before: { $from }
letters-change-for_each = is about other things than before
letters-change-applies_if = applies under another condition: { $to }, before: { $from }
letters-change-title = new wording
letters-change-owner = { $to } acts, before: { $from }
letters-change-point = stands under another point
letters-statuses = What it would do to the statuses of today:
letters-signed-by = Signed by { $by }.
letters-unsigned = Nobody has signed the letter.
letters-accepted = The letter is in force from now on (entry { $id }).
letters-same = This is in force already; nothing was changed.
letters-reason-needed = The letter was not accepted: something may become better without new evidence, or nobody has signed it. Say why with --reason.
letters-nobody-signed = Nobody has signed the letter. Ask the sender for a signed one, or accept it all the same with --unsigned and --reason.
letters-no-signers = no signature is named as accepted (--signer, or letters.signers in arvak.toml)
letters-bad-signature = { $file }: the signature is not accepted: { $why }
letters-signed = { $path } is signed by { $by }.
letters-no-line-end = { $file }: the last line must end with a line break before the letter can be signed.
letters-key-there = { $path } is there already; choose another name.
