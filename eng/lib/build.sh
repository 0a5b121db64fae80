# shellcheck shell=bash
# For the scripts in eng/: builds a project only when that is needed. Source it; it needs $root, the checkout.

# build_when_needed <folder of the project> <its dll>, both relative to $root
# Needed: there is no dll, or a source or project file anywhere in the checkout is newer than it. Says what the build
# says on standard error, so that standard output stays the program's own.
build_when_needed() {
  local project=$1 dll="$root/$2" newer
  if [ -f "$dll" ]; then
    newer=$(find "$root" -newer "$dll" -type f \
      \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' \) \
      -not -path "$root/artifacts/*" -not -path "$root/.git/*" -print -quit)
    [ -n "$newer" ] || return 0
  fi
  # Two scripts at once: the second waits, and then finds the work done.
  mkdir -p "$root/artifacts"
  exec 9> "$root/artifacts/build.lock"
  flock 9
  [ -f "$root/adapters.props" ] || "$root/eng/adapters" >&2 || return 1
  # The dll keeps its time when nothing in it changed: the next run would build again.
  dotnet build "$root/$project" -c Release -v q --nologo --tl:off "-clp:ErrorsOnly;NoSummary" >&2 && touch "$dll" || return 1
  exec 9>&-
}

# build_solution: everything, in one go.
build_solution() {
  mkdir -p "$root/artifacts"
  exec 9> "$root/artifacts/build.lock"
  flock 9
  dotnet build "$root/edge-terminal.slnx" -c Release -v q --nologo --tl:off "-clp:ErrorsOnly;NoSummary" >&2 || return 1
  exec 9>&-
}
