import { describe, expect, it } from 'vitest';
import { createApp } from '../../../lambda/lake-settings/app.ts';
import { awsError } from '../helpers/loopback.ts';
import { ManualClock } from '../helpers/manual-clock.ts';
import { MemoryLog } from '../helpers/memory-ports.ts';
import {
  ADMIN,
  admins,
  DELETED,
  DEPLOYMENT,
  FOREIGN,
  freshAccount,
  type LakeFormationServer,
  type ServerState,
  startLakeFormation,
} from './lake-formation-server.ts';

const properties = { administrators: [ADMIN, DEPLOYMENT], strict: 'true' };
const context = { getRemainingTimeInMillis: () => 60_000 };
const lifecycle = (RequestType: string, ResourceProperties: object = properties) => ({
  RequestType,
  ResourceProperties: { ServiceToken: 'arn:aws:lambda:…', ServiceTimeout: '3600', ...ResourceProperties },
  StackId: 'a stack',
});

function parts(server: LakeFormationServer) {
  const clock = new ManualClock();
  const log = new MemoryLog();
  return { clock, log, app: createApp({ lake: server.adapter, clock, log }) };
}

const account = (change: Partial<ServerState> = {}): ServerState => ({ ...freshAccount(), ...change });

/** An account in which everything is as it should be already. */
const settled = (): ServerState =>
  account({
    open: false,
    settings: {
      DataLakeAdmins: admins(ADMIN, DEPLOYMENT, FOREIGN),
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
    },
  });

describe('the settings of a fresh account', () => {
  it.each(['Create', 'Update'])('are set on %s', async (type) => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await app(lifecycle(type), context);

    expect(server.state).toMatchObject({
      open: false,
      settings: {
        DataLakeAdmins: admins(ADMIN, DEPLOYMENT),
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    });
  });

  it('are read back before anybody relies on them', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.calls().slice(-2)).toEqual(['GetDataLakeSettings', 'ListPermissions']);
  });

  it('keep what is not decided here, the version of sharing between accounts too', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.state.settings).toMatchObject({
      Parameters: { CROSS_ACCOUNT_VERSION: '4' },
      TrustedResourceOwners: ['999999999999'],
    });
  });

  it('are those of the catalogue that the environment names', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    for (const operation of ['GetDataLakeSettings', 'PutDataLakeSettings', 'ListPermissions', 'RevokePermissions']) {
      expect(server.bodies(operation)[0]).toMatchObject({ CatalogId: '123456789012' });
    }
  });

  it('get administrators first: only they may look at what others hold', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    const calls = server.calls();
    expect(calls.indexOf('PutDataLakeSettings')).toBeLessThan(calls.indexOf('ListPermissions'));
  });

  it('have one name, whatever they say', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    expect(await app(lifecycle('Create'), context)).toEqual({ PhysicalResourceId: 'lake-settings' });
  });
});

describe('settings that hold already', () => {
  it('are not written again', async () => {
    await using server = await startLakeFormation(settled());
    const { app } = parts(server);

    await app(lifecycle('Update'), context);

    expect(server.calls()).toEqual(['GetDataLakeSettings', 'ListPermissions']);
  });

  it('are the same after a second time', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);
    await app(lifecycle('Create'), context);
    const before = structuredClone(server.state.settings);

    await app(lifecycle('Update'), context);

    expect(server.state.settings).toEqual(before);
  });
});

describe('administrators of others', () => {
  const withOthers = (...others: string[]) =>
    account({ settings: { ...freshAccount().settings, DataLakeAdmins: admins(...others) } });

  it('stay', async () => {
    await using server = await startLakeFormation(withOthers(FOREIGN));
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.state.settings.DataLakeAdmins).toEqual(admins(ADMIN, DEPLOYMENT, FOREIGN));
  });

  it('go when they do not exist any more, and the log says so', async () => {
    await using server = await startLakeFormation(withOthers(DELETED, FOREIGN));
    server.state.unknownPrincipals.add(DELETED);
    const { app, log } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.state.settings.DataLakeAdmins).toEqual(admins(ADMIN, DEPLOYMENT, FOREIGN));
    expect(log.named('administrator removed: it does not exist any more')).toMatchObject([
      { fields: { arn: DELETED } },
    ]);
  });

  it('stay while one of ours is not known yet', async () => {
    await using server = await startLakeFormation(withOthers(FOREIGN));
    server.state.unknownPrincipals.add(ADMIN);
    const { app, clock } = parts(server);
    const sleep = clock.sleep.bind(clock);
    clock.sleep = async (ms) => {
      server.state.unknownPrincipals.clear();
      await sleep(ms);
    };

    await app(lifecycle('Create'), context);

    expect(server.state.settings.DataLakeAdmins).toEqual(admins(ADMIN, DEPLOYMENT, FOREIGN));
  });
});

