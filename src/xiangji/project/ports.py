"""Whether a port of this machine can be had, before anything is built or started."""

import socket

from xiangji.core.errors import Refused

LOCAL = "127.0.0.1"


def refuse_a_taken_port(port: int, *, host: str = LOCAL, command: str = "demo") -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            raise Refused(
                "port_is_reserved", f"没有启动：端口 {port} 只有系统管理员能用。请换一个：--port 8000。"
            ) from None
        except socket.gaierror:
            raise Refused(
                "no_such_host", f"没有启动：--host 的值是“{host}”，应当是这台机器的一个地址。"
            ) from None
        except OSError as reason:
            raise _taken(port, host, command, reason) from None


def _taken(port: int, host: str, command: str, reason: OSError) -> Refused:
    if reason.errno == 99:  # EADDRNOTAVAIL
        return Refused("host_is_not_ours", f"没有启动：这台机器没有地址 {host}。请改 --host，例如 0.0.0.0。")
    other = port + 1 if port < 65535 else 8000
    sentence = f"没有启动：端口 {port} 已经被别的程序占用。请换一个，例如 ./xj {command} --port {other}。"
    return Refused("port_is_taken", sentence)
