# shellcheck shell=bash
# What the commands in bin/ need of the machine: packages, a JDK, network namespaces. Sourced.

# A user's PATH may lack the folders of the network tools.
PATH=$PATH:/usr/sbin:/sbin

say() { echo "${0##*/}: $*"; }

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# install_missing COMMAND=PACKAGE...: installs the packages whose command is not there.
install_missing() {
  local pair packages=() elevate=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || packages+=("${pair#*=}")
  done
  ((${#packages[@]})) || return 0
  command -v apt-get >/dev/null ||
    fail "missing: ${packages[*]} (names of Debian's packages); install them by this system's means"
  if ((EUID != 0)); then
    sudo --non-interactive true 2>/dev/null ||
      fail "missing: ${packages[*]}; run as root: apt-get install ${packages[*]}"
    elevate=(sudo --non-interactive)
  fi
  say "installing ${packages[*]}"
  if [[ -z ${packages_listed-} ]]; then
    "${elevate[@]}" apt-get update -qq </dev/null ||
      say "the list of packages could not be refreshed, going on with the old one"
    packages_listed=yes
  fi
  "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes \
    apt-get install -qq --yes --no-install-recommends "${packages[@]}" </dev/null >/dev/null ||
    fail "apt-get could not install ${packages[*]}"
}

# jdk_version FOLDER: the major version of the JDK there; 0 if it is none (or only a JRE).
jdk_version() {
  local line version=0
  if [[ -x $1/bin/javac && -r $1/release ]]; then
    while read -r line; do
      if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
        version=${BASH_REMATCH[1]}
      fi
    done <"$1/release"
  fi
  echo "$version"
}

# installed_jdks: "VERSION FOLDER" a line, lowest version first.
installed_jdks() {
  local folder
  for folder in /usr/lib/jvm/*/; do
    folder=${folder%/}
    [[ -L $folder ]] || echo "$(jdk_version "$folder") $folder"
  done | grep -v '^0 ' | sort -n || true
}

# use_jdk: sets JAVA_HOME, unless it is set, to a JDK 17, else to the lowest newer one, else installs
# one. 17 comes first because the formatting check runs on no other.
use_jdk() {
  local version folder
  if [[ -n ${JAVA_HOME-} ]]; then
    (($(jdk_version "$JAVA_HOME") >= 17)) ||
      fail "JAVA_HOME=$JAVA_HOME is no JDK of version 17 or later; correct or unset it"
    return
  fi
  if [[ -z $(jdk_of_17_or_later) ]]; then
    local package=openjdk-17-jdk-headless
    # Distributions newer than 17 have only their default.
    if ! apt-cache show "$package" >/dev/null 2>&1; then package=default-jdk-headless; fi
    install_missing "no-such-command=$package"
  fi
  JAVA_HOME=$(jdk_of_17_or_later)
  [[ -n $JAVA_HOME ]] || fail "no JDK of version 17 or later: install one, or set JAVA_HOME"
  export JAVA_HOME
}

jdk_of_17_or_later() {
  local version folder
  installed_jdks | while read -r version folder; do
    if ((version >= 17)); then
      echo "$folder"
      break
    fi
  done
}

# find_namespaces: sets NAMESPACES to what must stand before a command that makes network namespaces:
# nothing for root, or `unshare -Urnm`, inside which there is no network but the command's own.
find_namespaces() {
  NAMESPACES=()
  if unshare --net true 2>/dev/null; then return; fi
  # shellcheck disable=SC2034  # for the script that sources this
  NAMESPACES=(unshare --user --map-root-user --net --mount --)
  "${NAMESPACES[@]}" true 2>/dev/null ||
    fail "no network namespace can be made here, and this needs them: run as root (in a container" \
      "with CAP_SYS_ADMIN), or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1," \
      "kernel.apparmor_restrict_unprivileged_userns=0)"
}
