# Evidence about shared systems: arvak shared …
shared-not-listed = “{ $subject }” is not in the inventory.
shared-nothing = Nothing may be shared: { $kept } entries are not marked as shared. Give the thing `class = "shared"` in the inventory, and record documents with --class shared.
shared-written = { $count ->
        [one] One entry
       *[other] { $count } entries
    } with transcripts and proofs written to { $path }. { $kept } were kept back because they are not marked as shared.
    Whoever takes it in needs the key, by another way: { $key }
shared-no-package = { $path } is no file of arvak shared export: { $why }
shared-not-trusted = The file comes from a ledger that is not trusted here: { $key }. Ask whoever owns that ledger for the key, and give it with --key or sharing.trusted in arvak.toml.
shared-bad-entry = No. { $number } of the file cannot be read: { $why }
shared-bad-proof = No. { $number } of the file is not proved: { $why }
shared-not-shared = No. { $number } of the file is not marked as shared but as { $why }
shared-no-evidence = No. { $number } of the file is no evidence but { $why }
shared-bad-blob = No. { $number } of the file has an attachment that does not belong to it: { $why }
shared-no-transcript = No. { $number } of the file lacks the transcript of the probe `{ $why }`
shared-no-judge = No. { $number } of the file was found by `{ $why }`, and this program cannot judge that transcript. Upgrade, or ask for the file without it.
shared-judged-otherwise = No. { $number } of the file: the transcript shows something else than the entry says of { $why }
shared-refused = No. { $number } of the file cannot be recorded: { $why }
shared-taken = { $count ->
        [one] One entry
       *[other] { $count } entries
    } of { $origin } checked and judged anew; their basis is the same.
