VERBS = {
    "up": "run the platform here until Ctrl-C: database, Redis, web, worker, dispatcher, scheduler",
    "demo": "the same with an invented local government or two, and log-ins to try it with",
    "test": "run the tests on a real PostgreSQL and Redis; arguments go to pytest",
    "check": "format, lint, types, architecture, templates, migrations",
    "bench": "NAME [--quick]: measure; without a name, list what can be measured",
    "manage": "run a Django management command",
    "down": "stop everything of this checkout; --wipe also deletes its databases and files",
    "lock": "choose the versions of all Python packages anew",
}


def usage() -> str:
    rows = "\n".join(f"  {name:<8}{text}" for name, text in VERBS.items())
    return f"usage: ./dev VERB [argument …]\n\n{rows}"
