"""Certificates: our own for a network without a public one, or one that somebody bought.

Our own is an authority (CA) that phones and PCs install once, and a leaf that it signs for the names of this
machine. The authority may sign for private networks and these names only, so that its key, should it be
stolen, opens nobody's bank.
"""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from xiangji.core.errors import Refused
from xiangji.project.county_folder import write_privately

CA_DAYS, LEAF_DAYS, RENEW_DAYS = 3650, 397, 60
PRIVATE = [
    IPv4Network(network)
    for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
]
CA_NAME, ORGANISATION = "乡集自签证书", "乡集"


@dataclass(frozen=True, slots=True)
class Pair:
    """What a server shows and signs with. `ca` is what others install; None for a bought certificate."""

    certificate: Path
    key: Path
    ca: Path | None = None

    @property
    def is_trusted_by_itself(self) -> bool:
        """A certificate that signs itself, or that we signed, must not make browsers insist on it (HSTS)."""
        leaf = read_certificate(self.certificate)
        return self.ca is None and leaf.issuer != leaf.subject

    def days_left(self, now: datetime) -> int:
        return (read_certificate(self.certificate).not_valid_after_utc - now).days


def read_certificate(file: Path) -> x509.Certificate:
    """The first in the file, which is the server's own."""
    return x509.load_pem_x509_certificate(file.read_bytes())


def self_signed(folder: Path, names: Iterable[str], *, now: datetime | None = None) -> Pair:
    """The pair in this folder; made, or made anew when it ends soon or does not name all of `names`."""
    now = now or datetime.now(UTC)
    wanted = sorted(set(names))
    pair = Pair(folder / "leaf.crt", folder / "leaf.key", folder / "ca.crt")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _may_sign(folder, wanted, now):
        _make_authority(folder, wanted, now)
        _make_leaf(folder, wanted, now)
    elif not _is_good(pair, wanted, now):
        _make_leaf(folder, wanted, now)
    return pair


def bought(certificate: Path, key: Path | None) -> Pair:
    """A certificate that somebody hands in; the key may stand in the same file. Raises Refused."""
    pair = Pair(certificate, key or certificate)
    try:
        leaf = read_certificate(certificate)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            pair.certificate, pair.key, password=_no_password
        )
    except (OSError, ValueError) as reason:
        raise Refused(
            "certificate_not_good",
            f"没有启动：证书 {certificate.name} 和钥匙 {pair.key.name} 用不了（{_why(reason)}）。"
            "应当是 PEM 文件，证书在前，钥匙不带口令，两个是一对；钥匙另放的，用 --tls-key 指明。",
        ) from None
    if leaf.not_valid_after_utc <= datetime.now(UTC):
        raise Refused(
            "certificate_is_over",
            f"没有启动：证书 {certificate.name} 在{leaf.not_valid_after_utc:%Y-%m-%d}已经到期。请换一张。",
        )
    return pair


def _no_password() -> str:
    raise ValueError("钥匙带着口令")


def _why(reason: Exception) -> str:
    if isinstance(reason, FileNotFoundError):
        return "找不到文件"
    if isinstance(reason, PermissionError):
        return "没有权限读"
    return str(reason) if str(reason).startswith("钥匙") else "不是一对能用的证书和钥匙"


def names_in(certificate: x509.Certificate) -> set[str]:
    try:
        there = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    addresses = {str(address) for address in there.get_values_for_type(x509.IPAddress)}
    return addresses | set(there.get_values_for_type(x509.DNSName))


def _is_good(pair: Pair, wanted: list[str], now: datetime) -> bool:
    try:
        leaf = read_certificate(pair.certificate)
        authority = read_certificate(pair.certificate.with_name("ca.crt"))
        leaf.verify_directly_issued_by(authority)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(pair.certificate, pair.key)
    except (OSError, ValueError, TypeError, InvalidSignature):
        return False
    return names_in(leaf) >= set(wanted) and pair.days_left(now) >= RENEW_DAYS


def _may_sign(folder: Path, wanted: list[str], now: datetime) -> bool:
    """Whether the authority stands, lasts longer than a leaf, and is allowed all these names."""
    try:
        authority = read_certificate(folder / "ca.crt")
        _load_key(folder / "ca.key")
        allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    except (OSError, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    lasts = authority.not_valid_after_utc >= now + timedelta(days=LEAF_DAYS)
    return lasts and all(_covers(allowed.permitted_subtrees or [], name) for name in wanted)


def _covers(permitted: Iterable[x509.GeneralName], name: str) -> bool:
    found = _general_name(name)
    for one in permitted:
        if isinstance(one, x509.IPAddress) and isinstance(found, x509.IPAddress):
            if isinstance(one.value, IPv4Network) and found.value in one.value:
                return True
        elif isinstance(one, x509.DNSName) and one == found:
            return True
    return False


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name.strip("[]")))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())


def _permitted(names: list[str]) -> list[x509.GeneralName]:
    networks = list(PRIVATE)
    hosts: list[x509.GeneralName] = []
    for name in names:
        found = _general_name(name)
        if isinstance(found, x509.DNSName):
            hosts.append(found)
        elif isinstance(found.value, IPv4Address) and not any(found.value in one for one in PRIVATE):
            networks.append(IPv4Network(found.value))
    return [*hosts, *(x509.IPAddress(network) for network in networks)]


def _make_authority(folder: Path, names: list[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    title = _title(f"{CA_NAME} {now:%Y-%m-%d}")
    made = (
        _begun(title, title, key.public_key(), now, days=CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(folder / "ca.key", key)
    write_privately(folder / "ca.crt", made.public_bytes(serialization.Encoding.PEM))


def _make_leaf(folder: Path, names: list[str], now: datetime) -> None:
    authority, signing = read_certificate(folder / "ca.crt"), _load_key(folder / "ca.key")
    key = ec.generate_private_key(ec.SECP256R1())
    alternatives = x509.SubjectAlternativeName([_general_name(name) for name in names])
    made = (
        _begun(_title(names[0]), authority.subject, key.public_key(), now, days=LEAF_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(alternatives, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .sign(signing, hashes.SHA256())
    )
    _write_key(folder / "leaf.key", key)
    write_privately(folder / "leaf.crt", made.public_bytes(serialization.Encoding.PEM))


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, *, days: int
) -> x509.CertificateBuilder:
    """An hour early, because the clock of a phone may be behind."""
    start = now - timedelta(hours=1)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(start).not_valid_after(start + timedelta(days=days))


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _title(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_privately(file, plain)


def _load_key(file: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file} is not a key of ours")
    return key
