/** Style of the page; colours keep a contrast of at least 4.5 to 1 in both schemes. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --page: #fff; --line: #c9c9d1; --soft: #f3f3f6; --allow: #0b6b2e; --allow-page: #e4f5e9; --deny: #5b5b66; --unknown: #7a4b00; --unknown-page: #fff3d6; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6ea; --page: #16161a; --line: #44444e; --soft: #212127; --allow: #7ddc9b; --allow-page: #12301d; --deny: #a9a9b5; --unknown: #ffcf70; --unknown-page: #3a2c07; --link: #9cc2ff; } }
body { margin: 0 auto; max-width: 90rem; padding: 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; background: var(--page); padding: .5rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
.legend div { display: flex; gap: .75rem; }
.legend dt { flex: 0 0 4rem; padding: 0 .35rem; }
.legend dd { margin: 0; }
section { margin-top: 2.5rem; border-top: 2px solid var(--line); }
.scroll { overflow-x: auto; margin: 1rem 0; }
.scroll:focus-visible { outline: 2px solid var(--link); }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); }
tbody th { font-weight: 400; }
.allow { color: var(--allow); background: var(--allow-page); font-weight: 600; }
.deny { color: var(--deny); }
.unknown { color: var(--unknown); background: var(--unknown-page); font-weight: 600; }
td small { display: block; max-width: 20rem; font-weight: 400; }
details summary { cursor: pointer; padding: .35rem 0; }
@media print { details { display: none; } .skip, nav { display: none; } }
`;
