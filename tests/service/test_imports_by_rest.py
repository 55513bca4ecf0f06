"""Files in and out by REST: a job with a report, refused rows as a file, undo, the same again."""

import io
import json
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.service.clients import House

CONTACTS = "id,name\nann,Ann\nben,Ben\n"
TIES = "source,target,type,since,until\nann,ben,knows,2020,\nann,ben,advises,2021,2019\n"


def send(house: House, net: str, files: dict[str, str], **asked: Any) -> Any:
    headers = asked.pop("headers", {})
    sent = [("files", (name, text.encode(), "text/csv")) for name, text in files.items()]
    return house.owner.post(f"{net}/imports", files=sent, params=asked, headers=headers)


def over(house: House, answer: Any) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        job = house.owner.get(answer.headers["location"]).json()
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.02)
    raise AssertionError("the job did not end")


def names(house: House, net: str) -> list[str]:
    return [one["name"] for one in house.owner.get(f"{net}/contacts").json()["items"]]


def test_files_are_imported_by_a_job_whose_result_is_the_report(house: House, net: str) -> None:
    job = over(house, send(house, net, {"contacts.csv": CONTACTS, "relationships.csv": TIES}))

    assert job["state"] == "done", job
    told = job["result"]
    assert (told["read"], told["accepted"], told["refused"]) == (4, 3, 1)
    assert told["records"]["contact"] == {"new": 2, "changed": 0}
    ties = next(file for file in told["files"] if file["kind"] == "relationships")
    assert ties["rows"][0]["line"] == 3
    assert ties["rows"][0]["issues"][0]["code"] == "start-after-end"
    assert names(house, net) == ["Ann", "Ben"]


def test_refused_rows_come_back_as_a_file_with_reason_and_remedy(house: House, net: str) -> None:
    job = over(
        house,
        send(
            house,
            net,
            {"contacts.csv": CONTACTS, "relationships.csv": TIES},
            headers={"Accept-Language": "id"},
        ),
    )

    answer = house.owner.get(f"{net}/imports/{job['id']}/refused")

    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("source,target,type,since,until")
    assert lines[1].startswith("ann,ben,advises,2021,2019")
    assert "2019" in lines[1].split("2019", 1)[1]  # the reason repeats the date
    unknown = house.owner.get(f"{net}/imports/{job['id']}/refused", params={"file": "../x"})
    assert unknown.status_code == 404


def test_refused_rows_are_asked_for_by_either_name_of_their_file(house: House, net: str) -> None:
    files = {"kontak.csv": CONTACTS + "cy,\n", "hubungan.csv": TIES, "mitra.csv": "id,name\np,P\n"}
    job = over(house, send(house, net, files))

    def ask(job_id: str = job["id"], **file: str) -> Any:
        return house.owner.get(f"{net}/imports/{job_id}/refused", params=file)

    assert ask(file="kontak.csv").text == ask(file="kontak-refused.csv").text
    assert "cy,," in ask(file="kontak.csv").text
    assert "2019" in ask(file="hubungan.csv").text == ask().text
    for name in ("mitra.csv", "other.csv", "../kontak.csv"):
        unknown = ask(file=name)
        assert unknown.status_code == 404
        assert unknown.json()["type"].endswith("/unknown-refused-file")
        assert name in unknown.json()["detail"]
        assert "hubungan-refused.csv, kontak-refused.csv" in unknown.json()["remedy"]
    sound = over(house, send(house, net, {"mitra.csv": "id,name\nq,Q\n"}))
    assert ask(sound["id"]).json()["type"].endswith("/nothing-refused")


def test_a_dry_run_writes_nothing(house: House, net: str) -> None:
    job = over(house, send(house, net, {"contacts.csv": CONTACTS}, dry_run=True))

    assert job["result"]["is_dry_run"]
    assert job["result"]["accepted"] == 2
    assert names(house, net) == []


def test_an_import_is_undone_as_a_whole(house: House, net: str) -> None:
    job = over(house, send(house, net, {"contacts.csv": CONTACTS}))

    undone = over(house, house.owner.post(f"{net}/imports/{job['id']}/undo"))

    assert undone["result"]["undone"] == 2
    assert names(house, net) == []
    assert house.owner.post(f"{net}/imports/none/undo").status_code == 404


