"""The pictures of people who have none of their own."""

import hashlib
import io

from PIL import Image, ImageDraw

SIZE = 132  # pixels


def portrait(openid: str) -> bytes:
    """A head and shoulders on that person's own colour, as JPEG of 132 x 132."""
    hue = int.from_bytes(hashlib.sha256(openid.encode()).digest()[:2]) % 360
    image = Image.new("RGB", (SIZE, SIZE), f"hsl({hue}, 45%, 52%)")
    draw = ImageDraw.Draw(image)
    draw.ellipse((43, 28, 89, 74), fill="white")
    draw.ellipse((22, 82, 110, 170), fill="white")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()
