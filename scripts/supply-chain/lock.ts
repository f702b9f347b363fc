import * as z from 'zod';

/** A version and nothing else: no range, tag, address or path. */
const EXACT = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/** What npm writes for a package of the registry: a hash of 512 bits, perhaps beside older ones. */
const INTEGRITY = /(?:^|\s)sha512-[A-Za-z0-9+/]{86}==(?:\s|$)/;

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});

const lockSchema = z.object({
  lockfileVersion: z.literal(3, 'write the lock file with npm 7 or later'),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      inBundle: z.boolean().optional(),
      link: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});

export type Manifest = z.output<typeof manifestSchema>;
export type Lock = z.output<typeof lockSchema>;

export const parseManifest = (text: string): Manifest => manifestSchema.parse(JSON.parse(text));
export const parseLock = (text: string): Lock => lockSchema.parse(JSON.parse(text));

/** `node_modules/a/node_modules/@scope/b` is `@scope/b`. */
export const packageName = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Dependencies that are not pinned to one version; peers may be ranges, since whoever installs us brings them. */
export function unpinned(manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).flatMap(([name, version]) =>
    EXACT.test(version) ? [] : [`${name}: "${version}" is not one exact version`],
  );
}

/**
 * What is wrong with the lock file. Every package has one version and the hash of its content, and none says where it was
 * loaded from: that is the registry that whoever installs has set, and the hash proves that it is the same content. A package
 * that is part of another one's archive is covered by that one's hash.
 */
export function lockProblems(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    if (path === '') return [];
    const { version, resolved, integrity, inBundle = false, link = false } = entry;
    return [
      ...(link ? [`${path} is a link`] : []),
      ...(version !== undefined && EXACT.test(version) ? [] : [`${path}: version ${version} is not exact`]),
      ...(resolved === undefined ? [] : [`${path} names where it was loaded from (${resolved})`]),
      ...(inBundle || (integrity !== undefined && INTEGRITY.test(integrity)) ? [] : [`${path} has no sha512 hash`]),
    ];
  });
}

/** Names of packages that run a script when they are installed. */
export function withInstallScripts(lock: Lock): string[] {
  const found = Object.entries(lock.packages).filter(([, { hasInstallScript = false }]) => hasInstallScript);
  return [...new Set(found.map(([path]) => packageName(path)))].sort();
}
