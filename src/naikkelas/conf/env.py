"""The environment: every variable that naikkelas reads, in one list, with what to do when one is wrong."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


class BadEnvironment(Exception):
    """A variable is unknown, missing or insecure. The text says which, and the remedy."""


VARIABLES = {
    "NAIKKELAS_DATA": "folder for database, files and keys (default: ./naikkelas-data)",
    "NAIKKELAS_MODE": "laptop (default) or production",
    "NAIKKELAS_HOSTS": "host names that may be asked for, separated by commas (production)",
    "NAIKKELAS_URL": "address under which people and phones reach the server, for example https://monev.example.go.id",
    "NAIKKELAS_SECRET_KEY": "signing key of at least 50 characters; left out, one is made and kept in the data folder",
    "NAIKKELAS_PROVINCE": "Kemendagri code of the home province, whose villages are loaded (default: 18, Lampung)",
    "NAIKKELAS_TIME_ZONE": "Asia/Jakarta (default), Asia/Makassar or Asia/Jayapura",
    "NAIKKELAS_MAIL_URL": "smtp server of reminders, smtp+tls://user:password@host:587 (or smtps:// or smtp://); "
    "left out, mails are only written to the log of the server",
    "NAIKKELAS_MAIL_FROM": "address that reminders come from, for example monev@example.go.id",
    "NAIKKELAS_TRAIL_HEADS": "file, best on another machine, to which the signed heads of the trail are written too (every hour)",
    "NAIKKELAS_WEBHOOK_HOSTS": "hosts inside the own network that webhooks may go to, separated by commas",
    "NAIKKELAS_IATI_ORG": "identifier of the office in IATI, for the export of activities (none: no export)",
    "NAIKKELAS_IATI_NAME": "name of the office in the IATI export (default: the office of the home province)",
    "DATABASE_URL": "postgresql://user:password@host:5432/name; left out, SQLite in the data folder",
}
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@dataclass(frozen=True)
class Env:
    """The environment, read once and checked."""

    data: Path
    production: bool
    hosts: tuple[str, ...]
    url: str
    secret_key: str
    province: str
    time_zone: str
    database_url: str
    mail_url: str
    mail_from: str
    iati_org: str
    iati_name: str
    trail_heads: Path | None
    webhook_hosts: tuple[str, ...]

    @classmethod
    def read(cls) -> "Env":
        unknown = [name for name in os.environ if name.startswith("NAIKKELAS_") and name not in VARIABLES]
        if unknown:
            raise BadEnvironment(f"Unknown variable {unknown[0]}. Known: {', '.join(VARIABLES)}")
        given = {name: value for name in VARIABLES if (value := os.environ.get(name, "").strip())}
        mode = given.get("NAIKKELAS_MODE", "laptop")
        if mode not in ("laptop", "production"):
            raise BadEnvironment(f"NAIKKELAS_MODE is {mode!r}; it may be laptop or production")
        zone = given.get("NAIKKELAS_TIME_ZONE", ZONES[0])
        if zone not in ZONES:
            raise BadEnvironment(f"NAIKKELAS_TIME_ZONE is {zone!r}; it may be one of {', '.join(ZONES)}")
        env = cls(
            data=Path(given.get("NAIKKELAS_DATA", "naikkelas-data")).expanduser().absolute(),
            production=mode == "production",
            hosts=tuple(h.strip() for h in given.get("NAIKKELAS_HOSTS", "").split(",") if h.strip()),
            url=given.get("NAIKKELAS_URL", "").rstrip("/"),
            secret_key=given.get("NAIKKELAS_SECRET_KEY", ""),
            province=given.get("NAIKKELAS_PROVINCE", "18"),
            time_zone=zone,
            database_url=given.get("DATABASE_URL", ""),
            mail_url=given.get("NAIKKELAS_MAIL_URL", ""),
            mail_from=given.get("NAIKKELAS_MAIL_FROM", ""),
            iati_org=given.get("NAIKKELAS_IATI_ORG", ""),
            iati_name=given.get("NAIKKELAS_IATI_NAME", ""),
            trail_heads=Path(given["NAIKKELAS_TRAIL_HEADS"]) if "NAIKKELAS_TRAIL_HEADS" in given else None,
            webhook_hosts=tuple(
                h.strip().lower() for h in given.get("NAIKKELAS_WEBHOOK_HOSTS", "").split(",") if h.strip()
            ),
        )
        faults = env.faults()
        if faults:
            raise BadEnvironment("Refusing to start:\n" + "\n".join(f"  - {fault}" for fault in faults))
        return env

    def faults(self) -> list[str]:
        """Say what is insecure for the mode; an empty list means it is safe to start."""
        found = []
        if self.secret_key and len(self.secret_key) < 50:
            found.append(
                "NAIKKELAS_SECRET_KEY is shorter than 50 characters: leave it out or use a longer one"
            )
        if self.mail_url and not self.mail_from:
            found.append("NAIKKELAS_MAIL_FROM must be set where NAIKKELAS_MAIL_URL is")
        if not self.production:
            return found
        if not self.hosts or "*" in self.hosts:
            found.append("NAIKKELAS_HOSTS must name the hosts of this server (and not *)")
        if not self.url.startswith("https://"):
            found.append("NAIKKELAS_URL must be the https:// address of this server")
        url = urlsplit(self.database_url)
        if url.hostname and url.password in (None, "", "postgres", "password", "naikkelas"):
            found.append("DATABASE_URL has no password, or one that everybody knows")
        return found


def database(env: Env) -> dict[str, object]:
    """Return Django's database settings: PostgreSQL when DATABASE_URL says so, else SQLite in the data folder."""
    if not env.database_url:
        return {
            "ENGINE": "naikkelas.conf.sqlite",
            "NAME": env.data / "naikkelas.sqlite3",
            "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
            "CONN_MAX_AGE": None,  # opening it anew would also empty its page cache
        }
    url = urlsplit(env.database_url)
    if url.scheme not in ("postgresql", "postgres"):
        raise BadEnvironment(f"DATABASE_URL begins with {url.scheme}://; it must be postgresql://")
    asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
    if unknown := set(asked) - {"host", "sslmode", "sslrootcert"}:
        raise BadEnvironment(f"DATABASE_URL asks for {min(unknown)}; known are host, sslmode and sslrootcert")
    socket_folder = asked.pop("host", "")  # as libpq has it: postgresql://user@/name?host=/run/postgresql
    return {
        "ENGINE": "naikkelas.conf.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or socket_folder,
        "OPTIONS": asked,
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def mailer(env: Env) -> dict[str, object]:
    """Return Django's mail settings: the SMTP server that NAIKKELAS_MAIL_URL names, else the console."""
    if not env.mail_url:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    url = urlsplit(env.mail_url)
    if url.scheme not in ("smtp", "smtp+tls", "smtps") or not url.hostname:
        raise BadEnvironment(
            "NAIKKELAS_MAIL_URL must be smtp+tls://user:password@host:587, smtps://… or smtp://…"
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": url.hostname,
            "port": url.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
            "username": unquote(url.username or ""),
            "password": unquote(url.password or ""),
            "use_tls": url.scheme == "smtp+tls",
            "use_ssl": url.scheme == "smtps",
            "timeout": 20,
        },
    }
