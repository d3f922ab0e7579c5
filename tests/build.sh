# Sourced by tests/demo and tests/run: installs what is missing for the build, and for the lists of packages in $more, and
# configures build/. Sets `root` and `build`.
root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build

install_missing() {
  missing=$(for list in packages ${more-}; do cat "$root/tests/$list"; done | while read -r package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done)
  [ -z "$missing" ] && return 0
  echo "installing: $(echo $missing)"
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

install_missing
[ -f "$build/build.ninja" ] || cmake -S "$root" -B "$build" -G Ninja >/dev/null
