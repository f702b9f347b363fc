import { quantile } from '../../bench/result.ts';
import { heldoutRequests } from '../../packages/preview/src/traffic/heldout.ts';
import { startModelServer } from '../../sample/index.ts';

/** Requests before those that are measured: the code is compiled meanwhile. */
const WARM_UPS = 300;

/** The quickest tenth of the answers is not disturbed by other work of the machine, which must not pass for the model's. */
const UNDISTURBED_SHARE = 0.1;

/**
 * The sample model's own time for a request, in milliseconds: asked straight, one request after the other, over loopback.
 * Nothing else goes on in the process meanwhile.
 */
export async function measureModel(requests: number): Promise<number> {
  const samples = heldoutRequests();
  const server = await startModelServer();
  const times: number[] = [];
  try {
    for (let index = 0; index < WARM_UPS + requests; index += 1) {
      const { body, contentType } = samples[index % samples.length] ?? { body: '', contentType: '' };
      const startedAt = performance.now();
      const headers = { 'content-type': contentType };
      const response = await fetch(`${server.url}/invocations`, { method: 'POST', headers, body });
      await response.text();
      if (response.status !== 200) throw new Error(`the sample model answers ${response.status}`);
      if (index >= WARM_UPS) times.push(performance.now() - startedAt);
    }
    return quantile(times, UNDISTURBED_SHARE);
  } finally {
    await server.dispose();
  }
}
