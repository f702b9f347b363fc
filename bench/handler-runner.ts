import { createRequire } from 'node:module';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** A function to measure: its bundle and the environment that it is loaded with. */
export interface Subject {
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Order {
  readonly subjects: readonly Subject[];
  readonly warmUps: number;
  readonly requests: number;
}

/** Milliseconds of each request of each subject, in the order of the subjects. */
export type Timings = readonly (readonly number[])[];

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<{ readonly statusCode: number }>;

/** One of the sample's rows: 64 pixels. */
const BODY = JSON.stringify({ features: Array.from({ length: 64 }, (_, pixel) => pixel % 17) });

const EVENT = {
  routeKey: 'POST /inference',
  headers: { 'content-type': 'application/json' },
  body: BODY,
  isBase64Encoded: false,
  requestContext: {
    requestId: 'api-request',
    authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:user/bench' } },
  },
};

const CONTEXT = { awsRequestId: 'lambda-request', getRemainingTimeInMillis: () => 29_000 };

function load({ file, environment }: Subject): Handler {
  Object.assign(process.env, environment);
  return createRequire(import.meta.url)(file).handler;
}

async function timeOne(handler: Handler): Promise<number> {
  const from = process.hrtime.bigint();
  const response = await handler(
    // The functions read these members only; the whole types have some forty.
    EVENT as unknown as APIGatewayProxyEventV2,
    CONTEXT as unknown as Context,
  );
  const ms = Number(process.hrtime.bigint() - from) / 1e6;
  if (response.statusCode !== 200) {
    throw new Error(`the function answered ${response.statusCode}`);
  }
  return ms;
}

/** The same in every order, so that nobody always comes after the same other. */
function shuffle(indexes: number[]): void {
  for (let last = indexes.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(Math.random() * (last + 1));
    [indexes[last], indexes[chosen]] = [indexes[chosen] ?? 0, indexes[last] ?? 0];
  }
}

/** The subjects take turns, each time in another order: what disturbs the machine disturbs all alike. */
async function measure({ subjects, warmUps, requests }: Order): Promise<Timings> {
  const handlers = subjects.map(load);
  const timings: number[][] = handlers.map(() => []);
  const order = [...handlers.keys()];
  for (let request = -warmUps; request < requests; request += 1) {
    shuffle(order);
    for (const index of order) {
      const handler = handlers[index];
      const ms = handler === undefined ? Number.NaN : await timeOne(handler);
      if (request >= 0) {
        timings[index]?.push(ms);
      }
    }
  }
  return timings;
}

process.once('message', (order: Order) => {
  measure(order).then(
    (timings) => process.send?.(timings, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
