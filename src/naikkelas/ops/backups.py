"""One file with everything: database, sealed files, keys, of one moment, with a manifest that proves it whole.

A zip; with a passphrase it is encrypted in chunks (AES-256-GCM, key by scrypt). Restoring checks every byte before it
touches anything, and keeps what was there before.
"""

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from naikkelas import __version__
from naikkelas.engine import versions

FORMAT = 1
_MAGIC = b"NKBK1"
_CHUNK = 8 * 1024**2
_DATABASE = "naikkelas.sqlite3"
_ERASURES, _TO_ERASE = "erasures.jsonl", "erasures.pending.jsonl"
"""As privacy.actions.journal keeps them; read here before the settings are."""
_HEADS = "trail-heads.jsonl"
_PLAIN_FILES = ("demonstration.json", "demo-accounts.txt", _HEADS, _ERASURES, _TO_ERASE)


class BadBackup(Exception):
    """The file is no whole backup of ours, or must not be restored here. The text says why and what to do."""


# ── writing ──


def write(file: Path, passphrase: str) -> dict[str, Any]:
    """Write a backup of the installation whose settings are loaded; return its manifest."""
    from django.conf import settings

    data = settings.NAIKKELAS_DATA
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        plain = Path(folder) / "plain.zip"
        manifest = _pack(plain, data, Path(folder))
        target = Path(folder) / "done"
        target.touch(mode=0o600)
        if passphrase:
            _encrypt(plain, target, passphrase)
        else:
            shutil.copyfile(plain, target)
        with target.open("rb+") as done:
            os.fsync(done.fileno())
        os.replace(target, file)
    return manifest


def _pack(plain: Path, data: Path, work: Path) -> dict[str, Any]:
    from django.db import connection

    manifest: dict[str, Any] = {
        "format": FORMAT, "version": __version__, "engine": connection.vendor,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {},
    }  # fmt: skip
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        manifest["tables"] = _database(archive, manifest, work)
        manifest["rows"] = sum(manifest["tables"].values())
        # files after the database: every file that a row of it names is there by then
        for path in _files(data):
            _add(archive, manifest, str(path.relative_to(data)), path.read_bytes())
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return manifest


def _files(data: Path) -> Iterator[Path]:
    yield from sorted((data / "keys").glob("*.key"))
    yield from (data / name for name in _PLAIN_FILES if (data / name).exists())
    yield from sorted(p for p in (data / "blobs").glob("*/*/*") if not p.name.startswith("."))


def _add(archive: zipfile.ZipFile, manifest: dict[str, Any], name: str, content: bytes) -> None:
    archive.writestr(name, content)
    manifest["files"][name] = hashlib.sha256(content).hexdigest()


def _database(archive: zipfile.ZipFile, manifest: dict[str, Any], work: Path) -> dict[str, int]:
    from django.db import connection

    if connection.vendor == "sqlite":
        copy = work / _DATABASE
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        _add(archive, manifest, _DATABASE, copy.read_bytes())
        return _row_counts()
    return _dump_tables(archive, manifest)


def _tables() -> list[str]:
    from django.apps import apps

    return sorted({m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed})


def _row_counts() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        counts = {}
        for table in _tables():
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names of our models
            counts[table] = cursor.fetchone()[0]
    return counts


def _dump_tables(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> dict[str, int]:
    """Every table as PostgreSQL's COPY text, all of one snapshot, with the migrations that they stand at."""
    from django.db import connection, transaction

    counts = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in [*_tables(), "django_migrations"]:
            buffer = io.BytesIO()
            with cursor.cursor.copy(f'COPY "{table}" ({_columns(cursor, table)}) TO STDOUT') as copy:
                for piece in copy:
                    buffer.write(piece)
            counts[table] = buffer.getvalue().count(b"\n")
            header = _columns(cursor, table).encode() + b"\n"
            _add(archive, manifest, f"tables/{table}.copy", header + buffer.getvalue())
    return counts


def _columns(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
        "AND column_name <> %s ORDER BY ordinal_position",
        [table, versions.COLUMN],  # a transaction means nothing in another database
    )
    return ", ".join(f'"{row[0]}"' for row in cursor.fetchall())


# ── reading ──


def read(file: Path, passphrase: str, *, replace: bool, erasures: Path | None = None) -> dict[str, Any]:
    """Check a backup and restore it into the data folder (and database). Raises BadBackup before anything is changed.

    Erasures newer than the backup, known from the folder that was there or from `erasures`, are left to be repeated; the
    manifest that is returned says how many (`to_erase`).
    """
    folder = Path(os.environ.get("NAIKKELAS_DATA") or "naikkelas-data").expanduser().absolute()
    postgres = bool(os.environ.get("DATABASE_URL"))
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".restore-") as work:
        plain = _opened(file, passphrase, Path(work))
        manifest = _checked(plain)
        if manifest["engine"] != ("postgresql" if postgres else "sqlite"):
            raise BadBackup(
                f"This backup is of {manifest['engine']}; DATABASE_URL says otherwise. Set it to match and try again."
            )
        if _in_use(folder) and not replace:
            raise BadBackup(
                f"{folder} holds data already. Give --replace to restore over it; a safety copy is kept."
            )
        fresh = Path(work) / "fresh"
        _unpack(plain, fresh)
        manifest["to_erase"] = _keep_erasures(
            fresh, [folder / _ERASURES, *([erasures] if erasures else [])], manifest
        )
        _swap(fresh, folder)
    if postgres:
        _load_tables(folder)
    return manifest


