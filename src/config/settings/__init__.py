"""Settings of every environment; what differs comes from environment variables (see docs/operations/settings.md)."""

from config.settings.apps import *
from config.settings.content import *
from config.settings.database import *
from config.settings.digital_id import *
from config.settings.environment import *
from config.settings.messages import *
from config.settings.operations import *
from config.settings.payments import *
from config.settings.people import *
from config.settings.requests import *
from config.settings.seller import *
