import type { Pricer } from './context.ts';
import { GB, KB, show } from './numbers.ts';
import { textAt, usageOf } from './properties.ts';
import { known, unknown } from './types.ts';

/** HTTP APIs are metered in steps of so many KB. @see https://aws.amazon.com/api-gateway/pricing/ */
const STEP_KB = 512;

/** An HTTP API: its requests, and what leaves AWS as answers. */
export const priceHttpApi: Pricer = (api, { inferences, reads, profile, apiFunction }) => {
  if (textAt(api.properties, 'ProtocolType') !== 'HTTP') {
    const quantity = unknown('only HTTP APIs are known, not WebSocket APIs');
    return [usageOf(api, { meter: 'api-gateway.http.requests', component: 'messages', quantity })];
  }
  if (!apiFunction) {
    const quantity = unknown('the API invokes no function of the templates, or several: its traffic is not known');
    return [usageOf(api, { meter: 'api-gateway.http.requests', component: 'requests', quantity })];
  }
  const requestBytes = profile.value('payload.requestBytes');
  const responseBytes = profile.value('payload.responseBytes');
  const steps = Math.max(1, Math.ceil(Math.max(requestBytes, responseBytes) / (STEP_KB * KB)));
  const requests = inferences + reads;
  return [
    usageOf(api, {
      meter: 'api-gateway.http.requests',
      component: 'requests',
      quantity: known(requests * steps, `${show(requests)} requests x ${steps} (steps of ${STEP_KB} KB)`),
    }),
    usageOf(api, {
      meter: 'data-transfer.out',
      component: 'answers to the internet',
      quantity: known((requests * responseBytes) / GB, `${show(requests)} answers x ${show(responseBytes)} bytes`),
      inferred: 'bodies only, without headers, and as if all callers were outside AWS',
    }),
  ];
};
