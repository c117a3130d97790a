# The export in OSCAL: what stands in the documents, and what is said when they are written.

oscal-plan-title = Assessment plan: { $letter }
oscal-results-title = Assessment: { $letter }
oscal-result-title = Judged { $at }
oscal-result-description = Every state is derived from evidence in the ledger; none was typed in. The assessment rests on { $entries } entries, as they were { $at }.
oscal-municipality = The municipality
oscal-catalog-reference = The letter as a catalog. Its points are groups, its claims are controls in them.
oscal-system = The municipality's inventory of services, systems, suppliers and more
oscal-system-description = The inventory lies in Årvåk. The things of which something is said stand among the results.
oscal-thing-unknown = There is evidence about this thing, but the inventory does not describe it.
oscal-tool = Method: { $method }
oscal-tool-description = A part of Årvåk that looks for itself, and judges what it saw.
oscal-task = Get evidence: { $kind }
oscal-supports = Supports
oscal-refutes = Refutes
oscal-inconclusive = Could not be told
oscal-transcript = Transcript of what was seen
oscal-attachment = Attachment
oscal-beneath = Without this the state would be: { $state }
export-written = { $count } files were written to { $path }: { $controls } claims, { $observations } observations, { $findings } findings.
export-left-out = { $count } findings are left out, because the readers of this edition must not see them.
export-faulty = This is a fault in Årvåk, not yours: the export would not have been valid OSCAL, and nothing was written. Please report it, with the lines below.
export-not-a-folder = { $path } is not a folder.
