import os
import subprocess
import sys
from pathlib import Path

import pytest

from finance_portal.settings import Brand, Settings
from tools import pages

PAGE = Path("finance_portal/pages/sign_in/page.py")
SERVICE = Path("finance_portal/services/payments.py")


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for file in (PAGE, SERVICE, pages.PACKAGES):
        write(file, "{}")


@pytest.fixture
def builds(monkeypatch):
    """How often the pages were built, by a build that only makes the folder."""
    done = []
    monkeypatch.setattr(pages, "export", lambda: done.append(pages.WEB.mkdir(exist_ok=True)))
    return done


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_what_is_unchanged_is_not_built_again(builds):
    pages.build()
    pages.build()

    assert len(builds) == 1


@pytest.mark.parametrize("ingredient", [PAGE, Path("assets/theme.css"), Path("requirements.txt")])
def test_a_changed_ingredient_is_built_in(builds, ingredient):
    pages.build()
    write(ingredient, "changed")
    pages.build()

    assert len(builds) == 2


def test_a_service_is_no_ingredient(builds):
    pages.build()
    write(SERVICE, "changed")
    pages.build()

    assert len(builds) == 1


def test_a_build_that_failed_is_tried_again(builds, monkeypatch):
    pages.build()
    write(PAGE, "changed")
    with monkeypatch.context() as broken:
        broken.setattr(pages, "export", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pages.build()

    pages.build()

    assert len(builds) == 2


@pytest.mark.parametrize(
    "changed",
    [{"port": 8001}, {"origin": "https://portal.example"}, {"brand": Brand(name="Acme")}],
    ids=["port", "origin", "brand"],
)
def test_brand_and_origin_are_ingredients(changed):
    assert pages.fingerprint(Settings(**changed)) != pages.fingerprint(Settings())


def test_the_data_directory_is_no_ingredient(tmp_path):
    assert pages.fingerprint(Settings(data_dir=tmp_path)) == pages.fingerprint(Settings())


def test_a_build_leaves_the_order_of_the_packages_alone(builds, monkeypatch):
    pages.PACKAGES.write_text('{"a": 1, "b": 2}')
    monkeypatch.setattr(pages, "export", lambda: reordered(pages.WEB))

    pages.build()

    assert pages.PACKAGES.read_text() == '{"a": 1, "b": 2}'


def reordered(web):
    web.mkdir()
    pages.PACKAGES.write_text('{"b": 2, "a": 1}')


def test_a_package_that_a_build_added_stays(builds, monkeypatch):
    monkeypatch.setattr(pages, "export", lambda: reordered(pages.WEB))

    pages.build()

    assert pages.PACKAGES.read_text() == '{"b": 2, "a": 1}'


def test_a_setting_that_cannot_be_used_is_named_in_one_sentence():
    asked = subprocess.run(
        [sys.executable, "-m", "tools.pages"],
        capture_output=True,
        check=False,
        cwd=Path(pages.__file__).parents[1],
        env=os.environ | {"PORTAL_PORT": "abc"},
        text=True,
    )

    assert asked.returncode == 1
    assert asked.stderr.startswith("PORTAL_PORT cannot be used: Input should be a valid integer")
    assert len(asked.stderr.splitlines()) == 1
