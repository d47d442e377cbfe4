"""Check that requirements.lock holds every package that pyproject.toml asks for, in an allowed version, with hashes."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


def faults() -> list[str]:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(r for extra in project["project"]["optional-dependencies"].values() for r in extra),
        *project["dependency-groups"]["dev"],
    ]
    text = Path("requirements.lock").read_text(encoding="utf-8")
    locked = {canonicalize_name(name): version for name, version in LOCKED.findall(text)}
    found = []
    for requirement in map(Requirement, asked):
        version = locked.get(canonicalize_name(requirement.name))
        if version is None:
            found.append(f"{requirement.name} is asked for but not locked")
        elif not requirement.specifier.contains(version, prereleases=True):
            found.append(f"{requirement} is asked for, {version} is locked")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    found += [f"{block.split()[0]} has no hash" for block in blocks if "--hash=sha256:" not in block]
    if re.search(r"https?://", text):
        found.append("an address stands in the lock file")
    return found


if __name__ == "__main__":
    wrong = faults()
    for fault in wrong:
        print(f"{fault}. Run: make lock", file=sys.stderr)
    sys.exit(bool(wrong))
