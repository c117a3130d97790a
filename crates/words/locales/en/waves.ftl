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
