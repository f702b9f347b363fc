/**
 * The AWS Query protocol: flat form fields in (`MetricData.member.1.Value=3`), XML out.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */

/** Names deeper than this are refused: no operation nests so far, and folding is recursive. */
const MAX_DEPTH = 16;

interface Node {
  readonly children: Map<string, Node>;
  value?: string;
}

/** Folds the form fields of a request into an object; every leaf is text. Throws on a field nested too deeply. */
export function decodeQuery(text: string): Record<string, unknown> {
  const root: Node = { children: new Map() };
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split('.');
    if (path.length > MAX_DEPTH) throw new Error(`field ${name.slice(0, 80)}… is nested deeper than ${MAX_DEPTH}`);
    let node = root;
    for (const part of path) {
      const child = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }
  return toObject(root);
}

function toObject(node: Node): Record<string, unknown> {
  return Object.fromEntries([...node.children].map(([name, child]) => [name, toValue(child)]));
}

/** A node with numbered children is a list; `member` and `entry` are only the wrapper of one. */
function toValue(node: Node): unknown {
  if (node.children.size === 0) return node.value ?? '';
  const [first] = node.children;
  if (node.children.size === 1 && first && (first[0] === 'member' || first[0] === 'entry')) return toValue(first[1]);
  const numbered = [...node.children].every(([name]) => /^\d+$/.test(name));
  if (!numbered) return toObject(node);
  return [...node.children].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => toValue(child));
}

/** `<PublishResponse><PublishResult>…</PublishResult><ResponseMetadata>…` */
export function encodeQueryOutput(
  operation: string,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): string {
  const result = Object.entries(output)
    .map(([name, value]) => element(name, value))
    .join('');
  return `<${operation}Response><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
}

export function encodeQueryError(error: {
  readonly code: string;
  readonly message: string;
  readonly fault: string;
  readonly requestId: string;
  /** `rest-xml` (S3) has no `ErrorResponse` around the error. */
  readonly protocol: 'query' | 'rest-xml';
}): string {
  const code = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  const requestId = `<RequestId>${error.requestId}</RequestId>`;
  if (error.protocol === 'rest-xml') return `<Error>${code}${requestId}</Error>`;
  return `<ErrorResponse><Error><Type>${error.fault}</Type>${code}</Error>${requestId}</ErrorResponse>`;
}

function element(name: string, value: unknown): string {
  if (value instanceof Date) return element(name, value.toISOString());
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `<entry>${element('key', key)}${element('value', item)}</entry>`);
    return `<${name}>${entries.join('')}</${name}>`;
  }
  if (Array.isArray(value)) return `<${name}>${value.map((item) => element('member', item)).join('')}</${name}>`;
  if (typeof value === 'object' && value !== null) {
    return `<${name}>${Object.entries(value)
      .map(([key, item]) => element(key, item))
      .join('')}</${name}>`;
  }
  return value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
