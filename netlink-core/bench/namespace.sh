# shellcheck shell=bash
# What the benchmarks of this folder share. Sourced with the script's own path and arguments.

bench=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
root=$(dirname -- "$(dirname -- "$bench")")
# shellcheck source-path=SCRIPTDIR source=../../bin/prerequisites.sh
source "$root/bin/prerequisites.sh"
# shellcheck source-path=SCRIPTDIR source=../../bin/test-classpath.sh
source "$root/bin/test-classpath.sh"

# enter_namespace SCRIPT [ARGUMENT...]: compiles, then runs the script again in a network namespace
# of its own, with BENCH_CLASSPATH and BENCH_JAVA set. Returns in there.
enter_namespace() {
  [[ -z ${BENCH_CLASSPATH-} ]] || return 0
  use_jdk
  install_missing mvn=maven ip=iproute2 cc=gcc awk=mawk unshare=util-linux
  BENCH_CLASSPATH=$(test_classpath netlink-core)
  BENCH_JAVA=$JAVA_HOME/bin/java
  export BENCH_CLASSPATH BENCH_JAVA
  local unshare=(unshare -n)
  ((EUID == 0)) || unshare=(unshare -Urn)
  exec "${unshare[@]}" "$@"
}

# make_link: bench0, up, with 192.0.2.2/24.
make_link() {
  ip link add bench0 type veth peer name bench1
  ip link set bench0 up
  ip link set bench1 up
  ip addr add 192.0.2.2/24 dev bench0
}

# write_routes COUNT TABLE: commands for ip -batch that add so many host routes.
write_routes() {
  awk -v count="$1" -v table="$2" 'BEGIN {
    for (i = 0; i < count; i++)
      printf "route add 10.%d.%d.%d/32 via 192.0.2.1 dev bench0 proto 42 table %d\n",
        i / 65536, i / 256 % 256, i % 256, table
  }'
}

# median: of the numbers on standard input.
median() {
  sort -n | awk '{ v[NR] = $1 } END { printf "%.1f", v[int((NR + 1) / 2)] }'
}

# verdict NAME VALUE REFERENCE LIMIT: one line with the ratio and whether it holds.
verdict() {
  awk -v name="$1" -v value="$2" -v reference="$3" -v limit="$4" 'BEGIN {
    ratio = value / reference
    printf "%-32s %6.2f   bar: at most %.2f   %s\n", name, ratio, limit, ratio <= limit ? "ok" : "MISSED"
  }'
}
