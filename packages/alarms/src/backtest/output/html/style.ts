/** Style of the page; text keeps a contrast of at least 4.5 to 1 in both schemes. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --soft-text: #55555f; --page: #fff; --card: #f6f6f9; --line: #d4d4dc; --grid: #e6e6ec; --values: #2f6fba; --values-fill: #2f6fba66; --alarm: #b3261e; --incident: #7a4b00; --incident-fill: #e0a80033; --threshold: #b3261e; --good: #0b6b2e; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6ea; --soft-text: #a9a9b5; --page: #16161a; --card: #1f1f25; --line: #44444e; --grid: #2c2c34; --values: #7fb2ee; --values-fill: #7fb2ee55; --alarm: #ff9389; --incident: #ffcf70; --incident-fill: #ffcf7026; --threshold: #ff9389; --good: #7ddc9b; --link: #9cc2ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 82rem; padding: 1rem 1.25rem 4rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: .5rem 0 0; font-size: 1.7rem; }
h2 { margin: 0; font-size: 1.3rem; overflow-wrap: anywhere; }
h3 { margin: 1.5rem 0 .25rem; font-size: 1.05rem; }
a { color: var(--link); }
p { margin: .35rem 0; max-width: 75ch; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; background: var(--page); padding: .5rem; }
.soft { color: var(--soft-text); }
section { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 2px solid var(--line); }
.facts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
.facts div { flex: 1 1 10rem; padding: .5rem .75rem; border-radius: .5rem; background: var(--card); }
.facts dt { color: var(--soft-text); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.15rem; font-weight: 600; }
.facts dd small { display: block; font-size: .85rem; font-weight: 400; color: var(--soft-text); }
.note { border-left: 4px solid var(--incident); padding: .25rem .75rem; background: var(--card); }
.advice { border-left: 4px solid var(--good); padding: .5rem .9rem; background: var(--card); }
figure { margin: 1rem 0; }
figcaption { color: var(--soft-text); font-size: .9rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg.tradeoff { max-width: 48rem; }
svg:focus-visible, .front-point:focus-visible, .scroll:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.closeups { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1rem; }
.closeups figure { margin: 0; padding: .5rem; border-radius: .5rem; background: var(--card); }
.closeups strong { overflow-wrap: anywhere; color: var(--text); }
.grid { stroke: var(--grid); }
.axis { stroke: var(--line); }
.tick { fill: var(--soft-text); font: 12px system-ui, sans-serif; }
.values { fill: var(--values-fill); stroke: var(--values); stroke-width: 1; stroke-linejoin: round; }
.threshold { stroke: var(--threshold); stroke-width: 1.5; stroke-dasharray: 7 4; }
.threshold-text { fill: var(--threshold); font: 600 12px system-ui, sans-serif; paint-order: stroke; stroke: var(--page); stroke-width: 3px; }
.incident-shade { fill: var(--incident-fill); }
.incident { fill: none; stroke: var(--incident); stroke-width: 1.5; }
.alarm { fill: var(--alarm); }
.cursor { stroke: var(--text); }
.setting { fill: none; stroke: var(--soft-text); opacity: .7; }
.front { fill: none; stroke: var(--values); stroke-width: 1.5; }
.front-point { fill: var(--values); }
.mark { fill: none; stroke: var(--text); stroke-width: 2; }
.mark-text { fill: var(--text); font: 600 13px system-ui, sans-serif; paint-order: stroke; stroke: var(--page); stroke-width: 4px; }
.reading { min-height: 1.6em; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem 1.1rem .3rem 0; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; }
tbody th { font-weight: 400; }
.yes { color: var(--good); font-weight: 600; }
.no { color: var(--alarm); font-weight: 600; }
details { margin: .75rem 0; }
summary { cursor: pointer; padding: .3rem 0; font-weight: 600; }
@media print { .skip, .reading { display: none; } section { break-inside: avoid; } }
`;
