# Notices: the texts of mail, one's own choices, channels, timetable
notices-subject = Årvåk: { $what }
notices-refuted-count = { $count ->
    [one] one new finding
   *[other] { $count } new findings
}
notices-expiring-count = { $count ->
    [one] one piece of evidence expires soon
   *[other] { $count } pieces of evidence expire soon
}
notices-overdue-count = { $count ->
    [one] one due date has passed
   *[other] { $count } due dates have passed
}
notices-refuted-heading = New findings
notices-expiring-heading = Evidence that expires soon
notices-overdue-heading = Due dates that have passed
notices-refuted-line = { $count ->
    [one] Refuted in one place. Found { $date }.
   *[other] Refuted in { $count } places. The first was found { $date }.
}
notices-expiring-line = { $past ->
    [yes] { $count ->
        [one] The evidence expired { $date }.
       *[other] { $count } pieces of evidence. The first expired { $date }.
    }
   *[no] { $count ->
        [one] The evidence expires { $date }.
       *[other] { $count } pieces of evidence. The first expires { $date }.
    }
}
notices-overdue-line = { $count ->
    [one] It was due { $date }.
   *[other] { $count } due dates. The first was { $date }.
}
notices-over-all = It is in order now.
notices-over-some = { $count } of them are in order now.
notices-other-dates = Other due dates
notices-more = { $count ->
    [one] and one more claim
   *[other] and { $count } more claims
}
notices-foot = You decide what you are told: { $link }
    Nobody reads replies to this e-mail.
notices-test-subject = Årvåk: a test
notices-test-text = This is a test. Notices by e-mail arrive.
# One's own choices
notices-title = Notices
notices-lead = Choose what you want to be told by e-mail, and how often.
notices-what = What do you want to know?
notices-what-hint = If you choose nothing, you get no e-mail.
notices-refuted = New findings: a claim is refuted
notices-expiring = Evidence that expires soon
notices-overdue = Due dates that have passed
notices-pace = How often?
notices-pace-at-once = At once
notices-pace-at-once-hint = Within a minute after it happens.
notices-pace-daily = Together each morning
notices-pace-daily-hint = At 7, only when there is news.
notices-pace-weekly = Together on Monday morning
notices-pace-weekly-hint = At 7, only when there is news.
notices-email-hint = Notices go here. You can also log in with the address.
notices-email-missing = Write the e-mail address that notices go to.
notices-email-taken = Another user has this address.
notices-language-hint = For notices and pages.
notices-kept = Your choice is saved.
notices-no-mail = E-mail is not set up here yet. The administrator does that under Set-up, Channels.
notices-no-address = You have given no e-mail address. You do that on your own page, under Notices.
notices-to-own = To your own page
notices-says = A notice says which claim it is about, how it stands and where to read more. Names of systems, addresses and what was seen stand only in here.
# Channels
notices-channels = Channels
notices-channels-for = E-mail and webhooks that notices go through, and messages that did not arrive.
notices-channels-lead = Notices go by e-mail to those who want them, and to programs that listen.
notices-mail = E-mail
notices-mail-none = E-mail is not set up. Write this in arvak.toml in the data folder with your own values, and start Årvåk again:
notices-relay = Mail server
notices-security = Security
notices-tls-starttls = TLS, required with STARTTLS
notices-tls-tls = TLS from the first byte
notices-tls-none = Without TLS, on this machine alone
notices-from = Sender
notices-user = Logs in as
notices-no-user = Without log-in
notices-test-mail = Send me a test
notices-webhooks = Webhooks
notices-webhooks-lead = A program that listens at an address gets all notices at once, signed.
notices-webhook-address = Address
notices-webhook-hint = Begins with https://. The list shows the name of the server, not the rest.
notices-webhook-add = Add webhook
notices-webhook-by = Added by
notices-webhook-wrong = Write a whole address that begins with https://, without user name and password in it.
notices-webhook-known = This address is there already.
notices-webhook-many = There are 20 webhooks already. Remove one first.
notices-webhook-test = Send a test
notices-webhook-test-named = Send a test to { $name }
notices-secret-title = The key of the webhook
notices-secret-once = The receiver needs this key to see that messages are ours. You see it only now.
notices-stuck = Messages on their way
notices-waiting = { $count ->
    [0] No messages wait to be sent.
    [one] One message waits to be sent.
   *[other] { $count } messages wait to be sent.
}
notices-failed = { $count ->
    [one] One message did not arrive.
   *[other] { $count } messages did not arrive.
}
notices-to = To
notices-made = Made
notices-problem = What is wrong
notices-next = Next attempt
notices-given-up = Given up
notices-again = Try again
notices-again-named = Try the message to { $name } again
notices-forget = Delete
notices-forget-named = Delete the message to { $name }
notices-said-sendt = The test is on its way. If it does not arrive, it stands at the end of this page.
notices-said-fjernet = The webhook is removed.
notices-said-igjen = The message is sent again.
notices-said-glemt = The message is deleted.
notices-problem-not-secure = The receiver could not show who it is. Look at its certificate.
notices-problem-timeout = The receiver did not answer in time.
notices-problem-forbidden = The name leads to an address where no server can be.
notices-problem-unreachable = The receiver does not take connections.
notices-problem-no-relay = E-mail is not set up.
notices-problem-no-starttls = The mail server offers no STARTTLS. Nothing was sent.
notices-problem-log-in = The mail server did not accept user name and password.
notices-problem-later = The mail server asked to wait.
notices-problem-refused = The mail server refused the message.
notices-problem-broken = The connection broke.
notices-problem-address = The address cannot be used.
notices-problem-status = The receiver answered with an error.
notices-problem-gone = The receiver says that it is gone.
# Timetable
notices-timetable = Timetable
notices-timetable-for = When Årvåk looks by itself.
notices-timetable-lead = Årvåk looks by itself when you decide. Only what needs a new look is looked at.
notices-last = Looked last
notices-next-look = Next time
notices-when = When shall Årvåk look?
notices-when-timer = Day and night
notices-when-timer-hint = As often as you choose below.
notices-when-natt = In a fixed window
notices-when-natt-hint = Once in each window. What is not finished goes on in the next one.
notices-when-av = Never by itself
notices-when-av-hint = Only when somebody starts a run.
notices-vantage = Where we look from
notices-vantage-lead = Point 3 of the letter is about what strangers meet on the internet. What is seen from inside does not show that. So you must say where the machine stands.
notices-vantage-question = Where does the machine stand that Årvåk runs on?
notices-vantage-outside = Beyond the municipality's own network
notices-vantage-outside-hint = At a hosting company, for example. It meets what strangers meet.
notices-vantage-inside = In the municipality's own network
notices-vantage-inside-hint = Then another machine must look from outside. How: docs/outside-worker.md.
notices-vantage-unstated = I do not know that now
notices-vantage-unstated-hint = What is found is kept, but it does not show what must be seen from outside.
notices-vantage-fixed = It stands in arvak.toml: { $vantage }.
notices-hours = Time between two looks, day and night
notices-from-hour = The window begins at
notices-to-hour = The window ends at
notices-window-empty = The window must last an hour at least.
notices-checks = What is looked at
notices-checks-lead = Each look is good for a while. Half way, a new one is due.
notices-check = Look
notices-every = New look after
notices-count = How many
notices-due = Need a new look now
notices-check-dns = Domains (DNS)
notices-check-https = Web sites (HTTPS)
notices-check-mail = E-mail domains (SPF and DMARC)
notices-check-ssh = Remote log-in (SSH)
