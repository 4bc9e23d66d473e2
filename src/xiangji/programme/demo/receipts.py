"""A page of PDF for the demo's evidence. It says on its face that it is no real paper."""

from __future__ import annotations

LINES = ("XIANGJI DEMO - SYNTHETIC PAPER, NOT A REAL RECEIPT",)


def receipt(title: str, about: str) -> bytes:
    """`title` and `about` in ASCII: the page needs no font of its own."""
    shown = [*LINES, title, about]
    drawn = " ".join(f"BT /F1 14 Tf 60 {720 - 40 * at} Td ({line}) Tj ET" for at, line in enumerate(shown))
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        f"{body}{end}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    )
