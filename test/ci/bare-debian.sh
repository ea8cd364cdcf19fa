#!/usr/bin/env bash
# A Debian 12 with nothing but Node must build the publication, as root and as an ordinary user. Needs root, debootstrap.
# usage: bare-debian.sh DIR   DIR is a checkout with its node_modules/ and dist/
set -euo pipefail
project=$(realpath "$1")
root=$(mktemp -d)
chmod 755 "$root"
cleanup() {
  umount -l "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap cleanup EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | grep debian | head -n 1)
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" || { tail "$root.log"; exit 1; }
rm -f "$root.log"
cp "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
mkdir "$root/project"
tar -C "$project" --exclude=./.git --exclude=./out -c . | tar -x -C "$root/project"
mount -t proc proc "$root/proc" 2>/dev/null || mount --bind /proc "$root/proc"
chroot "$root" useradd -m writer
chroot "$root" ls /usr/lib/x86_64-linux-gnu/libnss3.so 2>/dev/null && { echo "libnss3 is there: this proves nothing"; exit 1; }

for user in root writer; do
  out=/tmp/out-$user
  chroot --userspec="$user:$user" "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME="$(
    chroot "$root" getent passwd "$user" | cut -d: -f6
  )" sh -c "cd /project && node dist/cli.js build --out $out && ls $out/screen | wc -l" | tee "$root/said"
  [ "$(tail -n 1 "$root/said")" -eq "$(ls "$project/out/screen" | wc -l)" ]
  echo "bare Debian, $user: built"
  # The same pixels as everywhere, without a display, fonts or libraries of the system.
  chroot --userspec="$user:$user" "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME="$(
    chroot "$root" getent passwd "$user" | cut -d: -f6
  )" sh -c "cd /project && node dist/cli.js check --report /tmp/report-$user.html"
done
