"""The server: what it shows, what it refuses, and what its pages may do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sources import write
from starlette.testclient import TestClient

from wikibrief.engine.pool import LocalPool
from wikibrief.engine.workers import InProcess, Limits
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.serving.application import Answers, make_application
from wikibrief.serving.audience import Audience
from wikibrief.serving.desk import Desk
from wikibrief.serving.workshop import Worker, Workshop

HERE = "http://127.0.0.1:8000"
RAID = "= Raid =\n\nGunmen raided '''Tessit'''.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    write("raid.wiki", RAID)
    write("mali/the market.wiki", "= Market =\n\nIt opened <script>alert(1)</script> again.\n")
    write("broken.yaml", "title: [\n")
    write("_defaults.yaml", "marking: TLP:GREEN\n")
    write("broken.meta.yaml", "marking: TLP:AMBER\n")
    Path("secret.wiki").write_text("= Secret =\n", encoding="utf-8")
    return Desk(Settings(project=find_project(Path())))


@pytest.fixture
def workshop(desk: Desk) -> Workshop:
    worker = Worker(InProcess())
    made = Workshop(desk, Audience(), (worker, worker))
    asyncio.run(made.discover())
    return made


@pytest.fixture
def client(desk: Desk, workshop: Workshop) -> Iterator[TestClient]:
    application = make_application(desk, Audience(), workshop)
    with TestClient(application, base_url=HERE, raise_server_exceptions=True) as made:
        yield made


def test_every_format_of_a_document_has_its_address(client: TestClient) -> None:
    page = client.get("/raid.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Gunmen raided <b>Tessit</b>." in page.text
    assert page.text.count("TLP:GREEN") == 2
    assert client.get("/raid.yaml").text.endswith("- Gunmen raided '''Tessit'''.\n")
    assert client.get("/raid.wiki").text.startswith("Gunmen raided")
    assert client.get("/raid.facts.yaml").headers["content-type"] == "text/plain; charset=utf-8"
    pdf = client.get("/raid.pdf")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Market" in client.get("/mali/the%20market.html").text
    beside = client.get("/_wikibrief/beside/mali/the%20market").text
    assert beside.count("/mali/the%20market.") == 2
    assert "box-sizing: border-box" in beside  # else it is higher than the window by its foot


def test_the_list_has_every_document_and_the_strictest_marking(client: TestClient) -> None:
    assert '<li class="waiting">' in client.get("/").text
    for address in ("/raid.html", "/mali/the%20market.html", "/broken.html"):
        client.get(address)
    page = client.get("/").text
    assert 'href="/mali/the%20market.html"' in page
    assert '<li class="failed">' in page
    assert "content/broken.yaml:2:1" in page
    assert '<li class="waiting">' not in page


def test_a_change_is_in_the_next_answer(client: TestClient, desk: Desk) -> None:
    assert "Tessit" in client.get("/raid.html").text
    path = write("raid.wiki", RAID.replace("Tessit", "Ménaka"))
    desk.touch({path})
    assert "Ménaka" in client.get("/raid.html").text
    assert "Ménaka" in client.get("/raid.yaml").text


def test_a_document_that_cannot_be_shown_says_where_and_why(client: TestClient, desk: Desk) -> None:
    answer = client.get("/broken.html")
    assert answer.status_code == 422
    assert "<pre>content/broken.yaml:2:1: error: " in answer.text
    assert client.get("/broken.pdf").status_code == 422
    client.get("/raid.html")
    desk.touch({write("raid.meta.yaml", "marking: <b>\n")})
    answer = client.get("/raid.html")
    assert (answer.status_code, "Tessit" in answer.text) == (200, True)


def test_a_new_state_is_sent_when_there_is_one(desk: Desk) -> None:
    async def follow() -> list[dict[str, Any]]:
        audience, worker = Audience(), Worker(InProcess())
        workshop = Workshop(desk, audience, (worker, worker))
        await workshop.discover()
        follows = Answers(desk, audience, workshop).follow("raid")
        states = [await anext(follows)]
        await workshop.take_changes({write("raid.wiki", "= Raid =\n\n''Open\n")})
        states.append(await anext(follows))
        await follows.aclose()
        assert not audience.pages
        return [json.loads(each.removeprefix("data: ")) for each in states]

    before, after = asyncio.run(follow())
    assert before["version"] != after["version"]
    [problem] = after["problems"]
    assert problem["place"] == "content/raid.wiki:3:1"
    assert after["summary"] == "1 warning"


# --- what is refused


@pytest.mark.parametrize(
    "address",
    [
        "/secret.html",
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.wiki",
        "/content/raid.wiki",
        "/_defaults.yaml",
        "/broken.meta.yaml",
        "//etc/passwd",
        "/raid.html%00",
        "/_wikibrief/beside/../../secret",
        "/_wikibrief/live.js/../server.py",
    ],
)
def test_no_address_leads_out_of_the_documents(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Secret" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8000"},
        {"host": "127.0.0.1.evil.example:8000"},
        {"host": "localhost.evil.example"},
        {"host": "192.0.2.7:8000"},
        {"host": "127.0.0.1:8000.evil.example"},
        {"host": "evil.example@127.0.0.1:8000"},
        {"host": "127.0.0.1/evil.example"},
        {"host": "[::1"},
        {"host": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
    ],
)
def test_other_sites_get_nothing(client: TestClient, headers: dict[str, str]) -> None:
    for address in ("/", "/raid.html", "/_wikibrief/events?name=raid", "/nowhere"):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 403
        assert answer.text.startswith("refused: ")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_this_machine_gets_everything(client: TestClient, host: str) -> None:
    headers = {"host": host, "sec-fetch-site": "same-origin", "origin": f"http://{host}"}
    assert client.get("/raid.html", headers=headers).status_code == 200


def test_a_server_for_others_has_the_name_and_the_addresses_that_it_was_given(
    desk: Desk, workshop: Workshop
) -> None:
    application = make_application(desk, Audience(), workshop, "wiki.example")
    with TestClient(application, base_url="http://wiki.example") as client:
        assert client.get("/raid.html").status_code == 200
        assert client.get("/raid.html", headers={"host": "192.0.2.7:8000"}).status_code == 200
        assert client.get("/raid.html", headers={"host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_sent(client: TestClient, method: str) -> None:
    assert client.request(method, "/raid.html").status_code == 403


def test_pages_run_nothing_but_our_script(client: TestClient) -> None:
    for address in ("/", "/raid.html", "/broken.html", "/nowhere"):
        answer = client.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        [scripts] = [part for part in policy.split("; ") if part.startswith("script-src")]
        assert "unsafe" not in scripts
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"


def test_a_template_that_never_ends_stops_only_its_document(desk: Desk) -> None:
    loop = "{% for a in range(99999) %}"
    template = write("_templates/html/page.html.j2", f"{loop}{loop}{'{% endfor %}' * 2}")
    desk = Desk(Settings(project=find_project(Path())))

    async def look(workshop: Workshop) -> bytes:
        await workshop.discover()
        return await workshop.page_of(desk.sheets["raid"])

    with LocalPool(1, ["wikibrief.page.writer"]) as pool:
        worker = Worker(pool, Limits(seconds=1))
        workshop = Workshop(desk, Audience(), (worker, worker))
        assert asyncio.run(look(workshop)) == b""
        [problem] = desk.sheets["raid"].problems
        assert "processor time" in problem.message
        template.unlink()
        desk.touch({desk.sheets["raid"].recipe.source})
        assert b"Tessit" in asyncio.run(look(workshop))
