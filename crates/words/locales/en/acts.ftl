drill-itself = The program does this itself, when a leave covers it: { $act } towards { $towards }, { $tries ->
    [one] once
   *[other] { $tries } times
}. The mark stands in { $place }.
drill-itself-none = The program does this itself, when a leave covers it: { $act } towards { $towards }. The mark stands nowhere, so no answer can bear it: the verdict is "without the mark" at best.
drill-act-failed_log_in = a failed log-in
drill-act-canary_file = reading a canary file
drill-act-canary_name = looking up a canary name
drill-act-eicar = the test virus EICAR
drill-place-account = the name of the account
drill-place-identification = what the SSH client calls itself (many logs do not show it)
drill-place-user_agent = the User-Agent
drill-place-query = the address after "?", and the User-Agent
drill-place-label = the name that is looked up
drill-place-file_name = the name of the file
drill-place-none = nowhere
drill-does-mail = Send the file { $file } as an attachment to { $to }, and delete yours.
drill-leave-none = No leave is for this act, so the program does not do it.
drill-leave-towards = The leave is for something else than what the act is done towards, so the program does not do it.
drill-leave-time = The leave for this act is over, so the program does not do it.
drill-leave-times = The leave does not allow so many tries any more, so the program does not do it.
drill-leave-how = Print the text with arvak drill template FILE, have it signed, and take it in with arvak drill leave.
drill-leave-covers = The leave from { $by } covers it, until { $until }. It has { $left ->
    [one] one try
   *[other] { $left } tries
} left.
drill-leave-given = Write who gave the leave, in at most 200 characters.
drill-leave-number = A leave is for 1 to 100 times.
drill-leave-early = The day on which the leave was signed has not come yet.
drill-leave-over = The leave is over.
drill-leave-long = A leave holds for a year from when it was signed, at most.
drill-leave-by-hand = { $id } is done by hand, so no leave is needed. Write how the program is to do it, if it is.
drill-leave-recorded = The leave is recorded as { $entry }. It is for { $act } towards { $towards } until { $until }, { $times ->
    [one] once
   *[other] { $times } times
} in all.
drill-act-done = Done { $done } of { $of ->
    [one] one time
   *[other] { $of } times
}. The last answer: { $answered }
drill-act-broke-off = It broke off before all were done: { $why }. What was done counts.
drill-act-stopped-itself = This is not as agreed, so the rest is not done. Tell those who own the decoy.
drill-act-unsure = { $id } was begun, and nobody knows whether it came about: { $why }. Without a marked answer there is no verdict. Stop it, and make a new plan.
drill-answered-refused = The log-in was refused, as it must be.
drill-answered-let_in = A random password was let in. The account is no decoy, or it is open to all.
drill-answered-no_password = No password is asked for there, so there was no failed log-in.
drill-answered-given = The file was read.
drill-answered-missing = The decoy is not there.
drill-answered-denied = The file was not given.
drill-answered-no_such_name = The name does not exist, as it must be.
drill-answered-resolves = The name leads somewhere, and it must not.
drill-answered-mail_taken = The mail server took the message.
drill-answered-mail_refused = The mail server refused the message when it had all of it.
drill-answered-stood = The file lay there for five seconds, and is removed.
drill-answered-taken_away = Somebody took the file before the time was over.
drill-answered-blocked = The file could not be written or read.
drill-answered-other = The answer is another than expected.
drill-left-removed = The test file of { $id } was left when this machine went down. It is removed.
drill-left-stays = The test file of { $id } is still there and cannot be removed. Delete it by hand.
drill-eicar-mail = See the attachment.
drills-start-act = Without a leave you see what a person types, when you start.
drills-start-act-done = Write down that it was done only if a person did it by hand.
