#!/usr/bin/env bash
# Proves that one command sets everything up on a Debian 12 that has nothing but Python, and that it then works offline.
#
#   packaging/linux/bare_debian.sh FOLDER      as root, with debootstrap installed; FOLDER must not exist yet
#
# Takes the committed state of this checkout. The mirror and what apt and pip need to reach theirs (proxy, certificates)
# come from the machine it runs on, so that nothing about that machine is written here. Leaves FOLDER for you to look at
# and to delete.
set -euo pipefail

folder=${1:?"usage: $0 FOLDER"}
checkout=$(cd "$(dirname "$0")/../.." && pwd)
mirror=$(apt-get indextargets --format '$(REPO_URI)' \
  'Created-By: Packages' 'Origin: Debian' 'Codename: bookworm' 'Component: main' | head -n 1)
[ ! -e "$folder" ] || { echo "$folder exists already; name a new folder." >&2; exit 2; }

begun=$SECONDS
say() { printf '\n#### %5d s  %s\n' $((SECONDS - begun)) "$*"; }

say "debootstrap"
debootstrap --variant=minbase --include=python3 bookworm "$folder" "$mirror" > "$folder.log"
folder=$(cd "$folder" && pwd)

# A mount of its own, so that inside "/" is on a known file system, as on a real machine.
mount --bind "$folder" "$folder"
for point in proc dev; do
  mount --rbind --make-rslave "/$point" "$folder/$point"
done
trap 'umount --lazy --recursive "$folder"' EXIT

apt-config dump | grep '^Acquire::' > "$folder/etc/apt/apt.conf.d/90host" || true
cp /etc/resolv.conf "$folder/etc/resolv.conf"
[ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$folder/etc/pip.conf"
# Under a name of its own: installing the package ca-certificates inside writes the usual one anew.
cp "${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}" "$folder/etc/host-certificates.crt"
mapfile -t reach < <(env | grep -iE '^(pip_(index_url|extra_index_url|trusted_host|proxy|default_timeout)|https?_proxy|no_proxy)=' || true)
reach+=(PIP_CERT=/etc/host-certificates.crt)

git clone --quiet --no-local "$checkout" "$folder/opt/shipworthy"

export folder reach
inside() { # inside COMMAND...: in the bare system, with no variables but what it takes to reach pip's index
  chroot "$folder" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "${reach[@]}" \
    sh -c 'cd /opt/shipworthy && exec "$@"' sh "$@" <&-
}
offline() { # offline COMMAND...: the same in a process that has no network, not even loopback
  unshare --net bash -c "$(declare -p reach folder); $(declare -f inside); inside $*"
}
failed=()
check() { # check NAME COMMAND...: go on after a failure, to learn all of them
  say "$1"
  local begin=$SECONDS code=0
  "${@:2}" || code=$?
  printf '#### exit %d after %d s: %s\n' "$code" $((SECONDS - begin)) "$1"
  [ "$code" = 0 ] || failed+=("$1")
}
refused() { # a plain user without sudo
  local code=0
  inside setpriv --reuid=65534 --regid=65534 --clear-groups python3 packaging/bootstrap.py test || code=$?
  [ "$code" = 2 ]
}

check "a plain user without sudo is told the one command, exit 2" refused
check "test" inside .ci/run
check "run, which without a display makes the demo reports" inside python3 packaging/bootstrap.py run
check "test again, network off" offline .ci/run
check "run again, network off" offline python3 packaging/bootstrap.py run

say "done"
if [ "${#failed[@]}" = 0 ]; then
  echo "Everything passed."
else
  printf 'FAILED: %s\n' "${failed[@]}"
  exit 1
fi
