"""The time zone of a province by its Kemendagri code."""

EASTERN = frozenset(("81", "82", "91", "92", "93", "94", "95", "96"))
CENTRAL = frozenset(("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"))


def zone(code: str) -> str:
    """The zone of a region; empty for the nation, which has three."""
    province = code[:2]
    if len(province) < 2:
        return ""
    if province in EASTERN:
        return "Asia/Jayapura"
    return "Asia/Makassar" if province in CENTRAL else "Asia/Jakarta"
