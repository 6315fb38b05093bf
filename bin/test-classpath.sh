# shellcheck shell=bash
# Runs classes of a module's tests outside the test runner: benchmarks, fuzz targets. Sourced, after
# prerequisites.sh.

# test_classpath MODULE [Maven argument...]: compiles the module and what it needs, and prints the
# class path of its tests.
test_classpath() {
  local module=$1
  shift
  # shellcheck disable=SC2154  # the sourcing script sets root
  local file=$root/$module/target/test-classpath
  rm -f "$file"
  # Maven's words go to standard error: standard output is the answer.
  (cd "$root" && mvn --quiet --batch-mode --no-transfer-progress -pl "$module" -am "$@" \
    -Dspotless.check.skip test-compile dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/test-classpath) </dev/null >&2 ||
    fail "$module does not compile"
  echo "$root/$module/target/test-classes:$root/$module/target/classes:$(<"$file")"
}

# modules_with SUFFIX: the modules that have a test class whose file name ends so.
modules_with() {
  local module
  for module in "$root"/*/; do
    module=$(basename "$module")
    if [[ -n $(find "$root/$module/src/test" -name "*$1" -print -quit 2>/dev/null) ]]; then
      echo "$module"
    fi
  done
}
