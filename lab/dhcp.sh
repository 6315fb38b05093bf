# shellcheck shell=bash disable=SC2153,SC2154  # sourced: names are shared with the other files
# DHCP of IPv4 by real programs (lab/with): a server at a provider, a client on the host.

# Where the host's own /etc, /run and /var/lib are kept.
own_files() { echo "$STATE/$1/files"; }

# make_own_files LAB: /etc is a copy of the machine's, with the DHCP clients configured as their packages
# do it; the others are empty.
make_own_files() {
  local files unpacked
  files=$(own_files "$1")
  [[ ! -d $files ]] || return 0
  mkdir -p "$files.new/run/lock" "$files.new/var-lib/dhcp"
  cp -a /etc "$files.new/etc" 2>/dev/null || true # what a user may not read is not needed
  unpacked=$("$here/with" isc-dhcp-client udhcpc busybox)
  rm -rf "$files.new/etc/dhcp" "$files.new/etc/udhcpc" "$files.new/etc/resolv.conf"
  cp -a "$unpacked/etc/dhcp" "$unpacked/etc/udhcpc" "$files.new/etc"
  : >"$files.new/etc/resolv.conf"
  mv "$files.new" "$files"
}

# run_host LAB -- CMD...: runs CMD on the host with these files.
run_host() {
  local lab=$1
  shift
  [[ ${1-} == -- ]] && shift
  (($#)) || die "host needs a command"
  make_own_files "$lab"
  # shellcheck disable=SC2016  # expanded by the inner shell
  exec nsenter --net="$(netns_file "$lab" host)" -- unshare --mount --uts -- sh -ec '
    files=$1
    shift
    mount --bind "$files/etc" /etc
    mount --bind "$files/var-lib" /var/lib
    mount --bind "$files/run" /run
    exec "$@"' sh "$(own_files "$lab")" "$@"
}

run_dhcp_server() {
  local lab=$1 uplink network
  uplink=$(uplink_number "${2-}")
  shift 2
  network=${GATEWAY[$uplink]%.*}
  run_exec "$lab" "${PROVIDER[$uplink]}" -- "$here/with" dnsmasq-base -- dnsmasq --keep-in-foreground \
    --conf-file=/dev/null --user=root --pid-file= --no-resolv --no-hosts --port=0 \
    --interface=cust0 --bind-interfaces --dhcp-authoritative --no-ping \
    --dhcp-range="$network.140,$network.180,2m" --dhcp-leasefile="$STATE/$lab/dhcp-$uplink.leases" \
    --log-facility=- --log-dhcp "$@"
}

run_dhcp_client() {
  local lab=$1 uplink interface program=${3-} metric=''
  uplink=$(uplink_number "${2-}")
  interface=${INTERFACE[$uplink]}
  shift 3 || die "dhcp-client needs NAME UPLINK dhclient|udhcpc"
  # As ifupdown hands on the metric of a stanza.
  if [[ ${1-} == --metric ]]; then
    metric=$2
    export IF_METRIC=$metric
    shift 2
  fi
  ip -n "$lab-host" address flush dev "$interface" scope global
  case $program in
    dhclient)
      # As ifupdown runs it.
      run_host "$lab" -- "$here/with" isc-dhcp-client -- \
        dhclient -4 -d -sf "$("$here/with" isc-dhcp-client)/sbin/dhclient-script" \
        -pf "/run/dhclient.$interface.pid" -lf "/var/lib/dhcp/dhclient.$interface.leases" ${metric:+-e "IF_METRIC=$metric"} "$@" "$interface"
      ;;
    udhcpc)
      run_host "$lab" -- "$here/with" udhcpc busybox -- busybox udhcpc --foreground --interface "$interface" \
        --script /etc/udhcpc/default.script "$@"
      ;;
    *) die "no DHCP client '$program' here: dhclient or udhcpc" ;;
  esac
}
