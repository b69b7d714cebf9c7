import sys
from pathlib import Path

import pytest

from addin import home
from addin.home import home_folder, not_local, refuse_unless_local, remote_mount
from calc.outcome import RefusedError
from calc.text.wording import words

TABLE = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:40 / /mnt/share rw,relatime shared:1 - cifs //server/share rw
41 27 0:41 / /mnt/with\040blank rw - nfs4 server:/x rw
42 27 0:42 / /home/sato/cloud rw - fuse.rclone remote rw
43 27 0:43 / /mnt/share/local rw - ext4 /dev/vdb rw
44 27 0:44 / /media/stick rw - fuseblk /dev/sdb1 rw
45 27 0:45 / /over rw - fuse.fuse-overlayfs fuse-overlayfs rw
"""


def test_the_option_goes_first(tmp_path, monkeypatch):
    """The home given on the command line goes before the environment."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "environment"))
    assert home_folder(tmp_path / "option") == tmp_path / "option"


def test_the_environment_goes_second(tmp_path, monkeypatch):
    """Without an option the home is $HIKAE_HOME, and it is not made."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "environment"))
    assert home_folder() == tmp_path / "environment"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", [None, ""])
def test_the_users_data_folder_goes_last(tmp_path, monkeypatch, named):
    """Without either the home is in the user's data folder; an empty variable counts as none."""
    monkeypatch.delenv("HIKAE_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv("HIKAE_HOME", named)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert home_folder() == tmp_path / "hikae"


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [("linux", None, ".local/share/hikae"), ("darwin", None, "Library/Application Support/Hikae"),
     ("win32", None, "AppData/Local/Hikae"), ("win32", "LOCALAPPDATA", "data/Hikae")],
)  # fmt: skip
def test_each_system_has_its_own_data_folder(tmp_path, monkeypatch, platform, variable, expected):
    """The user's data folder is where each operating system keeps such things."""
    for name in ("HIKAE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert home_folder() == tmp_path / expected


def test_a_relative_home_becomes_absolute(monkeypatch, tmp_path):
    """A home named from the current folder stays where it was named, whatever the folder later is."""
    monkeypatch.chdir(tmp_path)
    assert home_folder(Path("record")) == tmp_path / "record"


@pytest.mark.parametrize(
    "path",
    ["/home/sato/OneDrive/hikae", "/Users/sato/Library/CloudStorage/OneDrive-Firm/hikae", "/home/sato/Dropbox/hikae",
     "/c/Users/sato/OneDrive - 株式会社/hikae", "/c/Users/sato/Google Drive/hikae", "/Users/sato/Dropbox (個人)/x",
     "/Users/sato/Library/Mobile Documents/com~apple~CloudDocs/hikae", "/c/Users/sato/iCloudDrive/hikae",
     "\\\\server\\share\\hikae", "//server/share/hikae", "\\\\?\\UNC\\server\\share\\hikae"],
)  # fmt: skip
def test_a_place_kept_in_step_by_others_is_not_local(path):
    """Folders of cloud programs and network paths are recognised by their names."""
    assert not_local(Path(path))


@pytest.mark.parametrize("path", ["/home/sato/.local/share/hikae", "/home/dropboxer/hikae", "/data/onedrive_old/hikae",
                                  "\\\\?\\C:\\Users\\sato\\hikae"])  # fmt: skip
def test_an_ordinary_place_is_local(path):
    """Ordinary folders are accepted, also where a name only resembles a cloud program's."""
    assert not_local(Path(path)) == ""


def test_a_link_into_a_synchronised_folder_is_not_local(tmp_path):
    """A home that is a link into a synchronised folder is recognised by where it leads."""
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "Dropbox")
    assert not_local(tmp_path / "home") == "Dropbox"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/home/sato/hikae", ""), ("/mnt/share/hikae", "cifs"), ("/mnt/share", "cifs"), ("/mnt/shared/hikae", ""),
     ("/mnt/with blank/hikae", "nfs4"), ("/home/sato/cloud/hikae", "fuse.rclone"), ("/mnt/share/local/hikae", ""),
     ("/media/stick/hikae", ""), ("/over/hikae", "")],
)  # fmt: skip
def test_the_mount_that_holds_the_folder_decides(folder, kind):
    """The innermost mount above the folder says whether it is remote; sticks and container roots are not."""
    assert remote_mount(Path(folder), TABLE) == kind


def test_the_topmost_of_two_mounts_on_one_point_decides():
    """When one point is mounted twice, the later one is on top."""
    table = "1 0 0:1 / / rw - ext4 a rw\n2 1 0:2 / /data rw - ext4 b rw\n3 1 0:3 / /data rw - nfs s:/d rw\n"
    assert remote_mount(Path("/data/hikae"), table) == "nfs"


def test_what_is_mounted_over_a_folder_later_is_noticed(tmp_path, monkeypatch):
    """While a folder lies on the same device its mount is asked for once; on another device it is asked for again."""
    tables = [TABLE, "1 0 0:1 / / rw - nfs4 server:/ rw"]
    monkeypatch.setattr(home, "_mount_table", lambda: tables.pop(0))
    assert [not_local(tmp_path / "home") for _ in range(3)] == ["", "", ""]
    monkeypatch.setattr(home, "_device", lambda _: -1)
    assert not_local(tmp_path / "home") == "nfs4"


def test_making_a_folder_does_not_change_its_device(tmp_path, monkeypatch):
    """A home that is not made yet lies where its first folder that is there lies: its mount is asked for once."""
    tables = [TABLE]
    monkeypatch.setattr(home, "_mount_table", tables.pop)
    place = tmp_path / "new" / "home"
    assert not_local(place) == ""
    place.mkdir(parents=True)
    assert not_local(place) == ""


def test_a_place_that_is_not_local_is_refused_with_the_reason(tmp_path):
    """The refusal names the folder, what kind of place it is, and what to do, in both languages."""
    with pytest.raises(RefusedError) as refused:
        refuse_unless_local(tmp_path / "OneDrive" / "hikae")
    said = words(refused.value.findings[0])
    assert refused.value.findings[0].code == "home_not_local"
    assert "OneDrive" in said.ja
    assert "HIKAE_HOME" in said.en


def test_a_local_place_is_not_refused(tmp_path):
    """A folder on this computer's own disk passes."""
    refuse_unless_local(tmp_path)
