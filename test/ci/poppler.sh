#!/usr/bin/env bash
# The finished files as poppler and qpdf see them: fonts, paper, title, language, words.
# usage: poppler.sh DIR   DIR is a checkout that has been built
set -euo pipefail
cd "$1"

for file in out/screen/*.pdf; do
  qpdf --check "$file" >/dev/null
  # Only our faces, each a CID TrueType, embedded, subset, with Unicode values.
  pdffonts "$file" | tail -n +3 | while read -r name type; do
    case "$name $type" in
    ??????+Source*' 'CID\ TrueType*Identity-H*yes\ yes\ yes*) ;;
    *) echo "$file: $name $type" && exit 1 ;;
    esac
  done
  size=$(pdfinfo "$file" | sed -n 's/^Page size: *//p')
  case "$file:$size" in
  *-parallel.pdf:'841.89 x 595.276 pts (A4)' | *-leaflet-*.pdf:'595.276 x 841.89 pts (A4)' | *-booklet.pdf:'419.528 x 595.276 pts') ;;
  *) echo "$file: $size" && exit 1 ;;
  esac
  pdfinfo "$file" | grep -q '^Title: *[^ ]'
  echo "$file: fonts, paper and title as they should be"
done
python3 test/ci/words.py test/fixtures/statement.txt out/screen
