# The room To-faktor.

two-factor-lead = Every service that people log in to from the internet. That two factors are demanded is confirmed only when somebody has tried to get in with one.
two-factor-none = No service is recorded with a log-in from the internet.
two-factor-how = A test account without rights tries three times: with a wrong password, with a wrong code, and with both right. Only when the first two are turned away and the third gets in is the demand proved.
two-factor-head-service = Service
two-factor-head-login = Log-in
two-factor-head-state = Status
two-factor-head-shown = Shown how and when
two-factor-head-plan = Plan
two-factor-login-unsaid = not said
two-factor-login-unsaid-long = Nobody has said how people log in here. So nothing can be said of two factors.
two-factor-not-shown = not shown
two-factor-planned = in place by { $at }
two-factor-no-plan = no date
two-factor-tried = How it was tried
two-factor-tried-at = Tried { $at }
two-factor-only-the-canary = The trial shows what is demanded of the test account. The account must stand in the same groups as the staff.
two-factor-not-tried = Nobody has tried to log in here. The administrator sets up a test account with the command arvak canary add.
two-factor-head-trial = Trial
two-factor-head-password = After the password
two-factor-head-end = In the end
two-factor-before = without logging in
two-factor-way = another way in
two-factor-known = All that is known of the demand
two-factor-nothing = Nothing is recorded.
two-factor-meanwhile = Until two factors are in place
two-factor-when = How fast can it be?
two-factor-no-date = No plan with a date is recorded.
two-factor-slips = { $count ->
    [one] The date was moved once. Before it said:
   *[other] The date was moved { $count } times. Before it said:
 }
two-factor-measures = Measures in the meantime
