"""What kind of file some bytes are, and how long a recording plays."""

# An AMR frame lasts 20 ms; its first byte names a mode, and each mode has a size in bytes.
AMR_MAGIC = b"#!AMR\n"
AMR_SIZES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
AMR_FRAME = 0.02  # seconds
# MPEG-1 and MPEG-2 layer III, in kbit/s by the header's index.
MP3_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
MP3_LOW_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
MP3_MPEG1 = 3
MIME = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "amr": "audio/amr",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
}


def kind(content: bytes) -> str:
    """The kind that the first bytes tell, one of MIME; empty when they tell none."""
    starts = {
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff": "jpg",
        b"GIF8": "gif",
        b"BM": "bmp",
        AMR_MAGIC: "amr",
        b"ID3": "mp3",
    }
    for start, name in starts.items():
        if content.startswith(start):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[4:8] == b"ftyp":
        return "mp4"
    return "mp3" if _is_mp3_frame(content[:4]) else ""


def seconds(content: bytes) -> float:
    """How long an AMR or MP3 recording plays; 0 for anything else. An MP3's bit rate is taken from its first frame."""
    if content.startswith(AMR_MAGIC):
        at, frames = len(AMR_MAGIC), 0
        while at < len(content):
            at += AMR_SIZES[content[at] >> 3 & 15]
            frames += 1
        return frames * AMR_FRAME
    start = _after_id3(content)
    if not _is_mp3_frame(content[start : start + 4]):
        return 0.0
    rates = MP3_RATES if content[start + 1] >> 3 & 3 == MP3_MPEG1 else MP3_LOW_RATES
    rate = rates[content[start + 2] >> 4]
    return (len(content) - start) * 8 / (rate * 1000) if rate else 0.0


def _after_id3(content: bytes) -> int:
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:  # seven bits of each byte count
        size = size << 7 | byte & 0x7F
    return 10 + size


def _is_mp3_frame(head: bytes) -> bool:
    # Eleven bits of sync, a version that isn't reserved, layer III.
    return len(head) == 4 and head[0] == 0xFF and head[1] >> 5 == 7 and head[1] >> 3 & 3 != 1 and head[1] >> 1 & 3 == 1
