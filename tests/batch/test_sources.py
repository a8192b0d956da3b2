"""What a batch reads from: lists, feeds, folders, patterns; as a stream, with every mistake told for its line alone."""

from __future__ import annotations

import io
import itertools
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from summariser.batch.entry import Entry, read
from summariser.batch.feeds import read_feed
from summariser.batch.lines import read_lines
from summariser.batch.sources import count, entries, read_entry
from summariser.errors import ForbiddenAddress, InputError, NoArticle, SourceTooLarge, UnsupportedSource
from summariser.reading.reader import Reader
from tests.pipeline.articles import PACT

MOST = 100_000


def lines(*texts: str | bytes) -> list[Entry | InputError]:
    """What a list with those lines stands for."""
    data = b"\n".join(text.encode() if isinstance(text, str) else text for text in texts)
    return list(read_lines(io.BytesIO(data), "a.jsonl", folder="lists", max_bytes=1000))


def test_a_line_tells_all_that_is_known() -> None:
    """Text and metadata of a line end up in the article; the date is the day where it was published."""
    line = {
        "text": PACT, "title": "Pact", "published": "2025-10-31T23:30:00-05:00", "author": "A. Writer",
        "site": "Agency", "language": "en", "id": "n-7", "more": 1,
    }  # fmt: skip
    (entry,) = lines(json.dumps(line))
    assert isinstance(entry, Entry)
    article = read(entry, Reader())
    assert (article.source, article.title, article.published) == ("n-7", "Pact", date(2025, 10, 31))
    assert (article.author, article.site, article.language) == ("A. Writer", "Agency", "en")
    assert article.notes == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "JSON"),
        ("[1]", "object"),
        ("{}", "exactly one of"),
        ('{"text": "a", "url": "http://a/"}', "exactly one of"),
        ('{"text": 5}', "text: "),
        ('{"text": "a", "published": "yesterday"}', "published: "),
        ('{"url": "file:///etc/passwd"}', "no http address"),
        ('{"text": "\\ud800"}', "JSON"),
        (b'{"text": "\xff"}', "JSON"),
        ('{"text": "' + "a" * 2000 + '"}', "limit"),
    ],
)
def test_a_wrong_line_costs_that_line(line: str | bytes, words: str) -> None:
    """The error names the line and what is wrong; the lines around it are read."""
    before, wrong, after = lines('{"text": "First."}', line, '{"path": "a.txt"}')
    assert isinstance(before, Entry)
    assert isinstance(wrong, InputError)
    assert wrong.subject == "a.jsonl, line 2"
    assert words in str(wrong)
    assert after == Entry("lists/a.txt", "file", place="lists/a.txt")


def test_a_mark_at_the_beginning_and_empty_lines_are_no_lines() -> None:
    """A byte order mark and blank lines cost nothing; the numbers of the lines stay right."""
    first, second = lines(b'\xef\xbb\xbf{"text": "a"}', "", "  ", "{")
    assert isinstance(first, Entry)
    assert isinstance(second, InputError)
    assert second.subject == "a.jsonl, line 4"


