"""Certificates, made once."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest


class Certificates:
    """Self-signed certificates in a folder, by the name they are for."""

    def __init__(self, folder: Path, openssl: str) -> None:
        self._folder = folder
        self._openssl = openssl

    def make(self, name: str, days: int = 2) -> Path:
        """A file with the certificate and its key; skips where openssl makes none that has expired."""
        stem = f"{name}{days}"
        key, request, both = (self._folder / f"{stem}.{end}" for end in ("key", "csr", "pem"))
        self._run("req", "-new", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                  "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
                  "-keyout", str(key), "-out", str(request))  # fmt: skip
        extensions = self._folder / f"{stem}.ext"
        extensions.write_text(f"subjectAltName=DNS:{name}\n")
        try:
            self._run("x509", "-req", "-in", str(request), "-signkey", str(key), "-days", str(days),
                      "-extfile", str(extensions), "-out", str(both))  # fmt: skip
        except subprocess.CalledProcessError:
            if days > 0:
                raise
            pytest.skip("this openssl makes no expired certificate")
        both.write_text(both.read_text() + key.read_text())
        return both

    def server(self, file: Path) -> ssl.SSLContext:
        """What a server with this certificate uses."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _run(self, *arguments: str) -> None:
        subprocess.run([self._openssl, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    return Certificates(tmp_path_factory.mktemp("certificates"), openssl)
