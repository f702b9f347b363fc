import { isDeepStrictEqual } from 'node:util';
import { type Comparison, compareTemplates } from '../../packages/upgrade/src/index.ts';
import { type PathValues, SETTING_CHANGES, type SettingChange, settingsOf } from './setting-changes.ts';
import { templatesOf } from './templates.ts';

/** What a deployment does to stateful resources when settings change, and when they change back. */
export interface SettingEffect {
  /** The settings that were changed together: more than one only where all of them come to nothing. */
  readonly settings: readonly string[];
  readonly there: Comparison;
  readonly back: Comparison;
  /** A change that changes no template shows nothing. */
  readonly changesTemplates: boolean;
}

interface Group {
  readonly base: PathValues;
  readonly set: PathValues;
  readonly settings: readonly string[];
}

const contains = (outer: string, inner: string): boolean => outer === inner || inner.startsWith(`${outer}.`);

const collide = (left: PathValues, right: PathValues): boolean =>
  Object.keys(left).some((one) => Object.keys(right).some((other) => contains(one, other) || contains(other, one)));

/**
 * Changes that are said to have no effect share a synthesis, if they start from the same settings and touch different ones:
 * one of a hundred settings takes a quarter of a second. Should such a group have an effect after all, its members are tried
 * one by one.
 */
function groups(changes: Readonly<Record<string, SettingChange>>): Group[] {
  const made: Group[] = [];
  for (const [setting, { base = {}, set, advice }] of Object.entries(changes)) {
    const at = made.findIndex(
      (group) =>
        advice === undefined &&
        isDeepStrictEqual(group.base, base) &&
        !collide(group.set, set) &&
        group.settings.every((member) => changes[member]?.advice === undefined),
    );
    const joined = made[at];
    if (joined === undefined) made.push({ base, set, settings: [setting] });
    else made[at] = { base, set: { ...joined.set, ...set }, settings: [...joined.settings, setting] };
  }
  return made;
}

export const hasEffect = ({ findings, exports, leftBehind, created }: Comparison): boolean =>
  findings.length + exports.length + leftBehind.length + created.length > 0;

/** Tries every change on the templates. */
export function settingEffects(changes: Readonly<Record<string, SettingChange>> = SETTING_CHANGES): SettingEffect[] {
  const attempt = ({ base, set, settings }: Group): SettingEffect => {
    const [before, after] = [templatesOf(settingsOf(base)), templatesOf(settingsOf(base, set))];
    const changesTemplates = !isDeepStrictEqual(before, after);
    return {
      settings,
      there: compareTemplates(before, after),
      back: compareTemplates(after, before),
      changesTemplates,
    };
  };
  return groups(changes).flatMap((group) => {
    const effect = attempt(group);
    if (group.settings.length === 1 || !(hasEffect(effect.there) || hasEffect(effect.back))) return [effect];
    return group.settings.map((setting) =>
      attempt({ base: group.base, set: changes[setting]?.set ?? {}, settings: [setting] }),
    );
  });
}
