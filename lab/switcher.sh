# shellcheck shell=bash disable=SC2154  # sourced: $here is the folder of the lab
# The real switcher in a lab, for the programs that put it to the test: a lab of its own, gone with the
# program, and what is asked of host and switcher again and again.

lab="$here/lab"
switcher_program=${ROUTE_SWITCHER:-$here/../bin/route-switcher}
name="$(basename -- "$0")-$$"
scratch=$(mktemp -d)
switcher=0
# Which side of the lab is put to the test: choose_ipv6 makes it that of IPv6.
ip=(ip -4) of_family=() made_with=(--open-ping)
gateways=(192.0.2.1 198.51.100.1) target=203.0.113.8
# Options for the switcher behind all others, and a command to run it under.
extra=() tracer=()

choose_ipv6() {
  ip=(ip -6) of_family=(--ipv6) made_with=(--open-ping --ipv6)
  gateways=(fe80::1 fe80::1) target=2001:db8:ff::8
}

clean_up() {
  "$lab" down "$name"
  rm -rf "$scratch"
}

fail() {
  echo "$(basename -- "$0"): $*" >&2
  if [[ -f $scratch/log ]]; then
    echo "the switcher's last lines:" >&2
    tail -n 20 "$scratch/log" >&2
  fi
  exit 1
}

host() { "$lab" exec "$name" host -- "$@"; }

now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

# within SECONDS CMD...: asks every 10 ms or so; prints nothing, returns 1 after SECONDS.
within() {
  local end=$(($(now_ms) + $1 * 1000))
  until "${@:2}"; do
    (($(now_ms) < end)) || return 1
    sleep 0.01
  done
}

# launch_switcher [OPTION...]: in the lab; its process is $switcher, its log $scratch/log.
launch_switcher() {
  "$lab" exec "$name" host -- ${tracer[@]+"${tracer[@]}"} "$switcher_program" \
    --primary-interface eth0 --primary-gateway "${gateways[0]}" \
    --secondary-interface eth1 --secondary-gateway "${gateways[1]}" \
    --ping-target "$target" "$@" ${extra[@]+"${extra[@]}"} </dev/null >>"$scratch/log" 2>&1 &
  switcher=$!
}

# start_switcher [OPTION...]: returns when the base routes are in place.
start_switcher() {
  launch_switcher "$@"
  within 20 routes_or_end || fail "the switcher made no base routes within 20 s"
  base_routes || fail "the switcher ended at once"
}

routes_or_end() { base_routes || ! kill -0 "$switcher" 2>/dev/null; }

# settle INTERVAL_MS: out of BOOT, then to a random moment of a round.
settle() { sleep "$(awk -v i="$1" -v r=$RANDOM 'BEGIN { printf "%.3f", (2 + r / 32768) * i / 1000 + 0.5 }')"; }

stop_switcher() {
  local status=0
  kill -TERM "$switcher"
  wait "$switcher" || status=$?
  ((status == 0)) || fail "the switcher ended with status $status"
}

ours() { host "${ip[@]}" route show default proto 157 "$@"; }

base_routes() { [[ $(ours metric 10) && $(ours metric 20) ]]; }

in_fallback() { [[ $(ours metric 5) == *" dev eth1"* ]]; }

in_primary() { ! in_fallback; }

answered() { host ping -q -n -c 1 -W 0.2 "$target" >/dev/null 2>&1; }
