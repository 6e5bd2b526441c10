"""The worker process: `dramatiq config.worker`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from config.startup import prepare
from shared_apps.jobs import actors

__all__ = ["actors"]

prepare()
