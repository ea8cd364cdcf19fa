"""What a screen reader is given: the text in the order of the structure, as poppler reads it.

usage: reading.py SOURCE DIR   SOURCE holds statement/<tag>.md, DIR the finished files

Each file must hold the paragraphs of its languages whole, with the spaces right, one language after the other.
"""
import pathlib
import re
import subprocess
import sys

source, screen = map(pathlib.Path, sys.argv[1:])
order = re.search(r"^languages: \[(.*)\]", (source / "publication.yaml").read_text(), re.M).group(1).split(", ")


def words(text):
    """Hyphens are left out: at a line's end nobody knows whose they are."""
    return re.sub(r"[-\u2010\u00ad]", "", text).split()


def paragraphs(tag):
    body = (source / "statement" / f"{tag}.md").read_text().split("---\n", 2)[2]
    return [words(re.sub(r"[*_]", "", p)) for p in re.findall(r"^\d+\. (.*)$", body, re.M)]


def read(pdf):
    """Each piece of text stands in quotes on a line of its own."""
    told = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=True)
    if told.stderr:
        sys.exit(f"{pdf}: {told.stderr}")
    # Pieces that stand one below the other are of one block, which has its spaces itself.
    text = ""
    before = None
    for line in told.stdout.splitlines():
        quoted = re.fullmatch(r'( *)"(.*)"', line)
        if quoted:
            text += quoted.group(2) if quoted.group(1) == before else f" {quoted.group(2)}"
        before = quoted and quoted.group(1)
    return words(text)


for pdf in sorted(screen.glob("*.pdf")):
    text = read(pdf)
    alone = re.search(r"-([a-z]{2})\.pdf$", pdf.name)
    at = 0
    for tag in [alone.group(1)] if alone else order:
        for number, paragraph in enumerate(paragraphs(tag), 1):
            starts = [i for i in range(at, len(text)) if text[i : i + len(paragraph)] == paragraph]
            if not starts:
                sys.exit(f"{pdf}: paragraph {number} ({tag}) is not read whole, or not in its place")
            at = starts[0] + len(paragraph)
    print(f"{pdf}: read aloud in the right order, {len(text)} words")
