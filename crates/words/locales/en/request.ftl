# Requests to suppliers: arvak request …
request-no-supplier = Say which supplier to ask, such as supplier/hosting.
request-not-listed = “{ $supplier }” is no supplier of the inventory. These are: { $known }
request-due-past = The date { $due } is past. Choose a later one with --due.
request-due-fixed = This request is due on { $due } already, and that cannot be moved. Make a new one another day.
request-written = { $count ->
        [one] One question
       *[other] { $count } questions
    } to the supplier written; due on { $due } ({ $request }):
request-then = Send them, and record that with: arvak request sent { $request } --file MAIL
request-unknown = There is no request “{ $request }”. See them with: arvak request list
request-sent = Recorded as sent, { $basis } (no. { $ids }).
request-none = Nobody was asked. Ask a supplier with: arvak request SUPPLIER
request-line = { $request }  { $supplier }  due { $due }  { $state }  ({ $owner })
request-state-answered = answered
request-state-overdue = overdue
request-state-open = waiting for an answer
request-other-supplier = Request { $request } went to { $supplier }, but the answer says { $answered }. Use the file that was sent.
request-answered-later = The answer is dated { $date }, which is still to come. Correct the date in the file.
request-answered = { $request }: { $answered } of { $asked } questions are answered.
request-says-yes = stated
request-says-no = the supplier says no
request-says-nothing = undecided: something is unanswered, or nobody knows
request-recorded = { $count ->
        [one] One entry
       *[other] { $count } entries
    } recorded. The answers count as stated, not as shown.
request-mail-subject = Subject: { $from }: questions on digital security – please answer by { $due } ({ $request })
request-mail-opening = To { $supplier }
request-mail-why = The ministry KDD and the association KS have asked every municipality to verify the security of its ICT systems, and to ask those who supply and run them. { $from } therefore asks you to answer the questions below.
request-mail-how = Answer in the attached workbook, or in this mail, by { $due }. “Do not know” is an answer too. If a sub-supplier has to answer, say so. Attach the reports and certificates that you refer to.
request-mail-word = What you answer counts as stated. Some of it we test ourselves, from outside and without doing harm. If we find something else than you answered, you will see it first and may reply.
request-mail-closing = Kind regards, { $from }
