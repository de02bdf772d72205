"""Pages from `templates/web`, in the reader's language: the same sandbox and catalogues as the mails have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from fastapi.responses import HTMLResponse

from mailbot.directory.snapshot import Directory
from mailbot.outbound.composing import environment
from mailbot.resources import TEMPLATES
from mailbot.wiring import Wiring
from mailbot.wording import Wording, Wordings

FOLDER = TEMPLATES / "web"
_MOST_LANGUAGES = 10


@dataclass(frozen=True)
class Pages:
    """Renders for one site."""

    wiring: Wiring
    wordings: Wordings

    @classmethod
    def of(cls, wiring: Wiring) -> Pages:
        return cls(wiring, Wordings(wiring.settings.translations.folder))

    def page(
        self,
        name: str,
        say: Wording,
        directory: Directory,
        *,
        status: int = 200,
        root: str = "../",
        **facts: Any,
    ) -> HTMLResponse:
        """`templates/web/<name>.html` with the facts. ``root`` leads from the page to the site's beginning,
        which a proxy may have put below a path."""
        identity = self.wiring.settings.identity
        template = environment(FOLDER, say).get_template(f"{name}.html")
        text = template.render(
            programme=directory.programme, address=identity.address, site=identity.name, root=root, **facts
        )
        return HTMLResponse(text, status, headers={"Content-Language": say.language})

    def wording(self, accepted: str, directory: Directory) -> Wording:
        """The first language of an Accept-Language header (RFC 9110 section 12.5.4) that there is."""
        return self.wordings.of(*_in_order(accepted), *directory.programme.languages[:1])


def _in_order(accepted: str) -> list[str]:
    """Languages by their weight, those of one weight in the header's order."""
    found: list[tuple[float, str]] = []
    for part in accepted[:500].split(",")[:_MOST_LANGUAGES]:
        match = re.fullmatch(r"\s*([A-Za-z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", part)
        if match and float(match[2] or 1) > 0:
            found.append((-float(match[2] or 1), match[1].lower()))
    return [language for _, language in sorted(found, key=lambda each: each[0])]
