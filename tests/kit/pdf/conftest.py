from collections.abc import Callable

import pypdfium2
import pytest

from kit.pdf import Paragraph, render

LETTER = (
    "ด้วยเทศบาลตำบลหนองน้ำแดงได้รับเรื่องร้องเรียนเกี่ยวกับไฟฟ้าสาธารณะดับหลายดวงบริเวณถนนสายหลัก "
    "ที่ ญู ฎุ ฟื้น ปั๊มน้ำ ผู้ใหญ่บ้านหมู่ที่ ๓ แจ้งว่าเกิดเหตุตั้งแต่วันที่ ๒๐ พฤศจิกายน ๒๕๖๙ "
    "(RQ-2569-000123) การประมาณ พ.ศ. และกรรมการๆ ทั้งหลาย "
)


def texts(data: bytes) -> list[str]:
    """The text of each page without its foot, as a browser's reader takes it out."""
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded().split("\r\n", 1)[1] for page in document]


def compact(text: str) -> str:
    """`text` without white space, which a reader puts at the ends of lines."""
    return "".join(text.split())


@pytest.fixture
def written() -> Callable[[str], str]:
    """What a reader takes out of a document that holds one paragraph."""

    def write(text: str) -> str:
        data = render([Paragraph(text)], title="หนังสือ", author="เทศบาลตำบลเหนือ", footer="ท้ายหน้า")
        return "".join(texts(data))

    return write
