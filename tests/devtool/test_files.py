from pathlib import Path

from devtool.files import Stamp, digest, kept_secret, listing, write_atomically


def test_a_secret_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "key"
    secret = kept_secret(path)
    assert kept_secret(path) == secret
    assert len(secret) >= 64
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_draft_left_by_a_killed_run_does_not_disturb(tmp_path: Path) -> None:
    write_atomically(tmp_path / "note", "one")
    write_atomically(tmp_path / "note", "two")
    assert [path.name for path in tmp_path.iterdir()] == ["note"]
    assert (tmp_path / "note").read_text() == "two"


def test_a_stamp_matches_only_what_was_set(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path, "step")
    assert not stamp.is_set()
    stamp.set("inputs")
    assert stamp.matches("inputs")
    assert not stamp.matches("other inputs")
    stamp.clear()
    assert not stamp.matches("inputs")


def test_the_digest_tells_parts_apart(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("ab")
    assert digest("a", "b") != digest("ab", "") != digest("", "ab")
    assert digest(path) == digest("ab")


def test_the_listing_changes_with_any_file(tmp_path: Path) -> None:
    folder = tmp_path / "static" / "ui"
    folder.mkdir(parents=True)
    before = listing([tmp_path / "static"], tmp_path)
    (folder / "ui.css").write_text("a {}")
    after = listing([tmp_path / "static"], tmp_path)
    assert before != after
    assert "static/ui/ui.css" in after
