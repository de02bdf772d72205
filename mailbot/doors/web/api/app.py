"""`/api/v1/...`: all that everybody may read, as JSON; described by `/api/v1/openapi.json` (OpenAPI 3.1).

Records have the form of the programme file (contract, section 1); of contacts what they agreed to publish.
Every answer has an ETag and may be read by any page (CORS), for nothing here is secret and nothing can be
changed. Lists are whole: a programme has some hundred records, and no paging.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response

from mailbot import __version__
from mailbot.directory.consensus import assess_all, committee_of
from mailbot.directory.diary import concerning, diary
from mailbot.directory.records import (
    Action,
    Committee,
    Contact,
    Document,
    Meeting,
    Organization,
    Position,
    PositionStatus,
    Programme,
    Record,
    Role,
    Text,
    View,
)
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.api import problems
from mailbot.doors.web.api.models import CalendarEntry, Call, Consensus, SentPaper
from mailbot.doors.web.public.library import sent_papers
from mailbot.doors.web.public.shown import shown
from mailbot.doors.web.site import Site
from mailbot.doors.web.tags import etag, has_tag

Code = Annotated[str | None, Query(max_length=60)]
Found = TypeVar("Found", bound=Record)
_ERRORS = {
    404: "There is no such record", 422: "A parameter is not understood", 503: "Not available at the moment",
}  # fmt: skip
_RESPONSES: dict[int | str, dict[str, Any]] = {
    304: {"description": "You have it already (If-None-Match)"},
    **{
        status: {"model": problems.Problem, "content": {problems.MEDIA_TYPE: {}}, "description": description}
        for status, description in _ERRORS.items()
    },
}


def create_api(site: Site) -> FastAPI:
    """The API of this site, to be mounted at `/api/v1`."""
    app = FastAPI(
        title="mailbot", version=__version__, docs_url=None, redoc_url=None, responses=_RESPONSES,
        summary="What the preparation of a world conference knows in common.",
    )  # fmt: skip
    problems.install(app)
    everything = Depends(_reader(site))
    _directory(app, everything)
    _table(app, everything)
    _calendar(app, everything)
    _papers(app, site, everything)
    return app


def _reader(site: Site) -> Any:
    def read(request: Request, response: Response) -> Directory:
        public = shown(site)
        with site.wiring.store.read() as session:
            papers = [paper.id for paper in sent_papers(session)]
        headers = {
            "ETag": etag(__version__, public.version, papers, str(request.url)),
            "Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }  # fmt: skip
        if has_tag(request.headers.get("if-none-match", ""), headers["ETag"]):
            raise problems.NotModified(headers)
        response.headers.update(headers)
        return public.directory

    return read


def _one(directory: Directory, kind: str, key: str) -> Any:
    found = directory.get(kind, key)
    if found is None:
        raise HTTPException(404, f"there is no {kind} of this id")
    return found


def _those(records: tuple[Found, ...], **wanted: str | None) -> list[Found]:
    """The records with these values; None asks for nothing."""
    asked = {name: value for name, value in wanted.items() if value is not None}
    return [each for each in records if all(getattr(each, name) == value for name, value in asked.items())]


def _directory(app: FastAPI, everything: Any) -> None:
    @app.get("/programme")
    def programme(directory: Directory = everything) -> Programme:
        """The preparation process."""
        return directory.programme

    @app.get("/committees")
    def committees(directory: Directory = everything) -> list[Committee]:
        """The Committees of the conference."""
        return list(directory.committees)

    @app.get("/organizations")
    def organizations(directory: Directory = everything) -> list[Organization]:
        """The regional organizations."""
        return list(directory.organizations)

    @app.get("/contacts")
    def contacts(
        organization: Code = None,
        committee: Code = None,
        role: Role | None = None,
        directory: Directory = everything,
    ) -> list[Contact]:
        """The contact sheet: what the contacts agreed to publish."""
        return _those(directory.contacts, organization=organization, committee=committee, role=role)

    @app.get("/contacts/{key}")
    def contact(key: str, directory: Directory = everything) -> Contact:
        """One contact."""
        found: Contact = _one(directory, "contact", key)
        return found

    @app.get("/documents")
    def documents(directory: Directory = everything) -> list[Document]:
        """Reports and documents."""
        return list(directory.documents)


def _table(app: FastAPI, everything: Any) -> None:
    @app.get("/texts")
    def texts(committee: Code = None, directory: Directory = everything) -> list[Text]:
        """The WTSA Resolutions and ITU-T A-series texts."""
        return _those(directory.texts, committee=committee)

    @app.get("/positions")
    def positions(
        organization: Code = None, text: Annotated[str | None, Query(max_length=400)] = None,
        action: Action | None = None, status: PositionStatus | None = None, directory: Directory = everything,
    ) -> list[Position]:  # fmt: skip
        """The mapping table: one row an organization and text."""
        return _those(directory.positions, organization=organization, text=text, action=action, status=status)

    @app.get("/views")
    def views(
        organization: Code = None, about: Code = None, text: Annotated[str | None, Query(max_length=400)] =
        None, directory: Directory = everything,
    ) -> list[View]:  # fmt: skip
        """What organizations think of each other's positions."""
        return _those(directory.views, organization=organization, about=about, text=text)

    @app.get("/consensus")
    def consensus(committee: Code = None, directory: Directory = everything) -> list[Consensus]:
        """The degree of consensus on every text, computed from actions, statuses and views."""
        titles = dict(directory.titles)
        found = [
            Consensus.of(each, titles.get(text), committee_of(directory, text))
            for text, each in assess_all(directory).items()
        ]
        return [each for each in found if committee is None or each.committee == committee]


def _calendar(app: FastAPI, everything: Any) -> None:
    @app.get("/meetings")
    def meetings(organization: Code = None, directory: Directory = everything) -> list[Meeting]:
        """The regional preparatory meetings."""
        return _those(directory.meetings, organization=organization)

    @app.get("/events")
    def events(committee: Code = None, directory: Directory = everything) -> list[Call]:
        """ITU-T's own meetings, each call of a series by itself."""
        wanted = [each for each in directory.calls if committee in (None, each.committee)]
        return [Call(event=each.event_id, **{name: getattr(each, name) for name in Call.model_fields if name
                != "event"}) for each in wanted]  # fmt: skip

    @app.get("/calendar")
    def calendar(
        organization: Code = None, committee: Code = None, directory: Directory = everything
    ) -> list[CalendarEntry]:
        """Everything in order of days, with what falls together."""
        entries = concerning(diary(directory), organization=organization, committee=committee)
        return [CalendarEntry.of(entry) for entry in entries]


def _papers(app: FastAPI, site: Site, everything: Any) -> None:
    @app.get("/papers", dependencies=[everything])
    def papers(request: Request) -> list[SentPaper]:
        """The liaison statements, circular letters, agendas and reports that were sent, the newest first."""
        base = site.wiring.settings.web.base_url or str(request.base_url).rstrip("/").removesuffix("/api/v1")
        with site.wiring.store.read() as session:
            found = sent_papers(session)
        return [
            SentPaper(
                id=each.id, kind=each.kind, title=each.title, sent_at=each.sent_at, event=each.event,
                files=[f"{base}/papers/{each.id}/{name}" for name, _ in each.files],
            )
            for each in found
        ]  # fmt: skip
