"""Draws how the calls grow with the registry.

    chart.py RESULTS_JSON SVG
"""

import json
import re
import subprocess
import sys

CURVES = [("get of", "get"), ("add hot of", "add, always the same 100 models"),
          ("add random of", "add, any model"), ("end of a walk of", "last page of a walk (100 models)")]

SCRIPT = """
set terminal svg size 760,420 font 'sans-serif,13' background '#ffffff'
set output '{svg}'
set logscale xy
set xlabel 'models in the registry, all of them in one group'
set ylabel 'microseconds per call'
set xtics ({ticks})
set ytics (1, 2, 5, 10, 20, 50, 100, 200, 500)
set yrange [1:500]
set xrange [800:{right}]
set grid ytics lc rgb '#dddddd'
set border 3 lc rgb '#888888'
set tics nomirror
set key outside top center horizontal maxrows 2 samplen 2
set style data linespoints
set pointsize 0.8
plot {plots}
"""


def main(results, svg):
    times = json.load(open(results))["us"]
    blocks, plots, counts = [], [], set()
    for number, (prefix, title) in enumerate(CURVES):
        points = []
        for name, us in times.items():
            if found := re.fullmatch(re.escape(prefix) + r" ([\d,]+)", name):
                points.append((int(found.group(1).replace(",", "")), us))
        counts.update(count for count, _ in points)
        blocks.append(f"$curve{number} << EOD\n" +
                      "\n".join(f"{count} {us}" for count, us in sorted(points)) + "\nEOD")
        plots.append(f"$curve{number} title '{title}' lw 2 pt 7")
    script = "\n".join(blocks) + SCRIPT.format(
        svg=svg, plots=", ".join(plots), right=max(counts) * 1.25,
        ticks=", ".join(f"'{count:,}' {count}" for count in sorted(counts)))
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
