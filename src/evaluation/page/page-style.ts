/** Style of the page: light and dark, phone and desktop. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #f7f7f4; --card: #ffffff; --text: #1d2429; --soft: #566069; --rule: #dcdfdc;
  --main: #0b6e63; --second: #b0661f; --warn: #b3261e; --ask: #c9a227; --rest: #7a858d; --other: #c3c9cd; --tint: #e2f0ed;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14191c; --card: #1d2428; --text: #e8ebea; --soft: #a7b0b5; --rule: #363f44;
    --main: #4fbfae; --second: #e2a15c; --warn: #f2837b; --ask: #e0c25a; --rest: #8b979e; --other: #49545a; --tint: #203a37;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
main, header { max-width: 70rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
.facts, .note { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--second); padding: .4rem .8rem; background: var(--card); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .75rem 0; }
a { color: var(--main); }
.cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem; padding: 0; margin: 1rem 0; list-style: none; }
@media (min-width: 40rem) { .cards { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
.cards li { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; padding: .6rem .8rem; }
.cards b { display: block; font-size: 1.45rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.cards span { color: var(--soft); font-size: .85rem; }
.figure { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-items: start; margin: .5rem 0 1.5rem; }
@media (min-width: 52rem) { .figure:not(.wide) { grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); } }
figure { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; padding: .75rem; max-width: 32rem; }
figure svg { display: block; width: 100%; height: auto; }
figcaption span { display: inline-block; margin-right: .8rem; }
figcaption { font-size: .8rem; color: var(--soft); margin-top: .5rem; }
.key { display: inline-block; width: .9rem; height: .28rem; background: var(--main); vertical-align: middle; margin-right: .35rem; }
.key.second { background: var(--second); } .key.mark, .key.bar { height: .7rem; } .key.mark { width: .7rem; border-radius: 50%; background: var(--warn); }
.key.right, .key.wrong, .key.asked, .key.escalated, .key.other { height: .7rem; }
.key.ideal { background: var(--second); }
.key.wrong { background: var(--warn); } .key.asked { background: var(--ask); } .key.escalated { background: var(--rest); } .key.other { background: var(--other); }
svg text { fill: var(--text); font-size: 12px; } svg .axis, svg .tick { fill: var(--soft); }
svg .grid { stroke: var(--rule); stroke-width: 1; } svg .guide { stroke: var(--warn); stroke-dasharray: 2 3; }
svg .line { fill: none; stroke: var(--main); stroke-width: 2.2; stroke-linejoin: round; } svg .line.second { stroke: var(--second); stroke-dasharray: 5 4; stroke-width: 1.6; }
svg circle.mark { fill: var(--warn); stroke: var(--card); stroke-width: 1.5; } svg .label { font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
svg .bar { fill: var(--main); } svg .bar.few { opacity: .4; } svg .ideal { stroke: var(--second); stroke-width: 1.6; stroke-dasharray: 5 4; }
svg .right { fill: var(--main); } svg .wrong { fill: var(--warn); } svg .asked { fill: var(--ask); } svg .escalated { fill: var(--rest); } svg .other { fill: var(--other); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: .8rem; padding: .5rem .6rem 0; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--soft); font-weight: 600; white-space: normal; vertical-align: bottom; }
@media (max-width: 40rem) { th, td { padding: .3rem .4rem; } }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--card); } tr.marked > th:first-child { background: var(--tint); } tbody th { font-weight: 600; }
tr.marked > * { background: var(--tint); }
details { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; margin: .5rem 0; padding: .1rem .8rem; }
summary { cursor: pointer; padding: .45rem 0; font-weight: 600; } summary span { color: var(--soft); font-weight: 400; }
details figure, details .scroll { border-color: var(--rule); }
.confusion { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; padding: .2rem .9rem .6rem; margin: .75rem 0; }
.confusion ul { padding-left: 1.1rem; margin: .4rem 0; } .confusion li { margin: .3rem 0; overflow-wrap: anywhere; }
.confusion .near { color: var(--soft); font-size: .88rem; display: block; }
.advice { background: var(--tint); border-radius: .4rem; padding: .35rem .6rem; margin: .5rem 0 0; overflow-wrap: anywhere; max-width: none; }
:focus-visible { outline: 2px solid var(--main); outline-offset: 2px; }
footer { color: var(--soft); font-size: .85rem; padding: 1rem 0 2.5rem; }
@media print { details::details-content { display: block; content-visibility: visible; } }
`;
