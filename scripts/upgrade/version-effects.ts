import { type Comparison, compareTemplates } from '../../packages/upgrade/src/index.ts';
import { type Baseline, presentBaseline, readBaseline, versions } from './baseline.ts';
import { hasEffect } from './setting-effects.ts';

/** What an upgrade from a version does to stateful resources, with the settings unchanged. */
export interface VersionEffect {
  readonly version: string;
  readonly configuration: string;
  readonly comparison: Comparison;
}

/**
 * What to do at an upgrade from a version, by the logical id (or the name of the export or stack) that it is about. The next
 * release writes here what it replaces; a test fails for whatever is not announced, and for what is announced and not so.
 */
export const ANNOUNCEMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '0.1.0': {},
};

/** Compares the present code with every version that is written down, in every configuration that both know. */
export function versionEffects(present: Baseline = presentBaseline()): VersionEffect[] {
  return versions().flatMap((version) =>
    Object.entries(readBaseline(version)).flatMap(([configuration, before]) => {
      const after = present[configuration];
      if (after === undefined) return [];
      const comparison = compareTemplates(before, after);
      return hasEffect(comparison) ? [{ version, configuration, comparison }] : [];
    }),
  );
}

/** What of a comparison has to be announced, each thing by its id. A stack that is new replaces nothing. */
export function idsOf({ findings, exports, leftBehind }: Comparison): string[] {
  return [...findings.map(({ logicalId }) => logicalId), ...exports.map(({ name }) => name), ...leftBehind];
}
