# Sourced by test.sh with $here set: what the tests need from the system beside Python.
. "$here/debian.sh"

hikae_has() { command -v "$1" >/dev/null 2>&1; }

hikae_soffice() {
    for office in /usr/bin/soffice /usr/local/bin/soffice /Applications/LibreOffice.app/Contents/MacOS/soffice; do
        [ -x "$office" ] && printf '%s' "$office" && return 0
    done
    return 1
}

# LibreOffice 24.8 is the first whose formula compiler binds our function names when it reads an .xlsx.
hikae_office_is_new() {
    office=$(hikae_soffice) || return 1
    "$office" --version 2>/dev/null | awk '{split($2, v, "."); exit !(v[1] * 100 + v[2] >= 2408)}'
}

# What is missing, in words; nothing when all is there. strace, the screen and UNO for the system Python are Linux parts.
hikae_missing() {
    hikae_office_is_new || printf '%s' "LibreOffice>=24.8 "
    hikae_has pdftoppm || printf '%s' "pdftoppm "
    [ "$(uname -s)" = Linux ] || return 0
    /usr/bin/python3 -c 'import uno' 2>/dev/null || printf '%s' "python3-uno "
    [ -n "$(fc-list :lang=ja 2>/dev/null | head -n 1)" ] || printf '%s' "Japanese-fonts "
    hikae_has strace || printf '%s' "strace "
    for part in Xvfb openbox xdotool; do hikae_has "$part" || printf '%s' "$part "; done
    hikae_has import || printf '%s' "imagemagick "
}

hikae_may_install() { [ "$(id -u)" = 0 ] && hikae_has apt-get && [ -r /etc/os-release ]; }

hikae_say_how() {
    cat >&2 <<END
hikae: テストに必要な部品がありません: $HIKAE_MISSING
    Debian 12: root で sh installer/test.sh を一度実行すると、すべて入ります（LibreOffice は bookworm-backports から）。
    Ubuntu 25.04以降: sudo apt install libreoffice-calc python3-uno libreoffice-script-provider-python strace xvfb openbox xdotool imagemagick poppler-utils fonts-noto-cjk
    その他: LibreOffice 24.8以上（libreoffice.org）と poppler、Linuxではさらに日本語フォント・strace・Xvfb・openbox・xdotool・imagemagick を入れてください。
hikae: the tests need parts that are not here: $HIKAE_MISSING
    Debian 12: run sh installer/test.sh once as root, which installs them all (LibreOffice from bookworm-backports).
    Ubuntu 25.04 or later: the apt line above.
    Elsewhere: LibreOffice 24.8 or later (libreoffice.org) and poppler; on Linux also Japanese fonts,
    strace, Xvfb, openbox, xdotool and imagemagick.
END
}

# Leaves what is still missing in HIKAE_MISSING, for the groups that then must fail.
hikae_system_ready() {
    HIKAE_MISSING=$(hikae_missing)
    if [ -n "$HIKAE_MISSING" ] && hikae_may_install; then
        printf 'hikae: システム部品を入れています / installing system parts: %s\n' "$HIKAE_MISSING" >&2
        hikae_install_system_packages >"$hikae_venv/system.log" 2>&1 || tail -n 15 "$hikae_venv/system.log" >&2
        HIKAE_MISSING=$(hikae_missing)
    fi
    export HIKAE_MISSING
    [ -z "$HIKAE_MISSING" ] || hikae_say_how
}
