"""Where something came from, for counting: the network of a day, hashed; nobody can go back from it."""

from datetime import date

from django.utils.crypto import salted_hmac


def lane_of(salt: str, network: str, today: date) -> str:
    return salted_hmac(salt, f"{today.isoformat()} {network}", algorithm="sha256").hexdigest()
