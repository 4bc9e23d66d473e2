"""What the network shows on the home page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from xiangji.core.places.county import current_county
from xiangji.core.ui.cards import card, once_a_page
from xiangji.stations import queries


@once_a_page
def network(_request: HttpRequest) -> queries.Network:
    return queries.network(current_county().code)


@card(slot="search", order=10)
def find_a_place(_request: HttpRequest) -> SafeString:
    return render_to_string("stations/_search.html", {"words": ""})


@card(slot="doors", order=30)
def door(_request: HttpRequest) -> SafeString:
    return render_to_string("stations/_door.html")


@card(slot="figures", order=30)
def units(request: HttpRequest) -> SafeString | None:
    drawn = network(request)
    if not drawn.tiles:
        return None
    return render_to_string("stations/_units.html", {"network": drawn, "county": current_county()})


@card(slot="main", order=40)
def tiles(request: HttpRequest) -> SafeString | None:
    drawn = network(request)
    if not drawn.tiles:
        return None
    return render_to_string("stations/_card.html", {"network": drawn})