describe('a service that is difficult', () => {
  it('is asked again when it ignores the empty lists', async () => {
    await using server = await startLakeFormation(account({ ignoredEmptyLists: 2 }));
    const { app, clock } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.state.settings).toMatchObject({ CreateDatabaseDefaultPermissions: [] });
    expect(clock.sleeps.slice(0, 3)).toEqual([500, 1000, 2000]);
  });

  it.each([
    'ConcurrentModificationException',
    'InternalServiceException',
    'AccessDeniedException',
    'ThrottlingException',
  ])('is asked again after %s', async (type) => {
    await using server = await startLakeFormation(
      account({ failures: { PutDataLakeSettings: [awsError(400, type)] } }),
    );
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.state.open).toBe(false);
  });

  it('is not asked again when the request is wrong', async () => {
    const wrong = awsError(400, 'InvalidInputException', 'Too many administrators');
    await using server = await startLakeFormation(account({ failures: { PutDataLakeSettings: [wrong] } }));
    const { app } = parts(server);

    await expect(app(lifecycle('Create'), context)).rejects.toThrow('Too many administrators');
  });

  it('fails the deployment when the settings do not hold in time, and says which', async () => {
    await using server = await startLakeFormation(account({ ignoredEmptyLists: 1000 }));
    const { app } = parts(server);

    await expect(app(lifecycle('Create'), context)).rejects.toThrow(
      'lake settings are still wrong: new databases are open to IAM by default; new tables are open to IAM by default',
    );
  });

  it('finds the open right to create databases behind empty pages', async () => {
    await using server = await startLakeFormation(account({ emptyPages: 2 }));
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.state.open).toBe(false);
  });

  it('may have been quicker with the revocation', async () => {
    const gone = awsError(
      400,
      'InvalidInputException',
      'No permissions revoked. Grantee does not have: [CREATE_DATABASE]',
    );
    await using server = await startLakeFormation(account({ failures: { RevokePermissions: [gone] } }));
    const { app } = parts(server);

    await app(lifecycle('Create'), context);

    expect(server.state.open).toBe(false);
  });
});

describe('without strict mode', () => {
  const relaxed = { ...properties, strict: 'false' };

  it('everybody keeps the right to create databases', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await app(lifecycle('Create', relaxed), context);

    expect(server.state.open).toBe(true);
    expect(server.calls()).not.toContain('ListPermissions');
  });

  it('the defaults are emptied all the same', async () => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await app(lifecycle('Create', relaxed), context);

    expect(server.state.settings).toMatchObject({ CreateTableDefaultPermissions: [] });
  });
});

describe('deleting the resource', () => {
  it('changes nothing, and does not even look', async () => {
    await using server = await startLakeFormation(settled());
    const { app } = parts(server);

    await app(lifecycle('Delete'), context);

    expect(server.calls()).toEqual([]);
  });

  it('works with properties that are no longer understood', async () => {
    await using server = await startLakeFormation(settled());
    const { app } = parts(server);

    await expect(app(lifecycle('Delete', { old: 'property' }), context)).resolves.toBeDefined();
  });
});

describe('the check on a schedule', () => {
  const LOCATION = 'arn:aws:s3:::data';
  const ROLE = 'arn:aws:iam::123456789012:role/DataAccess';
  const recheck = (locations: object[] = []) => ({ recheck: properties, locations });

  it('repairs what somebody has changed, and says what it was', async () => {
    const state = settled();
    state.open = true;
    await using server = await startLakeFormation(state);
    const { app, log } = parts(server);

    await app(recheck(), context);

    expect(server.state.open).toBe(false);
    expect(log.named('lake settings checked')).toMatchObject([
      { fields: { repaired: ['whoever IAM lets in may create databases'] } },
    ]);
  });

  it('is content with a location that is registered with its role', async () => {
    await using server = await startLakeFormation({ ...settled(), registrations: { [LOCATION]: ROLE } });
    const { app } = parts(server);

    await expect(app(recheck([{ arn: LOCATION, roleArn: ROLE }]), context)).resolves.toBeDefined();
  });

  it.each([
    ['not registered', {}, `${LOCATION} is not registered`],
    ['registered with another role', { [LOCATION]: FOREIGN }, `${LOCATION} is registered with ${FOREIGN}, not ${ROLE}`],
  ])('fails for a location that is %s', async (_, registrations, message) => {
    await using server = await startLakeFormation({ ...settled(), registrations });
    const { app } = parts(server);

    await expect(app(recheck([{ arn: LOCATION, roleArn: ROLE }]), context)).rejects.toThrow(message);
  });
});

describe('an event that is not usable', () => {
  it.each([
    ['no administrators', lifecycle('Create', { administrators: [], strict: 'true' })],
    ['an unknown property', lifecycle('Create', { ...properties, strcit: 'true' })],
    ['a truth value that is no text', lifecycle('Create', { ...properties, strict: true })],
    ['something else than an ARN', lifecycle('Create', { ...properties, administrators: ['Administrator'] })],
    ['no shape that is known', { hello: 'world' }],
  ])('with %s is refused before anything is called', async (_, event) => {
    await using server = await startLakeFormation();
    const { app } = parts(server);

    await expect(app(event, context)).rejects.toThrow('of the lake settings is not usable');
    expect(server.calls()).toEqual([]);
  });
});
