"""Whose word is taken for it that a server is who it says.

The standalone program brings the OpenSSL of the system that it was built on, which looks for certificates where that
one keeps them. Other systems keep theirs elsewhere.
"""

import os
import ssl
import sys
from collections.abc import Iterable
from pathlib import Path

BUNDLES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Arch
    Path("/etc/pki/tls/certs/ca-bundle.crt"),  # Fedora
    Path("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),  # newer ones of it
    Path("/etc/ssl/ca-bundle.pem"),  # openSUSE
    Path("/etc/ssl/cert.pem"),  # Alpine, macOS
)
"""Where systems keep the certificates that they trust, all in one file."""


def trusting_context(bundles: Iterable[Path] = BUNDLES, usual: ssl.DefaultVerifyPaths | None = None) -> ssl.SSLContext:
    """What checks certificates as this system would, wherever it keeps those that it trusts.

    SSL_CERT_FILE and SSL_CERT_DIR are the user's own choice: where one of them is set, nothing else is looked for.

    Args:
        bundles: the files to look for where there is nothing in the usual places; the first that can be read is taken.
        usual: the usual places; OpenSSL's own where None.
    """
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    usual = usual or ssl.get_default_verify_paths()
    chosen = any(os.environ.get(name) for name in (usual.openssl_cafile_env, usual.openssl_capath_env))
    # Windows has a store of its own, which is loaded by now.
    if sys.platform != "win32" and not chosen and not _has_any(usual):
        _load_first(context, bundles)
    return context


def _has_any(usual: ssl.DefaultVerifyPaths) -> bool:
    # Each is None where it does not exist.
    try:
        return bool(usual.cafile) or (bool(usual.capath) and any(Path(usual.capath).iterdir()))
    except OSError:
        return False


def _load_first(context: ssl.SSLContext, bundles: Iterable[Path]) -> None:
    for bundle in bundles:
        try:
            context.load_verify_locations(cafile=bundle)
        except OSError:  # not there, not readable, or no certificates
            continue
        return
