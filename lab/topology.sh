# shellcheck shell=bash disable=SC2034,SC2153,SC2154  # sourced: names are shared with the other files
# The lab's namespaces, links and addresses: making, describing and removing them.
#
# A lab NAME is four named network namespaces, NAME-host and so on, and a folder of state in
# $STATE. Everything is found again by name, so whatever is left of a lab can be taken down.

# A user's PATH may lack the folders of the network tools.
PATH=$PATH:/usr/sbin:/sbin

readonly STATE=/run/route-switcher-lab
readonly OUR_PROTOCOL=157
readonly NODES=(host isp1 isp2 isp3 inet)
readonly TARGETS=(203.0.113.8 203.0.113.9 203.0.113.10)

# Per uplink, 1 being the primary; the third is there in a lab made with --third. The provider's ends are cust0 (to the host) and core0 (to inet).
readonly UPLINK_NAME=([1]=primary [2]=secondary [3]=third)
readonly INTERFACE=([1]=eth0 [2]=eth1 [3]=eth2)
readonly PROVIDER=([1]=isp1 [2]=isp2 [3]=isp3)
readonly SUBNET=([1]=192.0.2.0/24 [2]=198.51.100.0/24 [3]=203.0.113.128/26)
readonly HOST_ADDRESS=([1]=192.0.2.2/24 [2]=198.51.100.2/24 [3]=203.0.113.130/26)
readonly GATEWAY=([1]=192.0.2.1 [2]=198.51.100.1 [3]=203.0.113.129)
readonly PROVIDER_CORE=([1]=203.0.113.241 [2]=203.0.113.245 [3]=203.0.113.249)
readonly INET_CORE=([1]=203.0.113.242 [2]=203.0.113.246 [3]=203.0.113.250)
readonly DHCP_METRIC=([1]=100 [2]=200 [3]=300)

die() {
  echo "lab: $*" >&2
  exit 1
}

netns_file() { echo "/run/netns/$1-$2"; }

# in_node LAB NODE CMD...: runs CMD in a namespace of the lab.
in_node() {
  local file="/run/netns/$1-$2"
  shift 2
  nsenter --net="$file" -- "$@"
}

# The name is part of a path.
is_name() { [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,31}$ ]]; }

need_lab() {
  [[ -n $1 ]] || die "which lab? (lab --help)"
  [[ -d $STATE/$1 ]] || die "no lab named '$1' here (lab list)"
}

need_node() {
  [[ " ${NODES[*]} " == *" $1 "* ]] || die "no node '$1': one of ${NODES[*]}"
}

# uplink_number primary|secondary|third: 1, 2 or 3.
uplink_number() {
  case $1 in
    primary) echo 1 ;;
    secondary) echo 2 ;;
    third) echo 3 ;;
    *) die "no uplink '$1': primary, secondary or third" ;;
  esac
}

# uplinks_of LAB: their numbers.
uplinks_of() {
  if [[ -f $STATE/$1/third ]]; then
    echo 1 2 3
  else
    echo 1 2
  fi
}

# nodes_of LAB
nodes_of() {
  if [[ -f $STATE/$1/third ]]; then
    echo "${NODES[@]}"
  else
    echo host isp1 isp2 inet
  fi
}

