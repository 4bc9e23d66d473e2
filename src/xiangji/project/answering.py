"""Whether our web server answers, asked from this machine.

As a program it is the health check of a container: PORT, and --tls where there is a certificate.
"""

import http.client
import ssl
import sys

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - the names of everywhere, not a listener


def answers(host: str, port: int, *, tls: bool) -> bool:
    """Over TLS, whatever the certificate says: it names this machine as others call it."""
    where = EVERYWHERE.get(host, host)
    asking = _connection(where, port, tls=tls)
    try:
        asking.request("GET", "/healthz", headers={"Host": "localhost"})
        return asking.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def _connection(host: str, port: int, *, tls: bool) -> http.client.HTTPConnection:
    if not tls:
        return http.client.HTTPConnection(host, port, timeout=2)
    unasked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unasked.check_hostname, unasked.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection(host, port, timeout=2, context=unasked)


if __name__ == "__main__":
    sys.exit(0 if answers("127.0.0.1", int(sys.argv[1]), tls="--tls" in sys.argv) else 1)
