import { readable, unresolvedIn } from '../template/unresolved.ts';
import { hasMarker } from './glob.ts';

/** Elements of a statement that name things: the things, or all but the things. */
export interface Names {
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalNames {
  readonly negated: boolean;
  /** Values of `AWS`; `*` for everyone. Services and federated identities are none of our principals. */
  readonly aws: readonly string[];
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly sid?: string;
  readonly actions: Names;
  /** Undefined only in trust policies, which concern their role. */
  readonly resources?: Names;
  readonly principals?: PrincipalNames;
  readonly condition: unknown;
}

/** What was read of a statement: the statement, or why nobody can tell what it says. */
export type ReadStatement = Statement | { readonly unknown: string };

export interface PolicyDocument {
  /** Policy variables exist from version 2012-10-17 on; before, `${…}` is plain text. */
  readonly variables: boolean;
  readonly statements: readonly ReadStatement[];
}

export interface DocumentKind {
  /** Whether statements have principals, as on a resource, or none, as on an identity. */
  readonly hasPrincipals: boolean;
  /** Whether statements name resources; a trust policy's do not. */
  readonly hasResources: boolean;
}

/** Reads a policy document as the template gives it, or says why it cannot be read. */
export function readPolicyDocument(
  document: unknown,
  kind: DocumentKind,
): PolicyDocument | { readonly unknown: string } {
  const content = typeof document === 'string' && !hasMarker(document) ? parseJson(document) : document;
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return unknownValue(content, 'policy');
  const fields = new Map<string, unknown>(Object.entries(content));
  const statements = fields.get('Statement');
  if (statements === undefined) return { unknown: 'the policy has no Statement' };
  return {
    variables: fields.get('Version') === '2012-10-17',
    statements: [statements].flat().map((statement) => readStatement(statement, kind)),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Why a value is not what it should be: it is known only after deployment, or malformed. */
function unknownValue(value: unknown, what: string): { readonly unknown: string } {
  const reasons = unresolvedIn(value);
  if (reasons.length > 0) return { unknown: reasons.join(', ') };
  return { unknown: `malformed ${what}: ${readable(JSON.stringify(value) ?? 'nothing').slice(0, 80)}` };
}

function readStatement(statement: unknown, kind: DocumentKind): ReadStatement {
  if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) {
    return unknownValue(statement, 'statement');
  }
  const fields = new Map<string, unknown>(Object.entries(statement));
  const effect = fields.get('Effect');
  if (effect !== 'Allow' && effect !== 'Deny') return unknownValue(effect, 'Effect');
  const actions = readNames(fields, 'Action');
  if (!actions || 'unknown' in actions) return actions ?? { unknown: 'a statement has neither Action nor NotAction' };
  const resources = readNames(fields, 'Resource');
  if (resources && 'unknown' in resources) return resources;
  if (!resources && kind.hasResources) return { unknown: 'a statement has neither Resource nor NotResource' };
  const principals = readPrincipals(fields);
  if (principals && 'unknown' in principals) return principals;
  if (!principals && kind.hasPrincipals) return { unknown: 'a statement has neither Principal nor NotPrincipal' };
  const sid = fields.get('Sid');
  return {
    effect,
    ...(typeof sid === 'string' && sid !== '' ? { sid: readable(sid) } : {}),
    actions,
    ...(resources ? { resources } : {}),
    ...(principals ? { principals } : {}),
    condition: fields.get('Condition'),
  };
}

function texts(value: unknown): string[] | undefined {
  const values = [value].flat();
  return values.every((item): item is string => typeof item === 'string') ? values : undefined;
}

function readNames(
  fields: ReadonlyMap<string, unknown>,
  name: 'Action' | 'Resource',
): Names | { readonly unknown: string } | undefined {
  const negated = fields.has(`Not${name}`);
  const key = negated ? `Not${name}` : name;
  const value = fields.get(key);
  if (value === undefined) return undefined;
  if (negated && fields.has(name)) return { unknown: `a statement has both ${name} and Not${name}` };
  const values = texts(value);
  return values ? { negated, values } : unknownValue(value, key);
}

function readPrincipals(
  fields: ReadonlyMap<string, unknown>,
): PrincipalNames | { readonly unknown: string } | undefined {
  const negated = fields.has('NotPrincipal');
  const value = fields.get(negated ? 'NotPrincipal' : 'Principal');
  if (value === undefined) return undefined;
  if (value === '*') return { negated, aws: ['*'] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return unknownValue(value, 'Principal');
  const aws = texts(new Map<string, unknown>(Object.entries(value)).get('AWS') ?? []);
  return aws ? { negated, aws } : unknownValue(value, 'Principal');
}
