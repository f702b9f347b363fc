export type { AuthorisationMode } from './authorisation.ts';
export { startHttpApi } from './http-api.ts';
export { LOCAL_CREDENTIALS } from './sigv4.ts';
export type { HttpApi, HttpApiDependencies, HttpApiResult, RequestToAuthorise } from './types.ts';
