import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '../..');

/** Far above what npm prints for some hundred packages. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

const DEVELOPMENT = 'cdx:npm:package:development';

const sbomSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ name: z.string(), 'bom-ref': z.string() }) }),
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      licenses: z
        .array(
          z.union([
            z.looseObject({ expression: z.string() }),
            z.looseObject({ license: z.looseObject({ id: z.string().optional(), name: z.string().optional() }) }),
          ]),
        )
        .default([]),
      properties: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
    }),
  ),
});

export type Sbom = z.output<typeof sbomSchema>;

export interface Component {
  readonly name: string;
  readonly version: string;
  /** As SPDX expression; undefined if the package names none. */
  readonly licence?: string | undefined;
  /** Needed to work on the project, and not by those who install it. */
  readonly development: boolean;
}

/**
 * The bill of materials in CycloneDX, as npm makes it from the lock file: without an installation, and without the network.
 *
 * @param omit - Leaves out what only the work on the project needs.
 */
export function makeSbom(omit?: 'dev'): Sbom {
  const args = [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--package-lock-only',
    ...(omit === undefined ? [] : ['--omit', omit]),
  ];
  const output = execFileSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return sbomSchema.parse(JSON.parse(output));
}

/**
 * The same for the same lock file: without the time and the number that npm makes up each time, and with the package's name
 * where npm takes that of the folder.
 */
export function reproducible({ serialNumber: _, ...sbom }: Sbom): Sbom {
  const { timestamp: __, component, ...metadata } = sbom.metadata;
  const name = component['bom-ref'].replace(/@[^@]*$/, '');
  return { ...sbom, metadata: { ...metadata, component: { ...component, name } } };
}

export function componentsOf({ components }: Sbom): Component[] {
  return components.map(({ name, version, licenses, properties }) => ({
    name,
    version,
    licence:
      licenses.map((one) => ('expression' in one ? one.expression : licenceName(one))).join(' AND ') || undefined,
    development: properties.some((property) => property.name === DEVELOPMENT && property.value === 'true'),
  }));
}

function licenceName(entry: Sbom['components'][number]['licenses'][number]): string {
  const parsed = z
    .object({ license: z.object({ id: z.string().optional(), name: z.string().optional() }) })
    .safeParse(entry);
  return parsed.data?.license.id ?? parsed.data?.license.name ?? 'unknown';
}
