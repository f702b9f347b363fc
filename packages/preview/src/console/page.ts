import { bundleConsole, SCRIPT_PATH, STYLE_PATH } from '../../../console/src/bundle.ts';
import type { ConsolePage } from './console-server.ts';

/** The console's page, bundled from its sources. */
export async function loadConsolePage(): Promise<ConsolePage> {
  const { html, js, css } = await bundleConsole();
  return {
    html,
    files: new Map([
      [SCRIPT_PATH, { type: 'text/javascript; charset=utf-8', body: js }],
      [STYLE_PATH, { type: 'text/css; charset=utf-8', body: css }],
    ]),
  };
}
