"""The words of the original text in the finished files, in order, by poppler; shares nothing with the build's own check.

usage: words.py STATEMENT DIR
"""

import pathlib
import re
import subprocess
import sys

original = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
russian = original.index("Совместное заявление коммунистических")
spanish = original.index("Comunicado Conjunto de Partidos")
english = original.index("The statement is open")
texts = {
    "en": original[:english],
    "ru": original[russian:spanish],
    "es": original[spanish:],
}
signatories = re.findall(r"^  \d+\. (.*\S)\s*$", original, re.M)
assert len(signatories) == 23


def words(text):
    # A hyphen that ends a line is one thing with the word's next part; what poppler adds at page ends is no word.
    text = re.sub(r"[\u00ad-]\s*\n\s*(?=\w)", lambda m: "" if m.group()[0] == "\u00ad" else "-", text)
    return re.sub(r"[\s\f]+", " ", text).strip()


def tight(text):
    return re.sub(r"[\s\u00ad-]", "", text)


def page_text(file, *options):
    return subprocess.run(["pdftotext", *options, file, "-"], capture_output=True, text=True, check=True).stdout


failed = 0
for file in sorted(pathlib.Path(sys.argv[2]).glob("*.pdf")):
    raw = page_text(file, "-raw")
    if "\ufffd" in raw:
        failed += 1
        print(f"{file.name}: U+FFFD in the text")
    if re.search("\u00ad(?!\\s*\\n)", raw):
        failed += 1
        print(f"{file.name}: U+00AD inside a line")
    whole = tight(raw)
    tags = [tag for tag in texts if file.stem.endswith(f"-{tag}")] or list(texts)
    for tag in tags:
        paragraphs = re.findall(r"^\d+[.)]\s+(.*\S)\s*$", texts[tag], re.M)
        assert len(paragraphs) == 8
        at = 0
        for number, paragraph in enumerate(paragraphs, 1):
            # Folios and running heads may stand between the sentences of a paragraph that goes over a page.
            for word in words(paragraph).split(" "):
                found = whole.find(tight(word), at)
                if found < 0 or found - at > 400:
                    failed += 1
                    print(f"{file.name}: paragraph {number} ({tag}): «{word}» is not where it should be")
                    break
                at = found + len(tight(word))
    if tags[0] == "en":
        names = [name for name in signatories if tight(name) not in whole]
        failed += len(names)
        for name in names:
            print(f"{file.name}: signatory missing: {name}")
    print(f"{file.name}: words of {', '.join(tags)} in order")
sys.exit(1 if failed else 0)
