# noqa: INP001 - a script, not a package
"""Write the third-party notices from installer/scale.lock and the installed packages' own metadata.

    python -I installer/maintain/notices.py > THIRD-PARTY-NOTICES.txt

installer/lock.sh calls it. A licence is the package's own SPDX expression; packages that have none, and those not
installed here, stand in the tables below, each read by a person. A copyleft licence is refused.
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PART = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE)
COPYLEFT = re.compile(r"\b[AL]?GPL", re.IGNORECASE)
REPORTED = re.compile(r"\bMPL", re.IGNORECASE)
RULE = "=" * 100
HEAD = """\
Third-party notices
Hikae installs the packages below beside itself. Made by installer/maintain/notices.py from installer/scale.lock,
which is installer/run.lock and what the extra `scale` needs beside it.
"""

# Read from the licence file of each: its metadata has no SPDX expression.
WITHOUT_EXPRESSION = {
    "cloudpickle": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "et-xmlfile": "MIT AND PSF-2.0",
    "jinja2": "BSD-3-Clause",
    "locket": "BSD-2-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "numba": "BSD-2-Clause",
    "openpyxl": "MIT",
    "partd": "BSD-3-Clause",
    "psutil": "BSD-3-Clause",
    "pylopdf-fonts-jp": "OFL-1.1",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pyyaml": "MIT",
    "rich": "MIT",
    "shellingham": "ISC",
    "six": "MIT",
    "sortedcontainers": "Apache-2.0",
    "tornado": "Apache-2.0",
    "zict": "BSD-3-Clause",
}
# Parts of one platform or of some Pythons only: the licence text comes with the package itself.
SOMEWHERE = {
    "appscript": ("LicenseRef-Public-Domain", ""),
    "cffi": ("MIT-0", ""),
    "colorama": ("BSD-3-Clause", ""),
    "importlib-metadata": ("Apache-2.0", ""),
    "lazy-importer": ("Apache-2.0", ""),
    "lxml": ("BSD-3-Clause", ""),
    "pycparser": ("BSD-3-Clause", ""),
    "pywin32": ("PSF-2.0", "Its module adodbapi is under the LGPL 2.1; Hikae does not use that module."),
    "tzdata": ("Apache-2.0", ""),
    "xlwings": ("BSD-3-Clause", "Its PRO part is under a commercial licence; Hikae does not use that part."),
    "zipp": ("MIT", ""),
}
# Libraries of other licences that travel inside a package, as files of their own that anyone may replace.
BUNDLED = {
    "numpy": "Its files carry the GCC runtime library (GPL-3.0-or-later WITH GCC-exception-3.1) and libquadmath\n"
    "(LGPL-2.1-or-later) as separate shared libraries; the texts are below.",
    "typst": "Its fonts are DejaVu Sans Mono (Bitstream Vera licence), Libertinus Serif (OFL-1.1) and New Computer "
    "Modern\n(GUST font licence); the crates it is made of stand, each with its licence, in the package's own list of "
    "parts.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One package of the lock; the marker says on which platforms it is installed."""

    name: str
    version: str
    marker: str


def locked_parts(lock: str) -> list[Part]:
    """Return the packages of a lock file, in its order."""
    return [Part(m["name"], m["version"], m["marker"] or "") for m in PART.finditer(lock)]


def expression(part: Part) -> str:
    """Return the licence of a package that is installed everywhere."""
    own = installed(part).metadata
    return own["License-Expression"] if "License-Expression" in own else WITHOUT_EXPRESSION[part.name]


def installed(part: Part) -> Distribution:
    """Return the installed package, in the locked version."""
    found = distribution(part.name)
    if found.version != part.version:
        raise LookupError(f"{part.name} {found.version} is installed, but {part.version} is locked")
    return found


def texts(part: Part) -> list[str]:
    """Return what travels inside the package, and each licence text that it carries, once."""
    found = installed(part)
    files = [f for f in found.files or () if ".dist-info" in f.parts[0]]
    named = [f for f in files if re.search(r"licen[cs]e|copying|notice", str(f), re.IGNORECASE)]
    read = {"/".join(f.parts[1:]): Path(str(found.locate_file(f))).read_text(encoding="utf-8") for f in named}
    stripped = {name: re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip() for name, text in read.items()}
    bundled = [BUNDLED[part.name]] if part.name in BUNDLED else []
    return bundled + [f"--- {name} ---\n\n{text}" for name, text in stripped.items()]


def notice(part: Part) -> str:
    """Return the block of one package: name and version, licence, texts or a note."""
    if part.marker:
        licence, note = SOMEWHERE[part.name]
        words = [f"Only where {part.marker}; the licence text comes with the package. {note}".strip()]
    else:
        licence, words = expression(part), texts(part)
    return "\n\n".join([f"{RULE}\n{part.name} {part.version}\nLicence: {licence}\n{RULE}", *words])


def licences(notices: str) -> dict[str, str]:
    """Return the licence of each package ("name version") that stands in the notices."""
    return dict(re.findall(rf"^{RULE}\n(\S+ \S+)\nLicence: (.+)\n{RULE}$", notices, re.MULTILINE))


def refused(notices: str) -> list[str]:
    """Return the packages under a copyleft licence."""
    return [name for name, licence in licences(notices).items() if COPYLEFT.search(licence)]


def main() -> int:
    """Print the notices; return 1 when a licence is refused."""
    lock = (ROOT / "installer" / "scale.lock").read_text(encoding="utf-8")
    notices = "\n\n".join([HEAD, *map(notice, locked_parts(lock))]) + "\n"
    for name, licence in licences(notices).items():
        if REPORTED.search(licence) or COPYLEFT.search(licence):
            sys.stderr.write(f"{name}: {licence}\n")
    if refused(notices):
        return 1
    sys.stdout.buffer.write(notices.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
