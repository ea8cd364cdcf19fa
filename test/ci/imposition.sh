#!/usr/bin/env bash
# Imposed files beside what psutils makes of the pages of the screen file: psbook and psselect order them, pstops lays
# them on the sheet. Compared as pictures. Needs psutils, ghostscript, poppler-utils.
# usage: imposition.sh DIR   DIR is a checkout that has been compiled
set -euo pipefail
here=$(realpath "$(dirname "$0")")
cli=$(realpath "$1")/dist/cli.js
source=$(realpath "$1")/source
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# usage: make NAME OFFICE   a leaflet of several A4 pages, laid on A3 as OFFICE says: two A4 pages fill it
make() {
  mkdir -p "$work/$1"
  cp -r "$source" "$work/$1/source"
  sed -i '/^editions:/,$d' "$work/$1/source/publication.yaml"
  cat >>"$work/$1/source/publication.yaml" <<YAML
editions:
  leaflet:
    set: { text: 28pt, leading: 39pt, masthead: band } # as files for an office printer have it
    office: $2
YAML
  node "$cli" build --project "$work/$1" -l en >/dev/null 2>"$work/said" || { cat "$work/said"; exit 1; }
  pdftops -level3 "$work/$1"/out/screen/*.pdf "$work/pages.ps"
}

# usage: compare NAME PAGES LAYOUT   PAGES: psutils' file in the order of the halves; LAYOUT: how pstops lays them
compare() {
  echo "$1"
  pstops -q -w420mm -h297mm "$3" "$2" "$work/sheets.ps"
  ps2pdf -dAutoRotatePages=/None -dDEVICEWIDTHPOINTS=1190.55 -dDEVICEHEIGHTPOINTS=841.89 -dFIXEDMEDIA \
    "$work/sheets.ps" "$work/sheets.pdf"
  rm -f "$work"/*.pgm
  pdftoppm -r 40 -gray "$work/$1"/out/office/*.pdf "$work/ours"
  pdftoppm -r 40 -gray "$work/sheets.pdf" "$work/theirs"
  python3 "$here/sheets.py" "$work"/ours*.pgm -- "$work"/theirs*.pgm
}

SIDE_BY_SIDE='2:0+1(210mm,0)'

make saddle-stitch '{ scheme: saddle-stitch, paper: A3 }'
psbook -q "$work/pages.ps" "$work/ordered.ps"
compare saddle-stitch "$work/ordered.ps" "$SIDE_BY_SIDE"

make long-edge '{ scheme: saddle-stitch, paper: A3, flip: long-edge }'
psbook -q "$work/pages.ps" "$work/ordered.ps"
compare long-edge "$work/ordered.ps" '4:0+1(210mm,0),3U(210mm,297mm)+2U(420mm,297mm)'

make 2-up '{ scheme: 2-up, paper: A3 }'
compare 2-up "$work/pages.ps" '1:0+0(210mm,0)'
