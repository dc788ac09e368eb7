import re
from pathlib import Path

import pytest
from django.test import Client

from allmende.web import gallery

NAMES = [component.name for component in gallery.components()]


@pytest.fixture
def page(client: Client, db: None) -> str:
    return client.get("/bausteine/").content.decode()


@pytest.mark.parametrize("component", gallery.components(), ids=lambda component: component.name)
def test_each_component_says_its_inputs_and_has_an_example(component: gallery.Component) -> None:
    assert component.inputs
    templates = Path(gallery.COMPONENTS).parent
    example = (templates / component.example).read_text(encoding="utf-8")
    assert f"components/{component.name}.html" in example or component.name == "page_header"


def test_the_gallery_shows_every_component(page: str) -> None:
    assert re.findall(r'<section class="gallery__component"\s+id="([^"]+)"', page) == NAMES


def test_the_gallery_shows_every_kind_of_alert_and_badge(page: str) -> None:
    for kind in ("info", "success", "warning", "danger"):
        assert f"kern-alert--{kind}" in page
        assert f"kern-badge--{kind}" in page


def test_a_mistake_in_a_field_is_tied_to_it(page: str) -> None:
    field = re.search(r'<input[^>]*id="id_name"[^>]*>', page)
    assert field
    assert 'aria-invalid="true"' in field.group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in field.group()
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page


def test_no_id_is_used_twice(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
