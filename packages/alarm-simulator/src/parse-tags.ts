import type { PropertyReader } from './properties.ts';

/** Most keys that a filter takes. */
const MAX_KEYS = 50;

function parseTags(reader: PropertyReader): [key: string, value: string][] {
  return reader.objects('Tags').flatMap((tag) => {
    const key = tag.string('Key');
    const value = tag.text('Value');
    for (const part of ['Key', 'Value']) if (!tag.has(part)) tag.refuse(part, 'is missing');
    tag.rejectUnknown();
    return key === undefined || value === undefined ? [] : [[key, value] as [string, string]];
  });
}

function parseKeys(reader: PropertyReader, name: string): readonly string[] | undefined {
  if (!reader.has(name)) return undefined;
  const keys = reader.strings(name);
  if (keys.length > MAX_KEYS) reader.refuse(name, `has ${keys.length} keys: CloudWatch takes at most ${MAX_KEYS}`);
  return keys;
}

/**
 * The tags that notifications and events carry: none, unless `ActionConfiguration` says so. Keys of AWS's own (`aws:`)
 * never are among them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-tags-in-notifications.html
 */
export function parsePropagatedTags(reader: PropertyReader): Readonly<Record<string, string>> | undefined {
  const tags = parseTags(reader);
  const configuration = reader.object('ActionConfiguration');
  const propagation = configuration?.object('AlarmTagsPropagation');
  configuration?.rejectUnknown();
  if (propagation === undefined) return undefined;
  const enabled = propagation.boolean('Enabled');
  if (!propagation.has('Enabled')) propagation.refuse('Enabled', 'is missing: write true or false');
  const included = parseKeys(propagation, 'IncludedTagKeys');
  const excluded = parseKeys(propagation, 'ExcludedTagKeys');
  propagation.rejectUnknown();
  if (included !== undefined && excluded !== undefined) {
    propagation.refuse('ExcludedTagKeys', 'cannot stand beside IncludedTagKeys: keep one of the two');
  }
  if (enabled !== true) return undefined;
  const chosen = tags.filter(
    ([key]) => !key.startsWith('aws:') && (included?.includes(key) ?? true) && !(excluded?.includes(key) ?? false),
  );
  return Object.fromEntries(chosen);
}
