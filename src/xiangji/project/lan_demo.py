"""./xj demo --lan: the demo for phones on the same network, with a certificate and the steps to trust it."""

from collections.abc import Iterator
from io import StringIO

import segno

from xiangji.core.errors import Refused
from xiangji.project import lan, settings, tls
from xiangji.project.listening import Listening, names_of

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what --lan asks for
FOLDER = "tls"


def listening(port: int) -> Listening:
    """The plain door is the next port. The certificate outlives a demo that is built again."""
    if not lan.addresses():
        raise Refused(
            "no_network",
            "没有启动：这台机器没有连着局域网，手机连不上。请先连上网络，或者不加 --lan。",
        )
    pair = tls.self_signed(settings.VAR / "demo" / FOLDER, names_of(EVERYWHERE, ""))
    return Listening(EVERYWHERE, port, pair, port + 1 if port < 65535 else port - 1)


def steps(where: Listening) -> Iterator[str]:
    """For the terminal: the code, and what a person does with the phone."""
    door = f"http://{where.seen_from_the_network()}:{where.plain_port}/"
    yield code(door)
    yield f"手机三步：一、连上和这台电脑同一个网络，扫上面的码，或者打开 {door} 。"
    yield "二、在打开的页面里存下证书，照页面上写的装好（不装也能看网页，扫码和离线要装了才能用）。"
    yield f"三、回到那个页面，打开 {where.address()} 。"
    yield "打不开：看手机是不是连着同一个网络，这台电脑的防火墙放没放行这两个端口。"


def code(text: str) -> str:
    drawn = StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()
