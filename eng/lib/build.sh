# shellcheck shell=bash
# For the scripts in eng/: builds what is needed. Source it; it needs $root, the checkout. Standard output stays the
# program's own: what there is to say of a build goes to standard error.

# build_when_needed <folder of the project> <its dll>, both relative to $root
build_when_needed() {
  is_built "$2" && return 0
  alone
  # Two scripts at once: the second has waited, and finds the work done.
  if ! is_built "$2"; then
    [ -f "$root/adapters.props" ] || "$root/eng/adapters" >&2 || return 1
    build "$1" || return 1
    # The dll keeps its time when nothing in it changed: the next run would build again.
    touch "$root/$2"
  fi
  exec 9>&-
}

# build_solution: everything, in one go. The build decides itself what there is to be done.
build_solution() {
  alone
  build edge-terminal.slnx || return 1
  exec 9>&-
}

# is_built <dll>: it is there, and nothing that a build reads anywhere in the checkout is newer.
is_built() {
  [ -f "$root/$1" ] || return 1
  local newer
  newer=$(find "$root" -newer "$root/$1" -type f \
    \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.story' -o -name 'BannedSymbols*' -o -name global.json \) \
    -not -path "$root/artifacts/*" -not -path "$root/.git/*" -print -quit)
  [ -z "$newer" ]
}

# alone: until the lock is given back (exec 9>&-), no other script builds in this checkout.
alone() {
  mkdir -p "$root/artifacts"
  exec 9> "$root/artifacts/build.lock"
  flock 9
}

# build <project or solution>: silent when it succeeds.
build() {
  local said
  [ -d "$root/artifacts/bin" ] || echo "building, a minute or so in a fresh checkout ..." >&2
  said=$(dotnet build "$root/$1" -c Release -v q --nologo --tl:off "-clp:ErrorsOnly;NoSummary" 2>&1) || {
    printf '%s\n' "$said" >&2
    return 1
  }
}
