"""What the tests of the planes share."""

import pytest

from tests.cases.database.factories import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()
