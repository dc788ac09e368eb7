"""What published papers and pages say a building block pays, as the check of a programme computes it."""

from datetime import date

import pytest

from allmende.funding.domain.programmes import shipped_block
from allmende.funding.eligibility_page import amounts_of

IN_2025 = date(2025, 1, 1)
WELL_PAID = {"employer_gross": "70000"}


@pytest.mark.parametrize(
    ("key", "values", "cents"),
    [
        # Leverkusen 2024/3092: six posts at charities; 2022/1410: nine posts in all
        ("kim-2", {**WELL_PAID, "case_management_posts": "6"}, 342_000_00),
        ("kim-2", {**WELL_PAID, "case_management_posts": "9"}, 513_000_00),
        # Kreis Coesfeld SV-10-0898: twelve posts
        ("kim-2", {**WELL_PAID, "case_management_posts": "12"}, 684_000_00),
        # bra.nrw.de: two specialists by KOMM-AN I
        ("komm-an-1", {"ki_population_class": "large"}, 114_000_00),
        # Bezirksregierung Arnsberg: six specialists and half an assistance in a Kreis
        (
            "ki-fachkraefte",
            {"ki_district_kind": "kreis", "ki_filled_specialists": "6", "ki_filled_assistance": "0.5"},
            364_500_00,
        ),
        # bezreg-koeln.nrw.de: two, three and six partners while the ceiling does not bind
        ("ikz", {"nrw_partners": "2", "eligible_cost": "1000000"}, 175_000_00),
        ("ikz", {"nrw_partners": "3", "eligible_cost": "1000000"}, 210_000_00),
        ("ikz", {"nrw_partners": "6", "eligible_cost": "1000000"}, 315_000_00),
        # source document 001: 28 partners; the ceiling of 90 percent binds at a smaller cost
        ("ikz", {"nrw_partners": "28", "eligible_cost": "1000000"}, 900_000_00),
    ],
)
def test_a_building_block_pays_what_was_published(key: str, values: dict[str, str], cents: int) -> None:
    block = shipped_block(key)
    assert block is not None
    found = amounts_of(block, values, IN_2025)
    assert cents in [each.cents for each in found], [each.sentence for each in found]
