"""The office a paper comes from: labelled or not, never a person, a group or a mere label."""

import pytest

from allmende.reading import Document, read_paper

BODY = "\n\nBetreff: Neubau der Halle\n\nBeschlussvorschlag:\nDer Plan wird in dieser Fassung beschlossen.\n"


def department(head: str) -> str | None:
    found = read_paper(Document(head + BODY)).facts.department
    return found.value if found else None


@pytest.mark.parametrize(
    "office",
    [
        "Fachbereich 3 - Planen und Bauen",
        "FD Bildung und Sport",
        "Amt für Umwelt und Naturschutz",
        "Dezernat III / FB 51",
        "66-Tiefbauamt",
        "Stadtkämmerei",
        "Bereich 5-1 / Umweltschutz",
        "Fachbereich 1: Zentrale Dienste",
    ],
)
def test_an_office_may_stand_without_a_label(office: str) -> None:
    assert (
        department(f"Stadt Wolde\nDer Bürgermeister\n{office}          Wolde, 02.11.2031\n\nBeschlussvorlage")
        == office
    )


@pytest.mark.parametrize(
    "line",
    ["Sachbearbeiter: Frau Muster", "Fachbereich", "Amt Musterwald", "Landratsamt Wolde",
     "SPD-Fraktion im Rat", "Das Tiefbauamt wird beauftragt, zu prüfen",
     "Verantwortlich: Herr Muster, Tel. 512"],
)  # fmt: skip
def test_people_groups_labels_and_authorities_are_no_office(line: str) -> None:
    assert department(f"{line}\n\nBeschlussvorlage Nr. 12/2031") is None


def test_the_status_behind_an_office_is_no_part_of_it() -> None:
    assert (
        department("Amt: Dezernat 2, Amt für Kultur   öffentlich\nBeschlussvorlage")
        == "Dezernat 2, Amt für Kultur"
    )
