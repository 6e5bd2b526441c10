"""Database, caches and sessions."""

from typing import Any

from config.network import database_from_url
from config.settings.environment import DATABASE_URL, REDIS_URL, env

# The owner's login migrates and provisions; requests and jobs run under the app's login, which owns nothing.
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
# Behind a transaction pooler every scope is set with SET LOCAL, which needs a transaction a request.
TRANSACTION_POOLER = env.bool("TRANSACTION_POOLER", False)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **database_from_url(DATABASE_URL),
        "ENGINE": "tenants.backend",
        "CONN_MAX_AGE": min(env.int("CONN_MAX_AGE", 300), 300),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": TRANSACTION_POOLER,
        "DISABLE_SERVER_SIDE_CURSORS": TRANSACTION_POOLER,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    # Keyed by tenant; the second cache is for what spans tenants, such as counting attacks.
    "default": {
        "BACKEND": "tenants.cache.ResilientRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "t",
        "KEY_FUNCTION": "tenants.cache.scoped_key",
    },
    "platform": {"BACKEND": "tenants.cache.ResilientRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "platform"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# In the session, not in a cookie of their own, which lacks the prefix __Host- and which a sibling host could plant.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
