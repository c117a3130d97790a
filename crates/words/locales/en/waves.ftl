# Mail to suppliers, waves of requests, calendar and agenda.
supplier-mail-hello = Hello { $supplier },
supplier-mail-invitation-subject = { $from }: questions for you, please answer by { $due }
supplier-mail-invitation = { $from } asks everybody who supplies or runs what we use. The Norwegian state and KS have asked the municipalities to do so. We need answers to { $count ->
        [one] one question
       *[other] { $count } questions
    } from you by { $due }. You answer on this page:
supplier-mail-link = The link is for you alone, and for this one request. Share it only with those of you who are to answer. You need no account. Answers are saved as you write, and “don't know” is an answer too.
supplier-mail-link-code = When you open the link, we send a code to this address. You type it on the page.
supplier-mail-before-subject = { $from }: a reminder, please answer by { $due }
supplier-mail-before = { $days ->
        [one] There is one day left
       *[other] There are { $days } days left
    } until { $due }, when your answer is due. We have not had it yet.
supplier-mail-leader-subject = { $from }: we lack an answer from you
supplier-mail-leader = { $from } asked { $supplier } some questions, and the answer was due { $due }. We have not had it. We ask you as their leader to see that somebody answers.
supplier-mail-silent-subject = { $from }: we count the request as not answered
supplier-mail-silent = The answer was due { $due }, a fortnight ago. We now count the request as not answered, and will raise it with you under our contract. You may still answer for as long as the link works.
supplier-mail-follow-up-subject = { $from }: we ask a little more
supplier-mail-follow-up = Thank you for the answers. We ask a little more:

    { $text }
supplier-mail-receipt-subject = { $from }: we have your answers
supplier-mail-receipt = Thank you. We have your answers to request { $request }. This is the sum (SHA-256) of what you sent in:

    { $text }

    It is on the receipt too. Keep it: with it you can show what you answered.
supplier-mail-code-subject = { $from }: your code
supplier-mail-code = Somebody has opened the link to request { $request }. Type this code on the page:
supplier-mail-code-keep = The code works for ten minutes. We never ask for it by telephone. If nobody of yours opened the link, ignore this mail and tell us.
supplier-mail-where = The link is in the mail that we sent on { $asked }. If you cannot find it, answer this mail or call us. We then send a new one.
supplier-mail-genuine = Is this mail genuine? Type the address { $page } in your browser yourself, and paste the code that stands after # in the link. You can also call { $call }. We never ask for passwords.
supplier-mail-closing = Kind regards, { $from }
    Request { $request }
wave-line-asks = { $supplier }  { $address }  { $count ->
        [one] one question
       *[other] { $count } questions
    }
wave-line-open = { $supplier }  has an open request already: { $request }
wave-line-no-address = { $supplier }  no address: set it with arvak request address
wave-line-nothing = { $supplier }  nothing to ask: all is shown and holds still
wave-line-not-listed = { $supplier }  is not listed, or was taken out
wave-dry = { $asks } of { $count } suppliers would get a mail. Nothing was sent. Send with --for-real.
wave-no-relay = No mail server is set up: write [mail] in arvak.toml.
wave-no-call = Nobody stands behind the mail: write whom a supplier can call, with call under [suppliers] in arvak.toml.
wave-made = { $count ->
        [one] One request was
       *[other] { $count } requests were
    } made and put into the outbox ({ $wave }).
wave-known = { $request } was made earlier today.
wave-sent = The mail server has taken { $taken }. { $later } are tried again, { $failed } were given up, { $unsure } are not confirmed.
wave-others-send = The mail is in the outbox. Another program (arvak serve) sends it.
bounce-none = { $file }: { $why }
bounce-too-long = The file is too large.
bounce-no-mail = This is no mail. Save the message as it came, with all fields at its top.
bounce-no-status = This is no message that a mail came back (RFC 3464).
bounce-no-name = The message does not say which mail it is about.
bounce-not-ours = { $file }: the message is about no mail that was sent from here.
bounce-no-failure = { $request }: the message does not say that the mail came back. Nothing was recorded.
bounce-recorded = { $request }: the mail came back ({ $status } { $said }). That is recorded.
bounce-known = { $request }: that the mail came back was recorded before.
address-wrong = “{ $address }” is no mail address that can be used.
address-not-listed = “{ $supplier }” is no supplier that is listed.
address-none = No address is set. Set one with: arvak request address SUPPLIER --to ADDRESS
address-line = { $supplier }  { $address }  leader { $leader }  ({ $lang })
address-file-short = Line { $line }: write supplier and address.
address-file-supplier = Line { $line }: “{ $what }” is no supplier that is listed.
address-file-lang = Line { $line }: “{ $what }” is no language here; write nb, nn or en.
address-file-address = Line { $line }: “{ $what }” is no mail address that can be used.
wave-title = Ask many suppliers
wave-lead = Each supplier gets one mail with a secret link to its questions. See first who gets it, and where it goes. Nothing is sent until you press the button at the bottom.
wave-who = Who is to be asked?
wave-who-alle = All suppliers
wave-who-kritiske = Those that are listed as critical
wave-who-utlopt = Those that answered before, and whose answers have run out
wave-show = Show who it will be
wave-preview = This will be sent
wave-preview-count = { $asks } of { $count } suppliers get a mail.
wave-what = What happens
wave-go-asks = Gets { $count ->
        [one] one question
       *[other] { $count } questions
    }
