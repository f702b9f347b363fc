import { startPreview } from '../../packages/preview/src/index.ts';
import { heapMegabytes } from './run.ts';

/** Virtual seconds in a real one: fast enough that the API's throttle lets through what is sent. */
const SPEED = 60;

/** A preview for `startPreviewProcess`: tells its address, and its heap when it is asked. */
const [assemblyDirectory = ''] = process.argv.slice(2);
const tell = (message: unknown): void => void process.send?.(message);
const result = await startPreview({ assemblyDirectory, speed: SPEED });
if (result.status === 'error') {
  tell({ failed: result.message });
  process.exit(1);
}
const { preview } = result;
process.on('message', async (message) => {
  if (message === 'heap') return tell({ heap: heapMegabytes() });
  await preview.dispose();
  process.disconnect();
});
tell({ started: { port: Number(new URL(preview.api.url).port), region: preview.assembly.region } });
