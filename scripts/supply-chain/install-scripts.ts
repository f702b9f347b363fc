import { type Lock, type Manifest, withInstallScripts } from './lock.ts';

/**
 * Every package with an install script, whether the script may run, and why. npm 11 reads the decision from `allowScripts` in
 * package.json. npm 10 and earlier know no such list and run the scripts: `npm ci --ignore-scripts` keeps them from it, and is
 * what the gate uses. It is not set in .npmrc, because it would also keep `npm pack` from building what it packs.
 */
export const INSTALL_SCRIPTS: Readonly<Record<string, { readonly mayRun: boolean; readonly why: string }>> = {
  esbuild: {
    mayRun: false,
    why: 'replaces its launcher by the program of the platform, which saves the start of a process; the program itself comes as an optional package with a hash of its own, and without the script it is started by the launcher',
  },
  'classic-level': {
    mayRun: false,
    why: 'compiles LevelDB where no built program fits; those for the usual platforms are in the package, and the preview keeps its table in memory',
  },
};

/** Where the lock file, the decisions and package.json do not agree. */
export function installScriptProblems(lock: Lock, { allowScripts }: Manifest): string[] {
  const present = withInstallScripts(lock);
  return [
    ...present.flatMap((name) =>
      Object.hasOwn(INSTALL_SCRIPTS, name) ? [] : [`${name} has an install script that nobody has decided about`],
    ),
    ...Object.keys(INSTALL_SCRIPTS).flatMap((name) =>
      present.includes(name) ? [] : [`${name} has no install script any more: take the decision out`],
    ),
    ...Object.entries(INSTALL_SCRIPTS).flatMap(([name, { mayRun }]) =>
      allowScripts[name] === mayRun ? [] : [`allowScripts in package.json must say "${name}": ${mayRun}`],
    ),
    ...Object.keys(allowScripts).flatMap((name) =>
      Object.hasOwn(INSTALL_SCRIPTS, name) ? [] : [`allowScripts in package.json names ${name}, without a reason here`],
    ),
  ];
}
