# Pictures of data (crates/pictures): a name, one sentence on what the picture shows, and the lines of the list beside it.

pictures-as-list = Show the same as a list
pictures-not-drawn = { $count ->
    [one] One more thing is only in the list.
   *[other] { $count } more things are only in the list.
}

pictures-states-title = Status day by day
pictures-states-description = How many points were in each state, from { $from } to { $to }.

pictures-dependencies-title = What { $thing } is connected to
pictures-dependencies-description = { $needs ->
    [0] { $thing } depends on nothing that we know of.
    [one] { $thing } depends on one thing.
   *[other] { $thing } depends on { $needs } things.
} { $needed ->
    [0] Nothing that we know of depends on it.
    [one] One thing depends on it.
   *[other] { $needed } things depend on it.
} Arrows lead from what needs something to what is needed.
pictures-dependency = { $from } depends on { $to }

pictures-time-title = Evidence about { $thing } over time
pictures-time-description = { $count ->
    [0] No evidence yet.
    [one] One piece of evidence.
   *[other] { $count } pieces of evidence.
} A disc supports, a diamond refutes, a ring could not tell. The bar shows how long the evidence counts, and the dashed line is now.

pictures-expiry-title = What expires in the next twelve weeks
pictures-expiry-description = { $count ->
    [0] Nothing expires in the next twelve weeks.
    [one] One piece of evidence expires in the next twelve weeks.
   *[other] { $count } pieces of evidence expire in the next twelve weeks.
} The number above each week says how many.
pictures-week = week { $number }
