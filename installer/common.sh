# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run; sets root to the top of the repository.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# One cache of compiled files for every checkout of this project: paths inside it do not count.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros} # else it leaves precompiled headers alone

say() { printf '==> %s\n' "$*"; }

fail() {
  printf 'parley: %s\n' "$*" >&2
  exit 1
}

# debian or ubuntu: whose package names apply. Others that install with apt get the names of the one
# they descend from; anything else gets "unknown".
distribution() {
  local ID='' ID_LIKE=''
  if [ -r /etc/os-release ]; then
    # shellcheck source=/dev/null
    . /etc/os-release
  fi
  case " $ID $ID_LIKE " in
    *' ubuntu '*) echo ubuntu ;;
    *' debian '*) echo debian ;;
    *) echo unknown ;;
  esac
}

# wanted_packages DISTRIBUTION GROUP...: "PACKAGE COMMAND" per line; COMMAND is "-" when none will do.
wanted_packages() {
  local distribution=$1
  shift
  awk -v ubuntu="$([ "$distribution" = ubuntu ] && echo 1 || echo 0)" -v groups=" $* " '
    /^#/ || NF < 2 || index(groups, " " $1 " ") == 0 { next }
    {
      name = $2; command = "-"
      for (i = 3; i <= NF; i++) {
        split($i, option, "=")
        if (option[1] == "COMMAND") command = option[2]
        if (option[1] == "UBUNTU" && ubuntu) name = option[2]
      }
      if (name != "none") print name, command
    }' "$root/installer/packages"
}

# missing_packages DISTRIBUTION GROUP...: those that are neither installed nor stood in for.
missing_packages() {
  local name command installed
  installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' 2>/dev/null || true)"
  wanted_packages "$@" | while read -r name command; do
    if [[ $installed != *" installed:$name "* ]] && ! command -v "$command" >/dev/null; then
      echo "$name"
    fi
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

# install_packages GROUP...: installs what is missing, and does not even ask apt when nothing is.
install_packages() {
  local distribution missing
  distribution=$(distribution)
  if [ "$distribution" = unknown ] || ! command -v apt-get >/dev/null; then
    check_by_hand "$@"
    return
  fi
  mapfile -t missing < <(missing_packages "$distribution" "$@")
  if [ ${#missing[@]} -eq 0 ]; then
    return
  fi
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "packages are missing and there is no sudo; as root run: apt-get install ${missing[*]}"
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get -q -o DPkg::Lock::Timeout=120 update \
    || say "apt-get update had a problem; trying with the lists that are there"
  as_root apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 install \
    --no-install-recommends "${missing[@]}" \
    || fail "apt could not install: ${missing[*]}"
}

# No apt: the build goes on when the person says that it is all there.
check_by_hand() {
  local names
  if [ "${PARLEY_SKIP_PACKAGES:-}" = 1 ]; then
    return
  fi
  mapfile -t names < <(wanted_packages debian "$@" | cut -d ' ' -f 1)
  fail "this is neither Debian nor Ubuntu, so nothing was installed. These packages are needed, by their
names in Debian 12: ${names[*]}
Once they are there, start again with PARLEY_SKIP_PACKAGES=1 in the environment."
}

# configure PRESET FOLDER [CMAKE OPTIONS]: in batches, and only when there is no build yet: ninja itself
# notices a changed CMakeLists.txt. A folder that was moved or copied here is made anew.
configure() {
  local preset=$1 folder=$2 fresh=()
  shift 2
  if [ -f "$folder/CMakeCache.txt" ]; then
    if grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt" \
      && [ -f "$folder/build.ninja" ]; then
      return
    fi
    fresh=(--fresh)
  fi
  say "Configuring $preset"
  (cd "$root" && cmake "${fresh[@]}" --preset "$preset" -B "$folder" "$@" --log-level=NOTICE \
    -DCMAKE_PROJECT_TOP_LEVEL_INCLUDES="$root/installer/batches.cmake")
}

# build FOLDER [TARGET...]: a configured folder. Two files of a room with the same file-local name break
# its batch and nothing else, so such rooms are built once more without batches.
build() {
  local folder=$1 clashes
  shift
  if ninja -C "$folder" -k 0 "$@"; then
    return
  fi
  clashes=$(unbuilt_batches "$folder" "$@")
  if [ -z "$clashes" ]; then
    return 1
  fi
  say "Batches that failed: $clashes; once more with one source at a time"
  cmake -S "$root" -B "$folder" -DPARLEY_NOT_BATCHED="$clashes" --log-level=NOTICE \
    && ninja -C "$folder" -k 0 "$@"
}

# The rooms, joined by semicolons, of which ninja would still compile a batch.
unbuilt_batches() {
  local folder=$1
  shift
  ninja -C "$folder" -n "$@" | sed -nE 's|.*CMakeFiles/([^/]+)\.dir/Unity/unity_.*|\1|p' | sort -u | paste -s -d ';'
}
