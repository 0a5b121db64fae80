# shellcheck shell=bash
# For ./demo, ./test and the scripts in eng/: what a machine must have. Source it.

# Ends the script with a sentence that says what to do.
give_up() { printf '%s\n' "$@" >&2; exit 4; }

# The one thing that is not installed for you.
require_sdk() {
  if ! command -v dotnet > /dev/null; then
    give_up "The .NET 10 SDK is not on the PATH." \
      "Install it (https://dotnet.microsoft.com/download/dotnet/10.0), then run this again. For example:" \
      "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" \
      "  export PATH=\"\$HOME/.dotnet:\$PATH\""
  fi
  local sdks
  sdks=$(dotnet --list-sdks)
  if ! grep -q '^10\.' <<< "$sdks"; then
    give_up "dotnet is here, but not the .NET 10 SDK. It has: $(cut -d' ' -f1 <<< "$sdks" | tr '\n' ' ')" \
      "Install version 10 beside it: https://dotnet.microsoft.com/download/dotnet/10.0"
  fi
}

# Capabilities: how each is found, and which Debian package brings it. Found by what a machine can do, not by which
# packages it has.
# (No pipe into `grep -q`: it stops reading at the first match, the writer dies of it now and then, and with pipefail
# what is there is "missing".)
has_libmosquitto() { [[ $(/sbin/ldconfig -p 2> /dev/null || ldconfig -p) == *'libmosquitto.so.1 '* ]]; }
has_mosquitto() { command -v mosquitto > /dev/null || [ -x /usr/sbin/mosquitto ]; }
has_libnfc() {
  command -v nfc-list > /dev/null && command -v nfc-mfultralight > /dev/null && command -v nfc-mfclassic > /dev/null
}
has_nfc_poll() { command -v nfc-poll > /dev/null; }
# A compiler and the kernel's headers: its structures are compared with ours.
has_c_compiler() { command -v cc > /dev/null && [ -e /usr/include/linux/gpio.h ] && [ -e /usr/include/stdio.h ]; }
# Looks at the daemon's system calls, and makes some fail.
has_strace() { command -v strace > /dev/null; }
# A client of TLS 1.2, which the broker must refuse.
has_openssl() { command -v openssl > /dev/null; }
# A server for the ledger's books: Debian keeps its programs out of the way.
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || command -v postgres > /dev/null; }
# Evaluates the alert rules.
has_promtool() { command -v promtool > /dev/null; }
has_node() { command -v node > /dev/null; }
has_npm() { command -v npm > /dev/null; }
has_chromium() { command -v chromium > /dev/null; }
package_of() {
  case $1 in
    libmosquitto) echo libmosquitto1 ;;
    mosquitto) echo mosquitto ;;
    libnfc) echo libnfc-bin ;;
    nfc_poll) echo libnfc-examples ;;
    c_compiler) echo gcc libc6-dev ;;
    strace) echo strace ;;
    openssl) echo openssl ;;
    postgres) echo postgresql ;;
    promtool) echo prometheus ;;
    node) echo nodejs ;;
    npm) echo npm ;;
    chromium) echo chromium ;;
  esac
}

# set_up <capability>…: says what is missing, and installs it.
set_up() {
  local capability packages=() found=() sudo=()
  for capability in "$@"; do
    "has_$capability" && continue
    read -ra found <<< "$(package_of "$capability")"
    packages+=("${found[@]}")
  done
  [ ${#packages[@]} -gt 0 ] || return 0
  echo "missing on this machine: ${packages[*]} (Debian packages); installing them" >&2
  case " ${packages[*]} " in
    *' mosquitto '*) echo "(Debian's mosquitto package also starts a broker of its own on port 1883)" >&2 ;;
  esac
  case " ${packages[*]} " in
    *' prometheus '*) echo "(Debian's prometheus package also starts a server, on port 9090)" >&2 ;;
  esac
  command -v apt-get > /dev/null || give_up \
    "There is no apt-get here. Install what these packages bring: ${packages[*]}"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo > /dev/null || give_up \
      "Not root, and there is no sudo. As root, run: apt-get install --no-install-recommends ${packages[*]}"
    sudo=(sudo)
  fi
  # The package lists may be missing or old on a fresh machine: try without fetching them first.
  install() {
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" \
      > /dev/null
  }
  install 2> /dev/null || { "${sudo[@]}" apt-get update -qq >&2 && install >&2; } || give_up \
    "apt-get could not install ${packages[*]}. Install them as root, then run this again:" \
    "  apt-get update && apt-get install --no-install-recommends ${packages[*]}"
  for capability in "$@"; do
    "has_$capability" || give_up "$(package_of "$capability") is installed, and $capability still cannot be found."
  done
}

# What tests/Verifiers and the page of the bench need, in the versions of their lock files. Both need $root, and
# eng/lib/build.sh.
set_up_verifiers() {
  set_up_from_npm tests/Verifiers "the packages jose and ajv: nothing was run, for nothing would have been proved."
}
set_up_console() {
  set_up_from_npm cloud-bridge/Ledger/Console \
    "the package htmx.org: without it the console's pages stay as they were loaded."
}
set_up_page() { set_up_from_npm tests/BenchPage "the package htmx.org: without it the page does nothing."; }

# set_up_browser: what drives Chromium (786 MB: only who runs the browser's tests fetches it), and Chromium. Where the
# registry lacks the first those tests say so, and are skipped; whatever else goes wrong ends the script.
set_up_browser() {
  local said other
  alone
  export ET_BROWSER=yes
  if ! said=$(dotnet restore "$root/tests/Browser" --nologo -v q 2>&1); then
    other=$(grep 'error ' <<< "$said" | grep -v 'error NU110[12]' || true)
    [[ -z $other && $said == *'error NU110'[12]* ]] || give_up \
      "Fetching Microsoft.Playwright failed, and not because the registry lacks it:" "${other:-$said}"
    echo "the browser's tests are skipped: $(grep -m 1 -o 'error NU110[12].*' <<< "$said")" >&2
    export ET_BROWSER=no
  fi
  exec 9>&-
  [ "$ET_BROWSER" = no ] || set_up chromium
}

# set_up_from_npm <folder> <what is missing without it>
set_up_from_npm() {
  local folder=$root/$1
  has_packages() { [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; }
  # Debian's npm and a node that did not come from Debian exclude each other.
  ! has_node || has_npm || has_packages || give_up "node is here without npm." \
    "Install the npm that belongs to this node, then run this again."
  has_node || set_up node npm
  alone
  has_packages || {
    echo "fetching what $1 needs (npm ci) ..." >&2
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json) >&2 ||
      give_up "npm could not fetch $2" "Is npm's registry in reach? By hand: cd $1 && npm ci"
  }
  exec 9>&-
}
