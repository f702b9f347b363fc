import { readFileSync } from 'node:fs';
import * as z from 'zod';

type Json = Readonly<Record<string, unknown>>;

/** An operation of `docs/openapi.json`, as the generators and the judge need it. */
export interface Operation {
  /** `METHOD /path` as in the template. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly signed: boolean;
  /** Media types of the body; empty if there is none. */
  readonly types: readonly string[];
  /** Headers that are read, in lower case, with the pattern of their values. */
  readonly headers: readonly { readonly name: string; readonly pattern: RegExp }[];
  /** Schema of the body by status. */
  readonly answers: ReadonlyMap<number, z.ZodType>;
}

const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'header']),
  schema: z.object({ pattern: z.string().optional() }),
});

const operationSchema = z.object({
  security: z.array(z.unknown()),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(
    z.string(),
    z.object({ content: z.object({ 'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }) }) }),
  ),
});

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

/** The operations of the committed description. */
export function readOperations(): readonly Operation[] {
  const text = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
  const { paths, components } = documentSchema.parse(JSON.parse(text));
  /** The only references are to schemas without references. */
  const resolve = (schema: Json): Json =>
    JSON.parse(JSON.stringify(schema), (_, value) => {
      const name = typeof value?.$ref === 'string' ? value.$ref.replace('#/components/schemas/', '') : undefined;
      return name === undefined ? value : components.schemas[name];
    });
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, operation]) => {
      const method = name.toUpperCase();
      const headers = operation.parameters.filter((parameter) => parameter.in === 'header');
      return {
        key: `${method} ${path}`,
        method,
        path,
        signed: operation.security.length > 0,
        types: Object.keys(operation.requestBody?.content ?? {}),
        headers: headers.map(({ name, schema }) => ({
          name: name.toLowerCase(),
          pattern: new RegExp(schema.pattern ?? '.*'),
        })),
        answers: new Map(
          Object.entries(operation.responses).map(([status, { content }]) => [
            Number(status),
            z.fromJSONSchema(resolve(content['application/json'].schema)),
          ]),
        ),
      };
    }),
  );
}
