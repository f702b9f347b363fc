import { createHash } from 'node:crypto';
import { REPORT_ELEMENT } from './app/source/embedded.ts';
import type { ReportContents } from './app/source/report-data.ts';
import { type ConsoleBundle, escapeHtml, HEAD_ELEMENTS } from './bundle.ts';

export type { ReportContents } from './app/source/report-data.ts';

/**
 * A scenario's run as one HTML file: the console's own code with the contents beside it. The file loads nothing from
 * anywhere, and its security policy lets nothing run but that code.
 */
export function consoleReport(contents: ReportContents, { js, css }: Pick<ConsoleBundle, 'js' | 'css'>): string {
  const script = inline(js, 'script');
  const style = inline(css, 'style');
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
${HEAD_ELEMENTS}
<title>${escapeHtml(contents.info.title)} · Inferwatch</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<script type="application/json" id="${REPORT_ELEMENT}">${embedJson(contents)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

/**
 * JSON that can stand in a script element: with every `<` escaped, no text of the data can end the element or open a
 * comment in it.
 */
export function embedJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

/**
 * Code that can stand in its element. `<!--` and `<script` together would change where a script element ends; in
 * minified code both are only found in strings and regular expressions, where the escape means the same.
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 * @throws if the code would end its own element, which esbuild's output never does
 */
function inline(code: string, element: 'script' | 'style'): string {
  if (new RegExp(`</${element}`, 'i').test(code)) throw new Error(`the bundle has the text </${element}`);
  return element === 'style' ? code : code.replace(/<(?=!--|script)/gi, '\\x3C');
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
