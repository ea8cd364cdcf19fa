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
titles = {tag: text.strip().splitlines()[2 if tag == "en" else 0] for tag, text in texts.items()}
signatories = re.findall(r"^  \d+\. (.*\S)\s*$", original, re.M)
assert len(signatories) == 23


def tight(text):
    """Letters alone; a page break stays a mark, a line-end hyphen goes with the word's own ones."""
    return re.sub(r"[^\S\f]|[\u00ad\u2010-]", "", text)


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
    # Folios («1 / 4», «6»), names of languages and running titles, each a line of its own, are no words of the text.
    raw = re.sub(r"(?m)^(\f?)(?:\d+(?: / \d+)?|(?:English|Русский|Español)(?: · .*)?)$", r"\1", raw)
    for title in titles.values():
        raw = re.sub(rf"(?m)^(\f?){re.escape(title)}$", r"\1", raw)
    whole = tight(raw)
    tags = [tag for tag in texts if file.stem.endswith(f"-{tag}")] or list(texts)
    for tag in tags:
        paragraphs = re.findall(r"^\d+[.)]\s+(.*\S)\s*$", texts[tag], re.M)
        assert len(paragraphs) == 8
        # Selected in a viewer, a column does not run on into the next one.
        if tight(paragraphs[0])[:120] not in tight(page_text(file)):
            failed += 1
            print(f"{file.name}: the columns run into one another ({tag})")
        at = 0
        for number, paragraph in enumerate(paragraphs, 1):
            begin = tight(paragraph)[:25]
            at = whole.find(begin, at)
            if at < 0:
                failed += 1
                print(f"{file.name}: paragraph {number} ({tag}) does not begin: «{begin}»")
                break
            for word in paragraph.split():
                # A word may go over to a page that is seen with its own.
                letters = re.compile("\f?".join(map(re.escape, tight(word))))
                found = letters.search(whole, at)
                # Nothing stands between two words but, at a page break, folios and the columns beside.
                if found is None or whole[at : found.start()].strip("\f"):
                    turn = whole.find("\f", at, at + 6000)
                    found = letters.search(whole, turn) if turn >= 0 else None
                if found is None or found.start() - at > 6000:
                    failed += 1
                    print(f"{file.name}: paragraph {number} ({tag}): «{word}» is not where it should be")
                    break
                at = found.end()
    if tags[0] == "en":
        names = [name for name in signatories if tight(name) not in whole]
        failed += len(names)
        for name in names:
            print(f"{file.name}: signatory missing: {name}")
    print(f"{file.name}: words of {', '.join(tags)} in order")
sys.exit(1 if failed else 0)