def test_a_list_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    """A long list takes the room of a line, and its first entry comes before its last is written."""
    path = tmp_path / "long.jsonl"
    line = json.dumps({"text": "word " * 100})
    path.write_text(f"{line}\n" * 20_000, "utf-8")
    tracemalloc.start()
    try:
        assert sum(1 for _ in entries([str(path)], max_bytes=MOST)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()
    assert count([str(path)]) == 20_000


def test_sources_may_be_endless() -> None:
    """Addresses that never end are taken one by one."""
    endless = (f"https://example.org/{n}" for n in itertools.count())
    taken = list(itertools.islice(entries(endless, max_bytes=MOST), 3))
    assert [entry.name for entry in taken if isinstance(entry, Entry)] == [f"https://example.org/{n}" for n in range(3)]


def test_folders_patterns_and_what_is_not_there(tmp_path: Path) -> None:
    """A folder stands for the articles below it, a pattern for what it matches; a wrong name is told."""
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.html", "sub/c.png", ".hidden.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    found = list(entries([str(tmp_path), str(tmp_path / "*.txt"), str(tmp_path / "no.txt")], max_bytes=MOST))
    assert sorted(entry.name for entry in found[:2] if isinstance(entry, Entry)) == [
        str(tmp_path / "a.txt"),
        str(tmp_path / "sub" / "b.html"),
    ]
    assert isinstance(found[2], Entry)
    assert isinstance(found[3], InputError)
    assert len(found) == 4


BODY = "<p>India and Oman signed a trade pact in Muscat on Friday.</p>" * 20
RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Agency</title><language>en-us</language>
<item><title>Whole</title><link>https://example.org/1</link><pubDate>Fri, 31 Oct 2025 23:30:00 -0500</pubDate>
<content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>By link</title><link>https://example.org/2</link><description>India and Oman ...</description></item>
<item><title>Without a link</title><description>India and Oman signed a pact.</description></item>
<item><title>Inward</title><link>file:///etc/passwd</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Agency</title>
<entry><title>Pact</title><id>urn:1</id><updated>2025-10-31T10:00:00Z</updated><author><name>A. Writer</name></author>
<content type="html">{BODY.replace("<", "&lt;")}</content></entry></feed>"""


def test_a_feed_gives_whole_articles_and_links() -> None:
    """What stands whole in the feed is read from it, the rest by its link; other links are left."""
    whole, linked, short = read_feed(RSS.encode(), "feed", timeout=10)
    assert (whole.kind, whole.name, whole.published) == ("page", "https://example.org/1", date(2025, 10, 31))
    assert (linked.kind, linked.place) == ("address", "https://example.org/2")
    assert (short.kind, short.text) == ("text", "India and Oman signed a pact.")
    article = read(whole, Reader())
    assert article.text.startswith("India and Oman signed")
    assert (article.title, article.site, article.language) == ("Whole", "Agency", "en")


def test_an_atom_feed() -> None:
    """Atom is read as RSS is."""
    (entry,) = read_feed(ATOM.encode(), "feed", timeout=10)
    assert (entry.kind, entry.name, entry.author) == ("page", "urn:1", "A. Writer")
    assert entry.published == date(2025, 10, 31)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise("abcdefghij")
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (f"{LAUGHS}]><rss><channel><title>&j;</title></channel></rss>".encode(), UnsupportedSource),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>', UnsupportedSource),
        (f"{LAUGHS}]><rss><channel/></rss>".encode("utf-16"), UnsupportedSource),
        (b"<html><body>no feed</body></html>", UnsupportedSource),
        (b"\x00\x01\x02", UnsupportedSource),
        (b"<rss><channel></channel></rss>", NoArticle),
        (b"<rss><channel><item>" + b"<a>" * 50_000, InputError),
    ],
    ids=["laughs", "file", "laughs in UTF-16", "page", "bytes", "empty", "deep"],
)
def test_a_hostile_feed_is_refused(data: bytes, kind: type[InputError]) -> None:
    """Entities that blow up or reach for files, and what is no feed, are errors of that source."""
    with pytest.raises(kind):
        read_feed(data, "feed", timeout=20)


def test_an_external_document_type_is_not_fetched() -> None:
    """A feed that names a document type elsewhere is read without it; the tests' guard fails on any connection."""
    head = '<!DOCTYPE rss SYSTEM "http://192.0.2.1/rss.dtd">'
    assert len(read_feed(RSS.replace("<rss", head + "<rss").encode(), "feed", timeout=10)) == 3


def test_a_feed_file_and_its_limit(tmp_path: Path) -> None:
    """A file that ends like a feed is one; it is under the size limit as every source."""
    path = tmp_path / "feed.xml"
    path.write_text(RSS, "utf-8")
    (entry,) = entries([str(path)], max_bytes=MOST)
    assert isinstance(entry, Entry)
    found = read_entry(entry, Reader())
    assert isinstance(found, list)
    assert len(found) == 3
    with pytest.raises(SourceTooLarge):
        read_entry(entry, Reader(max_bytes=100))


def test_an_inward_address_of_a_list_is_refused() -> None:
    """A list may come from elsewhere: its addresses are under the same rules as any."""
    (entry,) = lines('{"url": "http://127.0.0.1:9/secret"}')
    assert isinstance(entry, Entry)
    with pytest.raises(ForbiddenAddress):
        read_entry(entry, Reader())
