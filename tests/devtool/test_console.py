from pathlib import Path

import pytest

from devtool.console import DevError, explanation, reason, step

BOOT = """Traceback (most recent call last):
  File "wsgi.py", line 9, in <module>
    raise ImproperlyConfigured(text)
django.core.exceptions.ImproperlyConfigured: Setting missing or wrong: REDIS_URL
[2026-11-21 00:09:12 +0000] [22242] [ERROR] Worker (pid:22244) exited with code 3.
gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>
[2026-11-21 00:09:12 +0000] [22242] [ERROR] Reason: Worker failed to boot.
"""


def test_the_exception_is_the_reason_and_not_what_the_server_said_after_it(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text(BOOT)
    assert reason(log) == "django.core.exceptions.ImproperlyConfigured: Setting missing or wrong: REDIS_URL"


@pytest.mark.parametrize(
    "line",
    [
        "django.core.exceptions.AppRegistryNotReady: Apps aren't loaded yet.",
        "ModuleNotFoundError: No module named 'shared_apps.ui.urls'",
        "redis.exceptions.ConnectionError",
    ],
)
def test_any_exception_is_recognised(tmp_path: Path, line: str) -> None:
    log = tmp_path / "web.log"
    log.write_text(f"{line}\nHINT: look there\nShutting down: Master\n")
    assert reason(log) == line


def test_without_an_exception_the_last_line_is_the_reason(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    assert reason(log) == "no word"
    log.write_text("starting\nno space left\n\n")
    assert reason(log) == "no space left"


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    log = tmp_path / "migrate_all.log"
    log.write_text("\n".join(BOOT.splitlines()[:4]))
    assert explanation(log, 1) == "Setting missing or wrong: REDIS_URL"


def test_any_other_failure_shows_its_end_and_where_the_rest_is(tmp_path: Path) -> None:
    log = tmp_path / "npm.log"
    log.write_text("\n".join(f"line {number}" for number in range(40)))
    assert (
        explanation(log, 7)
        == "\n".join(f"line {number}" for number in range(25, 40)) + f"\n(exit 7; all of it in {log})"
    )


def test_a_step_says_when_it_failed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DevError), step("migrations"):
        raise DevError("no")
    with step("static files"):
        pass
    assert capsys.readouterr().out.splitlines() == ["  migrations … failed", "  static files … 0.0 s"]
