"""localstripe, another program that speaks a part of Stripe's API: what our own simulator is compared with in tests.

It is under the GPL, so it lives in an environment of its own, runs as a process of its own, and is part of nothing.
"""

import shutil
from pathlib import Path

from devtool.bootstrap import LOCKS, ensure_uv, run_logged
from devtool.console import step
from devtool.files import Stamp, digest, locked
from devtool.paths import Checkout

LOCK = LOCKS / "localstripe.txt"


def ensure_localstripe(checkout: Checkout) -> Path:
    """The Python of an environment that has it, made when first asked for.

    Raises:
        DevError: it could not be installed.
    """
    folder = checkout.local / "localstripe"
    python = folder / "bin" / "python"
    stamp = Stamp(checkout.done, "localstripe")
    with locked(checkout.run / "localstripe.lock"):
        if stamp.matches(digest(LOCK)) and python.exists():
            return python
        stamp.clear()
        uv = ensure_uv(checkout)
        with step("localstripe"):
            shutil.rmtree(folder, ignore_errors=True)
            run_logged(checkout, "localstripe", [*uv, "venv", "--quiet", "--python", str(checkout.python), str(folder)])
            sync = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(LOCK)]
            run_logged(checkout, "localstripe", sync)
        stamp.set(digest(LOCK))
    return python
