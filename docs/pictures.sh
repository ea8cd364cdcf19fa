#!/usr/bin/env bash
# Makes the README's pictures from out/screen/. Needs poppler and ImageMagick.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pdftoppm -r 80 -png out/screen/kazakhstan-2022-leaflet-ru.pdf "$work/leaflet"
pdftoppm -r 110 -f 1 -l 1 -png out/screen/kazakhstan-2022-parallel.pdf "$work/parallel"
montage "$work"/leaflet-*.png -tile 2x1 -geometry +12+12 -background '#ddd' "$work/leaflet.png"
convert "$work"/parallel-*.png -bordercolor '#ddd' -border 12 "$work/parallel.png"
for name in leaflet parallel; do convert "$work/$name.png" +dither -colors 24 "PNG8:docs/$name.png"; done
