rooms-callouts = Call-out tests
callout-ground = Purpose: { $purpose }. Legal basis: { $basis }. Times are erased after { $retention }. Discussed with: { $discussed }.
callout-step = { $role }: { $reached }
callout-line = { $id }: { $verdict }
callout-what = { $id }: Those on call are called. Somebody is to answer within { $within }. The next on the list is called after { $next }.
callout-person = { $number }. { $role }, { $name }: { $ways }
callout-times = { $role }: called { $called }, answered { $answered }
callout-verdict-planned = Planned, not started.
callout-verdict-started = Started. Nobody has been called yet.
callout-verdict-answered = Somebody answered in time.
callout-verdict-answered_late = Somebody answered, but too late.
callout-verdict-unanswered = Nobody answered in time.
callout-verdict-pending = Those on call have been called, and the time is not over.
callout-verdict-stopped = Stopped. There is no verdict.
callout-verdict-not_called = No call went out. That says nothing of those on call.
callout-reached-answered = answered in time
callout-reached-late = answered too late
callout-reached-silent = did not answer
callout-reached-waiting = has been called, has not answered yet
callout-reached-not_reached = the call did not go out
callout-reached-not_called = was not called
callout-check-sound = The file is in order. Seal a plan with arvak callout plan.
callout-none = There is no call-out test { $id }. See them with arvak callout list.
callout-no-tests = There are no call-out tests. Make a plan with arvak callout plan.
callout-taken = The plan of { $id } is there already.
callout-no-mail = The list has the mail address { $to }, but no mail server is set up. Write [mail] in arvak.toml.
callout-no-sms = The list has the number { $to }, but no gateway for text messages is set up. Write [sms] in arvak.toml.
callout-no-webhook = The list has { $to }, but it is not registered. Add it under Setup, Channels.
callout-period-over = The agreed time was over { $to }. Agree on another one.
callout-period-far = The agreed time ({ $to }) ends too late: a plan must be opened within { $days } days.
callout-planned = The plan { $id } is sealed, and the moment is drawn. Only the hash stands in the ledger, as entry { $entry }:
    { $seal }
    Nobody is called before it is started: arvak callout start { $id }
callout-dry = Nobody has been called, and nothing is recorded. Start it with arvak callout start { $id } --for-real
callout-started = { $id } is started. The ground stands in the ledger, as entry { $entry }. When the moment comes, arvak serve calls.
    Everybody's times are erased by { $due }. Stop it by calling { $stop }, or with arvak callout stop { $id }.
callout-started-already = { $id } is started already.
callout-is-stopped = { $id } is stopped.
callout-judged-already = { $id } is judged already.
callout-moment-over = The moment of { $id } went by before it was started. Stop it, and make a new plan.
callout-is-erased = Names, addresses and times in { $id } are erased. The verdict for each role stands.
callout-no-verdict-yet = { $id } has no verdict to record yet.
callout-recorded = Recorded as { $entry }.
callout-record-it = Record it with arvak callout verdict { $id } --record, or let arvak serve do so.
callout-stopped = { $id } is stopped. Nobody is called any more, and there is no verdict.
callout-still-sealed = { $id } is still sealed. It must be judged or stopped first.
callout-exported = Written to { $path }, without names and addresses. Whoever gets it sees the times of each role: give it only to those who should have them.
callout-message-subject = EXERCISE: Answer the call
callout-message-mail = Hello { $name }.

    This is an exercise. Nothing has happened. The municipality tries whether those on call can be reached.

    Open the link and press the button within { $within }:
    { $link }

    The link is yours alone. Do not pass it on. Questions, or must it be stopped? Call { $stop }.
callout-message-sms = EXERCISE: Those on call are tried. Open the link and press the button within { $within }: { $link }
callout-message-again = This is sent again: we do not know whether it arrived the first time. One answer is enough.
callout-page-title = Answer the call
callout-page-lead = This is an exercise. Press the button, and we know that you have been reached.
callout-page-code = The code in the link
callout-page-hint = It stands here already when you came with the link. Otherwise paste the link.
callout-page-button = I have been reached
callout-page-kept = When you press it, the time is kept. It is erased when the agreed time is over.
callout-page-done = Thank you. Your answer was kept { $at }.
callout-page-late = Thank you. Your answer was kept { $at }. It came after the deadline, and counts as late.
callout-page-already = Your answer was kept already { $at }. You need not do more.
callout-page-close = You can close this page.
callout-page-unknown = No link has this code. See whether the whole link came along.
callout-page-stopped = The exercise is stopped. You need not answer.
callout-page-over = The exercise is over. The link does not work any more.
callout-list-lead = Here you see whether those on call can be reached. The moment is secret until they are called.
callout-list-none = There are no call-out tests yet.
callout-list-how = The list is sealed with names and addresses. Each person's times are erased when the time in the ground is over.
callout-head-test = Test
callout-head-period = Agreed time
callout-head-called = On the list
callout-head-result = Result
callout-head-role = Role
callout-head-reached = How it went
callout-head-called-at = Called
callout-head-answered-at = Answered
callout-on-list = { $count ->
    [one] { $count } person
   *[other] { $count } persons
  }
callout-one-title = The call-out test { $id }
callout-reached = Who was reached
callout-evidence = The evidence:
callout-agreed = What was agreed on
callout-within = Somebody is to answer within
callout-next-after = The next on the list is called after
callout-told = Knows of it
callout-agreed-with = Agreed with
callout-stop-number = Stopped by calling
callout-ground-title = The ground for keeping times
callout-purpose = Purpose
callout-basis = Legal basis
callout-retention = Times are kept for
callout-discussed = Discussed with
callout-erased-by = Erased by
callout-erased = Names, addresses and times were erased { $at }. The verdict for each role stands.
callout-ground-entry = The ground stands in the ledger, as entry { $entry }.
callout-ground-none = The ground is not recorded yet. Before it is, nobody is called.
callout-stop = Stop the test
callout-stop-why = When you stop it, nobody is called any more, and there is no verdict.
notices-problem-no-gateway = Text messages are not set up.
callout-make = Plan a call-out test
callout-make-lead = Write who is called, in which order, and why you keep times. The moment is drawn when the plan is sealed, and nobody is told it.
callout-example = Begin with an example
callout-definition-hint = TOML, as in docs/callouts.md. It is sealed with names and addresses, and erased when the time is over.
callout-checked = This is agreed on
callout-checked-sound = All is sound. Nobody is called before you have sealed and started it.
callout-start = Start the call-out test
callout-start-text = When you start, the ground is recorded in the ledger. These are called when the moment comes, one after another until somebody answers:
callout-start-agreed = The ground is right and was discussed, and somebody answers the stop number
callout-start-wrong = Look at the ground and the stop number, and tick the box, before you start.
callout-start-do = Start
drills-example-agnkonto = Failed log-ins on a decoy account, which the program does itself (L2)
