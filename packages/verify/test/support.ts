import type { AwsClients } from '../src/aws-clients.ts';
import { createAwsClients } from '../src/aws-clients.ts';
import type { VerifyContext } from '../src/context.ts';
import type { DeployedStack } from '../src/deployment.ts';
import type { ApiAnswer } from '../src/http-client.ts';

/** Answers a command by its name: `GetDashboardCommand` and so on. */
export type Answers = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>;

/** Clients whose commands are answered by the test; nothing leaves the process. */
export function fakeClients(answers: Answers): AwsClients {
  const clients = createAwsClients({
    region: 'eu-central-1',
    endpointUrl: 'http://127.0.0.1:1',
    requestTimeoutMs: 1000,
  });
  const send = async (command: { input: object; constructor: { name: string } }) => {
    const answer = answers[command.constructor.name];
    if (!answer) throw new Error(`the test has no answer to ${command.constructor.name}`);
    return answer({ ...command.input });
  };
  for (const client of Object.values(clients)) if (typeof client === 'object') Object.assign(client, { send });
  return { ...clients, cloudFormationIn: () => clients.cloudFormation };
}

export function fakeContext(answers: Answers, overrides: Partial<VerifyContext> = {}): VerifyContext {
  return {
    clients: fakeClients(answers),
    region: 'eu-central-1',
    input: { body: '1,2', contentType: 'text/csv' },
    inferences: 2,
    runId: 'run',
    timeouts: { requestMs: 1000, waitMs: 0 },
    progress: () => {},
    ...overrides,
  };
}

/** A stack with these outputs and resources. */
export function fakeStack(
  outputs: Readonly<Record<string, string>>,
  resources: Readonly<Record<string, readonly string[]>> = {},
): DeployedStack {
  return { name: 'Stack', output: (key) => outputs[key], ofType: (type) => resources[type] ?? [] };
}

/** An error as a client of AWS throws it. */
export const awsError = (name: string, message = name, extra: object = {}): Error =>
  Object.assign(new Error(message), { name, ...extra });

export function apiAnswer(status: number, body: object): ApiAnswer {
  return { status, text: JSON.stringify(body), body: { ...body } };
}
