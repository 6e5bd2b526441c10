"""`python -m devtool.simulated_stripe PORT WEBHOOK_URL STATE_FILE`, with key and secret from the environment."""

import os
import sys
from pathlib import Path

from devtool.simulated_stripe.delivery import Delivery
from devtool.simulated_stripe.server import make
from devtool.simulated_stripe.simulator import Simulator


def main() -> None:
    """Serve until told to stop."""
    port, webhook, path = sys.argv[1:]
    secret = os.environ["STRIPE_WEBHOOK_SECRETS"].split(",")[0]
    simulator = Simulator(secret=secret, path=Path(path), deliver=Delivery(webhook))
    server = make(simulator, key=os.environ["STRIPE_SECRET_KEY"], host="127.0.0.1", port=int(port))
    server.serve_forever()


if __name__ == "__main__":
    main()