list_labs() {
  local folder
  for folder in "$STATE"/*/; do
    [[ ! -d $folder ]] || basename "$folder"
  done
}

# Namespaces are named in /run/netns. Inside `unshare -Urnm` that folder is not ours, or worse it is
# shared with whoever started us, so /run is covered by a tmpfs that ends with the mount namespace.
need_namespaces() {
  local tool
  for tool in ip nft nsenter unshare flock; do
    command -v "$tool" >/dev/null || die "$tool is missing: apt-get install iproute2 nftables util-linux"
  done
  unshare --net true 2>/dev/null || die "no network namespace can be made: run as root, or inside 'unshare -Urnm'" \
    "(if that is refused too: sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0)"
  [[ $(tr -s ' ' </proc/self/uid_map) == ' 0 0 4294967295' ]] && return
  exec 8<"${BASH_SOURCE[0]}"
  flock 8
  if ! grep -q ' /run .* - tmpfs route-switcher-lab ' /proc/self/mountinfo; then
    mount -t tmpfs -o mode=755 route-switcher-lab /run ||
      die "cannot mount a private /run: use 'unshare -Urnm', with the m"
  fi
  exec 8<&-
}

lab_up() {
  local lab=${1-} defaults='' open_ping='' ipv6='' third='' rp_filter=0 owner=''
  is_name "$lab" ||
    die "up needs a name of lower-case letters, digits and dashes, not '$lab'"
  shift
  while (($#)); do
    case $1 in
      --defaults)
        defaults=dhcp
        if [[ ${2---} != --* ]]; then
          defaults=$2
          shift
        fi
        ;;
      --open-ping) open_ping=yes ;;
      --ipv6) ipv6=yes ;;
      --third) third=yes ;;
      --rp-filter)
        rp_filter=${2-}
        [[ $rp_filter == [012] ]] || die "--rp-filter needs 0, 1 or 2"
        shift
        ;;
      --owner)
        owner=${2-}
        [[ $owner =~ ^[0-9]+$ && -d /proc/$owner ]] || die "--owner needs the id of a running process"
        shift
        ;;
      *) die "up does not know '$1' (lab --help)" ;;
    esac
    shift
  done

  need_namespaces
  mkdir -p "$STATE"
  mkdir "$STATE/$lab" 2>/dev/null || die "a lab named '$lab' exists (lab down $lab)"
  unfinished=$lab
  trap '[[ -z $unfinished ]] || { echo "lab: $unfinished could not be made" >&2; remove_lab "$unfinished"; }' EXIT
  mkdir "$STATE/$lab/faults"
  [[ -z $ipv6 ]] || : >"$STATE/$lab/ipv6"
  [[ -z $third ]] || : >"$STATE/$lab/third"
  local base
  base=$(claim_indexes "$lab")
  echo $((base + 100)) >"$STATE/$lab/next-index"
  make_nodes "$lab" "$rp_filter" "$open_ping"
  make_core "$lab" "$base"
  local uplink
  for uplink in $(uplinks_of "$lab"); do
    make_uplink "$lab" "$uplink" $((base + 10 * uplink))
  done
  if [[ -n $defaults ]]; then
    add_defaults "$lab" "$defaults"
  fi
  date +%s.%N >"$STATE/$lab/lab"
  if [[ -n $owner ]]; then
    setsid -f "$here/lab" _watch "$lab" "$owner" </dev/null >/dev/null 2>&1
  fi
  unfinished=''
}

# Each lab numbers its interfaces from a thousand of its own (making a symbolic link is atomic). The
# ends of a link then never have equal indexes: if they did, the kernel would put their carrier
# events into a queue shared by all namespaces, up to a second late.
claim_indexes() {
  local slot
  for slot in {1..2000}; do
    if ln -sT "$1" "$STATE/.slot-$slot" 2>/dev/null; then
      echo $((slot * 1000))
      return
    fi
  done
  die "too many labs"
}

# Not by `ip netns add`: that fails where the namespace it comes from belongs to someone else, as in
# `unshare -Urm`. Set is whatever the lab depends on: a namespace may inherit the machine's settings.
make_nodes() {
  local lab=$1 host_rp_filter=$2 open_ping=$3 node file
  mkdir -p /run/netns
  for node in $(nodes_of "$lab"); do
    local rp_filter=0 forward=1
    if [[ $node == host ]]; then
      rp_filter=$host_rp_filter forward=0
    fi
    file=$(netns_file "$lab" "$node")
    : >"$file"
    # shellcheck disable=SC2016  # expanded by the inner shell
    unshare --net="$file" sh -ec '
      cd /proc/sys/net/ipv4
      for scope in all default; do
        echo "$1" >conf/$scope/rp_filter
        for name in ignore_routes_with_linkdown arp_ignore arp_announce arp_filter send_redirects; do
          echo 0 >conf/$scope/$name
        done
      done
      echo "$2" >ip_forward
      ip link set lo up' sh "$rp_filter" "$forward"
    if has_ipv6 "$lab"; then set_ipv6 "$lab" "$node"; fi
  done
  if [[ -n $open_ping ]]; then
    # The whole range, or inside a user namespace the one group that is mapped.
    in_node "$lab" host sh -c '
      cd /proc/sys/net/ipv4
      echo "0 2147483647" >ping_group_range || echo "0 0" >ping_group_range' 2>/dev/null
  fi
}

make_core() {
  local lab=$1 base=$2 uplink target
  for target in "${TARGETS[@]}"; do
    ip -n "$lab-inet" address add "$target/32" dev lo
  done
  for uplink in $(uplinks_of "$lab"); do
    local isp=${PROVIDER[$uplink]}
    ip -n "$lab-$isp" link add core0 index $((base + 40 + 10 * uplink)) \
      type veth peer name "$isp" index $((base + 41 + 10 * uplink)) netns "$lab-inet"
    ip -n "$lab-$isp" -batch - <<EOF
address add ${PROVIDER_CORE[$uplink]}/30 dev core0
link set core0 up
route add blackhole ${SUBNET[$uplink]} metric 4096
EOF
    ip -n "$lab-inet" -batch - <<EOF
address add ${INET_CORE[$uplink]}/30 dev $isp
link set $isp up
route add ${SUBNET[$uplink]} via ${PROVIDER_CORE[$uplink]} dev $isp
EOF
    ip -n "$lab-$isp" route add default via "${INET_CORE[$uplink]}" dev core0
  done
  if has_ipv6 "$lab"; then make_core6 "$lab"; fi
}

# make_uplink LAB UPLINK INDEX: the link between host and provider, with INDEX and INDEX+1, in the
# state that the faults in force demand.
make_uplink() {
  local lab=$1 uplink=$2 index=$3
  local interface=${INTERFACE[$uplink]} isp=${PROVIDER[$uplink]}
  local host_state=up isp_state=up address="address add ${HOST_ADDRESS[$uplink]} dev $interface"
  if fault_active "$lab" link-down "$uplink"; then host_state=down; fi
  if fault_active "$lab" carrier "$uplink"; then isp_state=down; fi
  if fault_active "$lab" address-removed "$uplink"; then address=''; fi

  ip -n "$lab-host" link add "$interface" index "$index" \
    type veth peer name cust0 index $((index + 1)) netns "$lab-$isp"
  ip -n "$lab-$isp" -batch - <<EOF
address add ${GATEWAY[$uplink]}/${HOST_ADDRESS[$uplink]#*/} dev cust0
link set cust0 $isp_state
EOF
  ip -n "$lab-host" -batch - <<EOF
