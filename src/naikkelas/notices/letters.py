"""What every mail of ours has: one person, plain text, and a word to other machines that no person wrote it."""

from django.core.mail import EmailMessage

# RFC 3834: answers of absence are not sent to it
_HEADERS = {"Auto-Submitted": "auto-generated"}


def letter(to: str, subject: str, body: str) -> EmailMessage:
    """A mail to one person, with a subject of one line."""
    return EmailMessage(" ".join(subject.split())[:200], body, to=[to], headers=_HEADERS)