wave-go-open = Has an open request already
wave-go-no-address = Has no address
wave-go-nothing = Nothing to ask now
wave-go-not-listed = Is not listed
wave-code = Send a code to the address when somebody opens the link
wave-send = Send { $count ->
        [one] one mail
       *[other] { $count } mails
    }
wave-one = Send a request by mail
wave-address = Mail address
wave-address-hint = Requests and reminders go here. Leave it empty to forget the address.
wave-address-bad = This is no mail address that can be used.
wave-address-change = Change where mail goes
wave-address-keep = Keep the address
wave-leader = The leader's mail address
wave-leader-hint = Told when the due date has passed. May be left empty.
wave-language = Language of the mail
wave-mails = Mail
wave-with-code = Whoever opens the link must also type a code that goes to the address.
wave-maybe-twice = It may have come twice.
wave-again = Send again
wave-new-link = Send again with a new link
wave-kind-invitation = Request
wave-kind-before-7 = Reminder, a week before
wave-kind-before-3 = Reminder, three days before
wave-kind-before-1 = Reminder, one day before
wave-kind-leader = Told to the leader
wave-kind-silent = Counts as not answered
wave-kind-follow-up = Something more was asked
wave-kind-receipt = Receipt
wave-kind-code = Code
wave-fate-waits = waits to be sent
wave-fate-later = did not reach the mail server, and is tried again
wave-fate-unsure = not confirmed: the program was stopped { $at } while the mail was handed over. It has probably arrived.
wave-fate-taken = taken by the mail server { $at }
wave-fate-failed = given up { $at }: { $said }
wave-fate-dropped = not sent, since it was not needed any more
wave-fate-bounced = came back { $at }: { $said }
agenda-link = Agenda for the next meeting
agenda-title = Agenda: meeting with { $supplier }
agenda-held = The meeting is on { $day }.
agenda-made = Printed { $at }.
agenda-day = Day of the meeting
agenda-time = Time
agenda-set = Set the day
agenda-print = Print
agenda-calendar = Put the meeting into the calendar
agenda-since = Since last time.
agenda-requests = { $count ->
        [0] No request was sent.
        [one] One request was made.
       *[other] { $count } requests were made.
    }
agenda-waiting = Request { $request } without an answer, { $late ->
        [yes] it was due { $due }
       *[no] due { $due }
    }:
agenda-answered = Answers to request { $request }, sent in { $at }.
agenda-refuted = Contradicted: { $claim } { $title }
agenda-contradicted = Answers that do not fit what was found.
agenda-next = Agreed, and who does what:
calendar-link = Due dates for the calendar
calendar-link-all = All due dates for the calendar
calendar-name = Suppliers
calendar-due = Answer due: { $supplier }
calendar-before = A reminder goes to { $supplier }
calendar-leader = { $supplier } is late: raise it with their leader
calendar-silent = { $supplier } counts as not having answered
calendar-text = Request { $request }
calendar-meeting = Meeting with { $supplier }
calendar-meeting-text = The agenda is in Årvåk.
answering-code-title = Type the code
answering-code-lead = We have sent a code of six digits to the address that the request was sent to. It may take some minutes to come.
answering-code-label = Code
answering-code-hint = Six digits. The code works for ten minutes.
answering-code-go = Go on
answering-code-none = If no code comes, somebody else of yours may have got it. Only the municipality can change the address.
answering-code-again = Open the link again and get a new code
answering-code-wrong = The code is not right. You can try { $left ->
        [one] once more
       *[other] { $left } times more
    }.
answering-code-over = The code works no more. Open the link again, and we send a new one.
answering-code-many = Many codes were sent in a short time. Wait ten minutes, and open the link again.
answering-code-no-mail = We cannot send the code just now. Please contact the municipality.
rooms-personal-at-supplier_address = Where mail to suppliers goes, and to whom when nobody answers; may be the address of a person
rooms-personal-at-supplier_address-life = Until somebody changes or removes it
rooms-personal-at-supplier_sending = Which address each request went to
rooms-personal-at-supplier_sending-life = As long as the folder is in use
rooms-personal-at-supplier_mail = Mail to suppliers: address, subject and what became of it; its text until it is sent
rooms-personal-at-supplier_mail-life = As long as the folder is in use; the code of a link is sealed, and gone when the mail server has taken the mail
rooms-personal-at-supplier_code = One-time codes for suppliers, as salted SHA-256 alone
rooms-personal-at-supplier_code-life = Ten minutes, and until the next code is made
