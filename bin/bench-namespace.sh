# shellcheck shell=bash
# What the comparisons of netlink-core/bench and icmp-probe/bench share. Sourced, after the script has
# set root.

: "${root:?is set by the script that sources this}"
# shellcheck source-path=SCRIPTDIR source=prerequisites.sh
source "$root/bin/prerequisites.sh"
# shellcheck source-path=SCRIPTDIR source=test-classpath.sh
source "$root/bin/test-classpath.sh"

# enter_namespace MODULE SCRIPT [ARGUMENT...]: compiles the module, then runs the script again in a
# network namespace of its own, with BENCH_CLASSPATH and BENCH_JAVA set. Returns in there, with a
# neighbour in another namespace: bench0, 192.0.2.2/24, leads to 192.0.2.1 and to 1,022 targets in
# 198.18.0.0/22. The script ends with end_children.
enter_namespace() {
  if [[ -z ${BENCH_CLASSPATH-} ]]; then
    use_jdk
    install_missing mvn=maven ip=iproute2 ping=iputils-ping awk=mawk unshare=util-linux
    BENCH_CLASSPATH=$(test_classpath "$1")
    BENCH_JAVA=$JAVA_HOME/bin/java
    export BENCH_CLASSPATH BENCH_JAVA
    local unshare=(unshare -n)
    ((EUID == 0)) || unshare=(unshare -Urn)
    exec "${unshare[@]}" "${@:2}"
  fi
  children=()
  trap end_children EXIT
  unshare -n sleep infinity &
  peer=$!
  children+=("$peer")
  until [[ $(readlink "/proc/$peer/ns/net") != "$(readlink /proc/self/ns/net)" ]]; do sleep 0.05; done
  make_link
}

end_children() {
  if ((${#children[@]})); then kill "${children[@]}" 2>/dev/null || true; fi
}

make_link() {
  local at_peer=(nsenter -t "$peer" -n)
  ip link set lo up
  ip link add bench0 index 101 type veth peer name bench1 index 201 netns "$peer"
  ip link set bench0 up
  ip addr add 192.0.2.2/24 dev bench0
  "${at_peer[@]}" ip link set lo up
  "${at_peer[@]}" ip link set bench1 up
  "${at_peer[@]}" ip addr add 192.0.2.1/24 dev bench1
  "${at_peer[@]}" ip route add local 198.18.0.0/22 dev lo
  "${at_peer[@]}" sysctl -qw net.ipv4.icmp_ratelimit=0
  ip route add 198.18.0.0/22 via 192.0.2.1
  sysctl -qw net.ipv4.ping_group_range="0 0"
  ping -q -c 1 -W 5 192.0.2.1 >/dev/null
}

# targets COUNT: addresses that answer.
targets() {
  awk -v count="$1" 'BEGIN { for (i = 1; i <= count; i++) printf "198.18.%d.%d\n", i / 256, i % 256 }'
}

# write_routes COUNT TABLE: commands for ip -batch that add so many host routes.
write_routes() {
  awk -v count="$1" -v table="$2" 'BEGIN {
    for (i = 0; i < count; i++)
      printf "route add 10.%d.%d.%d/32 via 192.0.2.1 dev bench0 proto 42 table %d\n",
        i / 65536, i / 256 % 256, i % 256, table
  }'
}

# program CLASS [ARGUMENT...]: one of the measuring programs of icmp-probe.
program() {
  local name=$1
  shift
  # shellcheck disable=SC2086  # options are words
  "$BENCH_JAVA" -XX:+UseSerialGC ${BENCH_JAVA_OPTIONS-} -cp "$BENCH_CLASSPATH" \
    "dev.routeswitcher.icmp.$name" "$@"
}

# value KEY: of the line key=value key=value on standard input.
value() {
  tr ' ' '\n' | sed -n "s/^$1=//p"
}

# cpu_micros COMMAND...: runs it silently and prints the processor time it took, in microseconds.
cpu_micros() {
  local TIMEFORMAT='%U %S' times
  times=$({ time "$@" >/dev/null 2>&1 </dev/null; } 2>&1)
  awk '{ printf "%.0f\n", ($1 + $2) * 1e6 }' <<<"$times"
}

# median: of the numbers on standard input.
median() {
  sort -n | awk '{ v[NR] = $1 } END { printf "%s", v[int((NR + 1) / 2)] }'
}

# check NAME VALUE REFERENCE LIMIT: one line with the ratio and whether it holds.
check() {
  awk -v name="$1" -v value="$2" -v reference="$3" -v limit="$4" 'BEGIN {
    ratio = value / reference
    printf "%-52s %6.2f   bar: at most %.2f   %s\n", name, ratio, limit, ratio <= limit ? "ok" : "MISSED"
  }'
}