def _in_use(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _opened(file: Path, passphrase: str, work: Path) -> Path:
    with file.open("rb") as source:
        encrypted = source.read(len(_MAGIC)) == _MAGIC
    if not encrypted:
        return file
    if not passphrase:
        raise BadBackup("This backup is encrypted. Give --passphrase-file.")
    plain = work / "plain.zip"
    plain.touch(mode=0o600)
    _decrypt(file, plain, passphrase)
    return plain


def _checked(plain: Path) -> dict[str, Any]:
    """The manifest, after every file was found whole and every name harmless."""
    try:
        with zipfile.ZipFile(plain) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT or _newer(manifest["version"]):
                raise BadBackup(
                    f"This backup was made by version {manifest.get('version')}, newer than this one ({__version__}). "
                    "Upgrade first."
                )
            names = set(archive.namelist()) - {"manifest.json"}
            if names != set(manifest["files"]) or not all(_harmless(name) for name in names):
                raise BadBackup("The list of files does not match the manifest. Use another backup.")
            for name, sha256 in manifest["files"].items():
                if hashlib.sha256(archive.read(name)).hexdigest() != sha256:
                    raise BadBackup(f"{name} is damaged in this backup. Use another one.")
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise BadBackup(f"This is no whole backup of naikkelas ({error}). Use another file.") from error
    return manifest


def _newer(version: str) -> bool:
    return tuple(map(int, version.split("."))) > tuple(map(int, __version__.split(".")))


def _harmless(name: str) -> bool:
    parts = Path(name).parts
    if name in (_DATABASE, *_PLAIN_FILES):
        return True
    return (
        bool(parts)
        and parts[0] in ("keys", "blobs", "tables")
        and ".." not in parts
        and not Path(name).is_absolute()
    )


def _unpack(plain: Path, fresh: Path) -> None:
    fresh.mkdir(mode=0o700)
    with zipfile.ZipFile(plain) as archive:
        for name in archive.namelist():
            if name == "manifest.json":
                continue
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.touch(mode=0o600)
            target.write_bytes(archive.read(name))


def _keep_erasures(fresh: Path, known: list[Path], manifest: dict[str, Any]) -> int:
    """Bring the journal of erasures over, and set aside what the backup has still to forget; return how much that is."""
    in_backup = _lines(fresh / _ERASURES)
    every = sorted({line for file in known for line in _lines(file)} | set(in_backup), key=_when)
    made_at = datetime.fromisoformat(manifest["made_at"])
    newer = [line for line in every if _when(line) >= made_at]
    pending = sorted({*_lines(fresh / _TO_ERASE), *newer}, key=_when)
    for name, lines in ((_ERASURES, every), (_TO_ERASE, pending)):
        if lines:
            (fresh / name).touch(mode=0o600)
            (fresh / name).write_text("\n".join(lines) + "\n")
    return len(pending)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text().splitlines() if line] if file.exists() else []


def _when(line: str) -> datetime:
    return datetime.fromisoformat(json.loads(line)["at"])


def _swap(fresh: Path, folder: Path) -> None:
    """Put the restored folder in place; what was there before is kept beside it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        if any(folder.iterdir()):
            folder.rename(folder.with_name(f"{folder.name}.before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
        else:
            folder.rmdir()
    shutil.move(fresh, folder)


def _load_tables(folder: Path) -> None:
    """Fill PostgreSQL's tables from the restored folder, in one transaction."""
    from naikkelas.ops.cli.main import django_ready

    django_ready()
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(f'"{table}"' for table in _tables())
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        # what the guards of the ledger and the counts write by themselves is in the backup already
        for table in _tables():
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for path in sorted((folder / "tables").glob("*.copy")):
            if path.stem == "django_migrations":
                continue
            with path.open("rb") as file:
                columns = file.readline().decode().strip()
                with cursor.cursor.copy(f'COPY "{path.stem}" ({columns}) FROM STDIN') as copy:
                    while piece := file.read(_CHUNK):
                        copy.write(piece)
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while checks are pending
        for table in _tables():
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    shutil.rmtree(folder / "tables")


# ── encryption in chunks ──


def _key(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))


def _encrypt(plain: Path, target: Path, passphrase: str) -> None:
    salt, prefix = os.urandom(16), os.urandom(8)
    cipher = _key(passphrase, salt)
    with plain.open("rb") as source, target.open("wb") as out:
        out.write(_MAGIC + salt + prefix)
        piece, number = source.read(_CHUNK), 0
        while True:
            following = source.read(_CHUNK)
            last = b"last" if not following else b"more"
            out.write(cipher.encrypt(prefix + number.to_bytes(4, "big"), piece, last))
            if not following:
                break
            piece, number = following, number + 1


def _decrypt(file: Path, plain: Path, passphrase: str) -> None:
    with file.open("rb") as source, plain.open("wb") as out:
        source.read(len(_MAGIC))
        salt, prefix = source.read(16), source.read(8)
        if len(prefix) < 8:
            raise BadBackup("This backup is cut off. Use another file.")
        cipher = _key(passphrase, salt)
        number, piece = 0, source.read(_CHUNK + 16)
        while True:
            following = source.read(_CHUNK + 16)
            out.write(_opened_chunk(cipher, prefix, number, piece, last=not following))
            if not following:
                break
            piece, number = following, number + 1


def _opened_chunk(cipher: AESGCM, prefix: bytes, number: int, piece: bytes, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(prefix + number.to_bytes(4, "big"), piece, b"last" if last else b"more")
    except InvalidTag as error:
        raise BadBackup(
            "The passphrase is wrong, or the backup is damaged or cut off. Nothing was changed."
        ) from error
