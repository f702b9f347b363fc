export { startHttpApi } from './http-api.ts';
export type { HttpApi, HttpApiDependencies, HttpApiResult } from './types.ts';
