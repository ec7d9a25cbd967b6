"""Keys made by gpg itself, for the tests to read: each is called after what is special about it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ADDRESS = "cert@example.org"
OWNER = f"EXAMPLE-CERT <{ADDRESS}>"
LONG_AGO = "20200101T000000"


@dataclass
class Ring:
    """A GNUPGHOME with secret keys, used through plain gpg; `fingerprints` by name."""

    home: Path
    fingerprints: dict[str, str] = field(default_factory=dict)

    def gpg(self, *arguments: str, given: bytes = b"", at: str = "") -> bytes:
        then = ["--faked-system-time", at] if at else []
        command = [
            "gpg",
            "--homedir",
            str(self.home),
            "--batch",
            "--no-tty",
            "--yes",
            "--quiet",
            "--passphrase",
            "",
            *then,
        ]
        done = subprocess.run(
            [*command, *arguments], input=given, capture_output=True, timeout=120, check=True
        )
        return done.stdout

    def make(
        self,
        name: str,
        *algorithm: str,
        owner: str = OWNER,
        end: str = "never",
        at: str = "",
        sha1: bool = False,
    ) -> str:
        """A primary key that signs and, with a second algorithm, a subkey for encryption."""
        weak = ["--cert-digest-algo", "SHA1"] if sha1 else []
        options = [*weak, "--pinentry-mode", "loopback", "--status-fd", "1"]
        said = self.gpg(*options, "--quick-gen-key", owner, algorithm[0], "sign,cert", end, at=at)
        made = next(line for line in said.decode().split("\n") if "KEY_CREATED" in line)
        self.fingerprints[name] = made.split()[-1]
        if len(algorithm) > 1:
            fingerprint = self.fingerprints[name]
            self.gpg(
                *weak,
                "--pinentry-mode",
                "loopback",
                "--quick-add-key",
                fingerprint,
                algorithm[1],
                "encr",
                end,
                at=at,
            )
        return self.fingerprints[name]

    def public(self, name: str, *, armored: bool = True) -> bytes:
        return self.gpg(*(["--armor"] if armored else []), "--export", self.fingerprints[name])

    def secret(self, name: str, *options: str) -> bytes:
        return self.gpg(
            *options, "--pinentry-mode", "loopback", "--export-secret-keys", self.fingerprints[name]
        )

    def sign(self, name: str, data: bytes, *how: str, at: str = "") -> bytes:
        """A detached signature, or with `--clear-sign` a signed text."""
        how = how or ("--armor", "--detach-sign")
        return self.gpg("--local-user", f"{self.fingerprints[name]}!", *how, given=data, at=at)

    def revocation(self, name: str, reason: int, words: str) -> bytes:
        """A revocation certificate: 1 compromised, 2 superseded, 3 no longer used, as gpg's dialogue numbers them."""
        command = ["gpg", "--homedir", str(self.home), "--no-tty", "--yes", "--quiet", "--command-fd", "0"]
        said = f"{words}\n" if words else ""
        answers = f"y\n{reason}\n{said}\ny\n".encode()
        asked = [
            *command,
            "--pinentry-mode",
            "loopback",
            "--passphrase",
            "",
            "--gen-revoke",
            self.fingerprints[name],
        ]
        return subprocess.run(asked, input=answers, capture_output=True, timeout=60, check=True).stdout


def fill(ring: Ring) -> None:
    """Every kind of key that gpg can make and a team may have."""
    ring.make("valid", "ed25519", "cv25519", end="2y")
    ring.make("other", "ed25519", "cv25519", owner="Charlie <charlie@example.net>")
    ring.make("rsa2048", "rsa2048", "rsa2048")
    ring.make("rsa1024", "rsa1024", "rsa1024")
    ring.make("dsa", "dsa1024")
    ring.make("nist", "nistp256", "nistp384")
    ring.make("sha1", "ed25519", "cv25519", sha1=True)
    ring.make("sign-only", "ed25519")
    ring.make("soon", "ed25519", "cv25519", end="20d")
    ring.make("expired", "ed25519", "cv25519", end="1y", at=LONG_AGO)
    ring.make("subkey-expired", "ed25519", at=LONG_AGO)
    ring.gpg(
        "--pinentry-mode",
        "loopback",
        "--quick-add-key",
        ring.fingerprints["subkey-expired"],
        "cv25519",
        "encr",
        "1y",
        at=LONG_AGO,
    )
    ring.make("revoked", "ed25519", "cv25519")
    ring.make("superseded", "ed25519", "cv25519")
    ring.make("several", "ed25519", "cv25519")
    several = ring.fingerprints["several"]
    for owner in ("EXAMPLE-CERT <info@example.org>", "Bob <bob@example.net>", "Just a name"):
        ring.gpg("--pinentry-mode", "loopback", "--quick-add-uid", several, owner)
    ring.gpg("--pinentry-mode", "loopback", "--quick-revoke-uid", several, "Bob <bob@example.net>")
    ring.make("signed-by-others", "ed25519", "cv25519")
    ring.gpg(
        "--pinentry-mode",
        "loopback",
        "--default-key",
        ring.fingerprints["other"],
        "--quick-sign-key",
        ring.fingerprints["signed-by-others"],
    )
