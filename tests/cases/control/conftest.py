"""What the tests of supervision, statistics and audit share."""

import pytest

from tests.cases.control.factories import Office, many_cases, the_office
from tests.cases.database.factories import Cast, the_cast


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    marker = request.node.get_closest_marker("django_db")
    request.getfixturevalue("transactional_db" if marker and marker.kwargs.get("transaction") else "db")
    return the_cast()


@pytest.fixture
def office(cast: Cast) -> Office:
    return the_office(cast)


@pytest.fixture
def cases(cast: Cast) -> int:
    return len(many_cases([cast.town, cast.charity], 217))
