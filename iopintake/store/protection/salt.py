"""The salt of encrypted records, kept a second time: without it no passphrase opens them.

SQLCipher keeps the salt of the key in the first sixteen bytes of the file, which nothing
proves. A copy stands in a file at its side, with a check of the passphrase that takes as
long to try as the records themselves. So a damaged beginning is told from a wrong
passphrase, and mended.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

from iopintake.store.protection import disk
from iopintake.support.frozen import value

ROUNDS, SALT = 256_000, 16
"""How SQLCipher 4 makes its key of a passphrase: PBKDF2 with SHA-512, the salt first in the file."""
LABEL: Final = b" iopintake check"


@value
class SaltCopy:
    """The salt of a file of records, and what tells whether a passphrase is the one that opens it."""

    salt: bytes
    check: bytes

    @classmethod
    def of(cls, salt: bytes, passphrase: str) -> Self:
        """Return the copy for records that PASSPHRASE opens."""
        return cls(salt, _check(salt, passphrase))

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Return the copy in a file; None when there is none, or it is not as it was written."""
        try:
            kept = json.loads(path.read_bytes())
            salt, check, proof = (bytes.fromhex(kept[name]) for name in ("salt", "check", "proof"))
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return cls(salt, check) if len(salt) == SALT and proof == _proof(salt, check) else None

    def write(self, path: Path) -> None:
        """Keep the copy in a file."""
        kept = {"salt": self.salt, "check": self.check, "proof": _proof(self.salt, self.check)}
        disk.write_whole(path, json.dumps({name: value.hex() for name, value in kept.items()}).encode())

    def is_of(self, forms: Sequence[str]) -> bool:
        """Say whether one of the forms of a passphrase is the one that opened the records."""
        return any(_check(self.salt, form) == self.check for form in forms)


def key_of(passphrase: str, salt: bytes) -> bytes:
    """Return the key that SQLCipher makes of a passphrase for records with this salt."""
    return hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, ROUNDS, 32)


def salt_in(database: Path) -> bytes:
    """Return the salt that stands in a file of encrypted records."""
    with database.open("rb") as file:
        return file.read(SALT)


def put_salt(database: Path, salt: bytes) -> None:
    """Write the salt into a file of encrypted records, and nothing else."""
    disk.changes("write", database)
    with database.open("r+b") as file:
        file.write(salt)
    disk.sync(database)


def _check(salt: bytes, passphrase: str) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt + LABEL, ROUNDS, 16)


def _proof(salt: bytes, check: bytes) -> bytes:
    return hashlib.sha256(salt + check).digest()[:8]
