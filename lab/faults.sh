# shellcheck shell=bash disable=SC2153,SC2154  # sourced: names are shared with the other files
# The faults: for each an inject_ and a heal_ function, called with LAB UPLINK [argument...].
#
# A fault in force is a file in $STATE/LAB/faults, named FAULT.UPLINK, that holds its arguments.
# Inject and heal run one at a time within a lab (a lock), and may be repeated.

readonly FAULTS=(carrier link-down silent dead-gateway return-path loss delay flap foreign-default
  route-deleted address-removed interface-deleted)

lab_inject() {
  local lab=$1 fault=${2-} which=${3-} uplink
  need_fault "$fault"
  shift 3 || die "inject needs NAME FAULT UPLINK"
  which=$(uplinks "$which")
  lock_lab "$lab"
  for uplink in $which; do
    "inject_${fault//-/_}" "$lab" "$uplink" "$@"
  done
}

lab_heal() {
  local lab=$1 fault=${2-} which=${3-} uplink
  lock_lab "$lab"
  if [[ $fault == all ]]; then
    # Interfaces first: other faults are healed on them.
    for fault in interface-deleted "${FAULTS[@]}"; do
      for uplink in $(uplinks_of "$lab"); do
        heal "$lab" "$fault" "$uplink"
      done
    done
    return
  fi
  need_fault "$fault"
  which=$(uplinks "$which")
  for uplink in $which; do
    heal "$lab" "$fault" "$uplink"
  done
}

heal() {
  local lab=$1 fault=$2 uplink=$3
  fault_active "$lab" "$fault" "$uplink" || return 0
  "heal_${fault//-/_}" "$lab" "$uplink"
  rm -f "$STATE/$lab/faults/$fault.${UPLINK_NAME[$uplink]}"
}

need_fault() {
  [[ -n $1 && " ${FAULTS[*]} " == *" $1 "* ]] || die "no fault '$1': one of ${FAULTS[*]}"
}

uplinks() {
  case $1 in
    both) echo 1 2 ;;
    *) uplink_number "$1" ;;
  esac
}

lock_lab() {
  exec 9>"$STATE/$1/lock"
  flock 9
}

fault_active() { [[ -f $STATE/$1/faults/$2.${UPLINK_NAME[$3]} ]]; }

# note_fault LAB FAULT UPLINK [ARGUMENTS]: now in force.
note_fault() { echo "${4-}" >"$STATE/$1/faults/$2.${UPLINK_NAME[$3]}"; }

fault_arguments() { echo "$(<"$STATE/$1/faults/$2.${UPLINK_NAME[$3]}")"; }

