/**
 * The page's only script: a line that reads the value under the pointer, or under the cursor that the arrow keys move.
 * Without it the page shows all that it has.
 */
export const SCRIPT = `
'use strict';
for (const svg of document.querySelectorAll('svg[data-plot]')) {
  const data = JSON.parse(document.getElementById(svg.dataset.plot + '-data').textContent);
  const output = document.getElementById(svg.dataset.plot + '-reading');
  const line = svg.querySelector('.cursor');
  const width = (data.to - data.from) / data.count;
  const time = (at) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  let column = -1;
  const show = (wanted) => {
    column = Math.max(0, Math.min(data.count - 1, wanted));
    const from = data.from + column * width;
    const to = from + width;
    const low = data.low[column];
    const high = data.high[column];
    const value = low === null ? 'no data' : low === high ? String(low) : low + ' to ' + high;
    const alarm = data.alarms.some(([start, end]) => end > from && start < to) ? ', in ALARM' : '';
    const names = data.incidents.filter(([start, end]) => end > from && start < to).map(([, , name]) => name);
    const incident = names.length > 0 ? ', during ' + names.join(' and ') : '';
    output.textContent = time(from) + ' to ' + time(to) + ': ' + value + alarm + incident;
    const x = data.left + column + 0.5;
    line.setAttribute('x1', x);
    line.setAttribute('x2', x);
    line.setAttribute('visibility', 'visible');
  };
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    show(Math.floor(((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width - data.left));
  });
  svg.addEventListener('keydown', (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -50, PageDown: 50 };
    if (event.key === 'Home') show(0);
    else if (event.key === 'End') show(data.count - 1);
    else if (event.key in steps) show(column < 0 ? 0 : column + steps[event.key]);
    else return;
    event.preventDefault();
  });
}
`;