def test_a_repeated_upload_with_a_key_is_one_job(house: House, net: str) -> None:
    def upload(text: str) -> Any:
        return send(house, net, {"contacts.csv": text}, headers={"Idempotency-Key": "load"})

    first, again, other = upload(CONTACTS), upload(CONTACTS), upload(CONTACTS + "cy,Cy\n")

    assert first.json()["id"] == again.json()["id"]
    assert again.headers["idempotency-replayed"] == "true"
    assert other.status_code == 422
    over(house, first)
    assert len(house.owner.get(f"{net}/imports").json()["items"]) == 1


def test_the_same_upload_many_times_at_once_is_one_job(house: House, net: str) -> None:
    """A client that sends again before the first answer came."""
    for attempt in range(5):

        def upload(_: int, key: str = f"load-{attempt}") -> Any:
            sent = {"contacts.csv": CONTACTS.replace("ann", key)}
            return send(house, net, sent, headers={"Idempotency-Key": key})

        with ThreadPoolExecutor(6) as clients:
            answers = list(clients.map(upload, range(6)))

        assert {answer.status_code for answer in answers} == {202}
        assert len({answer.json()["id"] for answer in answers}) == 1
        replayed = [answer for answer in answers if "idempotency-replayed" in answer.headers]
        assert len(replayed) == 5
        assert over(house, answers[0])["state"] == "done"
    assert len(house.owner.get(f"{net}/imports").json()["items"]) == 5
    assert list(house.services.uploads.iterdir()) == []


def test_an_export_comes_back_without_a_change(house: House, net: str) -> None:
    over(house, send(house, net, {"contacts.csv": CONTACTS, "relationships.csv": TIES}))
    packed = house.owner.get(f"{net}/exports/csv")
    assert packed.headers["content-type"] == "application/zip"
    assert "contacts.csv" in zipfile.ZipFile(io.BytesIO(packed.content)).namelist()

    again = house.owner.post(
        f"{net}/imports", files=[("files", ("net.zip", packed.content, "application/zip"))]
    )

    told = over(house, again)["result"]
    assert told["refused"] == 0
    assert told["revision"] is None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("contacts.csv", b"", "empty"),
        ("contacts.docx", b"x", "unknown-format"),
        ("colours.csv", b"hue,shade\nred,dark\n", "unknown-table"),
    ],
)
def test_a_file_that_is_none_fails_the_job_with_its_reason(
    house: House, net: str, name: str, content: bytes, reason: str
) -> None:
    answer = house.owner.post(f"{net}/imports", files=[("files", (name, content, "text/csv"))])

    job = over(house, answer)

    assert job["state"] == "failed"
    assert job["problem"]["code"] == "unreadable-file"
    assert job["problem"]["facts"]["reason"] == reason


def test_a_broken_archive_or_mapping_is_refused_at_once(house: House, net: str) -> None:
    archive = house.owner.post(
        f"{net}/imports", files=[("files", ("net.zip", b"PK\x03\x04rest", "application/zip"))]
    )
    mapping = house.owner.post(
        f"{net}/imports",
        files=[
            ("files", ("contacts.csv", CONTACTS.encode(), "text/csv")),
            ("mapping", ("m.toml", b"[contacts]\ncolour = 'red'\n", "text/plain")),
        ],
    )

    assert (archive.status_code, mapping.status_code) == (422, 422)
    assert mapping.json()["errors"][0]["field"] == "contacts.colour"
    assert house.owner.get(f"{net}/imports").json()["items"] == []


def test_an_archive_that_grows_too_much_is_refused(tmp_path: Any) -> None:
    from tests.service.clients import running

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("contacts.csv", b"0" * 5_000_000)
    with running(tmp_path, max_upload_bytes=100_000) as house:
        house.add_network("net")
        answer = house.owner.post(
            "/v1/networks/net/imports", files=[("files", ("net.zip", packed.getvalue()))]
        )

    assert answer.status_code == 422
    assert answer.json()["facts"]["limit"] == "unpacked"


def test_progress_is_followed_by_events_until_the_job_is_over(house: House, net: str) -> None:
    started = send(house, net, {"contacts.csv": CONTACTS})

    with house.owner.stream("GET", f"{started.headers['location']}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [
            block.split("\n", 1) for block in "".join(answer.iter_text()).split("\n\n") if block
        ]

    assert events[-1][0] == "event: over"
    assert json.loads(events[-1][1].removeprefix("data: "))["state"] == "done"
