import * as z from 'zod';

export interface TemplateJson {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/** Who may call a route. */
export interface Authorizer {
  readonly type: 'NONE' | 'AWS_IAM' | 'JWT';
  /** Address of the issuer of tokens. */
  readonly issuer?: string;
}

/** A route of the HTTP API in a template. */
export interface Route {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly authorizer: Authorizer;
}

const routeSchema = z.object({
  RouteKey: z.string().regex(/^[A-Z]+ \/\S*$/),
  AuthorizationType: z.enum(['NONE', 'AWS_IAM', 'JWT']).default('NONE'),
  AuthorizerId: z.object({ Ref: z.string() }).optional(),
});

const authorizerSchema = z.object({ JwtConfiguration: z.object({ Issuer: z.string() }) });

/** @throws ZodError for a route that is written in another way than our constructs do */
export function readRoutes({ Resources = {} }: TemplateJson): Route[] {
  const found = Object.values(Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
  return found.map(({ Properties }) => {
    const { RouteKey: key, AuthorizationType: type, AuthorizerId } = routeSchema.parse(Properties);
    const [method = '', path = ''] = key.split(' ');
    if (type !== 'JWT') return { key, method, path, authorizer: { type } };
    const { JwtConfiguration } = authorizerSchema.parse(Resources[AuthorizerId?.Ref ?? '']?.Properties);
    return { key, method, path, authorizer: { type, issuer: JwtConfiguration.Issuer } };
  });
}
