"""Reads the OSCAL files of a folder with compliance-trestle, and has its validators look at them.

Prints a line for each file; ends with 1 when any is refused.
"""

import pathlib
import sys

from trestle.core.duplicates_validator import DuplicatesValidator
from trestle.core.refs_validator import RefsValidator
from trestle.oscal.assessment_plan import AssessmentPlan
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog

MODELS = {"catalog": Catalog, "assessment-plan": AssessmentPlan, "assessment-results": AssessmentResults}


def refusal(path):
    model = next(model for name, model in MODELS.items() if path.name.startswith(name))
    try:
        read = model.oscal_read(path)
    except Exception as error:  # whatever it says, it is a refusal
        return str(error)
    if not DuplicatesValidator().model_is_valid(read, True):
        return "a UUID stands twice"
    if not RefsValidator().model_is_valid(read, True):
        return "a role is not listed"
    return None


def main(folder):
    refused = False
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        why = refusal(path)
        refused |= why is not None
        print(f"{path.name}: {'ok' if why is None else 'REFUSED: ' + why}")
    return 1 if refused else 0


sys.exit(main(sys.argv[1]))
