"""Twenty kinds of secrets and twenty pieces of what people write, each to be recognised wherever it turns up."""

import random
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

_SECRETS = {
    "password of a database's address": "postgresql://amira:{letters}@db.internal:5432/prod",
    "connection string": "Server=tcp:db.internal;User ID=sa;Password={letters};Encrypt=true",
    "password in a web address": "https://amira:{letters}@git.internal/checkout.git",
    "token in a web address": "https://ci.internal/hook?access_token={letters}",
    "AWS access key": "AKIA{upper}",
    "AWS secret key": "aws_secret_access_key = {letters}/{letters}",
    "GitHub token": "ghp_{letters}",
    "GitLab token": "glpat-{letters}",
    "Slack token": "xoxb-{digits}-{letters}",
    "Google API key": "AIza{letters}",
    "Stripe key": "sk_live_{letters}",
    "JSON web token": "eyJhbGciOiJIUzI1NiJ9.{letters}.{letters}",
    "bearer header": "Authorization: Bearer {letters}",
    "private key": "-----BEGIN PRIVATE KEY-----\n{letters}\n-----END PRIVATE KEY-----",
    "storage account key": "DefaultEndpointsProtocol=https;AccountKey={letters}==",
    "password in a sentence": "the password is {letters}, do not tell",
    "number of a card": "4{digits}",
    "bank account": "DE{digits}",
    "e-mail address": "{letters}@example.org",
    "home folder": "/home/{letters}/projects/checkout",
}
_WRITTEN = (
    "service",
    "description",
    "team",
    "owner",
    "system",
    "domain",
    "tag",
    "link",
    "title",
    "assessor",
    "note",
    "evidence",
    "evidence title",
    "evidence file",
    "reason",
    "waiver reason",
    "event",
    "organisation",
    "file",
    "folder",
)


class Seeds:
    """One sowing: secrets and texts by kind; the same number gives the same ones."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self._marks: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.written: dict[str, str] = {}
        for kind, form in _SECRETS.items():
            alphabet = {"{upper}": string.ascii_uppercase, "{digits}": string.digits}
            letters = next((some for name, some in alphabet.items() if name in form), string.ascii_lowercase)
            self._marks[kind] = mark = "".join(chance.choices(letters, k=16))
            self.secrets[kind] = form.format(letters=mark, upper=mark, digits=mark)
        for kind in _WRITTEN:
            self._marks[kind] = mark = "".join(chance.choices(string.ascii_lowercase, k=10))
            self.written[kind] = f"{mark} Nightingale"
        assert (len(self.secrets), len(self.written)) == (20, 20)

    def environment(self) -> dict[str, str]:
        """Return the secrets as an environment has them."""
        return {f"SEEDED_{number}_PASSWORD": secret for number, secret in enumerate(self.secrets.values())}

    def found_in(self, data: bytes, *, secrets_alone: bool = False) -> list[str]:
        """Return the kinds that turn up in data, as they were sown or as addresses, JSON and UTF-16 have them."""
        low = data.lower()
        return [
            kind
            for kind, mark in self._marks.items()
            if (kind in self.secrets or not secrets_alone) and any(form.lower() in low for form in _forms(mark))
        ]

    @property
    def all(self) -> str:
        """Return everything in one text."""
        return "; ".join([*self.secrets.values(), *self.written.values()])


def files_with(seeds: Seeds, folder: Path) -> Iterator[str]:
    """Yield each file below a folder that has a seed in its name or in itself, with what it has."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found = seeds.found_in(name.encode()) + (seeds.found_in(path.read_bytes()) if path.is_file() else [])
        if found:
            yield f"{name}: {', '.join(found)}"


def _forms(mark: str) -> set[bytes]:
    return {
        mark.encode(),
        quote(mark).encode(),
        mark.encode("utf-16-le"),
        mark.encode("utf-16-be"),
        mark[::-1].encode(),
    }
