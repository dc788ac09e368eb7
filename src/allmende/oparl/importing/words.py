"""Words of council systems -> ours: the sort of a paper, the role of a committee. No Django."""

from typing import Final

from allmende.reading.facts import ConsultationRole, PaperKind

# The first that fits counts: „Antwort auf eine Anfrage“ is an answer, „Antrag auf …“ a motion.
_SORTS: Final = (
    ("stellungnahme", PaperKind.STELLUNGNAHME),
    ("niederschrift", PaperKind.NIEDERSCHRIFT),
    ("protokoll", PaperKind.NIEDERSCHRIFT),
    ("auszug", PaperKind.AUSZUG),
    ("einladung", PaperKind.EINLADUNG),
    ("resolution", PaperKind.RESOLUTION),
    ("satzung", PaperKind.SATZUNG),
    ("antwort", PaperKind.MITTEILUNGSVORLAGE),
    ("mitteilung", PaperKind.MITTEILUNGSVORLAGE),
    ("kenntnis", PaperKind.MITTEILUNGSVORLAGE),
    ("information", PaperKind.MITTEILUNGSVORLAGE),
    ("bericht", PaperKind.MITTEILUNGSVORLAGE),
    ("anfrage", PaperKind.ANFRAGE),
    ("antrag", PaperKind.ANTRAG),
    ("anregung", PaperKind.ANTRAG),
    ("beschluss", PaperKind.BESCHLUSSVORLAGE),
    ("entscheidungsvorlage", PaperKind.BESCHLUSSVORLAGE),
    ("ratsvorlage", PaperKind.BESCHLUSSVORLAGE),
)
_ROLES: Final = (
    ("anhörung", ConsultationRole.ANHOERUNG),
    ("kenntnis", ConsultationRole.KENNTNISNAHME),
    ("entscheid", ConsultationRole.ENTSCHEIDUNG),
    ("beschlussfass", ConsultationRole.ENTSCHEIDUNG),
    ("beantwort", ConsultationRole.BEANTWORTUNG),
    ("vorberat", ConsultationRole.BERATUNG),
    ("beratung", ConsultationRole.BERATUNG),
    ("empfehlung", ConsultationRole.BERATUNG),
)


def sort_of(paper_type: str) -> PaperKind | None:
    """Return the sort of paper that the words of a council system name."""
    folded = paper_type.casefold()
    if not folded:
        return None
    return next((sort for word, sort in _SORTS if word in folded), PaperKind.SONSTIGES)


def role_of(role: str) -> ConsultationRole | None:
    """Return what a committee does with a paper."""
    folded = role.casefold()
    return next((known for word, known in _ROLES if word in folded), None)
