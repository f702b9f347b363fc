export type { HttpApi, HttpApiDependencies, HttpApiResult } from './types.ts';
// coming: startHttpApi(assembly: ResolvedAssembly, functions: Functions, deps: HttpApiDependencies): Promise<HttpApiResult>