# need_number WORD LEAST MOST WHAT
need_number() {
  if ! [[ $1 =~ ^[0-9]{1,9}$ ]] || ((10#$1 < $2 || 10#$1 > $3)); then
    die "$4 must be $2 to $3, not '$1'"
  fi
}

on_host() {
  local lab=$1
  shift
  ip -n "$lab-host" "$@"
}

# --- links -------------------------------------------------------------------------------------

# An interface that is deleted at the moment gets its state when it is made again.
set_provider_end() {
  ! fault_active "$1" interface-deleted "$2" || return 0
  ip -n "$1-${PROVIDER[$2]}" link set cust0 "$3"
  [[ $3 == down ]] || give_provider_addresses6 "$1" "$2"
}

set_host_end() {
  ! fault_active "$1" interface-deleted "$2" || return 0
  on_host "$1" link set "${INTERFACE[$2]}" "$3"
  [[ $3 == down ]] || give_host_address6 "$1" "$2"
}

inject_carrier() {
  note_fault "$1" carrier "$2"
  set_provider_end "$1" "$2" down
}

heal_carrier() { set_provider_end "$1" "$2" up; }

inject_link_down() {
  note_fault "$1" link-down "$2"
  set_host_end "$1" "$2" down
}

heal_link_down() { set_host_end "$1" "$2" up; }

inject_flap() {
  local lab=$1 uplink=$2 count=${3:-5} period_ms=${4:-500} ticket
  need_number "$count" 1 1000 COUNT
  need_number "$period_ms" 20 60000 PERIOD_MS
  ticket="$count $period_ms $EPOCHREALTIME"
  note_fault "$lab" flap "$uplink" "$ticket"
  setsid -f "$here/lab" _flap "$lab" "$uplink" "$count" "$period_ms" "$ticket" \
    </dev/null >/dev/null 2>&1 9>&-
}

# The ticket in the fault's file is the flapper's licence: healing takes it away.
flap() {
  local lab=$1 uplink=$2 count=$3 period_ms=$4 ticket=$5 half i state
  half=$(printf '%d.%03d' $((period_ms / 2000)) $((period_ms / 2 % 1000)))
  for ((i = 0; i < count; i++)); do
    for state in down up; do
      (
        lock_lab "$lab"
        [[ $(fault_arguments "$lab" flap "$uplink") == "$ticket" ]] &&
          { fault_active "$lab" carrier "$uplink" || set_provider_end "$lab" "$uplink" "$state"; }
      ) 2>/dev/null || return 0
      sleep "$half"
    done
  done
  lock_lab "$lab"
  if [[ $(fault_arguments "$lab" flap "$uplink") == "$ticket" ]]; then
    heal "$lab" flap "$uplink"
  fi
}

heal_flap() {
  fault_active "$1" carrier "$2" || set_provider_end "$1" "$2" up
}

inject_interface_deleted() {
  note_fault "$1" interface-deleted "$2"
  if [[ -n $(index_of "$1" host "${INTERFACE[$2]}") ]]; then
    on_host "$1" link delete "${INTERFACE[$2]}"
  fi
}

heal_interface_deleted() {
  local lab=$1 uplink=$2 index
  index=$(<"$STATE/$lab/next-index")
  echo $((index + 10)) >"$STATE/$lab/next-index"
  make_uplink "$lab" "$uplink" "$index"
}

# --- what the provider does to packets ---------------------------------------------------------

# set_rules LAB UPLINK TABLE: replaces the provider's table TABLE by the rules on standard input.
# Tables of different faults stand beside each other; a packet must survive them all.
set_rules() {
  { echo "add table $3; delete table $3; table $3 {" && cat && echo "}"; } |
    in_node "$1" "${PROVIDER[$2]}" nft -f -
}

remove_rules() {
  echo "add table $3; delete table $3" | in_node "$1" "${PROVIDER[$2]}" nft -f -
}

# only_family [ipv4|ipv6]: the match of nft for packets of that family; of both without one.
only_family() {
  case ${1-} in
    '') ;;
    ipv4 | ipv6) echo "meta nfproto $1" ;;
    *) die "no family '$1': ipv4 or ipv6" ;;
  esac
}

inject_silent() {
  local match
  match=$(only_family "${3-}")
  note_fault "$1" silent "$2" "${3-}"
  set_rules "$1" "$2" 'inet silent' <<<"
    chain forward {
      type filter hook forward priority filter
      $match drop
    }"
}

heal_silent() { remove_rules "$1" "$2" 'inet silent'; }

inject_return_path() {
  local match
  match=$(only_family "${3-}")
  note_fault "$1" return-path "$2" "${3-}"
  set_rules "$1" "$2" 'inet return_path' <<<"
    chain forward {
      type filter hook forward priority filter
      $match oifname cust0 drop
    }"
}

heal_return_path() { remove_rules "$1" "$2" 'inet return_path'; }

