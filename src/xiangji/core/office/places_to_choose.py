"""Places as people write them in a table: by the whole name where it is the only one, else by the code."""

from __future__ import annotations

from collections import Counter

from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place


def place_choices() -> dict[str, str]:
    """Name or code → code, of this county and what lies above and below it; as in the forms of posts."""
    county = current_county().code
    start, end = county.range
    valid = Place.objects.filter(valid_to=None)
    ours = valid.filter(code__gte=start, code__lt=end) | valid.filter(
        code__in=[one.digits for one in county.line]
    )
    found = list(ours.order_by("code").values_list("code", "name"))
    often = Counter(name for _, name in found)
    names = {name: code for code, name in found if often[name] == 1}
    return names | {code: code for code, _ in found}


def places_say() -> str:
    return f"{current_county().name}的镇、村或者上级的全名；重名的写区划代码"
