"""What a list of the registry shows, read from its page."""

import re

_NAME = re.compile(r'data-open href="[^"]*">([^<]*)</a>')
_COUNT = re.compile(r'<h1 class="page-title">[^<]*<span class="nk-sub">([0-9.,]*)</span>')


def names(client, address: str) -> list[str]:
    """The first cell of every row, in order."""
    response = client.get(address)
    assert response.status_code == 200, address
    return _NAME.findall(response.content.decode())


def count(client, address: str) -> int:
    """The number beside the title."""
    found = _COUNT.search(client.get(address).content.decode())
    assert found is not None
    return int(found[1].replace(".", "").replace(",", ""))
