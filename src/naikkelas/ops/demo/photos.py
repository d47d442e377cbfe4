"""Photos for invented visits: a plain drawn scene that says that it is synthetic."""

import io
import random

from PIL import Image, ImageDraw

_SKIES = ((186, 214, 235), (240, 214, 170), (205, 224, 214))


def photo(dice: random.Random, caption: str) -> bytes:
    """A small JPEG of a house or stall, labelled as synthetic data."""
    image = Image.new("RGB", (800, 600), dice.choice(_SKIES))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 800, 600), fill=(143, 122, 88))
    wall = tuple(dice.randrange(120, 240) for _ in range(3))
    left = dice.randrange(120, 260)
    draw.rectangle((left, 240, left + 380, 470), fill=wall)
    draw.polygon(((left - 30, 240), (left + 190, 130), (left + 410, 240)), fill=(140, 60, 45))
    draw.rectangle((left + 150, 330, left + 230, 470), fill=(70, 50, 35))
    draw.rectangle((0, 540, 800, 600), fill=(11, 61, 46))
    draw.text((20, 560), f"DATA SINTETIS - {caption}", fill=(232, 182, 76))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()
