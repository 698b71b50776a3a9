#!/usr/bin/python3
"""Writes what build/bench.json holds into README.md, between two marks."""
import json
import pathlib

from harness import results

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN = '<!-- made by make bench-readme: begin -->\n'
END = '<!-- made by make bench-readme: end -->\n'


def row(key, taken):
    unit = {'': '', '×': ' ×'}.get(taken['unit'], f' {taken["unit"]}')
    goal = taken['goal'].replace('<=', '≤').replace('>=', '≥')
    median = f'{results.shown(taken["median"])}{unit}'
    met = median if results.meets_goal(taken) else f'**{median}**'
    spread = f'{results.shown(taken["min"])} – {results.shown(taken["max"])}'
    return f'| {key} | {taken.get("what", "")} | {met} | {spread} | {goal} |'


def section(held):
    lines = [
        f'Taken on {held["machine"]}, at commit `{held["commit"]}`; TCP congestion control: {held["congestion_control"]}.',
        'Medians of interleaved rounds; those in bold miss their goal.',
        '',
        '| | What | Median | Spread | Goal |',
        '|---|---|---|---|---|',
    ]
    lines += [row(key, taken) for key, taken in results.in_order(held['figures'])]
    if 'curve' in held:
        lines += ['', '![Speed and memory over the length of a body, the calls in flight, and the videos at a '
                  'time](docs/performance.svg)']
    return '\n'.join(lines) + '\n'


def main():
    held = json.loads((ROOT / 'build' / 'bench.json').read_text())
    readme = ROOT / 'README.md'
    before, rest = readme.read_text().split(BEGIN)
    behind = rest.split(END)[1]
    readme.write_text(before + BEGIN + section(held) + END + behind)


if __name__ == '__main__':
    main()
