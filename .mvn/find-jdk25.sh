# Sourced by mvnw, .ci/run and deploy/local/up: makes JAVA_HOME a JDK 25 or newer, or ends with one line that says what to do.
# Order: JAVA_HOME, JAVA_HOME_25_X64 (hosted CI), the java on PATH, then the places where installers put JDKs.

# The major version of the JDK at $1, or nothing: a JDK names its version in its "release" file.
jdk_major() {
  [ -x "$1/bin/javac" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk25() {
  path_java=$(command -v javac 2>/dev/null) && path_java=$(readlink -f "$path_java" 2>/dev/null) || path_java=
  set +f
  for jdk in "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" "${path_java%/bin/javac}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/*; do
    [ -n "$jdk" ] || continue
    major=$(jdk_major "$jdk")
    if [ "${major:-0}" -ge 25 ]; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  echo "Trunkline needs a JDK 25: none found in JAVA_HOME, on PATH or in the usual folders. Install one (for instance Temurin 25) and set JAVA_HOME to it." >&2
  return 1
}

find_jdk25 || exit 1
