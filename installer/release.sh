#!/bin/sh
# The one release command: `sh installer/release.sh`. From a clean tree whose version stands in CHANGELOG.md it runs
# all tests and builds into dist/: the source as committed, the wheel, hikae.oxt, and SHA256SUMS over them.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/ready.sh"
cd "$hikae_root"

stop() {
    printf 'release: %s\n' "$*" >&2
    exit 2
}
clean() { [ -z "$(git status --porcelain)" ] || stop "the tree has uncommitted changes: $(git status --short | head -n 5)"; }

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
clean
grep -q "^## $version\( \|\$\)" CHANGELOG.md || stop "CHANGELOG.md has no entry “## $version”"
git rev-parse -q --verify "refs/tags/v$version" >/dev/null && stop "v$version is released already"
sh installer/test.sh
clean
.venv/bin/hikae --version | grep -qF "$version" || stop "hikae --version does not say $version"

# The wheel is built from the committed files alone, with the commit's date, so that it can be built again.
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
rm -rf dist && mkdir dist
git archive --format=zip --prefix="hikae-$version/" -o "dist/hikae-$version.zip" HEAD
git archive --format=tar HEAD | tar -xf - -C "$build"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
.venv/bin/python -I -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist "$build"
.venv/bin/hikae build --out dist
cd dist
{ sha256sum -- * 2>/dev/null || shasum -a 256 -- *; } >"$build/SHA256SUMS"
mv "$build/SHA256SUMS" .
cat SHA256SUMS
printf 'release: %s\n' "dist/ holds $version; publish it with: git tag v$version && git push origin v$version"
