import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { TOKEN_META } from './app/source/embedded.ts';

/** The console's page, made in memory. */
export interface ConsoleBundle {
  /** The page for a reader who may change things with this token. It loads {@link SCRIPT_PATH} and {@link STYLE_PATH}. */
  html(token: string): string;
  readonly js: string;
  readonly css: string;
  /** Of script and style together, quoted, as the header `etag` has it. */
  readonly etag: string;
}

/** Where the page's HTML expects its files. */
export const SCRIPT_PATH = '/console.js';
export const STYLE_PATH = '/console.css';

/** What the page needs, for the header `content-security-policy`; it has no inline script and no inline style. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SOURCE = fileURLToPath(new URL('./app/main.ts', import.meta.url));

/**
 * Bundles the browser code with esbuild. The files are read anew at each call, so that a preview always serves the page
 * of the sources beside it, and no build step can be forgotten. The installed package has no sources, but what was made
 * of them when it was packed.
 * @throws if the sources cannot be bundled, which is a bug
 */
export async function bundleConsole(): Promise<ConsoleBundle> {
  const { js, css } = existsSync(SOURCE) ? await bundleSources() : readBuilt();
  const hash = createHash('sha256').update(js).update('\0').update(css).digest('base64url').slice(0, 22);
  return { html: (token) => page(token, hash), js, css, etag: `"${hash}"` };
}

async function bundleSources(): Promise<Pick<ConsoleBundle, 'js' | 'css'>> {
  const { outputFiles } = await build({
    entryPoints: { console: SOURCE },
    outdir: '/',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    charset: 'utf8',
    logLevel: 'silent',
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { js: textOf('.js'), css: textOf('.css') };
}

function readBuilt(): Pick<ConsoleBundle, 'js' | 'css'> {
  const read = (name: string) => readFileSync(new URL(`./app/${name}`, import.meta.url), 'utf8');
  return { js: read('main.js'), css: read('main.css') };
}

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b7285"/><path d="M4 18h6l3-9 5 15 3-9h7" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`;

/** The elements that the served page and a report have in common. */
export const HEAD_ELEMENTS = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${ICON}">`;

/** Characters that could end an attribute or an element. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

/** The hash in the addresses keeps a browser from mixing the files of two versions. */
function page(token: string, hash: string): string {
  return `<!doctype html>
<html lang="en">
<head>
${HEAD_ELEMENTS}
<meta name="${TOKEN_META}" content="${escapeHtml(token)}">
<title>Inferwatch</title>
<link rel="stylesheet" href="${STYLE_PATH}?${hash}">
<script src="${SCRIPT_PATH}?${hash}" type="module"></script>
</head>
<body>
<div id="app"></div>
<noscript>The console draws itself with a script. Without one, read /status.json.</noscript>
</body>
</html>
`;
}
