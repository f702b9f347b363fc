import { afterEach, describe, expect, it, vi } from 'vitest';
import { ADMIN, DEPLOYMENT, startLakeFormation } from './lake-formation-server.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** A fresh execution environment that talks to the address. */
async function load(url: string, environment: Record<string, string> = {}) {
  const all = {
    CATALOG_ID: '123456789012',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: url,
    ...environment,
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return (await import('../../../lambda/lake-settings/handler.ts')).handler;
}

describe('the settings function with its own client', () => {
  it('sets the settings', async () => {
    await using server = await startLakeFormation();
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const handler = await load(server.url);
    const event = {
      RequestType: 'Create',
      ResourceProperties: { administrators: [ADMIN, DEPLOYMENT], strict: 'true' },
    };

    await handler(event, { getRemainingTimeInMillis: () => 60_000 });

    expect(server.state).toMatchObject({ open: false, settings: { CreateDatabaseDefaultPermissions: [] } });
  });

  it('fails to load, and says why, when the catalogue is not named', async () => {
    await expect(load('http://127.0.0.1:1', { CATALOG_ID: 'mine' })).rejects.toThrow('CATALOG_ID');
  });
});
