"""Jobs, logs and error reports."""

from config.logs import configure_logging
from config.network import EnvironmentName
from config.settings.environment import ENVIRONMENT, IS_DEMO, IS_TEST, REDIS_URL, env

JOB_SENT_LEASE = env.int("JOB_SENT_LEASE", 120)
DRAMATIQ_CRONTAB = {"REDIS_URL": REDIS_URL}
SENTRY_DSN = env.str("SENTRY_DSN", "")
LOGGING = configure_logging(json=not IS_DEMO and ENVIRONMENT is not EnvironmentName.DEVELOPMENT, quiet=IS_TEST)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = True
