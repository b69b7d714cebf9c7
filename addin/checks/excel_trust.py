"""Whether Excel lets our macros run: trusted locations and what a firm's policies say of them."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath, PureWindowsPath

from addin.checks.registry import Registry, number, text
from calc.outcome import Finding, finding

USER = r"HKCU\Software\Microsoft\Office\16.0"
POLICIES = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0",
    r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0",
    r"HKLM\Software\Policies\Microsoft\Office\16.0",
)
LOCATIONS = r"Security\Trusted Locations"
ONLY_SIGNED, NONE = 3, 4  # of VBAWarnings: 1 all macros, 2 those that the user allows (the default)
REFUSING = ("DisableAllAddins", "RequireAddinSig")  # hold for trusted locations, too: ours is not signed by a publisher


def trust_findings(registry: Registry, folders: Iterable[PurePath]) -> Iterator[Finding]:
    """Yield what blocks macros in our folders.

    Codes: `excel_addins_refused`, `excel_trust_off`, `excel_trust_missing`, `excel_macros_blocked`.
    """
    for name in REFUSING:
        if _ruled(registry, r"Excel\Security", name) == 1:
            yield finding("excel_addins_refused", name=name)
    untrusted = list(_untrusted(registry, tuple(folders)))
    yield from untrusted
    level = _ruled(registry, r"Excel\Security", "VBAWarnings")
    if untrusted and level in {ONLY_SIGNED, NONE}:
        yield finding("excel_macros_blocked", level=level)


def _untrusted(registry: Registry, folders: tuple[PurePath, ...]) -> Iterator[Finding]:
    if _ruled(registry, rf"Excel\{LOCATIONS}", "AllLocationsDisabled") == 1:
        yield finding("excel_trust_off", name="AllLocationsDisabled", paths=_listed(folders))
        return
    left = [folder for folder in folders if not _is_trusted(registry, folder, POLICIES)]
    of_users = [number(registry, rf"{root}\Common\{LOCATIONS}", "Allow User Locations") for root in POLICIES]
    if left and 0 in of_users:
        yield finding("excel_trust_off", name="Allow User Locations", paths=_listed(left))
        return
    for folder in left:
        if not _is_trusted(registry, folder, (USER,)):
            yield finding("excel_trust_missing", path=folder)


def _ruled(registry: Registry, key: str, name: str) -> int | None:
    """Return a setting of Excel: a policy's before the user's own, None where neither is set."""
    found = (number(registry, rf"{root}\{key}", name) for root in (*POLICIES, USER))
    return next((each for each in found if each is not None), None)


def _is_trusted(registry: Registry, folder: PurePath, roots: Iterable[str]) -> bool:
    """Return whether a folder is a trusted location of Excel or of all of Office, or lies in one that says so."""
    wanted = PureWindowsPath(folder)
    for key in (rf"{root}\{part}\{LOCATIONS}" for root in roots for part in ("Excel", "Common")):
        for location in (rf"{key}\{name}" for name in registry.keys(key)):
            place = text(registry, location, "Path")
            within = number(registry, location, "AllowSubfolders") == 1
            if place and (wanted == PureWindowsPath(place) or (within and wanted.is_relative_to(place))):
                return True
    return False


def _listed(folders: Iterable[PurePath]) -> str:
    return "  ".join(map(str, folders))
