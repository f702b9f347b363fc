import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import MarkdownIt from 'markdown-it';
import type { AlarmDetail } from '../../../console/src/contract.ts';

/** Raw HTML stays text, and links go to http(s) and mail only: both are markdown-it's defaults, stated here. */
const markdown = new MarkdownIt({ html: false, linkify: false });

/** `… Runbook: docs/runbooks/High-Latency-Alarm.md`, or an address. */
const RUNBOOK = /\bRunbook:\s+(\S+)/i;

/** Runbooks are short; what is longer is something else. */
const MAX_BYTES = 200_000;

/** The runbooks that alarm descriptions name, as HTML where they are files in one of the folders. */
export class Runbooks {
  readonly #directories: readonly string[];
  readonly #known = new Map<string, string | null>();

  /** @param directories folders of runbooks, the first that has one counts. Default: they are linked to, and not shown. */
  constructor(directories: readonly string[] = []) {
    this.#directories = directories;
  }

  of(description: string): AlarmDetail['runbook'] {
    const url = RUNBOOK.exec(description)?.[1];
    return url === undefined ? null : { url, html: this.#html(url) };
  }

  /** Only the name of the file counts, so that no description reaches beyond the folders. */
  #html(url: string): string | null {
    const name = basename(url);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const file = this.#directories.map((directory) => join(directory, name)).find(existsSync);
    const html = file !== undefined && name.endsWith('.md') ? render(file) : null;
    this.#known.set(name, html);
    return html;
  }
}

function render(file: string): string | null {
  const text = readFileSync(file, 'utf8');
  return text.length > MAX_BYTES ? null : markdown.render(text);
}