$address
link set $interface $host_state
EOF
  if [[ $isp_state == up ]]; then give_provider_addresses6 "$lab" "$uplink"; fi
  if [[ $host_state == up ]]; then give_host_address6 "$lab" "$uplink"; fi
}

add_defaults() {
  local lab=$1 protocol=$2 uplink
  for uplink in $(uplinks_of "$lab"); do
    ip -n "$lab-host" route add default via "${GATEWAY[$uplink]}" dev "${INTERFACE[$uplink]}" \
      proto "$protocol" metric "${DHCP_METRIC[$uplink]}"
  done
  if has_ipv6 "$lab"; then add_defaults6 "$lab"; fi
}

lab_down() {
  local lab=$1
  if [[ $lab == --all ]]; then
    for lab in $(list_labs); do
      remove_lab "$lab"
    done
    return
  fi
  is_name "$lab" || die "down needs the name of a lab, or --all, not '$lab'"
  remove_lab "$lab"
}

# remove_lab LAB: also what a killed `lab up` left. Nothing to remove is no error.
remove_lab() {
  local lab=$1 node slot namespaces
  namespaces=$(namespaces_of "$lab")
  end_processes "$namespaces"
  for node in "${NODES[@]}"; do
    if [[ -e $(netns_file "$lab" "$node") ]]; then
      ip netns delete "$lab-$node" || true
    fi
  done
  end_processes "$namespaces" # that entered meanwhile
  for slot in "$STATE"/.slot-*; do
    if [[ $(readlink "$slot") == "$lab" ]]; then
      rm -f "$slot"
    fi
  done
  rm -rf "${STATE:?}/${lab:?}"
}

