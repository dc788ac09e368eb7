"""`allmende import-register`: preview, --yes, and the exit status that scripts rely on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from allmende.command.main import main
from allmende.register.domain import BodyView
from allmende.register.models import BodyName

pytestmark = pytest.mark.django_db
LIST = "key,name,kind,parent_ags,population,population_date\n05999012,Neudorf,Gemeinde,05999,900,2021-12-31\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that writes a list and runs the command on it, in the database of the tests."""
    # the tests' database is migrated and open already; a migration would wait for the test's transaction
    monkeypatch.setattr("allmende.command.import_register.migrate", lambda: None)

    def run_command(content: str | bytes, *options: str) -> tuple[int, str, str]:
        file = tmp_path / "liste.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        status = main(["import-register", str(file), *options])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_command


def is_written() -> bool:
    return BodyName.objects.filter(name="Neudorf").exists()


def test_without_yes_it_shows_and_writes_nothing(sample: dict[str, BodyView], run: Run) -> None:
    status, out, _ = run(LIST)
    assert status == 0
    assert "Neu: 1\n  05999012 Neudorf: Gemeinde" in out
    assert "Mit --yes" in out
    assert not is_written()


def test_with_yes_it_writes_and_a_second_run_has_nothing_to_do(sample: dict[str, BodyView], run: Run) -> None:
    assert run(LIST, "--yes")[1].endswith("Übernommen.\n")
    assert is_written()
    assert run(LIST, "--yes")[1].endswith("Nichts zu übernehmen.\n")


def test_a_broken_list_names_its_rows_and_ends_with_1(sample: dict[str, BodyView], run: Run) -> None:
    status, out, err = run(LIST.replace("900", "viele").replace("Gemeinde", "Burg"), "--yes")
    assert (status, out) == (1, "")
    assert "Zeile 2, kind:" in err
    assert "Zeile 2, population:" in err
    assert not is_written()


def test_a_day_can_be_given(sample: dict[str, BodyView], run: Run) -> None:
    assert "Gebietsstand 01.07.2022" in run(LIST, "--on", "2022-07-01")[1]


def test_missing_bodies_end_only_in_a_complete_list(sample: dict[str, BodyView], run: Run) -> None:
    assert "Nicht in der Liste: 3 Gemeinden" in run(LIST)[1]
    assert "Aufgelöst: 3" in run(LIST, "--complete")[1]


def test_a_file_that_is_not_there_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-register", str(tmp_path / "fehlt.csv")]) == 1
    assert "kann nicht gelesen werden" in capsys.readouterr().err


def test_a_wrong_day_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import-register", str(tmp_path / "x.csv"), "--on", "gestern"])
    assert ended.value.code == 2
    assert "gestern ist kein Tag" in capsys.readouterr().err
