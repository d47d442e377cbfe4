"""What must not reach a log: persons' numbers, phones' tokens, and line breaks that would fake an entry."""

import logging
import re

_SIXTEEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")
_TOKEN = re.compile(r"/(k|kalender|lapor)/[a-z2-7]{20,}")


class Private(logging.Filter):
    """Masks NIK-like numbers and the tokens of phones and of recipients' reports, and writes line breaks as \\n."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        text = _SIXTEEN_DIGITS.sub("[16 digits]", text)
        text = _TOKEN.sub(r"/\1/[token]", text)
        record.msg, record.args = text.replace("\r", "\\r").replace("\n", "\\n"), ()
        return True
