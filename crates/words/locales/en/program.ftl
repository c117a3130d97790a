status-no-letter = The catalogue holds no letter.
status-head = Judged { $at } · rests on { $entries ->
    [one] one entry
   *[other] { $entries } entries
} · root { $root }…
status-simulated = Demonstration with a simulated clock: no municipality recorded this.
status-count = { $verified } of { $total } verified
status-bettered = { $count ->
    [0] No status has become better without new evidence.
    [one] One change has bettered a status without new evidence: arvak report changes
   *[other] { $count } changes have bettered a status without new evidence: arvak report changes
}
status-foot = Why, and what would change it: arvak explain CLAIM
status-open-findings = Open findings on what is retired
status-open-finding = { $subject }: { $code } (found { $at })

rule-for-each = For each: { $who }
rule-applies-if = Only when claim { $claim } is worse than “{ $state }”
rule-path = Required: { $parts }
rule-or = or: { $parts }
rule-and = and
rule-compensates = { $parts } (gives only “Not met, risk reduced”)
rule-at-least = at least { $needed } of: { $of }
rule-not-overdue = no deadline past ({ $kind })
rule-leaf = { $kind }, at least { $basis }
rule-within = , no older than { $span }
rule-within-letter = {" "}(chosen here; the letter: { $span })
rule-via-each = , for each { $path }
rule-via-any = , for at least one { $path }
rule-from-outside = , seen from outside

explain-evidence = no. { $id } · { $basis } · { $outcome } · { $at } ({ $days ->
    [0] today
    [one] one day ago
   *[other] { $days } days ago
})
explain-until = { " " }· holds until { $until }
explain-method = { " " }· method { $method } { $version }
explain-vantage = , seen from { $vantage }
explain-next = Next: { $action } – { $owner }
explain-no-claim = The letter has no claim “{ $claim }”. The claims are: { $claims }
explain-no-subject = Claim { $claim } is not about “{ $subject }”. It is about: { $subjects }

change-verified = Expires { $until } unless it is examined again
change-refuted = What would change this: a new finding that supports it, at least { $basis }, made after { $at }
change-needs = What would change this: evidence that supports it, at least { $basis }
change-threshold = What would change this: a new finding above the limit
change-outside = What would change this: a new finding from beyond your own network

disk-full = The disk is full. Free some room and try again. Whatever was acknowledged is kept, and reading works meanwhile.

init-done = Made { $path }. Keep the key { $key } in another place as well: without it the ledger cannot go on.
init-next = Next: arvak import DIR, then arvak verify
init-name = “{ $name }” has no letters or digits that an id can be made of. Choose another name with --name.
init-exists = { $path } is already in use. Choose another folder with --data.
no-folder = { $path } is no data folder. Make one with: arvak init --data { $path }

import-new = new
import-changed = changed
import-summary = { $new } new, { $changed } changed, { $same } as before
import-dry = Nothing was recorded (--dry-run).
import-done = Recorded.
import-betters = The change betters a status without new evidence:
import-reason-needed = Say why with --reason. Nothing was recorded.
import-mistakes = { $count ->
    [one] One mistake. Nothing was recorded.
   *[other] { $count } mistakes. Nothing was recorded.
}
import-empty = { $path } has no .toml, .xlsx or .csv files. Make a workbook to fill in with: arvak inventory template --out inventory.xlsx
inventory-exists = { $path } is there already, and may be filled in. Choose another name.
inventory-written = Written: { $path }. Read it with: arvak import { $path } --dry-run
import-no-path = { $path } does not exist or cannot be read: { $why }

