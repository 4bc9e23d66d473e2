"""What a list, a paper, a sheet and a search of the workbench cost among many rows.

Run by benchmarks/office.py as a module, on a scratch folder (XIANGJI_VAR); prints JSON and asserts nothing.
"""

import json
import os
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

PEOPLE = 20_000
NAMES = 50_000
SHORT = 2_000
ROUNDS = 40
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "春兰秋菊梅荷竹松山河江海明亮平安康宁福寿"


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangji.project.settings")
    os.environ["XIANGJI_TOTP"] = "no"
    Path(os.environ["XIANGJI_VAR"]).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill() -> "Client":
    """A county whose administrator looks at 20,000 people in posts; a further 30,000 names are searched."""
    from django.test import Client
    from django.utils import timezone

    from xiangji.core.accounts.models import Organisation, Post, User
    from xiangji.core.accounts.rules.kinds import PostKind
    from xiangji.core.places.models import Place

    now = timezone.now()
    Place.objects.create(code="37", name="示例省", level="province", kind="province")
    Place.objects.create(code="3704", name="示例地级市", level="city", kind="city", parent_id="37")
    Place.objects.create(code="370481", name="示例市", level="county", kind="county", parent_id="3704")
    unit = Organisation.objects.create(
        name="示例·大数据中心", kind="office", place_id="370481", opened_at=now
    )
    people = User.objects.bulk_create(
        User(username=f"person-{number}", name=name_of(number), password="!", password_changed_at=now)  # noqa: S106
        for number in range(NAMES)
    )
    Post.objects.bulk_create(
        Post(person=person, kind=kind, organisation=unit, place_id="370481", since=now.date(), given_at=now)
        for number, person in enumerate(people[:PEOPLE])
        for kind in [PostKind.SYSTEM_ADMIN if number == 0 else PostKind.KEEPER]
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(people[0])
    return client


def name_of(number: int) -> str:
    one, two, three = number % 20, number // 20 % 20, number // 400 % 20
    return f"示例·{SURNAMES[one]}{GIVEN[two]}{GIVEN[three]}{number // 8000 or ''}"


@contextmanager
def counted() -> Iterator[list[str]]:
    from django.db import connection

    said: list[str] = []

    def count(execute: Callable[..., object], sql: str, *others: object) -> object:
        said.append(sql)
        return execute(sql, *others)

    with connection.execute_wrapper(count):
        yield said


def cost(client: "Client", address: str, **headers: str) -> dict[str, float]:
    """CPU of one answer, after a warm-up, and its queries."""
    for _ in range(5):
        answer = client.get(address, headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    started = time.process_time()
    for _ in range(ROUNDS):
        client.get(address, headers=headers)
    spent = (time.process_time() - started) * 1000 / ROUNDS
    with counted() as queries:
        client.get(address, headers=headers)
    return {
        "cpu_ms": spent,
        "queries": len(queries),
        "posts_queries": sum("accounts_post" in one for one in queries),
    }


def sheet(client: "Client", address: str) -> dict[str, float]:
    started, cpu = time.perf_counter(), time.process_time()
    size = len(client.get(address).getvalue())
    return {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - cpu,
        "bytes": size,
    }


def peak(client: "Client", address: str) -> float:
    """Kilobytes that the answer needed at most, without keeping it."""
    tracemalloc.start()
    answer: Any = client.get(address)
    for _ in answer.streaming_content:
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found / 1000


def permission_queries() -> int:
    """What asking may and permit twenty times costs in one request."""
    from xiangji.core.accounts.models import User
    from xiangji.core.accounts.permitting import may

    person = User.objects.get(username="person-0")
    person.kept_posts = {}
    with counted() as queries:
        for _ in range(20):
            may(person, "accounts.read_staff")
    return len(queries)


def measure() -> dict[str, object]:
    prepare()
    client = fill()
    from xiangji.core.accounts.models import Post

    paper = Post.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return {
        "list": cost(client, "/office/posts/?chip=all"),
        "last_page": cost(client, "/office/posts/?chip=all&page=400"),
        "paper": cost(client, f"/office/posts/{paper}/", **{"HX-Request": "true", "HX-Target": "detail"}),
        "whole_paper": cost(client, f"/office/posts/{paper}/?chip=all"),
        "search": cost(client, "/office/search/?q=春兰"),
        "search_in_vain": cost(client, "/office/search/?q=没有"),
        "sheet": sheet(client, "/office/posts/export/?chip=all"),
        "peak_kb_short": peak(client, "/office/posts/export/?chip=all&q=春兰"),
        "peak_kb": peak(client, "/office/posts/export/?chip=all"),
        "permission_queries": permission_queries(),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