# namespaces_of LAB: as find's conditions on /proc/PID/ns/net, which works without their names too.
namespaces_of() {
  local node file
  for node in "${NODES[@]}"; do
    file=$(netns_file "$1" "$node")
    if [[ -e $file ]]; then
      stat --dereference --format='-o -lname net:\[%i\]' "$file"
    fi
  done
}

processes_in() {
  # shellcheck disable=SC2086  # many words
  find /proc/[0-9]*/ns/net -false $1 2>/dev/null | cut -d/ -f3 | grep -vx "$$" || true
}

# end_processes NAMESPACES: asks every process inside to end, and ends it after half a second.
end_processes() {
  local try pids
  [[ -n $1 ]] || return 0
  for try in {1..25}; do
    pids=$(processes_in "$1")
    [[ -n $pids ]] || return 0
    if ((try == 1)); then
      # shellcheck disable=SC2086  # one word per process
      kill -TERM $pids 2>/dev/null || true
    fi
    sleep 0.02
  done
  # shellcheck disable=SC2086
  kill -KILL $pids 2>/dev/null || true
}

# The start time of a process tells it from a later one with the same id.
process_start() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
  read -ra stat <<<"${stat##*) }"
  echo "${stat[19]}"
}

watch_owner() {
  local lab=$1 owner=$2 birth made
  birth=$(process_start "$owner")
  made=$(<"$STATE/$lab/lab")
  while [[ -n $birth && $(process_start "$owner") == "$birth" ]]; do
    sleep 0.3
    [[ -f $STATE/$lab/lab && $(<"$STATE/$lab/lab") == "$made" ]] || return 0
  done
  remove_lab "$lab"
}

# index_of LAB NODE INTERFACE: empty while there is no such interface.
index_of() {
  local line
  line=$(ip -n "$1-$2" -o link show dev "$3" 2>/dev/null) || return 0
  echo "${line%%:*}"
}

lab_env() {
  local lab=$1 node uplink i
  echo "LAB=$lab"
  for node in $(nodes_of "$lab"); do
    echo "${node^^}_NETNS=$(netns_file "$lab" "$node")"
  done
  for uplink in $(uplinks_of "$lab"); do
    local key=${UPLINK_NAME[$uplink]^^}
    echo "${key}_INTERFACE=${INTERFACE[$uplink]}"
    echo "${key}_INDEX=$(index_of "$lab" host "${INTERFACE[$uplink]}")"
    echo "${key}_ADDRESS=${HOST_ADDRESS[$uplink]%/*}"
    echo "${key}_PREFIX=${SUBNET[$uplink]}"
    echo "${key}_GATEWAY=${GATEWAY[$uplink]}"
    if has_ipv6 "$lab"; then
      echo "${key}_ADDRESS6=${HOST_ADDRESS6[$uplink]%/*}"
      echo "${key}_PREFIX6=${SUBNET6[$uplink]}"
      echo "${key}_GATEWAY6=${GATEWAY6[$uplink]}"
    fi
    echo "${key}_PROVIDER=${PROVIDER[$uplink]}"
    echo "${key}_PROVIDER_INTERFACE=cust0"
    echo "${key}_PROVIDER_INDEX=$(index_of "$lab" "${PROVIDER[$uplink]}" cust0)"
  done
  for i in "${!TARGETS[@]}"; do
    echo "TARGET_$((i + 1))=${TARGETS[$i]}"
  done
  if has_ipv6 "$lab"; then
    echo "LINK_GATEWAY6=$LINK_GATEWAY6"
    for i in "${!TARGETS6[@]}"; do
      echo "TARGET6_$((i + 1))=${TARGETS6[$i]}"
    done
  fi
}

lab_status() {
  local lab=$1 node fault
  local family families=(-4)
  ! has_ipv6 "$lab" || families=(-4 -6)
  for node in $(nodes_of "$lab"); do
    echo "$node:"
    for family in "${families[@]}"; do
      ip -n "$lab-$node" -br "$family" address show | sed 's/^/  /'
    done
  done
  echo "routes of the host:"
  for family in "${families[@]}"; do
    ip -n "$lab-host" "$family" route show | sed 's/^/  /'
  done
  echo "faults:"
  for fault in "$STATE/$lab/faults"/*; do
    [[ ! -f $fault ]] || echo "  $(basename "$fault") $(<"$fault")"
  done
}