rpki-roas = Signed routes: { $rows } rows, made { $made_at }
rpki-routes = Routes of the internet: { $rows } rows, made { $made_at }
rpki-left-out = { $count ->
    [one] One route that hardly anyone saw is left out
   *[other] { $count } routes that hardly anyone saw are left out
}
rpki-old = Older than a day: then nothing can be told. Fetch the files again, and take them in with: arvak rpki import FILE
rpki-none = Nothing was taken in. Take it in with: arvak rpki import FILE
rpki-made-at = { $path } does not say when it was made. Say it with --made-at, such as 2026-03-01T12:00:00Z. Nothing is recorded.
places-kept = Places on the net: { $rows } networks
places-source = {"  "}{ $name } ({ $form }), made { $made_at }
places-old = {"  "}Older than half a year, and not used. Fetch the list anew.
places-left-out = { $count ->
    [one] One row names no country that is known, and is left out.
   *[other] { $count } rows name no country that is known, and are left out.
}
places-none = Nothing is taken in. Take in with: arvak places import FILE

verify-no-domain = No domains are registered. Add them with: arvak import DIR
verify-nothing-due = Nothing is due. Run everything with: arvak verify --all
verify-planned = { $count ->
    [one] One check is due
   *[other] { $count } checks are due
}
verify-summary = { $finished ->
    [one] One check run: { $supports } support, { $refutes } refute, { $inconclusive } could not be told
   *[other] { $finished } checks run: { $supports } support, { $refutes } refute, { $inconclusive } could not be told
}
verify-failed = { $count ->
    [one] One check did not finish and runs again next time.
   *[other] { $count } checks did not finish and run again next time.
}
verify-stopped = Stopped. What was found is recorded; the rest is due next time.
verify-unknown-point = The letter has no point or claim “{ $point }”.
verify-changes = Changed since last time
verify-no-changes = No status changed.
verify-control = These domains are not shown to be yours. Ask whoever runs DNS to add:
verify-control-record = { $name } TXT "{ $value }"
verify-stopping = Stopping …
verify-area-withdrawn = No longer shown: { $claims }

control-proved = { $domain }: shown to be yours
control-site-proved = { $domain }: the website is shown to be yours; the rest of the domain is not
control-open = { $domain }: not shown to be yours. One of these shows it:
control-file = { $file } with the text "{ $value }" (for the website alone)
control-leave = No. { $id }: leave to look at { $names } up to and including { $until }
control-unlisted = { $domain } is no domain of the inventory. Only domains of the inventory are looked at and get mail.
control-no-relay = No mail server is set up. Write [mail] in arvak.toml.
control-sent-already = A code was sent less than an hour ago. Wait a little before you ask for another.
control-sent = A code is sent to { $address }. Enter it within three days: arvak control confirm { $domain } CODE
control-no-token = There is no code to enter: none was sent in the last three days, or a wrong one was entered too often. Ask for another.
control-wrong-token = The code is not the one that was sent.
control-confirmed = { $domain } is shown to be yours up to and including { $until }.
control-mail-subject = Code for { $domain }
control-mail-text =
    Somebody who uses the program Årvåk has asked to show that they control { $domain }.

    The code is: { $token }

    Enter it only if you know who asked for it: they may then look at the services below { $domain } more closely than everyone can. Otherwise there is nothing to do. Questions: { $from }
leave-nothing = Say what the leave is for, with --name or --range.
leave-too-many = The leave names { $what } names and ranges. That is too many.
leave-over = The leave is over already.
leave-too-long = A leave holds for a year at most from the day it was signed.
leave-too-wide = { $what } is too wide: at most 4096 addresses (/20), or /48 for IPv6.
leave-inside = { $what } are no addresses on the internet.
leave-no-organisation = The municipality is not in the inventory. Add it first.
leave-recorded = Recorded as no. { $id }. The leave holds up to and including { $until }.

