"""Looking after processes: started again when they die, gone when we go."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from allmende.command.services import (
    AddressNotUsable,
    PortInUse,
    Service,
    ServiceKeepsFailing,
    answers,
    refuse_taken_port,
    run_services,
)
from tests.postgres.clients import is_alive, until

NOTE_AND_WAIT = """
import os, sys, time
with open(sys.argv[1], "a") as file: print(os.getpid(), file=file)
time.sleep(600)
"""
IGNORE_SIGTERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + NOTE_AND_WAIT


def noting(file: Path, program: str = NOTE_AND_WAIT) -> Service:
    return Service("Der Dienst", [sys.executable, "-c", program, str(file)])


def noted(file: Path) -> list[int]:
    return [int(line) for line in file.read_text(encoding="ascii").split()] if file.exists() else []


def stop_ourselves() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_service_runs_until_we_are_stopped(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    run_services([noting(file)], lambda: bool(noted(file)), announce=stop_ourselves)
    (pid,) = noted(file)
    assert not is_alive(pid)


def test_our_own_signal_handlers_come_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    run_services([noting(tmp_path / "pids")], lambda: True, announce=stop_ourselves)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_killed_service_is_started_again(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    killed: list[int] = []

    def second_one_runs() -> bool:
        if noted(file) and not killed:
            killed.append(noted(file)[0])
            os.kill(killed[0], signal.SIGKILL)
        return len(noted(file)) == 2

    run_services([noting(file)], second_one_runs, announce=stop_ourselves)
    assert not any(is_alive(pid) for pid in noted(file))


def test_a_service_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("allmende.command.services.STOP_PATIENCE", 0.2)
    file = tmp_path / "pids"
    run_services([noting(file, IGNORE_SIGTERM)], lambda: bool(noted(file)), announce=stop_ourselves)
    assert not is_alive(noted(file)[0])
    assert "reagiert nicht" in capsys.readouterr().err


def test_a_service_that_keeps_failing_is_reported() -> None:
    failing = Service("Der Webserver", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(ServiceKeepsFailing, match="Der Webserver"):
        run_services([failing], lambda: False, announce=lambda: None)


def test_services_die_with_us(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    ours = os.fork()
    if ours == 0:  # a stand-in for `allmende start`, to be killed
        run_services([noting(file)], lambda: False, announce=lambda: None)
    until(lambda: bool(noted(file)), "the service runs")
    os.kill(ours, signal.SIGKILL)
    os.waitpid(ours, 0)
    until(lambda: not is_alive(noted(file)[0]), "the service ends with its parent")


def test_a_taken_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert answers("127.0.0.1", port)
        with pytest.raises(PortInUse, match=f"127.0.0.1:{port}"):
            refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_a_port_shared_by_its_owner_is_taken_as_well() -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as listener, pytest.raises(PortInUse):
        refuse_taken_port("127.0.0.1", listener.getsockname()[1])


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressNotUsable, match=r"192\.0\.2\.7:8000"):
        refuse_taken_port("192.0.2.7", 8000)
