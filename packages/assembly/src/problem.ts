/**
 * Something in the assembly that cannot be read. It is thrown only inside this folder, where a value is found wrong deep
 * in a template; `readAssembly` turns it into a result.
 */
export class AssemblyProblem extends Error {
  override readonly name = 'AssemblyProblem';
}
