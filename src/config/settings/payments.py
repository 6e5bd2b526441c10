"""Payment by card and PromptPay through Stripe."""

from config.payments import check_stripe
from config.settings.environment import IS_PRODUCTION, OPERATOR_EMAIL, env

# Without a key nobody is offered to pay by card or PromptPay.
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "")
# Several while one is being replaced.
STRIPE_WEBHOOK_SECRETS: list[str] = env.list("STRIPE_WEBHOOK_SECRETS", [])
# Another than Stripe's own only for the simulator.
STRIPE_API_URL = env.str("STRIPE_API_URL", "").rstrip("/")
# With a test key no money moves; it is for a trial installation.
STRIPE_ALLOW_TEST_KEY = env.bool("STRIPE_ALLOW_TEST_KEY", not IS_PRODUCTION)
check_stripe(
    key=STRIPE_SECRET_KEY,
    webhook_secrets=STRIPE_WEBHOOK_SECRETS,
    api_url=STRIPE_API_URL,
    allow_test_key=STRIPE_ALLOW_TEST_KEY,
    is_production=IS_PRODUCTION,
)
# Who is told of disputes and of money that needs a person.
FINANCE_EMAIL = env.str("FINANCE_EMAIL", OPERATOR_EMAIL)