inject_loss() {
  local match
  need_number "${3-}" 1 100 PERCENT
  match=$(only_family "${4-}")
  note_fault "$1" loss "$2" "$3 ${4-}"
  set_rules "$1" "$2" 'inet loss' <<<"
    chain forward {
      type filter hook forward priority filter
      $match iifname cust0 numgen random mod 100 offset 1 <= $((10#$3)) drop
    }"
}

heal_loss() { remove_rules "$1" "$2" 'inet loss'; }

# A relay takes the place of forwarding to the host; the fault's file tells it the delay.
inject_delay() {
  local lab=$1 uplink=$2 isp=${PROVIDER[$2]} relays=''
  need_number "${3-}" 1 10000 MILLISECONDS
  fault_active "$lab" delay "$uplink" && relays=yes
  note_fault "$lab" delay "$uplink" "$3"
  [[ -z $relays ]] || return 0
  in_node "$lab" "$isp" perl "$here/delay.pl" "$(index_of "$lab" "$isp" core0)" \
    "${HOST_ADDRESS[$uplink]%/*}" "$STATE/$lab/faults/delay.${UPLINK_NAME[$uplink]}" 9>&-
  set_rules "$lab" "$uplink" 'ip delay' <<<'
    chain forward {
      type filter hook forward priority filter
      oifname cust0 drop
    }'
}

heal_delay() { remove_rules "$1" "$2" 'ip delay'; }

# Rules by name of the interface, not netdev chains: those would go with the interface.
inject_dead_gateway() {
  note_fault "$1" dead-gateway "$2"
  set_rules "$1" "$2" 'arp dead_gateway' <<<'
    chain in {
      type filter hook input priority filter
      iifname cust0 drop
    }
    chain out {
      type filter hook output priority filter
      oifname cust0 drop
    }'
  set_rules "$1" "$2" 'inet dead_gateway' <<<'
    chain in {
      type filter hook prerouting priority raw
      iifname cust0 drop
    }
    chain out {
      type filter hook postrouting priority filter
      oifname cust0 drop
    }'
}

heal_dead_gateway() {
  remove_rules "$1" "$2" 'arp dead_gateway'
  remove_rules "$1" "$2" 'inet dead_gateway'
}

# --- what others do to the host ----------------------------------------------------------------

inject_address_removed() {
  note_fault "$1" address-removed "$2"
  on_host "$1" address delete "${HOST_ADDRESS[$2]}" dev "${INTERFACE[$2]}" 2>/dev/null || true
  ! has_ipv6 "$1" ||
    on_host "$1" address delete "${HOST_ADDRESS6[$2]}" dev "${INTERFACE[$2]}" 2>/dev/null || true
}

heal_address_removed() {
  rm -f "$STATE/$1/faults/address-removed.${UPLINK_NAME[$2]}"
  ! fault_active "$1" interface-deleted "$2" || return 0
  on_host "$1" address replace "${HOST_ADDRESS[$2]}" dev "${INTERFACE[$2]}"
  give_host_address6 "$1" "$2"
}

inject_foreign_default() {
  local lab=$1 uplink=$2 metric=${3:-0}
  need_number "$metric" 0 999999999 METRIC
  heal "$lab" foreign-default "$uplink"
  on_host "$lab" route add default via "${GATEWAY[$uplink]}" dev "${INTERFACE[$uplink]}" \
    proto static metric "$metric"
  note_fault "$lab" foreign-default "$uplink" "$metric"
}

heal_foreign_default() {
  on_host "$1" route delete default via "${GATEWAY[$2]}" dev "${INTERFACE[$2]}" \
    proto static metric "$(fault_arguments "$1" foreign-default "$2")" 2>/dev/null || true
}

# our_routes LAB UPLINK -4|-6 [metric METRIC]: one a line, with its family in front. `ip` does not print
# what it selects by.
our_routes() {
  on_host "$1" "$3" route show table all proto "$OUR_PROTOCOL" dev "${INTERFACE[$2]}" "${@:4}" 2>/dev/null |
    sed -E "s/ (linkdown|dead)\b//g; s/^/$3 /; s/\$/ ${*:4}/" || true
}

# The deleted routes, of earlier injections too, are kept with the fault: healing puts them back.
inject_route_deleted() {
  local lab=$1 uplink=$2 word family route routes='' earlier=''
  local families=(-4 -6) selector=()
  for word in "${@:3}"; do
    case $word in
      ipv4) families=(-4) ;;
      ipv6) families=(-6) ;;
      *)
        need_number "$word" 0 999999999 METRIC
        selector=(metric "$word")
        ;;
    esac
  done
  for family in "${families[@]}"; do
    routes+=$(our_routes "$lab" "$uplink" "$family" "${selector[@]}")$'\n'
  done
  while read -r family route; do
    # shellcheck disable=SC2086  # a route is many words
    [[ -z $route ]] || on_host "$lab" "$family" route delete $route \
      dev "${INTERFACE[$uplink]}" proto "$OUR_PROTOCOL" 2>/dev/null || true
  done <<<"$routes"
  if fault_active "$lab" route-deleted "$uplink"; then
    earlier=$(fault_arguments "$lab" route-deleted "$uplink")
  fi
  note_fault "$lab" route-deleted "$uplink" "$(sort -u <<<"$earlier"$'\n'"$routes" | sed '/^$/d')"
}

heal_route_deleted() {
  local lab=$1 uplink=$2 family route
  while read -r family route; do
    # shellcheck disable=SC2086
    [[ -z $route ]] || on_host "$lab" "$family" route add $route \
      dev "${INTERFACE[$uplink]}" proto "$OUR_PROTOCOL" 2>/dev/null || true
  done < <(fault_arguments "$lab" route-deleted "$uplink")
}