outside-key = The key is made. Write this in arvak.toml at home, with the vantage that this machine has:
outside-is-home = { $path } holds a ledger. A machine that looks from outside has a folder of its own: name it with --data.
outside-errand = { $count ->
    [one] Written to { $path }: one look. The errand holds for a day.
   *[other] Written to { $path }: { $count } looks. The errand holds for a day.
}
outside-seen = { $count ->
    [one] Written to { $path }: one look. Take it home, and run: arvak outside take FILE
   *[other] Written to { $path }: { $count } looks. Take it home, and run: arvak outside take FILE
}
outside-taken = { $count ->
    [one] One look is judged and recorded.
   *[other] { $count } looks are judged and recorded.
}
outside-over = The errand is over. Write a new one at home: arvak outside errand
outside-too-long = The errand is too long to sign, even with a single look. Fewer leaves and domains make it shorter.
outside-no-worker = arvak.toml names no worker “{ $name }”. Add it under [[outside]].
outside-not-known = This is not signed by a worker that arvak.toml names: { $why }
outside-bad-errand = This is no errand of this ledger: { $why }
outside-other-vantage = The errand is for “{ $vantage }”, and that is not where this worker looks from. Nothing is recorded.
outside-no-package = This is nothing that a worker wrote: { $why }
outside-bad-look = Nothing is recorded. Look no. { $number }: { $why }
outside-refused = Home refuses ({ $status }): { $why }

names-read = { $names } names in your domains ({ $over } certificates were over, { $wildcards } names had a star, { $others } lay outside)
names-answering = { $answering } of them answer in DNS; { $unknown } stand in no list
names-unlisted = { $domain } lies in no domain of the inventory.
names-too-many = { $domain } has { $count } names. Årvåk asks for at most { $most } of each domain.

change-line = { $claim } { $subject }: { $from } → { $to }

evidence-recorded = Recorded as no. { $id }.
evidence-withdrawn = No. { $of } no longer counts (no. { $id }).
evidence-erased = The text and attachments of no. { $of } are erased (no. { $id }). What was judged stays.

ledger-sound = Sound: { $size ->
    [one] one entry
   *[other] { $size } entries
}, root { $root }
ledger-damaged = Damaged: { $count ->
    [one] one finding
   *[other] { $count } findings
}
ledger-at-entry = entry { $entry }
ledger-exported = Written to { $path }
ledger-rebuilt = Made anew from { $size } entries.

report-changes-none = No status became better without new evidence.
report-changes-head = Changes that bettered a status without new evidence
report-change = { $at } · no. { $id } ({ $fact }) · { $claim } { $subject }: { $from } → { $to }
report-reason = reason: { $reason }
state-not-asked = no longer asked

letters-sound = No mistakes: { $letters } letters, { $claims } claims, { $kinds } evidence kinds

doctor-ok = in order
doctor-bad = not in order
doctor-clock = Clock
doctor-disk = Disk
doctor-permissions = Permissions
doctor-folder = Data folder
doctor-network = Name server
doctor-clock-behind = the clock is { $minutes } minutes behind the last entry; set it
doctor-disk-free = { $megabytes } MB free
doctor-disk-low = only { $megabytes } MB free; make room
doctor-permissions-open = { $path } can be read by others; run: chmod { $mode } { $path }
doctor-folder-version = format { $version }, { $entries } entries
doctor-folder-none = no data folder in { $path }
doctor-network-none = no name server is configured

demo-title = Nordvik municipality – fictional, but alive on this machine
demo-playing = Playing 90 days …
demo-lead = { $days } days, { $probes } probes of real servers on this machine, { $entries } entries in the ledger. No status was typed in.
demo-stated-found = What the supplier states – and what was found
demo-stated = stated
demo-found = found
demo-points = The letter's eleven points
demo-byte = One changed byte
demo-byte-flipped = In a copy of the ledger one bit was flipped: { $file }, byte { $offset }.
demo-byte-found = arvak ledger verify found it: { $where } – { $what }
demo-letter = If a further letter came (made up), read as data and judged by what was found before
demo-change = What would change a status
demo-left = Everything is in { $path }. Try:
demo-serving = Nordvik lives until you press Ctrl-C. Try in another window:
demo-exists = { $path } already exists. Choose another folder with --data.
starter-assumed = Assumed: correct the figures, and remove what does not apply.
starter-functions = Critical functions: how long they may be out, and how long they manage without ICT.
starter-services = Services: what staff and residents use.
starter-systems = Kinds of systems: case systems, national components, and what everything else hangs on.
starter-lead = All of it is assumed: common in Norwegian municipalities, and not examined in yours. It is a beginning to correct, and never evidence. Delete what does not apply, add owners and suppliers, and read it with arvak import.

