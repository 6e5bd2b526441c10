"""The browser that the journeys drive."""

import os
import shutil
import subprocess

from devtool.console import complain, say, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def journey_arguments(arguments: list[str]) -> list[str]:
    """Leave the journeys out when there is no browser and none can be installed."""
    if find_chromium() or _install():
        return []
    complain("  no Chromium on this machine: the browser journeys are left out (install the package chromium)")
    if "-m" in arguments:
        return []
    return ["-m", "not journey"]


def _install() -> bool:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with step("Chromium for the journeys"):
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            done = subprocess.run([apt, *words], check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        say(done.stderr.strip()[-500:])
    return done.returncode == 0 and find_chromium() is not None
