"""Where the platform runs, and by which names it is reached."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

from config.network import EnvironmentName

ROOT = Path(__file__).resolve().parents[3]
env = Env()

try:
    ENVIRONMENT = EnvironmentName(env.str("ENVIRONMENT", "development"))
    SECRET_KEY = env.str("SECRET_KEY")
    DATABASE_URL = env.str("DATABASE_URL")
    REDIS_URL = env.str("REDIS_URL")
except (EnvError, ValueError) as _error:
    raise ImproperlyConfigured(f"Setting missing or wrong: {_error}") from _error

IS_PRODUCTION = ENVIRONMENT is EnvironmentName.PRODUCTION
IS_DEMO = ENVIRONMENT is EnvironmentName.DEMO
IS_TEST = ENVIRONMENT is EnvironmentName.TEST
DEBUG = False

SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
BASE_DOMAIN = env.str("BASE_DOMAIN", "localhost").lower().rstrip(".")
BASE_PORT = env.int("BASE_PORT", 8000)
USE_TLS = env.bool("USE_TLS", IS_PRODUCTION)
# Whom an LGO asks for more accounts and for help; shown when set.
OPERATOR_EMAIL, OPERATOR_PHONE = env.str("OPERATOR_EMAIL", ""), env.str("OPERATOR_PHONE", "")
# The host is checked by tenants.middleware against the domains in the database, which is stricter than a list here.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False
