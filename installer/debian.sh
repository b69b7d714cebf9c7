# Sourced by system.sh on Debian and its relatives, as root: what the tests need from the system, at the versions they need.
# The backports entry repeats the machine's own archive (same URIs, same key) and names none itself.

hikae_codename() { . /etc/os-release && printf '%s' "$VERSION_CODENAME"; }

# Version of LibreOffice that apt would install, as a comparable number (24.8 -> 2408), 0 when there is none.
hikae_office_candidate() {
    apt-cache policy libreoffice-calc 2>/dev/null |
        sed -n 's/^  Candidate: [0-9]*:*\([0-9]*\)\.\([0-9]*\).*/\1 \2/p' |
        awk '{printf "%d", $1 * 100 + $2} END {if (!NR) printf "0"}'
}

# The URIs of the machine's own main archive: deb822 stanzas first, then one-line entries.
hikae_archive_uris() {
    suite=$(hikae_codename)
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk -v RS='' -v suite="$suite" '
        { uris = ""; found = 0; n = split($0, line, "\n")
          for (i = 1; i <= n; i++) {
              if (line[i] ~ /^URIs:/) { uris = line[i]; sub(/^URIs: */, "", uris) }
              if (line[i] ~ /^Suites:/) { m = split(line[i], word, " "); for (j = 2; j <= m; j++) if (word[j] == suite) found = 1 }
          }
          if (found && uris != "") { print uris; exit } }'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        awk -v suite="$suite" '$1 == "deb" { for (i = 2; i < NF; i++) if ($(i + 1) == suite) { print $i; exit } }'
}

# Only Debian's own backports hold a new enough LibreOffice; a relative has to bring it in its main archive.
hikae_add_backports() {
    (. /etc/os-release && [ "$ID" = debian ]) || return 1
    uris=$(hikae_archive_uris | head -n 1)
    [ -n "$uris" ] || { echo "hikae: 自機のaptの配布元が読めません / cannot read this machine's own apt archive" >&2; return 1; }
    key=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^Signed-By: *\(\/.*debian-archive.*\)/\1/p' | head -n 1)
    {
        echo "Types: deb"
        echo "URIs: $uris"
        echo "Suites: $(hikae_codename)-backports"
        echo "Components: main"
        [ -z "$key" ] || echo "Signed-By: $key"
    } > /etc/apt/sources.list.d/hikae-backports.sources
    apt-get update -q
}

hikae_install_system_packages() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q || return 1
    target=""
    if [ "$(hikae_office_candidate)" -lt 2408 ]; then
        hikae_add_backports || return 1
        target="-t $(hikae_codename)-backports"
    fi
    # shellcheck disable=SC2086 # $target is an option and its value, or nothing
    apt-get install -y -q --no-install-recommends $target \
        libreoffice-calc libreoffice-gtk3 python3-uno libreoffice-script-provider-python || return 1
    apt-get install -y -q --no-install-recommends strace poppler-utils fonts-noto-cjk fonts-liberation \
        xvfb openbox xdotool imagemagick nsis
}
