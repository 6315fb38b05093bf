# shellcheck shell=bash disable=SC2154  # sourced: names are shared with the other files
# A Debian with systemd in the place of the host (systemd-nspawn): what a service manager does, by a real one.

# make_debian: makes the tree, once, and prints its folder. Nothing is written into it afterwards.
make_debian() {
  local target codename mirror packages=systemd-sysv,dbus,libstdc++6,adduser
  target=$(dirname -- "$here")/target
  mkdir -p "$target"
  exec 8>"$target/debian.lock"
  flock 8
  if [[ ! -d $target/debian || $(cat -- "$target/debian.packages" 2>/dev/null) != "$packages" ]]; then
    "$here/with" mmdebstrap systemd-container >/dev/null # and the lists of packages, if there were none
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    # shellcheck disable=SC2016  # apt's own placeholders
    mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
      awk -v codename="$codename" '$1 == codename && $2 == "main" && !found++ { print $3 }')
    rm -rf "$target/debian.new"
    "$here/with" mmdebstrap -- mmdebstrap --quiet --mode=root --variant=essential \
      --include="$packages" "$codename" "$target/debian.new" ${mirror:+"$mirror"} >&2 ||
      die "no Debian $codename can be made of packages: mmdebstrap says why"
    rm -rf "$target/debian"
    mv "$target/debian.new" "$target/debian"
    echo "$packages" >"$target/debian.packages"
  fi
  exec 8>&-
  echo "$target/debian"
}

# boot_obstacle: why no systemd can be started here; nothing if it can.
boot_obstacle() {
  if [[ $(tr -s ' ' </proc/self/uid_map) != ' 0 0 4294967295' || $EUID != 0 ]]; then
    echo "it takes root of the machine: in a user namespace there are no control groups to be had"
  elif ! command -v apt-get >/dev/null; then
    echo "it takes Debian's packages, and there is no apt-get here"
  elif [[ ! -w /sys/fs/cgroup/cgroup.procs && ! -w /sys/fs/cgroup/systemd/cgroup.procs ]]; then
    echo "it takes control groups that can be written, and those in /sys/fs/cgroup cannot"
  elif ! unshare --mount --pid --ipc --uts --fork true 2>/dev/null; then
    echo "it takes namespaces of processes and mounts, and unshare can make none"
  fi
}

# check_boot: makes what `lab boot` needs; exit status 3 with the reason where it cannot be had.
check_boot() {
  local obstacle
  obstacle=$(boot_obstacle)
  if [[ $obstacle ]]; then
    echo "$obstacle"
    exit 3
  fi
  make_debian
}

# run_boot LAB [OPTION of systemd-nspawn...]: until ended. Files are of a layer in memory, gone with it.
run_boot() {
  local lab=$1 obstacle debian java
  shift
  obstacle=$(boot_obstacle)
  [[ -z $obstacle ]] || die "no systemd can be started here: $obstacle"
  debian=$(make_debian)
  java=$(readlink -f -- "${JAVA_HOME:-$(dirname -- "$(dirname -- "$(readlink -f -- "$(command -v java)")")")}")
  echo $$ >"$STATE/$lab/booted"
  local binds=(--bind-ro="$java:/opt/java") folder
  for folder in bin switcher-cli/target; do
    binds+=(--bind-ro="$(dirname -- "$here")/$folder:/opt/route-switcher/$folder")
  done
  # Where Debian keeps what its JDK reads.
  for folder in /etc/java-*-openjdk; do
    [[ ! -d $folder ]] || binds+=(--bind-ro="$folder")
  done
  exec "$here/with" systemd-container -- systemd-nspawn --quiet --directory="$debian" --volatile=overlay --boot \
    --machine="$lab" --register=no --keep-unit --network-namespace-path="$(netns_file "$lab" host)" \
    --capability=CAP_NET_ADMIN,CAP_NET_RAW "${binds[@]}" "$@"
}

# run_booted LAB -- CMD...: runs CMD there, with nothing of this shell's environment. nsenter stays its parent, so
# it is told to end with it.
run_booted() {
  local lab=$1 nspawn systemd
  shift
  [[ ${1-} == -- ]] && shift
  (($#)) || die "booted needs a command"
  nspawn=$(cat -- "$STATE/$lab/booted" 2>/dev/null) || die "no Debian was started in $lab (lab boot $lab)"
  systemd=$(cat -- "/proc/$nspawn/task/$nspawn/children" 2>/dev/null) || die "the Debian of $lab has ended"
  exec nsenter --target "${systemd%% *}" --all --root --wd -- setpriv --pdeathsig KILL \
    env --ignore-environment PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
