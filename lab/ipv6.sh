# shellcheck shell=bash disable=SC2034,SC2154  # sourced: names are shared with the other files
# What a lab made with --ipv6 has beside IPv4: addresses and routes of IPv6 on the same links, as they
# are found in the field. Every provider's end is fe80::1, the gateway that routers advertise.
#
# Addresses go with a link that is set down, so they are given again whenever one is set up. Duplicate
# address detection is off: it would keep every address from use for a second or two.

readonly SUBNET6=([1]=2001:db8:1::/64 [2]=2001:db8:2::/64 [3]=2001:db8:3::/64)
readonly HOST_ADDRESS6=([1]=2001:db8:1::2/64 [2]=2001:db8:2::2/64 [3]=2001:db8:3::2/64)
readonly GATEWAY6=([1]=2001:db8:1::1 [2]=2001:db8:2::1 [3]=2001:db8:3::1)
readonly LINK_GATEWAY6=fe80::1
readonly PROVIDER_CORE6=([1]=2001:db8:f1::1 [2]=2001:db8:f2::1 [3]=2001:db8:f3::1)
readonly INET_CORE6=([1]=2001:db8:f1::2 [2]=2001:db8:f2::2 [3]=2001:db8:f3::2)
readonly TARGETS6=(2001:db8:ff::8 2001:db8:ff::9 2001:db8:ff::a)

has_ipv6() { [[ -f $STATE/$1/ipv6 ]]; }

# set_ipv6 LAB NODE: before any link is made.
set_ipv6() {
  local forward=1
  [[ $2 != host ]] || forward=0
  # shellcheck disable=SC2016  # expanded by the inner shell
  in_node "$1" "$2" sh -ec '
    cd /proc/sys/net/ipv6/conf
    for scope in all default; do
      echo 0 >$scope/disable_ipv6
      echo 0 >$scope/accept_dad
      echo "$1" >$scope/forwarding
    done' sh "$forward"
}

make_core6() {
  local lab=$1 uplink target
  for target in "${TARGETS6[@]}"; do
    ip -n "$lab-inet" address add "$target/128" dev lo
  done
  for uplink in $(uplinks_of "$lab"); do
    local isp=${PROVIDER[$uplink]}
    ip -n "$lab-$isp" -batch - <<END
address add ${PROVIDER_CORE6[$uplink]}/64 dev core0 nodad
route add blackhole ${SUBNET6[$uplink]} metric 4096
END
    ip -n "$lab-inet" -batch - <<END
address add ${INET_CORE6[$uplink]}/64 dev $isp nodad
route add ${SUBNET6[$uplink]} via ${PROVIDER_CORE6[$uplink]} dev $isp
END
    ip -n "$lab-$isp" route add default via "${INET_CORE6[$uplink]}" dev core0
  done
}

# give_host_address6 LAB UPLINK: unless a fault keeps it away.
give_host_address6() {
  has_ipv6 "$1" || return 0
  ! fault_active "$1" address-removed "$2" || return 0
  ip -n "$1-host" address replace "${HOST_ADDRESS6[$2]}" dev "${INTERFACE[$2]}" nodad
}

give_provider_addresses6() {
  has_ipv6 "$1" || return 0
  ip -n "$1-${PROVIDER[$2]}" -batch - <<END
address replace ${GATEWAY6[$2]}/64 dev cust0 nodad
address replace $LINK_GATEWAY6/64 dev cust0 nodad
END
}

# Without a protocol of its own: routers advertise defaults, DHCP does not bring them.
add_defaults6() {
  local lab=$1 uplink
  for uplink in $(uplinks_of "$lab"); do
    ip -n "$lab-host" -6 route add default via "$LINK_GATEWAY6" dev "${INTERFACE[$uplink]}" \
      proto ra metric $((1000 + DHCP_METRIC[uplink]))
  done
}
