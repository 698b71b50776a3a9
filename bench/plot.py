#!/usr/bin/python3
"""Draws the curve in build/bench.json as docs/performance.svg."""
import json
import pathlib

import matplotlib
matplotlib.use('svg')
from matplotlib import pyplot  # noqa: E402 (the kind of drawing is chosen first)

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / 'docs' / 'performance.svg'
# Series, name of x, and what is drawn over it: (value, label, divisor).
PANELS = (
    ('body_MB', 'MB of JSON, one video', (('MB_per_second', 'MB/s of video', 1), ('peak_KiB', 'peak memory, MiB', 1024))),
    ('unary_calls', 'free calls in flight', (('per_second', 'calls/s', 1), ('p99_ms', 'p99, ms', 1))),
    ('parallel_videos', 'videos at a time, 100 MB of JSON each',
     (('MB_per_second', 'MB/s of video', 1), ('peak_KiB', 'peak memory, MiB', 1024))),
)
COLOURS = ('#1f6feb', '#d1570c')


def draw_value(axes, points, colour, value):
    name, label, divisor = value
    values = [point[name] / divisor for point in points]
    axes.plot([point['x'] for point in points], values, color=colour, marker='o')
    axes.set_ylabel(label, color=colour)
    axes.set_ylim(0, max(values) * 1.15)
    axes.tick_params(axis='y', labelcolor=colour)


def draw_panel(axes, points, x_label, values):
    axes.set_xscale('log')
    draw_value(axes, points, COLOURS[0], values[0])
    draw_value(axes.twinx(), points, COLOURS[1], values[1])
    axes.set_xticks([point['x'] for point in points], [str(point['x']) for point in points])
    axes.minorticks_off()
    axes.set_xlabel(x_label)
    axes.grid(True, axis='x', alpha=0.3)


def main():
    curve = json.loads((ROOT / 'build' / 'bench.json').read_text())['curve']
    # Text stays text, and the same curve gives the same file.
    pyplot.rcParams.update({'svg.fonttype': 'none', 'svg.hashsalt': 'mediagen', 'font.size': 9})
    figure, panels = pyplot.subplots(1, len(PANELS), figsize=(12, 3.2), facecolor='white')
    for axes, (series, x_label, values) in zip(panels, PANELS):
        draw_panel(axes, curve[series], x_label, values)
    figure.tight_layout()
    TARGET.parent.mkdir(exist_ok=True)
    figure.savefig(TARGET, metadata={'Date': None})


if __name__ == '__main__':
    main()
