"""Figures: their goals, their samples, the file that keeps them, and the table that shows them."""
import json
import math
import pathlib
import re
import statistics

# Key: what it is, its unit, and what is wanted of its median.
GOALS = {
    'P1': ('server CPU per GB of video ÷ (gRPC from memory + 4/3 × libcurl download)', '×', '<= 1.25'),
    'P2': ('relayed MB/s ÷ gRPC from memory', '×', '>= 0.70'),
    'P3': ('first chunk, as a share of the time of a 100 MB body', '', '<= 0.02'),
    'P4_rss': ('peak memory for each of 16 streams', 'KiB', '<= 1843'),
    'P4_size_delta': ('difference of that between bodies of 20 and 400 MB', 'KiB', '<= 32'),
    'P4_slow_reader': ('peak memory for each of 16 streams whose readers stop', 'KiB', '<= 1843'),
    'P5_rss': ('memory for each of 10,000 waiting videos', 'KiB', '<= 18'),
    'P5_threads': ('threads meanwhile', '', '<= 14'),
    'P5_cpu': ('cores that 2,000 polls a second take', 'cores', '<= 0.10'),
    'P6_p50': ('free unary call, median ÷ (direct HTTP + gRPC echo)', '×', '<= 1.25'),
    'P6_rps': ('free unary calls a second, 64 at a time ÷ gRPC echo', '×', '>= 0.34'),
    'P6b': ('paid unary call, tiny answer, median ÷ (direct HTTP on fresh connections + gRPC echo)', '×', '<= 1.3'),
    'P7': ('2 MB image answer, median ÷ (direct HTTP on fresh connections + gRPC from memory)', '×', '<= 1.15'),
    'P8': ('TLS upstream, body MB/s ÷ libcurl with TLS alone', '×', '>= 0.87'),
    'P9_speed': ('speed ÷ a version with DOM, Base64Unescape and protobuf chunks', '×', '>= 12'),
    'P9_cpu': ('CPU ÷ the same', '×', '<= 0.091'),
    'P12_avx2': ('base64 decoding, AVX2 ÷ absl', '×', '>= 10.6'),
    'P12_vbmi': ('base64 decoding, AVX-512 VBMI ÷ absl', '×', '>= 28'),
    'P12_scalar': ('base64 decoding, scalar ÷ absl', '×', '>= 1.6'),
    'P13_rss': ('peak memory for a 20 MB first frame', 'KiB', '<= 49152'),
    'P13_cpu': ('CPU for it ÷ (gRPC receiving + libcurl sending)', '×', '<= 1.5'),
    'P13_stop': ('longest stop of other calls meanwhile', 'ms', '<= 5'),
    'P14': ('p99 of a free call beside 16 streams and 8 TLS handshakes a second ÷ alone', '×', '<= 3'),
    'P14_machine': ('the same, through a server that has no part in the streams', '×', None),
}


def figure(key, samples, goals=GOALS):
    """What the file holds of a figure."""
    what, unit, goal = goals[key]
    return {'median': statistics.median(samples), 'min': min(samples), 'max': max(samples), 'unit': unit, 'goal': goal,
            'rounds': len(samples), 'what': what}


def meets_goal(taken):
    """True, too, of what is there to be known only."""
    if taken['goal'] is None:
        return True
    relation, number = taken['goal'].split()
    return taken['median'] <= float(number) if relation == '<=' else taken['median'] >= float(number)


def in_order(figures):
    """Keys and figures by the number in the key, P2 before P11; those of one number as they were added, those without
    one at the end."""
    def number(item):
        found = re.match(r'P(\d+)', item[0])
        return int(found.group(1)) if found else math.inf
    return sorted(figures.items(), key=number)


def merge(path, **parts):
    """Lays `parts` over what the file holds: within dictionaries key by key, all else as a whole. Figures that were not
    taken again stay."""
    path = pathlib.Path(path)
    held = json.loads(path.read_text()) if path.exists() else {}
    for name, part in parts.items():
        held[name] = {**held.get(name, {}), **part} if isinstance(part, dict) else part
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False) + '\n')
    return held


def shown(value):
    if abs(value) >= 1000:
        return f'{value:,.0f}'
    return f'{value:.4f}' if 0 < abs(value) < 0.1 else f'{value:.3g}'


def table(figures):
    """Lines for people."""
    lines = [f'{"":19} {"median":>9} {"min":>9} {"max":>9} {"unit":6} {"goal":>10}  what']
    for key, taken in in_order(figures):
        note = '' if meets_goal(taken) else '  (missed)'
        lines.append(f'{key:19} {shown(taken["median"]):>9} {shown(taken["min"]):>9} {shown(taken["max"]):>9} '
                     f'{taken["unit"]:6} {taken["goal"] or "":>10}  {taken.get("what", "")}{note}')
    return '\n'.join(lines)
