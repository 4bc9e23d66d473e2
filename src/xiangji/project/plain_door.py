"""The door without TLS beside the one with it: sends everybody on, and hands out our own authority.

A phone that does not yet trust us reads here, in plain words, what to do. Nothing else is answered.
"""

import argparse
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from xiangji.project.children import die_with_parent

SECONDS_FOR_A_REQUEST = 10
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>乡集：先装证书</title></head><body>
<h1>先装证书，再打开乡集</h1>
<ol>
<li>点这里把证书存下来：<a href="/ca.crt">乡集自签证书</a>。</li>
<li>装上它。<br>安卓：设置里搜“CA 证书”，选刚存的文件。<br>
苹果：设置里点“已下载描述文件”安装；再到“通用、关于本机、证书信任设置”里打开它。<br>
电脑：双击文件，装到“受信任的根证书颁发机构”。</li>
<li>回到这里，打开 <a href="{address}">{address}</a>。</li>
</ol>
<p>证书只对本单位的网络有效。不装也能看网页，浏览器会拦一下；扫码、离线要装了才能用。</p>
</body></html>
"""


class Door(BaseHTTPRequestHandler):
    """Answers GET and HEAD; the rest is told to use the other door, so that no form travels in the clear."""

    to: ClassVar[int]
    ca: ClassVar[Path | None]
    hosts: ClassVar[frozenset[str]]
    timeout = SECONDS_FOR_A_REQUEST
    server_version, sys_version = "xiangji", ""

    def do_GET(self) -> None:
        address = self._address()
        if not address:
            self._say(400, "text/plain", "没有打开：这台机器不认识这个网址。")
        elif self.ca and self.path == "/ca.crt":
            self._say(200, "application/x-x509-ca-cert", self.ca.read_text(encoding="ascii"))
        elif self.ca and self.path == "/":
            self._say(200, "text/html", PAGE.format(address=address))
        else:
            self._send_on(address)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self._say(403, "text/plain", "没有收：这里不加密。请从 https 开头的网址进来再填。")

    def _address(self) -> str:
        """Only to names that are ours: a page elsewhere must not lead people through us to a third place."""
        host = (self.headers.get("Host") or "").rpartition("@")[2].lower()
        name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
        return f"https://{name}:{self.to}/" if name in self.hosts else ""

    def _send_on(self, address: str) -> None:
        path = self.path if self.path.startswith("/") and self.path.isascii() else "/"
        self.send_response(308)
        self.send_header("Location", address + path.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Who came here is nobody's business."""


def main(words: list[str]) -> None:
    if os.environ.get("XIANGJI_SUPERVISED"):
        die_with_parent()
    parser = argparse.ArgumentParser("plain_door")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--to", type=int, required=True)
    parser.add_argument("--ca", type=Path)
    given = parser.parse_args(words)
    Door.to, Door.ca = given.to, given.ca
    Door.hosts = frozenset(os.environ.get("XIANGJI_ALLOWED_HOSTS", "").lower().split(","))
    with ThreadingHTTPServer((given.host, given.port), Door) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
