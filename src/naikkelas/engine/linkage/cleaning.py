"""Indonesian names, phones and addresses brought to one form, a whole column at a time.

Only what says nothing about who somebody is goes away (titles, legal forms, words of an address); what people spell
in two ways is spelt in one. Our proposal, from lists that officers keep; no standard exists.
"""

import polars as pl

# ASCII word limits: the texts are folded before, and these are several times quicker
_TITLES = (
    r"^(?-u:(?:h|hj|hi|haji|hajjah|hajah|ir|drs|dra|dr|drg|prof|bpk|bapak|bp|ibu|ny|nyonya|tn|tuan|sdr|sdri|kh|kyai|ust|ustadz|"
    r"ustad|almarhum|alm) )+"
)
_DEGREES = (
    r"(?-u:(?: (?:spd|sag|se|sh|sip|skom|ssos|st|mm|msi|mpd|mkes|amd|amdkeb|shi|skm|spt|ssi|sp|s pd|s ag|s e|s h|s t|s kom|"
    r"s sos|m si|m pd|a md))+)$"
)
_FORMS = r"^(?-u:(?:ud|cv|pt|pd|fa|tk|toko|warung|wr|wrg|usaha|kios|depot|rm|rumah makan|home industri|umkm|kub|poktan) )+"
_PLACE_WORDS = (
    r"(?-u:\b(?:jalan|jln|jl|gang|gg|nomor|no|dusun|dsn|desa|ds|kelurahan|kel|kecamatan|kec|kampung|kp|lingkungan|lk|pekon|"
    r"blok)\b)"
)
_MUHAMMAD = r"^(?-u:(?:muh|moh|mhd|muhd|mohd|mohamad|mohammad|muhamad|mochamad|mochammad|mokhamad|moch|m) )"

# spelling of before 1972 and of the ear, on the way to one; in this order
_SOUNDS = (
    ("oe", "u"), ("tj", "c"), ("dj", "j"), ("sy", "s"), ("ny", "n"), ("ch", "h"), ("kh", "h"), ("dh", "d"), ("th", "t"),
    ("bh", "b"), ("ph", "p"), ("v", "f"), ("f", "p"), ("q", "k"), ("x", "ks"), ("z", "s"), ("j", "y"), ("y", "i"),
)  # fmt: skip


def folded(texts: pl.Series) -> pl.Series:
    """Lower case letters and digits, single spaces; null where nothing is left."""
    if texts.str.contains(r"[^\x00-\x7F]").any():
        texts = texts.str.normalize("NFKD").str.replace_all(r"[^\x00-\x7F]", "")
    return _or_null(
        texts.str.to_lowercase().str.replace_all(r"['`.]", "").str.replace_all(r"[^a-z0-9]+", " ")
    )


def person(texts: pl.Series) -> pl.Series:
    """A person's name without titles and degrees; Muh., Moh. and M. in front are Muhammad."""
    name = folded(texts.str.replace(r",.*$", ""))
    bare = name.str.replace(_TITLES, "").str.replace(_DEGREES, "")
    return bare.str.replace(_MUHAMMAD, "muhammad ").str.replace(r"^(?:st|sitti) ", "siti ")


def sounded(names: pl.Series) -> pl.Series:
    """How a cleaned name sounds: one spelling for the old and the new, no double letters, no h at a word's end."""
    for old, new in _SOUNDS:
        names = names.str.replace_all(old, new, literal=True)
    for letter in "abdgiklmnoprstu":
        names = names.str.replace_all(letter + letter, letter, literal=True)
    return names.str.replace_all(r"(?-u:h\b)", "")


def business(texts: pl.Series) -> pl.Series:
    """A business name without legal form and words like Toko in front."""
    return folded(texts).str.replace(_FORMS, "")


def phone(texts: pl.Series) -> pl.Series:
    """Digits from the first after 0 or 62; null where it can't be a number (fewer than 8 digits, a filler)."""
    digits = texts.str.replace_all(r"[^0-9]", "").str.replace(r"^(62|0)+", "")
    filler = digits.str.contains(r"^8?(0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)$")
    return blanked(digits, (digits.str.len_bytes() < 8) | filler)


def address(texts: pl.Series) -> pl.Series:
    """An address without its general words; RT and RW as `rt1 rw2`."""
    plain = folded(texts).str.replace_all(r"(?-u:\b(rt|rw) ?0*([0-9]+))", " $1$2 ")
    return _or_null(plain.str.replace_all(_PLACE_WORDS, " "))


def words(texts: pl.Series) -> pl.Series:
    """The different words of a cleaned text."""
    return texts.str.split(" ").list.unique()


def without(texts: pl.Series, names: pl.Series) -> pl.Series:
    """Each text's different words that are not in the name beside it, in alphabetical order; null where none are left."""
    pairs = zip(texts.to_list(), names.to_list(), strict=True)
    left = (" ".join(sorted(set((text or "").split()) - set((name or "").split()))) for text, name in pairs)
    return pl.Series(texts.name, [text or None for text in left], dtype=pl.String)


def _or_null(texts: pl.Series) -> pl.Series:
    texts = texts.str.replace_all(r"(?-u:  +)", " ").str.strip_chars()
    return blanked(texts, texts == "")


def blanked(texts: pl.Series, where: pl.Series) -> pl.Series:
    """`texts` with null where `where` holds."""
    return pl.select(pl.when(~where).then(texts).alias(texts.name)).to_series()
