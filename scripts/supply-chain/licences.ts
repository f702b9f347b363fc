import type { Component } from './sbom.ts';

/**
 * Licences (SPDX identifiers) whose code may be used in, and given on with, work under Apache-2.0 without further duties than
 * to name them.
 * @see https://www.apache.org/legal/resolved.html (category A)
 */
export const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Zlib',
]);

export interface LicenceException {
  /** Packages of this name, or of this scope where it ends with a slash. */
  readonly name: string;
  readonly licence: string;
  /** May it be among what users install? */
  readonly where: 'development' | 'anywhere';
  readonly why: string;
}

/** Packages of another licence that are used all the same. */
export const EXCEPTIONS: readonly LicenceException[] = [
  ...['lightningcss', 'axe-core'].map((name) => ({
    name,
    licence: 'MPL-2.0',
    where: 'development' as const,
    why: 'copyleft for its own files only, which are not changed, and not given on',
  })),
  {
    name: '@cloud-copilot/',
    licence: 'AGPL-3.0-or-later',
    where: 'development',
    why: 'a second opinion in tests of the access matrix (docs/adr/0123): it is run, not linked into what is given on',
  },
];

/** Whether the SPDX expression can be met with allowed licences: one of those joined by OR, all of those joined by AND. */
export function isAllowed(expression: string, allowed: ReadonlySet<string> = ALLOWED): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const next = () => tokens[at++];
  // AND binds more tightly than OR (SPDX specification, annex on licence expressions).
  const any = (): boolean => {
    let met = all();
    while (tokens[at] === 'OR') {
      next();
      met = all() || met;
    }
    return met;
  };
  const all = (): boolean => {
    let met = one();
    while (tokens[at] === 'AND') {
      next();
      met = one() && met;
    }
    return met;
  };
  const one = (): boolean => {
    const token = next();
    if (token !== '(') return token !== undefined && allowed.has(token);
    const met = any();
    return next() === ')' && met;
  };
  const met = any();
  return met && at === tokens.length;
}

const covers = ({ name }: LicenceException, component: Component): boolean =>
  name.endsWith('/')
    ? component.name.startsWith(name)
    : component.name === name || component.name.startsWith(`${name}-`);

/** Packages whose licence is neither allowed nor excepted, and exceptions that no package needs. */
export function licenceProblems(components: readonly Component[]): string[] {
  const foreign = components.filter(({ licence }) => licence === undefined || !isAllowed(licence));
  const used = (exception: LicenceException, { licence, development, ...rest }: Component): boolean =>
    covers(exception, { licence, development, ...rest }) &&
    licence === exception.licence &&
    (development || exception.where === 'anywhere');
  return [
    ...foreign.flatMap((component) =>
      EXCEPTIONS.some((exception) => used(exception, component))
        ? []
        : [
            `${component.name}@${component.version}: ${component.licence ?? 'no licence'} is not allowed${component.development ? '' : ' in what users install'}`,
          ],
    ),
    ...EXCEPTIONS.flatMap((exception) =>
      foreign.some((component) => used(exception, component)) ? [] : [`exception ${exception.name}: nothing needs it`],
    ),
  ];
}
