#!/usr/bin/env bash
# Makes the README's pictures from the finished files. Run it after «npm run build».
# Needs pdftoppm (poppler-utils) and ImageMagick.
set -euo pipefail
cd "$(dirname "$0")/.."
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT

pdftoppm -r 110 -png out/screen/kazakhstan-2022-leaflet-ru.pdf "$pages/leaflet"
pdftoppm -r 130 -png -l 1 out/screen/kazakhstan-2022-parallel.pdf "$pages/parallel"
# The cover, and the opening of the first section with the page after it.
for page in 1 3 4; do
  pdftoppm -r 130 -png -f $page -l $page out/screen/kazakhstan-2022-booklet.pdf "$pages/booklet"
done

# What the templates make of other kinds of text: an open letter, an appeal, a motion.
for publication in coalition appeal motion; do
  node dist/cli.js build --project "test/fixtures/$publication" --out "$pages/$publication"
done
pdftoppm -r 110 -png "$pages/coalition/screen/open-libraries-letter-en.pdf" "$pages/letter-1"
pdftoppm -r 110 -png -l 1 "$pages/coalition/screen/open-libraries-leaflet-es.pdf" "$pages/others-1"
pdftoppm -r 110 -png -l 1 "$pages/motion/screen/school-meals-letter-en.pdf" "$pages/others-2"
pdftoppm -r 110 -png -l 1 "$pages/appeal/screen/bicycles-leaflet-ru.pdf" "$pages/others-3"

# usage: picture NAME WIDTH   the width of each page in pixels
picture() {
  montage "$pages/$1"-*.png -resize "$2x" -background '#e4e4e4' -geometry +24+24 "$pages/$1.miff"
  convert "$pages/$1.miff" +dither -colors 32 -strip "PNG8:docs/$1.png"
}
picture leaflet 640
picture parallel 1340
picture booklet 430
picture letter 640
picture others 430

npx --no-install tsx test/report-picture.ts "$pages"
for name in report report-words report-difference; do
  convert "$pages/$name.png" -resize 1200x +dither -colors 48 -strip "PNG8:docs/$name.png"
done
