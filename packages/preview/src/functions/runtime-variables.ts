import { join } from 'node:path';
import { toLoopbackQueueUrls } from '../services/sqs/queue-url.ts';
import type { FunctionConfig } from './function-config.ts';

/** What an execution environment is told besides the template's variables. */
export interface RuntimeSettings {
  readonly taskRoot: string;
  readonly logStream: string;
  readonly endpointUrl: string;
}

/**
 * Every variable of an execution environment: those of the template, those that Lambda sets, and those that keep the
 * AWS clients on this machine; URLs of queues point to the emulated ones. Nothing comes from the preview's own
 * environment. The template's come first: Lambda's names are reserved and win.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function runtimeVariables(config: FunctionConfig, settings: RuntimeSettings): Record<string, string> {
  const own = Object.entries(config.variables)
    // An endpoint of one service, as for a VPC endpoint, would lead past the emulated ones.
    .filter(([name]) => !name.startsWith('AWS_ENDPOINT_URL'))
    .map(([name, value]): [string, string] => [name, toLoopbackQueueUrls(value, settings.endpointUrl)]);
  return {
    ...Object.fromEntries(own),
    _HANDLER: config.handler,
    AWS_ACCESS_KEY_ID: 'ASIAPREVIEWPREVIEW00',
    AWS_DEFAULT_REGION: config.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: config.logFormat,
    ...(config.logFormat === 'JSON' ? { AWS_LAMBDA_LOG_LEVEL: config.applicationLogLevel } : {}),
    AWS_LAMBDA_LOG_GROUP_NAME: config.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: settings.logStream,
    AWS_REGION: config.region,
    AWS_SECRET_ACCESS_KEY: 'preview-has-no-secret',
    AWS_SESSION_TOKEN: 'preview-has-no-session',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: settings.taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    TZ: ':UTC',
    // The emulated services, and nothing else: no profile of the developer, no instance metadata.
    AWS_ENDPOINT_URL: settings.endpointUrl,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    AWS_CONFIG_FILE: join(settings.taskRoot, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(settings.taskRoot, 'no-aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    // The SDK warns of an old Node.js; on Lambda the function runs on its own, newer one.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
