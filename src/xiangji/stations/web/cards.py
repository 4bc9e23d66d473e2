"""What the network shows on the home page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from xiangji.core.places.county import current_county
from xiangji.core.ui.cards import card
from xiangji.stations import queries


@card(slot="search", order=10)
def find_a_place(_request: HttpRequest) -> SafeString:
    return render_to_string("stations/_search.html", {"words": ""})


@card(slot="doors", order=30)
def door(_request: HttpRequest) -> SafeString:
    return render_to_string("stations/_door.html")


@card(slot="main", order=40)
def tiles(_request: HttpRequest) -> SafeString | None:
    drawn = queries.network(current_county().code)
    if not drawn.tiles:
        return None
    return render_to_string("stations/_card.html", {"network": drawn, "county": current_county()})
