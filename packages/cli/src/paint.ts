import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Styles a text, or leaves it alone where nobody would see the style. */
export type Paint = (style: Style, text: string) => string;

/** The slice of an output stream that decides about colours. */
export interface OutputKind {
  readonly isTTY?: boolean;
}

/** Colours only on a terminal, and never with a `NO_COLOR` that is not empty (https://no-color.org) or `TERM=dumb`. */
export function createPaint(stream: OutputKind, env: Readonly<Record<string, string | undefined>>): Paint {
  const plain = stream.isTTY !== true || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  return plain ? (_, text) => text : (style, text) => styleText(style, text, { validateStream: false });
}
