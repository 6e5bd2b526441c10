#!/usr/bin/env python3
"""Django's command line. `./dev manage …` runs it with the servers and settings of this checkout."""

import os
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if __name__ == "__main__":
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    from tenants import scope

    scope.enter(None)
    execute_from_command_line(sys.argv)
