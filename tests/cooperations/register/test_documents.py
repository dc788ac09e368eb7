"""A council paper as a document of a cooperation: seen here only by those who may see it anyway."""

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.cooperations.models import Cooperation, CooperationDocument
from allmende.papers.models import Paper
from allmende.reading.facts import Treatment
from allmende.register.domain import BodyView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PAGE = "/zusammenarbeit/eintrag/rechenzentrum-probe/"
NEW = f"{PAGE}unterlagen/neu/"
TITLE = "Neuordnung des Rechenzentrums"


@pytest.fixture
def keeper(client: Client, clerk: User, cooperation: Cooperation) -> Client:
    """A client in which a clerk of Musterstadt is signed in."""
    client.force_login(clerk)
    return client


@pytest.fixture
def paper(sample: dict[str, BodyView]) -> Paper:
    """A paper of Musterstadt that is not published."""
    made: Paper = Paper.objects.create(body_id=sample["05999004"].id, name=TITLE)
    return made


def test_a_paper_of_the_own_body_is_linked_by_its_title(keeper: Client, paper: Paper) -> None:
    assert TITLE in keeper.get(NEW).content.decode()
    assert keeper.post(NEW, {"paper": paper.pk, "source": "Rat"}).status_code == 302
    page = keeper.get(PAGE).content.decode()
    assert paper.get_absolute_url() in page
    assert paper.get_absolute_url() in keeper.get(f"{PAGE}unterlagen/").content.decode()


def test_a_paper_that_is_not_public_is_hidden_from_others(
    keeper: Client, stranger: User, paper: Paper
) -> None:
    keeper.post(NEW, {"paper": paper.pk, "source": "Rat"})
    outside = Client()
    assert TITLE not in outside.get(PAGE).content.decode()
    assert TITLE not in outside.get("/zusammenarbeit/daten.json").content.decode()
    outside.force_login(stranger)
    assert TITLE not in outside.get(PAGE).content.decode()
    Paper.objects.update(status=Treatment.PUBLIC.value, is_published=True)
    assert TITLE in Client().get(PAGE).content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"url": "https://rat.example/1"}, {"title": "Beides", "url": "https://rat.example/1"}]
)
def test_either_a_paper_or_an_address_with_a_title(
    keeper: Client, paper: Paper, data: dict[str, str]
) -> None:
    chosen = {"paper": paper.pk} if data.get("title") == "Beides" else {}
    assert keeper.post(NEW, {"source": "Rat", **data, **chosen}).status_code == 400
    assert not CooperationDocument.objects.exists()


def test_a_paper_of_another_body_cannot_be_chosen(
    keeper: Client, sample: dict[str, BodyView], cooperation: Cooperation
) -> None:
    foreign = Paper.objects.create(body_id=sample["05998000"].id, name="Fremd")
    assert keeper.post(NEW, {"paper": foreign.pk, "source": "Rat"}).status_code == 400
