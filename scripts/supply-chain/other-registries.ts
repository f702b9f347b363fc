/** Requirements of Python that are not pinned to one version with the hashes of its files. */
export function requirementProblems(text: string): string[] {
  const lines = text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  return lines.flatMap((line) => {
    const [requirement = ''] = line.split(/\s/);
    if (!/^[\w.-]+==[\w.!+-]+$/.test(requirement)) return [`${requirement} is not one exact version`];
    return /--hash=sha256:[0-9a-f]{64}(\s|$)/.test(line) ? [] : [`${requirement} has no sha256 hash`];
  });
}

/** A version in which Maven has no choice: no range, `LATEST`, `RELEASE` or snapshot. */
const MAVEN_EXACT = /^\d[\w.-]*$/;

/**
 * Dependencies and plug-ins of a pom.xml without one exact version. Maven has no lock file: what these bring along follows
 * from their own versions, which never change in Maven's repository, and `--strict-checksums` refuses a file that differs from
 * the checksum beside it. That is no protection from the repository itself.
 */
export function pomProblems(pom: string): string[] {
  const properties = new Map(
    [...pom.matchAll(/<([\w.-]+\.version)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const parts = [...pom.matchAll(/<(dependency|plugin)>(.*?)<\/\1>/gs)].map(([, , body = '']) => body);
  return parts.flatMap((body) => {
    const name = /<artifactId>([^<]*)</.exec(body)?.[1] ?? 'unnamed';
    const written = /<version>([^<]*)</.exec(body)?.[1];
    const version = written?.replace(/^\$\{(.*)\}$/, (_, property) => properties.get(property) ?? '');
    if (version === undefined) return [`${name} has no version`];
    return MAVEN_EXACT.test(version) && !version.endsWith('-SNAPSHOT')
      ? []
      : [`${name}: version ${written} is not exact`];
  });
}
