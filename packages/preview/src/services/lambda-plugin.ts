import type { TemplateResource, TemplateResources } from '../observability/types.ts';
import type { ServicePlugin } from '../types.ts';
import { encodeError, type JsonObject, operationOf, type PluginResponse, protocolOf, unsupported } from './protocol.ts';
import { number, object, text } from './template.ts';

const CONFIGURATION = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/;

/** Defaults of a function whose template says nothing. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const DEFAULTS = { timeout: 3, memorySize: 128 };

/**
 * AWS Lambda: the configuration of the templates' functions, which are always active.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
export function createLambdaPlugin(resources: TemplateResources): ServicePlugin {
  const functions = resources.ofType('AWS::Lambda::Function');
  return {
    signingName: 'lambda',
    async handle(request): Promise<PluginResponse> {
      const asked = request.method === 'GET' ? CONFIGURATION.exec(request.path)?.[1] : undefined;
      if (asked === undefined) return unsupported(request, 'lambda', operationOf(request, protocolOf(request)));
      const name = decodeURIComponent(asked);
      const found = functions.find(({ physicalId, arn }) => physicalId === name || arn === name);
      if (found) {
        const headers = { 'content-type': 'application/json' };
        return { status: 200, headers, body: JSON.stringify(configurationOf(found)) };
      }
      const message = `Function not found: arn:aws:lambda:${resources.region}:${resources.account}:function:${name}`;
      const fields = { Message: message, Type: 'User' };
      return encodeError(request, 'rest-json', { status: 404, code: 'ResourceNotFoundException', message, fields });
    },
    dispose: async () => {},
  };
}

function configurationOf({ physicalId, arn, properties }: TemplateResource): JsonObject {
  return {
    FunctionName: physicalId,
    FunctionArn: arn,
    Runtime: properties.Runtime,
    Handler: properties.Handler,
    Role: properties.Role,
    Timeout: number(properties.Timeout) ?? DEFAULTS.timeout,
    MemorySize: number(properties.MemorySize) ?? DEFAULTS.memorySize,
    Environment: { Variables: object(object(properties.Environment)?.Variables) ?? {} },
    LoggingConfig: {
      LogFormat: text(object(properties.LoggingConfig)?.LogFormat) ?? 'Text',
      LogGroup: text(object(properties.LoggingConfig)?.LogGroup) ?? `/aws/lambda/${physicalId}`,
    },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Version: '$LATEST',
  };
}