story-title = Østre Toten 2021 – a thought experiment from public sources
story-lead = The municipality is real, the ledger is not. What would have stood in it the evening before the attack in the night to 9 January 2021, had somebody looked? The findings are what the data protection authority established afterwards, recorded as documents and not as probes. The letter that judges came only in 2022.
story-eve = The day before, { $date }
story-source = recorded: { $note }
story-rest = The other claims: { $count } not examined. The sources do not say enough to answer them.
story-after = Afterwards

probe-line = { $seen } – { $reason }
probe-line-plain = { $seen }
scan-unknown-tool = "{ $tool }" is not known. Use one of: { $tools }.
scan-when = The file does not say when the search was made. Say it with --scanned.
scan-no-organisation = No municipality is listed. Say whom it is about with --about.
scan-head = { $tool }, { $at }: { $hosts } addresses, { $findings } findings, { $serious } serious
scan-unknown = Not in the inventory: { $names }
scan-severity-info = information
scan-severity-low = low
scan-severity-medium = medium
scan-severity-high = high
scan-severity-critical = critical
probe-order-server = the server's order
probe-order-client = the client's order
probe-order-mixed = neither's order
probe-order-not_applicable = nothing to choose between
probe-order-unknown = order not known
probe-groups = Groups: { $groups }
probe-incomplete = Maybe more: { $reason }
probe-strength-good = good
probe-strength-sufficient = strong enough
probe-strength-phase_out = on its way out
probe-strength-insufficient = too weak
probe-grade-must = must
probe-grade-should = should
probe-grade-info = for information
probe-result-pass = in order
probe-result-fail = wrong
probe-result-notice = notice
probe-result-inconclusive = could not be told
probe-result-not_applicable = does not apply

network-none = No name server is configured. Give one with --resolver IP:PORT, or in arvak.toml.

fact-genesis = ledger created
fact-entity = inventory
fact-scope = scope
fact-retirement = retired
fact-evidence = evidence
fact-withdrawal = evidence withdrawn
fact-exemption_request = exemption asked for
fact-exemption = exemption approved
fact-obligation = deadline set
fact-obligation_met = deadline met
fact-contest = reply
fact-approval = report reviewed or approved
fact-catalogue = catalogue adopted
fact-situation = situation level
fact-erasure = erased
fact-key_rotation = key changed

exemption-no-request = No. { $id } is no request for an exemption. See: arvak exemption list
exemption-none = Nobody has asked for an exemption.
exemption-line = no. { $id } · { $claim } { $subject } · { $state } · until { $until } · { $reason }
exemption-asked = asked for
exemption-approved = approved
exemption-over = over
obligation-none = No obligations are recorded.
obligation-line = { $due } · { $state } · { $subject }: { $kind } · { $owner } ({ $id })
obligation-met = met
obligation-overdue = overdue
obligation-open = open

guidance-asked = What is asked: { $text }
guidance-why = Why: { $text }
guidance-counts = What counts: { $text }
guidance-refutes = What refutes it: { $text }
guidance-first = Do first: { $text }
guidance-list = Also on { $list }: { $item }

# arvak expiry …
expiry-none = No expiries of our own: evidence holds as long as the letter says.
expiry-here = { $kind }: holds for { $within } here
expiry-letter = { $claim }: the letter says { $within }
expiry-unused = No claim asks for this now.
expiry-nobody-asks = No claim asks for “{ $kind }”, so there is no expiry to change.
expiry-claim-does-not-ask = Claim { $claim } does not ask for “{ $kind }”. These do: { $claims }

serve-first-run = Open this link in your browser within 30 minutes to begin: { $link }
serve-at = The pages are ready: { $link }
serve-no-folder = { $path } is used for something else and is no data folder. Choose an empty folder with --data.
demo-pages = The pages: { $link }  (on this machine alone)
demo-tours = Tours for five roles, without logging in (all of them: { $link }):
demo-tour = {""}  { $link }   { $title }
demo-password = Log in with the password { $password } and one of the codes (each works once):
demo-person = {""}  { $user } { $codes }   { $title }
