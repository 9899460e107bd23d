"""An archive full of attacks as a static site: on every page they are text, in every feed they are well-formed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hostile_archive import make_hostile
from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from site_examples import BASE, publisher

from archiver.site import publish

OWN_SCRIPTS = "application/ld+json", "application/json"  # data, not code


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(publish, "can_search", lambda: False)
        publisher(make_hostile(folder / "archive"), folder / "site")(base=BASE, title="</title><script>alert(6)")
    return folder / "site"


def test_an_attack_is_text_on_every_page(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) >= 2
    for file in pages:
        page = LexborHTMLParser(file.read_text())
        for node in page.css("*"):
            assert not [name for name in node.attributes if name.startswith("on")], node.html
            assert node.tag not in ("img", "iframe", "object", "embed", "base"), node.html
            for name in ("href", "src", "action"):
                address = node.attributes.get(name) or ""  # the icon that is none is ours
                assert address == "data:," or not re.match(r"\s*(javascript|data):", address, re.IGNORECASE), node.html
        for script in page.css("script"):
            if script.attributes.get("type") in OWN_SCRIPTS:
                assert json.loads(script.text())  # whole: nothing in it ended the element
            else:
                assert script.attributes.get("src")
                assert not script.text().strip()


def test_what_search_engines_read_has_the_attacks_as_text(site: Path) -> None:
    pages = [LexborHTMLParser(file.read_text()) for file in site.rglob("*.html")]
    found = [json.loads(one.text()) for page in pages for one in page.css("script[type='application/ld+json']")]
    assert any("</script><script>alert('ended')</script>" in one.get("headline", "") for one in found)


def test_feeds_and_maps_are_well_formed_whatever_is_in_them(site: Path) -> None:
    files = [*site.rglob("*.xml"), *site.rglob("*.rss"), *site.rglob("*.atom")]
    assert len(files) >= 2
    for file in files:
        assert etree.parse(file).getroot() is not None


def test_files_are_called_by_nothing_that_strangers_wrote(site: Path) -> None:
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    assert all(re.fullmatch(r"[\w./-]{1,100}", name, re.ASCII) for name in names), names
