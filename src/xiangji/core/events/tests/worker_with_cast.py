"""A worker that also knows the cast of the tests; it is run as a module."""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from xiangji.core.events.tests import cast

    cast.listen()
    call_command("worker")
