"""Messages for one browser: the published example of RFC 8291, and the key by which push services know us (RFC 8292)."""

import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from naikkelas.vault import PushKey, Vault
from naikkelas.vault.push import LONGEST, RECORD, from_text, is_browser_key, readable_by, to_text

# RFC 8291, Appendix A
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95b"
    "Qpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_published_example_comes_out_to_the_byte():
    sender = ec.derive_private_key(int.from_bytes(from_text(SENDER_PRIVATE)), ec.SECP256R1())
    message = readable_by(
        from_text(BROWSER_PUBLIC), from_text(SECRET), PLAIN, salt=from_text(SALT), sender=sender
    )
    assert to_text(message) == MESSAGE


def test_short_messages_are_of_one_size_and_never_the_same_twice():
    browser, secret = from_text(BROWSER_PUBLIC), from_text(SECRET)
    messages = [readable_by(browser, secret, text, length=512) for text in (b"a", b"a", b"x" * 512)]
    assert len({len(message) for message in messages}) == 1
    assert len(set(messages)) == 3
    assert len(readable_by(browser, secret, b"x" * LONGEST)) == RECORD


@pytest.mark.parametrize("key", [b"", b"\x04" + bytes(64), b"\x05" * 65, from_text(BROWSER_PUBLIC)[:-1]])
def test_what_is_no_point_of_the_curve_is_no_key(key):
    assert not is_browser_key(key)
    with pytest.raises(ValueError, match=r"(?i)curve|point|format|key|length|byte"):
        readable_by(key, bytes(16), b"x")


@pytest.mark.parametrize("text", ["a", "ab+/", "é", "a b"])
def test_what_is_not_base64url_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        from_text(text)


def test_services_can_check_who_we_are():
    key = PushKey(b"s" * 32)
    header = key.authorization("https://push.example:8443/abc?d=e", "https://monev.example", 1_600_000_000)
    token, public = header.removeprefix("vapid t=").split(", k=")
    assert public == key.public == PushKey(b"s" * 32).public != PushKey(b"t" * 32).public
    head, claims, signature = token.split(".")
    assert json.loads(from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(from_text(claims)) == {
        "aud": "https://push.example:8443", "exp": 1_600_000_000, "sub": "https://monev.example",
    }  # fmt: skip
    r, s = from_text(signature)[:32], from_text(signature)[32:]
    der = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
    holder = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(public))
    holder.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        holder.verify(der, f"{head}.{claims}x".encode(), ec.ECDSA(SHA256()))


def test_the_key_is_made_once_and_stays(tmp_path):
    first = Vault(tmp_path).push_key.public
    assert is_browser_key(from_text(first))
    assert Vault(tmp_path).push_key.public == first
    assert (tmp_path / "keys" / "push.key").exists()
