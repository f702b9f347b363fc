import type { Comparison, Finding } from '../../packages/upgrade/src/index.ts';
import { SETTING_CHANGES, type SettingChange } from './setting-changes.ts';
import { hasEffect, type SettingEffect } from './setting-effects.ts';
import { ANNOUNCEMENTS, idsOf, type VersionEffect } from './version-effects.ts';

/** The parts of docs/upgrades.md that repeat what the templates say; `npm run upgrade:page` writes them, a test compares. */
export interface UpgradeTables {
  readonly settings: string;
  readonly unaffected: string;
  readonly versions: string;
}

/** More than these are counted, and not named one by one. */
const NAMED = 4;

const CONSEQUENCES = {
  replaced: 'replaced',
  'may-be-replaced': 'perhaps replaced',
  removed: 'removed',
  unprotected: 'no longer kept at a removal',
} as const;

const CONTENTS = { kept: 'kept in the account', snapshot: 'a snapshot is kept', deleted: 'deleted' };

/** What happened to a resource, in a few words. */
function fate({ consequence, content, blocked }: Finding): string {
  const words =
    consequence === 'unprotected' ? CONSEQUENCES.unprotected : `${CONSEQUENCES[consequence]}, ${CONTENTS[content]}`;
  return blocked === undefined ? words : `${words}; **the deployment fails**: ${blocked}`;
}

/** `AWS::Logs::LogGroup` as `Logs::LogGroup`. */
const typeText = (type: string): string => type.replace(/^AWS::/, '');

const nameOf = ({ stack, path, logicalId }: Finding): string =>
  `\`${(path ?? `${stack}/${logicalId}`).replace(/\/Resource$/, '')}\``;

function counted(findings: readonly Finding[]): string {
  const types = [...new Set(findings.map(({ type }) => type))].sort();
  return types.map((type) => `${findings.filter((one) => one.type === type).length} ${typeText(type)}`).join(', ');
}

function findingTexts(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(fate))].map((words) => {
    const same = findings.filter((finding) => fate(finding) === words);
    const who =
      same.length > NAMED ? counted(same) : same.map((one) => `${nameOf(one)} (${typeText(one.type)})`).join(', ');
    return `${who}: ${words}`;
  });
}

/** Everything that a comparison found, as sentences. */
export function effectTexts({ findings, exports, leftBehind, created }: Comparison): string[] {
  const isElsewhere =
    findings.length + exports.length === 0 && leftBehind.length > 1 && leftBehind.length === created.length;
  if (isElsewhere) return ['every stack stays as it is, and a new, empty one is made beside it'];
  return [
    ...findingTexts(findings),
    ...exports.map(
      ({ stack, change, usedBy }) =>
        `**\`${stack}\` cannot be deployed** while \`${usedBy.join('`, `')}\` imports a value of it that is ${change}`,
    ),
    ...(leftBehind.length === 0 ? [] : [`left as they are: ${stackNames(leftBehind)}`]),
    ...(created.length === 0 ? [] : [`new: ${stackNames(created)}`]),
  ];
}

const stackNames = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function settingRow(
  { settings, there, back }: SettingEffect,
  changes: Readonly<Record<string, SettingChange>>,
): string {
  const [setting = ''] = settings;
  const [forth, again] = [effectTexts(there), effectTexts(back)];
  const both = forth.length > 0 && forth.join() === again.join();
  const cells = [
    `\`${setting}\``,
    both
      ? sentences(forth)
      : [forth.length > 0 ? `Set: ${sentences(forth)}` : '', again.length > 0 ? `Back: ${sentences(again)}` : '']
          .filter((text) => text !== '')
          .join('<br>'),
    changes[setting]?.advice ?? '',
  ];
  return `| ${cells.join(' | ')} |`;
}

const sentences = (texts: readonly string[]): string => texts.join('; ');

const isEventful = ({ there, back }: SettingEffect): boolean => hasEffect(there) || hasEffect(back);

export function upgradeTables(
  effects: readonly SettingEffect[],
  versions: readonly VersionEffect[],
  changes: Readonly<Record<string, SettingChange>> = SETTING_CHANGES,
): UpgradeTables {
  const quiet = effects.filter((effect) => !isEventful(effect)).flatMap(({ settings }) => settings);
  const inOrder = Object.keys(changes).filter((setting) => quiet.includes(setting));
  return {
    settings: [
      '| Setting | What becomes of stateful resources | What to do |',
      '|---|---|---|',
      ...effects.filter(isEventful).map((effect) => settingRow(effect, changes)),
    ].join('\n'),
    unaffected: `${inOrder.map((setting) => `\`${setting}\``).join(', ')}.`,
    versions: versionTable(versions),
  };
}

function versionTable(effects: readonly VersionEffect[]): string {
  const rows = Object.entries(ANNOUNCEMENTS).map(([version, advice]) => {
    const own = effects.filter((effect) => effect.version === version);
    const texts = [...new Set(own.flatMap(({ comparison }) => effectTexts(comparison)))];
    const announced = [...new Set(own.flatMap(({ comparison }) => idsOf(comparison)))].flatMap(
      (id) => advice[id] ?? [],
    );
    return `| ${version} | ${texts.length === 0 ? 'nothing' : sentences(texts)} | ${[...new Set(announced)].join(' ')} |`;
  });
  return ['| From version | What becomes of stateful resources | What to do |', '|---|---|---|', ...rows].join('\n');
}
