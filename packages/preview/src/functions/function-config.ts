import * as z from 'zod';
import type { ResolvedResource } from '../../../assembly/src/index.ts';

/**
 * The properties that shape how a function runs, with CloudFormation's defaults.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 */
const propertiesSchema = z.object({
  Handler: z.string().default(''),
  Runtime: z.string().default(''),
  PackageType: z.string().default('Zip'),
  Timeout: z.coerce.number().positive().max(900).default(3),
  MemorySize: z.coerce.number().int().min(128).max(10_240).default(128),
  Architectures: z.array(z.string()).default(['x86_64']),
  Environment: z
    .object({ Variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}) })
    .prefault({}),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
  Layers: z.array(z.unknown()).default([]),
  Code: z.object({ ZipFile: z.string().optional() }).prefault({}),
  LoggingConfig: z
    .object({
      LogGroup: z.string().optional(),
      LogFormat: z.enum(['Text', 'JSON']).default('Text'),
      ApplicationLogLevel: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).default('INFO'),
      SystemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).default('INFO'),
    })
    .prefault({}),
  TracingConfig: z.object({ Mode: z.string().default('PassThrough') }).prefault({}),
});

/** One function as the template configures it. */
export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly handler: string;
  readonly runtime: string;
  /** Real milliseconds. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Undefined: the account's limit applies. */
  readonly reservedConcurrency: number | undefined;
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  readonly applicationLogLevel: string;
  readonly systemLogLevel: string;
  readonly traced: boolean;
  /** Folder of the bundle, or the source text of an inline function. */
  readonly code: { readonly folder: string } | { readonly source: string } | undefined;
  /** Why the preview cannot run it; it is refused when it is invoked, so that others still run. */
  readonly unsupported: string | undefined;
}

type Properties = z.output<typeof propertiesSchema>;

function whyUnsupported(properties: Properties, assetPath: string | undefined): string | undefined {
  if (properties.PackageType !== 'Zip') return 'it is a container image';
  if (!properties.Runtime.startsWith('nodejs')) return `its runtime is ${properties.Runtime || 'not set'}, not Node.js`;
  if (properties.Layers.length > 0) return 'it uses layers';
  if (assetPath === undefined && properties.Code.ZipFile === undefined) {
    return 'its code is not in the assembly';
  }
  return undefined;
}

/** Reads a function's configuration; a text is the reason why it cannot be read. */
export function readFunctionConfig(resource: ResolvedResource): FunctionConfig | string {
  const parsed = propertiesSchema.safeParse(resource.properties);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `stack ${resource.stack}, resource ${resource.logicalId} (${resource.type}), Properties.${issue?.path.join('.')}: ${issue?.message}`;
  }
  const properties = parsed.data;
  const { LoggingConfig: logging, Code: code } = properties;
  const [, , , region = ''] = resource.arn.split(':');
  return {
    name: resource.physicalId,
    arn: resource.arn,
    region,
    handler: properties.Handler,
    runtime: properties.Runtime,
    timeoutMs: properties.Timeout * 1000,
    memoryMb: properties.MemorySize,
    variables: Object.fromEntries(
      Object.entries(properties.Environment.Variables).map(([name, value]) => [name, String(value)]),
    ),
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    logGroup: logging.LogGroup ?? `/aws/lambda/${resource.physicalId}`,
    logFormat: logging.LogFormat,
    applicationLogLevel: logging.LogFormat === 'JSON' ? logging.ApplicationLogLevel : 'TRACE',
    systemLogLevel: logging.LogFormat === 'JSON' ? logging.SystemLogLevel : 'INFO',
    traced: properties.TracingConfig.Mode === 'Active',
    code:
      resource.assetPath !== undefined
        ? { folder: resource.assetPath }
        : code.ZipFile === undefined
          ? undefined
          : { source: code.ZipFile },
    unsupported: whyUnsupported(properties, resource.assetPath),
  };
}
