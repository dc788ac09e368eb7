import re

from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from allmende.pages.sankey import Stream, sankey

CHAIN = [Stream("Land", "Stadt", 34_200_000), Stream("Stadt", "Träger", 65_189_580)]
names = st.sampled_from(["Land", "Kreis", "Stadt", "Träger", "Verband"])
streams = st.builds(Stream, names, names, st.integers(1, 10**13)).filter(
    lambda each: each.source != each.target
)


def columns(svg: str) -> list[float]:
    return [float(x) for x in re.findall(r'<rect class="chart-bar" x="([\d.]+)"', svg)]


def test_an_intermediary_stands_between_payer_and_payee() -> None:
    land, town, provider = columns(sankey(CHAIN, title="t", desc="d"))
    assert land < town < provider


def test_each_name_bears_its_amount() -> None:
    svg = sankey(CHAIN, title="t", desc="d")
    assert "342.000,00\u00a0€" in svg
    assert "651.895,80\u00a0€" in svg


def test_names_from_outside_stay_text() -> None:
    svg = sankey([Stream("<script>", "Stadt & Land", 1)], title="<b>", desc="&")
    assert "<script>" not in svg
    ElementTree.fromstring(svg)


def test_without_payments_nothing_is_drawn() -> None:
    assert sankey([], title="t", desc="d") == ""


def test_nothing_needs_an_inline_style() -> None:
    assert "style=" not in sankey(CHAIN, title="t", desc="d")


@given(st.lists(streams, min_size=1, max_size=12))
def test_any_payments_can_be_drawn_even_in_a_circle(payments: list[Stream]) -> None:
    root = ElementTree.fromstring(sankey(payments, title="t", desc="d"))
    shown = len([each for each in root if each.get("class") == "chart-band"])
    assert shown == len(payments)
