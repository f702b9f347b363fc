/**
 * The form that sends one inference by hand. What the model answers is only ever set as text, never as HTML.
 */

const byId = (id) => document.getElementById(id);

/** @param {string} body */
const contentTypeOf = (body) => (/^\s*[[{]/.test(body) ? 'application/json' : 'text/csv');

function showAnswer(kind, title, facts) {
  const list = document.createElement('dl');
  for (const [name, value] of facts) {
    const term = document.createElement('dt');
    const definition = document.createElement('dd');
    term.textContent = name;
    definition.textContent = value;
    definition.id = `try-${name.toLowerCase().replaceAll(' ', '-')}`;
    list.append(term, definition);
  }
  const heading = document.createElement('p');
  const strong = document.createElement('strong');
  strong.textContent = title;
  heading.append(strong);
  const answer = byId('try-answer');
  answer.className = `answer ${kind}`;
  answer.replaceChildren(heading, list);
}

const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

function factsOf(answer, roundTripMs) {
  return [
    ['Prediction', text(answer.prediction).trim()],
    ['Latency', `${answer.latencyMs} ms in the model, ${Math.round(roundTripMs)} ms altogether`],
    ['Request id', answer.requestId],
    ['Endpoint', answer.variant ? `${answer.endpoint} (${answer.variant})` : answer.endpoint],
  ];
}

function factsOfFailure({ error = {}, message }) {
  const facts = [['Problem', error.message ?? message ?? 'the answer cannot be read']];
  return error.requestId ? [...facts, ['Request id', error.requestId]] : facts;
}

async function sendInference(body) {
  const started = performance.now();
  const response = await fetch('/inference', {
    method: 'POST',
    headers: { 'content-type': contentTypeOf(body) },
    body,
  });
  const raw = await response.text();
  const roundTripMs = performance.now() - started;
  const answer = parse(raw);
  if (response.ok && answer.requestId) showAnswer('good', 'Answered', factsOf(answer, roundTripMs));
  else showAnswer('bad', `Status ${response.status} ${answer.error?.code ?? ''}`.trim(), factsOfFailure(answer));
}

function parse(raw) {
  try {
    return JSON.parse(raw) ?? {};
  } catch {
    return { message: raw };
  }
}

async function offerSamples() {
  const response = await fetch('/samples.json');
  const samples = await response.json();
  const select = byId('try-sample');
  for (const [index, { label }] of samples.entries()) {
    const option = document.createElement('option');
    option.value = String(index);
    option.textContent = label === null ? `sample ${index + 1}` : `sample ${index + 1}, whose right answer is ${label}`;
    select.append(option);
  }
  select.addEventListener('change', () => {
    const sample = samples[Number(select.value)];
    if (select.value !== '' && sample) byId('try-body').value = sample.body;
  });
  byId('try-body').addEventListener('input', () => {
    select.value = '';
  });
  if (samples.length === 0) return;
  select.value = '0';
  byId('try-body').value = samples[0].body;
}

byId('try-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = byId('try-send');
  button.disabled = true;
  try {
    await sendInference(byId('try-body').value);
  } catch {
    showAnswer('bad', 'Not sent', [['Problem', 'the preview does not answer: has it stopped?']]);
  } finally {
    button.disabled = false;
  }
});

offerSamples().catch(() => showAnswer('bad', 'No samples', [['Problem', 'the preview does not answer']]));
