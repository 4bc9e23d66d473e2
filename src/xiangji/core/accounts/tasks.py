from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from xiangji.core.accounts.models import WrongTries
from xiangji.core.accounts.rules.slowdown import FORGOTTEN_AFTER
from xiangji.core.events import every


@every("03:10")
def forget_what_is_over() -> None:
    """Wrong log-ins of yesterday, and log-ins whose time is over."""
    WrongTries.objects.filter(last_at__lte=timezone.now() - FORGOTTEN_AFTER).delete()
    SessionStore.clear_expired()
