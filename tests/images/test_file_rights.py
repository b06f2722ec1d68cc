"""Credit and rights are read from the file of a picture; what describes it is not."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import ExifTags, PngImagePlugin
from PIL import Image as Pillow

from images.file_rights import FileRights, file_rights
from images.intake import add_image
from images.models import Image

SECRET = "canary: the butler"


def xmp(properties: str) -> bytes:
    return f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:cc="http://creativecommons.org/ns#"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 photoshop:Headline="{SECRET}">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{SECRET}</rdf:li></rdf:Alt></dc:description>
{properties}</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


CREATORS = (
    "<dc:creator><rdf:Seq><rdf:li>Ada Lens</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>"
)
NOTICE = (
    '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 A24</rdf:li>'
    '<rdf:li xml:lang="de">andere Sprache</rdf:li></rdf:Alt></dc:rights>'
)
TERMS = (
    '<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Press only</rdf:li></rdf:Alt>'
    "</xmpRights:UsageTerms>"
)
STATEMENT = "<xmpRights:WebStatement>https://a24.example/terms</xmpRights:WebStatement>"
LICENSE = '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>'
CREDIT = "<photoshop:Credit>A24 Press</photoshop:Credit>"
OF_A_SOURCE = (
    '<xmpMM:Ingredients><rdf:Bag><rdf:li rdf:parseType="Resource"><dc:rights>© other</dc:rights>'
    "</rdf:li></rdf:Bag></xmpMM:Ingredients>"
)


def with_xmp(packet: bytes, file_format: str = "WEBP") -> bytes:
    buffer = BytesIO()
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", packet.decode())
    Pillow.new("RGB", (8, 6), "red").save(buffer, file_format, xmp=packet, pnginfo=text)
    return buffer.getvalue()


def with_exif(artist: str, notice: str) -> bytes:
    exif = Pillow.Exif()
    exif[ExifTags.Base.Artist] = artist.encode()
    exif[ExifTags.Base.Copyright] = notice.encode()
    exif[ExifTags.Base.ImageDescription] = SECRET
    buffer = BytesIO()
    Pillow.new("RGB", (8, 6), "red").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def with_iptc(*records: tuple[int, bytes]) -> bytes:
    """A JPEG with these datasets of IPTC-IIM's record 2."""
    datasets = b"".join(
        b"\x1c\x02" + bytes([number]) + len(value).to_bytes(2) + value for number, value in records
    )
    resource = b"8BIM\x04\x04\0\0" + len(datasets).to_bytes(4) + datasets
    segment = b"Photoshop 3.0\0" + resource + b"\0" * (len(resource) % 2)
    buffer = BytesIO()
    Pillow.new("RGB", (8, 6), "red").save(buffer, "JPEG")
    data = buffer.getvalue()
    return data[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2) + segment + data[2:]


def read(data: bytes) -> FileRights:
    with Pillow.open(BytesIO(data)) as image:
        image.load()
        return file_rights(image)


class TestFileRights:
    @pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_are_read_from_xmp(self, file_format: str) -> None:
        packet = xmp(CREATORS + CREDIT + NOTICE + TERMS + STATEMENT + LICENSE + OF_A_SOURCE)
        assert read(with_xmp(packet, file_format)) == FileRights(
            credit="Ada Lens, Bo / A24 Press",
            rights="© 2026 A24 · Press only",
            license_url="https://creativecommons.org/licenses/by/4.0/",
        )

    def test_are_read_from_iptc(self) -> None:
        data = with_iptc(
            (80, "Zoë Lens".encode()),
            (110, b"Zo\xeb Lens / A24"),
            (116, "© 2026\nA24".encode()),
            (120, SECRET.encode()),
        )
        assert read(data) == FileRights("Zoë Lens / A24", "© 2026 A24")

    def test_are_read_from_exif(self) -> None:
        data = with_exif("Zoë\u200b Lens", "© P\0© E")
        assert read(data) == FileRights("Zoë Lens", "© P, © E")

    @pytest.mark.parametrize(
        ("data", "rights"),
        [
            (lambda: with_xmp(xmp("")), FileRights()),
            (lambda: with_xmp(b"<no xml"), FileRights()),
            (lambda: with_xmp(b"<nothing/>"), FileRights()),
            (lambda: with_xmp(b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xmp(CREDIT)[54:]), FileRights()),
            (lambda: with_xmp(xmp(CREDIT + "<!--" + "x" * 1_000_000 + "-->")), FileRights()),
            (lambda: with_xmp(xmp(CREDIT.replace("A24", "x" * 250) + CREATORS)), "Ada Lens, Bo"),
            (lambda: with_xmp(xmp(CREDIT.replace("A24", "x" * 250))), FileRights()),
            (lambda: with_xmp(xmp(STATEMENT.replace("https:", "javascript:"))), FileRights()),
            (lambda: with_xmp(xmp(STATEMENT.replace("a24.example", "[::"))), FileRights()),
            (lambda: with_iptc((80, b"")), FileRights()),
        ],
    )
    def test_that_cannot_be_used_are_left_out(
        self, data: Callable[[], bytes], rights: FileRights | str
    ) -> None:
        expected = FileRights(rights) if isinstance(rights, str) else rights
        assert read(data()) == expected


@pytest.mark.django_db
class TestLibrary:
    def test_takes_the_rights_of_a_file_and_keeps_the_credit_that_was_typed(self) -> None:
        data = with_exif("Ada Lens", "© 2026 Ada Lens")
        image = add_image(name="duel.jpg", data=data, alt="A duel", credit="Studio")
        assert (image.credit, image.rights) == ("Studio", "© 2026 Ada Lens")

    def test_does_not_take_a_text_that_it_would_refuse_from_an_editor(self) -> None:
        data = with_exif("||the butler||", "© 2026 Ada Lens")
        add_image(name="duel.jpg", data=data, alt="A duel")
        assert Image.objects.values_list("credit", "rights").get() == ("", "© 2026 Ada Lens")
