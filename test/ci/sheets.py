"""Whether two files show the same sides in the same order: grey pictures (PGM) of both, side by side.

usage: sheets.py OURS... -- THEIRS...   the pictures of each file in their order
"""

import sys

# Of 255, on average: what two renderers make of the same type differs by less, any two pages of text by more.
SAME = 1.5


def read(path):
    with open(path, 'rb') as file:
        magic, size, depth, pixels = file.read().split(b'\n', 3)
    assert (magic, depth) == (b'P5', b'255'), path
    width, height = map(int, size.split())
    return width, height, pixels


def difference(one, other):
    """The mean difference of grey, after each picture was made coarser: four pixels are one."""
    (width, height, a), (width_of_other, height_of_other, b) = one, other
    assert abs(width - width_of_other) <= 1 and abs(height - height_of_other) <= 1, (one[:2], other[:2])
    total = 0
    rows, columns = min(height, height_of_other) // 2, min(width, width_of_other) // 2
    for y in range(0, 2 * rows, 2):
        for x in range(0, 2 * columns, 2):
            block = 0
            for row in (y, y + 1):
                for column in (x, x + 1):
                    block += a[row * width + column] - b[row * width_of_other + column]
            total += abs(block)
    return total / (4 * rows * columns)


arguments = sys.argv[1:]
middle = arguments.index('--')
ours = [read(path) for path in arguments[:middle]]
theirs = [read(path) for path in arguments[middle + 1 :]]
assert ours and len(ours) == len(theirs), f'{len(ours)} sides, {len(theirs)} in the other file'
for index, side in enumerate(ours):
    same = difference(side, theirs[index])
    others = [difference(side, other) for at, other in enumerate(theirs) if at != index]
    assert same < SAME, f'side {index + 1} differs by {same:.1f}'
    assert all(same < other / 2 for other in others), f'side {index + 1} is like another one'
    nearest = f', the nearest other side {min(others):.1f}' if others else ''
    print(f'side {index + 1}: differs by {same:.2f} of 255{nearest}')
