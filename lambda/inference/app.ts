import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { Deadline } from '../shared/deadline.ts';
import { member, textMember } from '../shared/members.ts';
import type { Dependencies } from './dependencies.ts';
import { infer } from './infer.ts';
import { describeCause } from './log-line.ts';
import { readRecord } from './read-record.ts';
import { failureResponse, type HttpResponse, healthResponse } from './responses.ts';

/** What the function needs of an event; the rest of payload format 2.0 is never looked at. */
export type HttpEvent = Pick<
  APIGatewayProxyEventV2,
  'routeKey' | 'headers' | 'body' | 'isBase64Encoded' | 'pathParameters' | 'requestContext'
>;
/** What the function needs of Lambda's context. */
export type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** Milliseconds before Lambda's own timeout at which a request is over: enough to answer and to write its lines. */
const LAMBDA_RESERVE_MS = 500;

/**
 * The function behind the routes of the HTTP API (payload format 2.0).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function createApp(deps: Dependencies): (event: HttpEvent, context: InvocationContext) => Promise<HttpResponse> {
  return async (event, context) => {
    const budgetMs = Math.min(deps.settings.budgetMs, context.getRemainingTimeInMillis() - LAMBDA_RESERVE_MS);
    const deadline = Deadline.after(deps.clock, budgetMs);
    try {
      return await route(event, context, deadline, deps);
    } catch (error) {
      // A bug: whatever is expected to fail is answered before.
      const requestId = deps.ids.random();
      deps.log.error('unexpected failure', {
        requestId,
        // Of any event, even of one that is none.
        route: textMember(event, 'routeKey'),
        cause: describeCause(error),
        stack: textMember(error, 'stack'),
      });
      return failureResponse({ code: 'internal-error', message: 'the request failed inside the service' }, requestId);
    } finally {
      await deps.metrics.flush(deadline);
    }
  };
}

async function route(
  event: HttpEvent,
  context: InvocationContext,
  deadline: Deadline,
  deps: Dependencies,
): Promise<HttpResponse> {
  switch (event.routeKey) {
    case 'POST /inference':
      return await infer(
        {
          headers: event.headers,
          body: event.body,
          isBase64Encoded: event.isBase64Encoded,
          names: { apiRequestId: event.requestContext.requestId, functionRequestId: context.awsRequestId },
          authorizer: member(event.requestContext, 'authorizer'),
          arrivedAt: deps.clock.now(),
          startedAt: deps.clock.monotonic(),
        },
        deadline,
        deps,
      );
    case 'GET /inference/{requestId}':
      return await readRecord(event.pathParameters?.requestId, deadline, deps);
    case 'GET /health':
      return healthResponse();
    default:
      return failureResponse({ code: 'not-found', message: 'there is no such route' }, deps.ids.random());
  }
}
