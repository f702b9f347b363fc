import { formatLocation, holds, type S3Location } from '../lake-formation/s3-location.ts';
import type { LakeModel, LakeResource } from '../lake-formation/types.ts';
import type { Persona } from './types.ts';

/** An action on a resource: one column of answers, one for each persona. */
export interface Question {
  readonly action: string;
  readonly resource: LakeResource;
}

export const TABLE_ACTIONS = ['SELECT', 'INSERT', 'DELETE', 'DESCRIBE', 'ALTER', 'DROP', 'GrantPermissions'] as const;
export const DATABASE_ACTIONS = ['CreateTable', 'DESCRIBE', 'ALTER', 'DROP', 'GrantPermissions'] as const;
export const S3_ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] as const;
/** Rights over a role that make its rights one's own. */
export const ROLE_ACTIONS = ['sts:AssumeRole', 'iam:PutRolePolicy'] as const;

/** Everything that the matrix asks about a lake. `more`: places that are asked about besides. */
export function questionsOf(model: LakeModel, personas: readonly Persona[], more?: Places): Question[] {
  const own = placesOf(model);
  const places = more ? joinPlaces(own, more) : own;
  return [
    ...ask(['PutDataLakeSettings', 'CreateDatabase', 'GrantPermissions'], [{ kind: 'catalog' }]),
    ...ask(
      ['RegisterResource', 'CreateDatabase', 'GrantPermissions'],
      places.storage.map((location): LakeResource => ({ kind: 'location', location })),
    ),
    ...model.databases.flatMap(({ name, location }) => databaseQuestions(name, location, places.storage)),
    ...ask(
      TABLE_ACTIONS,
      model.tables.map(({ database, name }): LakeResource => ({ kind: 'table', database, table: name })),
    ),
    ...ask(
      S3_ACTIONS,
      places.objects.map((location): LakeResource => ({ kind: 'location', location })),
    ),
    ...ask(
      ['athena:StartQueryExecution', 'athena:UpdateWorkGroup'],
      model.workgroups.map(({ name, arn }): LakeResource => ({ kind: 'workgroup', name, arn })),
    ),
    ...ask(
      ['glue:StartCrawler'],
      model.crawlers.map(({ name, arn }): LakeResource => ({ kind: 'crawler', name, arn })),
    ),
    ...roleQuestions(model, personas),
  ];
}

const ask = (actions: readonly string[], resources: readonly LakeResource[]): Question[] =>
  resources.flatMap((resource) => actions.map((action) => ({ action, resource })));

function databaseQuestions(database: string, own: S3Location | undefined, storage: readonly S3Location[]): Question[] {
  // A table that lies on other people's data reads it: so the places of others are asked about, too.
  const others = storage.filter((place) => !own || holds(own, place) !== 'yes');
  return [
    ...ask(DATABASE_ACTIONS, [{ kind: 'database', database, at: own }]),
    ...ask(
      ['CreateTable'],
      others.map((at): LakeResource => ({ kind: 'database', database, at, elsewhere: true })),
    ),
  ];
}

/** Places in S3 that the matrix asks about. */
export interface Places {
  /** Where databases lie or could lie. */
  readonly storage: readonly S3Location[];
  /** Where data is read and written. */
  readonly objects: readonly S3Location[];
}

export function placesOf({ locations, databases, tables, workgroups, buckets, storageBuckets }: LakeModel): Places {
  const results = workgroups.flatMap((workgroup) => workgroup.results ?? []);
  const registered = locations.map(({ location }) => location);
  const used = [...registered, ...databases.flatMap(({ location }) => location ?? [])];
  const aside = new Set([...used, ...results].map(({ bucket }) => bucket));
  const free = buckets
    .map(({ name, label }): S3Location => ({ bucket: name, prefix: '', label }))
    .filter(({ bucket }) => storageBuckets.includes(bucket) && !aside.has(bucket));
  const data = tables.flatMap(({ location }) => location ?? []);
  return { storage: distinct([...used, ...free]), objects: distinct([...registered, ...data, ...results]) };
}

export const joinPlaces = (left: Places, right: Places): Places => ({
  storage: distinct([...left.storage, ...right.storage]),
  objects: distinct([...left.objects, ...right.objects]),
});

const distinct = (places: readonly S3Location[]): S3Location[] => [
  ...new Map(places.map((place) => [formatLocation(place), place])).values(),
];

/** Roles whose rights are worth having: the personas', and those that services work with for the lake. */
function roleQuestions({ locations, crawlers }: LakeModel, personas: readonly Persona[]): Question[] {
  const services = new Map([
    ...locations.map(({ roleArn = '' }): [string, string] => [roleArn, 'lakeformation.amazonaws.com']),
    ...crawlers.map(({ roleArn }): [string, string] => [roleArn, 'glue.amazonaws.com']),
  ]);
  return personas
    .filter(({ kind, tagged, arn }) => kind === 'role' && (tagged || services.has(arn)))
    .flatMap(({ name, arn }) => {
      const service = services.get(arn);
      const actions = service === undefined ? ROLE_ACTIONS : [...ROLE_ACTIONS, 'iam:PassRole'];
      return ask(actions, [{ kind: 'role', name, arn, service }]);
    });
}
