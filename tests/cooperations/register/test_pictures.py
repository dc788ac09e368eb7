import pytest
from django.test import Client

from allmende.cooperations.models import Cooperation
from allmende.cooperations.network import Node, network

pytestmark = pytest.mark.usefixtures("_today")


def test_the_picture_ties_each_partner_to_its_cooperations_and_escapes_names() -> None:
    drawing = network([Node("A<B", "/a/"), Node("C", "/c/")], [Node("D", "/d/", (0, 1))], title="Netz")
    assert drawing.count("network-line") == 2
    assert "A&lt;B" in drawing
    assert "A<B" not in drawing


@pytest.mark.django_db
def test_the_network_names_partners_and_what_they_share(client: Client, cooperation: Cooperation) -> None:
    page = client.get("/zusammenarbeit/netz/05999004/").content.decode()
    assert page.count("network-dot") == 3
    assert "Kreis Probe" in page
    assert "Keine Zusammenarbeit eingetragen" in client.get("/zusammenarbeit/netz/05998000/").content.decode()


@pytest.mark.django_db
def test_the_map_counts_cooperations_and_an_unknown_body_is_not_found(
    client: Client, cooperation: Cooperation
) -> None:
    assert "Musterstadt: 1" in client.get("/zusammenarbeit/karte/").content.decode()
    assert client.get("/zusammenarbeit/netz/keine/").status_code == 404
