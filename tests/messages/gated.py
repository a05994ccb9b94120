"""Evidence that is none, lines that are reopened and gates that are passed over: every way in which that reads."""

from bot import refusals as r
from tests.messages.samples import item

KINDS = {"link": "drive", "file": "in the binder", "number": "done", "count": "some", "date": "soon", "text": "-"}
SURVEY = item(60, "survey_photos", "Survey the site with four photos", "field", evidence="count", at_least=4)
BRIEF = item(61, "brief_form", "Write the brief", evidence="form", parts=("Who decides", "What success is"))


def refused() -> dict[str, r.Refusal]:
    """Return each refusal in each form that reads differently."""
    wrong = {
        f"not_evidence_{kind}": r.NotEvidence(item(62, kind, "Attach the contract", evidence=kind), given)
        for kind, given in KINDS.items()
    }
    return wrong | {"too_few": r.TooFew(SURVEY, "3"), "part_missing": r.PartMissing(BRIEF, BRIEF.parts[0])}
