rooms-status = Status
rooms-tasks = Tasks
rooms-things = Services and systems
rooms-evidence = Evidence
rooms-runs = Runs
rooms-history = History
rooms-leader = Leader
rooms-reply = Reply
rooms-changes = Changes
rooms-setup = Settings
rooms-about = About Årvåk
rooms-accessibility = Accessibility
rooms-status-of = Status for { $name }
rooms-look-now = Look now
rooms-to-reply = See the reply
rooms-points = The points of the letter
rooms-now = Most important now
rooms-now-nothing = Everything that the letter asks is verified or does not apply.
rooms-owner = Responsible: { $owner }
rooms-due = due { $due }
rooms-see-how = See what must be done
rooms-all-tasks = All tasks ({ $count })
rooms-raised = The situation level has been raised since { $since }. Evidence must be fresher than otherwise.
rooms-changed-since = Changed since { $since }
rooms-all-changes = All { $count } changes in the history
rooms-what-is-asked = What is asked, and what counts
rooms-rule = The rule
rooms-thing = About
rooms-why = Why
rooms-next = Next
rooms-state = State
rooms-show-rest = Show { $count } more
rooms-retired = retired
rooms-out-of-scope = outside what the letter concerns
rooms-edit = Change
rooms-retire = Retire
rooms-how-it-stands = How it stands
rooms-asked-nothing = The letter does not ask about this.
rooms-no-evidence = Nothing has been recorded yet.
rooms-pages = More pages
rooms-newest = Newest
rooms-older = Older
rooms-evidence-number = no.{"\u00A0"}{ $id }
rooms-erased = The text or attachment was erased. The assessment stands.
rooms-received = Received
rooms-recorded-by = Recorded by
rooms-class = Who may see it
rooms-basis = How we know
rooms-collected = Was true
rooms-valid-until = Valid until
rooms-found = Found
rooms-method = Method
rooms-vantage = Seen from
rooms-supersedes = Judges again
rooms-program = the program ({ $name })
rooms-forgotten = a person who was forgotten
rooms-seen = What was seen
rooms-download-seen = Download what was seen
rooms-attached = Attachments
rooms-proof = Can be checked
rooms-proof-lead = The envelope is the bytes that were hashed into the ledger. The proof shows that they stand there, and can be checked without this program.
rooms-download-proof = Download the proof
rooms-download-envelope = Download the envelope
rooms-runs-lead = Each run looks at what is due, and keeps what it finds.
rooms-no-runs = No runs yet.
rooms-run = Run
rooms-run-number = Run { $id }
rooms-run-of = Run { $id } of { $point }
rooms-begun = Begun
rooms-by = By
rooms-result = Result
rooms-look-all = Look at everything, also what is not due
rooms-by-clock = by itself
rooms-run-far = { $done } of { $planned } checks are done …
rooms-run-broken-off = Broken off before it was done. The rest is due next time.
rooms-run-nothing = Nothing was due.
rooms-stop = Stop
rooms-run-see = See what came of it
rooms-bad-date = Write a date such as 2026-03-31.
rooms-history-lead = How things stood on a day, judged by what was known then.
rooms-as-of = As of
rooms-beside = Compared with
rooms-beside-hint = Empty means now.
rooms-show = Show
rooms-point = Point
rooms-two-days = { $then } and { $since }
rooms-not-asked-then = not asked
rooms-not-asked-before = not asked before
rooms-expires = { $date }: { $thing } ({ $claim })
rooms-things-of-claim = { $count } things: { $states }
rooms-what-changed = What changed
rooms-more = … and { $count } more.
rooms-when = When
rooms-fact = What was recorded
rooms-claim = Claim
rooms-change = Change
rooms-reason = Reason
rooms-reply-lead = The reply to the letter, written from the evidence. There are three editions, by who will read it.
rooms-edition-internal = Internal edition
rooms-edition-internal-for = For those who work with security: everything.
rooms-edition-council = Edition for the council
rooms-edition-council-for = For the political leadership: what could reveal weaknesses is left out and marked.
rooms-edition-public = Public edition
rooms-edition-public-for = For anyone.
rooms-download-reply = Download
rooms-print = Print
rooms-approval = Review and approval
rooms-approval-none = Nobody has reviewed or approved this yet.
rooms-reviewed-by = Reviewed by { $name } { $at }
rooms-approved-by = Approved by { $name } { $at }
rooms-bytes = About exactly this text: { $digest }
rooms-review = I have reviewed it
rooms-approve = I approve it
rooms-checkpoint = The signed checkpoint of the ledger
rooms-reply-changed = The reply has changed since you opened the page. Read it again before you decide.
rooms-leader-title = Reply to “{ $letter }”
rooms-decisions = Three decisions
rooms-if-waiting = If we wait: { $text }
rooms-not-estimated = Nobody has estimated hours and cost yet
rooms-estimated = { $hours } hours and NOK { $kroner }, estimated by { $by } { $at }
rooms-leader-basis = Every line rests on evidence that can be checked. No status was typed in.
rooms-trend = A week ago: { $verified_then } verified and { $refuted_then } refuted. Now: { $verified } verified and { $refuted } refuted.
rooms-estimate = Estimate
rooms-estimate-of = What it is about
rooms-hours = Hours
rooms-kroner = Cost in NOK
rooms-keep = Save
rooms-bad-number = Write a whole number from 0 to { $most }.
rooms-estimate-gone = This is no longer among the three most important. Choose again.
rooms-users = Users
rooms-users-for = Who may log in, and what their role may do.
rooms-keys = Keys for programs
rooms-keys-for = Keys by which other programs read and record.
rooms-setup-control = Proof that the domains are yours
rooms-setup-control-none = All listed domains are shown to be yours.
rooms-setup-here = This installation
rooms-setup-origin = Address
rooms-setup-idle = A session ends unused after
rooms-setup-session = A session ends in any case after
rooms-setup-folder = Data folder
rooms-setup-file = These are changed in arvak.toml in the data folder.
rooms-copy = Copy
rooms-copied = Copied
rooms-about-lead = Årvåk answers the letter from KDD and KS with evidence, not with ticked boxes.
rooms-about-evidence-title = What a status rests on
rooms-about-evidence = A status is worked out from evidence that can be checked. Nobody can type it in. Evidence expires, and a finding against it stands until something as strong shows that it was mended.
rooms-about-touch-title = What the program touches
rooms-about-touch = The program looks at listed domains as a visitor or a mail server would. Anything more needs proof that the domain is yours. All it does stands under Evidence.
rooms-about-people-title = Personal data
rooms-about-people = Names of users are kept apart and can be erased without changing an assessment. The ledger holds a neutral code only.
rooms-about-program = The program
rooms-about-version = Årvåk { $version }, free software under Apache-2.0.
rooms-about-municipalities = Names and numbers of municipalities: © Kartverket, CC BY 4.0.
rooms-about-licences = The work of others on these pages, with licences
rooms-accessibility-lead = The pages are made to follow WCAG 2.2 at level AA.
rooms-accessibility-tried-title = What was tried
rooms-accessibility-tried = The program's own tests look for faults with axe-core in the browser Chromium, on narrow and wide screens, light and dark. Everything can be done by keyboard and without JavaScript.
rooms-accessibility-not-tried-title = What was not tried
rooms-accessibility-not-tried = Nobody has tried the pages by hand with a screen reader yet.
rooms-accessibility-tell-title = Tell us
rooms-accessibility-tell = If something stops you, tell whoever runs Årvåk where you work.
rooms-hidden = something that belongs to another unit
rooms-limited = You see what belongs to { $units }, and what concerns the whole municipality.
rooms-limit-owner = What you list must belong to one of your units. Choose an owner from there.
rooms-limit-whole = This concerns the whole municipality. Ask somebody who is not limited to units to record it.
rooms-limit-relation = Something that you refer to belongs to another unit. Ask them to record how they are related.
rooms-status-lead = { $verified ->
    [0] None of { $total } points is verified yet.
    [one] One of { $total } points is verified.
   *[other] { $verified } of { $total } points are verified.
} { $refuted ->
    [0] { $missing ->
        [0] {""}
        [one] One has not been examined.
       *[other] { $missing } have not been examined.
    }
    [one] One is refuted.
   *[other] { $refuted } are refuted.
}
rooms-refuted-too = { $count ->
    [one] One is refuted
   *[other] { $count } are refuted
}
rooms-excluded = { $count ->
    [one] One is left out on somebody’s word
   *[other] { $count } are left out on somebody’s word
}
rooms-evidence-lead = { $count ->
    [one] One entry in the ledger.
   *[other] { $count } entries in the ledger, the newest first.
}
rooms-changes-lead = { $count ->
    [0] No status has become better without new evidence.
    [one] One change has bettered a status without new evidence.
   *[other] { $count } changes have bettered a status without new evidence.
}
