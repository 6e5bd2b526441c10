"""Fonts whose glyphs are placed by HarfBuzz and remember which text they stand for."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, ShapeData, ShapedStr, TTFont

from kit.fonts import font_file

REGULAR, BOLD = "Sarabun", "Sarabun-Bold"
FILES = {REGULAR: "Sarabun-Regular.ttf", BOLD: "Sarabun-Bold.ttf"}

_SARA_AM = "\u0e33"
_FIRST_OWN_CODE = 0xE000
_WORDS_KEPT = 20_000
_CMAP_SECTION = 100
"""The most entries a section of a character map may hold (Adobe Technical Note 5411)."""

_lock = threading.Lock()


@dataclass(frozen=True)
class Shaped:
    """A text as glyphs; `width` in thousandths of the font size."""

    codes: str
    places: tuple[Any, ...]
    width: float


@dataclass(frozen=True)
class _Glyph:
    index: int
    cluster: int
    place: tuple[int, int, int, int]


class ThaiFont(TTFont):
    """A TrueType font that shapes Thai.

    Each pair of a glyph and the text it stands for has a code of its own, so that the document's character map gives
    back what was written: a stock TTFont gives substituted glyphs codes that mean nothing.
    """

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path))
        self._texts: dict[int, str] = {}
        self._codes: dict[tuple[int, str], int] = {}
        self._next = _FIRST_OWN_CODE
        self._codes_lock = threading.Lock()
        self._file_lock = threading.Lock()
        self._hb = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes())))
        self.shape = lru_cache(_WORDS_KEPT)(self._shape)

    def _shape(self, text: str) -> Shaped:
        """The glyphs of `text`, for any size."""
        codes, places = [], []
        for cluster, letters in _clusters(self._glyphs(text), text):
            for glyph, stands_for in self._with_texts(cluster, letters):
                code = self._code(glyph, stands_for)
                scaled = [self.pdfScale(value) for value in glyph.place]
                codes.append(chr(code))
                places.append(ShapeData(glyph.cluster, *scaled, self.face.charWidths[code]))
        return Shaped("".join(codes), tuple(places), sum(place.x_advance for place in places))

    def _glyphs(self, text: str) -> list[_Glyph]:
        buffer = uharfbuzz.Buffer()
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._hb, buffer, {"kern": True, "liga": True})
        return [
            _Glyph(info.codepoint, info.cluster, (at.x_advance, at.y_advance, at.x_offset, at.y_offset))
            for info, at in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True)
        ]

    def _with_texts(self, glyphs: list[_Glyph], letters: str) -> Iterator[tuple[_Glyph, str]]:
        """Each glyph of a cluster with the letters it stands for; sara am stays one glyph and one letter."""
        own = self.face.charToGlyph.get(ord(_SARA_AM))
        if letters == _SARA_AM and len(glyphs) > 1 and own is not None:
            advance = sum(glyph.place[0] for glyph in glyphs)
            glyphs = [_Glyph(own, glyphs[0].cluster, (advance, 0, 0, 0))]
        shares = [*[""] * (len(glyphs) - len(letters)), *letters]
        last = len(glyphs) - 1
        return zip(glyphs, [*shares[:last], "".join(shares[last:])], strict=True)

    def _code(self, glyph: _Glyph, text: str) -> int:
        """The code of a glyph that stands for `text`: the letter itself where that is its plain glyph."""
        face = self.face
        if len(text) == 1 and face.charToGlyph.get(ord(text)) == glyph.index:
            return ord(text)
        key = (glyph.index, text)
        with self._codes_lock:
            if key not in self._codes:
                while self._next in face.charToGlyph:
                    self._next += 1
                code = self._next
                face.charWidths[code] = face.hmetrics[glyph.index][0]
                face.glyphToChar.setdefault(glyph.index, []).append(code)
                face.charToGlyph[code] = glyph.index
                self._texts[code] = text
                self._codes[key] = code
            return self._codes[key]

    def addObjects(self, doc: Any) -> None:  # ReportLab's name
        """Write the subsets used in `doc`, as TTFont does, with a character map that knows our codes."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            base = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("pdfdoc")
            cmap = pdfdoc.PDFStream()
            cmap.content = self._character_map(base, subset)
            cmap.filters = [pdfdoc.PDFZCompress] if doc.compression else []
            font = pdfdoc.PDFTrueTypeFont()
            font.Name, font.BaseFont = name, base
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in subset])
            font.ToUnicode = doc.Reference(cmap, f"toUnicodeCMap:{base}")
            with self._file_lock:  # ReportLab reads the file through one position that all documents share
                font.FontDescriptor = self.face.addSubsetObjects(doc, base, subset)
            doc.Reference(font, name)
            doc.idToObject["BasicFonts"].dict[name] = font
        del self.state[doc]

    def _character_map(self, name: str, subset: list[int]) -> str:
        lines = [f"<{place:02X}> <{self._hex(code)}>" for place, code in enumerate(subset)]
        sections = [lines[at : at + _CMAP_SECTION] for at in range(0, len(lines), _CMAP_SECTION)]
        body = "\n".join("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]) for part in sections)
        return _CMAP % {"name": name, "last": f"{len(subset) - 1:02X}", "body": body}

    def _hex(self, code: int) -> str:
        text = self._texts.get(code, chr(code))
        return text.encode("utf-16-be").hex().upper()


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (%(name)s)
/Ordering (%(name)s)
/Supplement 0
>> def
/CMapName /%(name)s def
/CMapType 2 def
1 begincodespacerange
<00> <%(last)s>
endcodespacerange
%(body)s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _clusters(glyphs: list[_Glyph], text: str) -> Iterator[tuple[list[_Glyph], str]]:
    """The glyphs by the letters they come from."""
    starts = sorted({glyph.cluster for glyph in glyphs})
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield [glyph for glyph in glyphs if glyph.cluster == start], text[start:end]


def font(name: str) -> ThaiFont:
    """The font of this name, read and registered with ReportLab once.

    Raises:
        kit.fonts.FontsMissing: its file is not where `use_fonts` said, or nobody said.
    """
    with _lock:
        if name not in pdfmetrics._fonts:  # noqa: SLF001  # getFont would warn and look on the disk
            pdfmetrics.registerFont(ThaiFont(name, font_file(FILES[name])))
    found: ThaiFont = pdfmetrics.getFont(name)
    return found


def joined(pieces: list[Shaped]) -> ShapedStr:
    """Words as one run, for ReportLab's text objects."""
    return ShapedStr("".join(piece.codes for piece in pieces), [place for piece in pieces for place in piece.places])
