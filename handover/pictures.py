"""Pictures that come with manuscripts: proved to be pictures, made small, written anew."""

import hashlib
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
PIXELS = 50_000_000
WIDTH, HEIGHT = 1080, 4000  # a phone shows no more


class BadPicture(ValueError):
    """This is no picture that can be shown; the text is the code of the reason."""


def picture(data: bytes) -> tuple[str, bytes]:
    """File name (from the digest of the given bytes) and the picture as PNG or JPEG. Raises BadPicture.

    Writing it anew drops everything that is not the picture: places in photographs, programs behind an image's end.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own size warning: the limit here is lower
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS:
                    raise BadPicture("picture_large")
                photograph = opened.format == "JPEG"
                image = ImageOps.exif_transpose(opened).convert("RGB" if photograph else "RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise error if isinstance(error, BadPicture) else BadPicture("picture_unreadable") from error
    image.thumbnail((WIDTH, HEIGHT))
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    written = io.BytesIO()
    if photograph:
        image.save(written, "JPEG", quality=85, optimize=True)
    else:
        image.save(written, "PNG", optimize=True)
    name = f"{hashlib.sha256(data).hexdigest()[:40]}.{'jpg' if photograph else 'png'}"
    return name, written.getvalue()
