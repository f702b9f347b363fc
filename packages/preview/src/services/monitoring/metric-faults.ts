import { type Faults, type Random, type ServicePlugin, strikes } from '../../types.ts';
import { encodeError, operationOf, type PluginResponse, protocolOf } from '../protocol.ts';

/** CloudWatch whose `PutMetricData` fails or hangs as the faults say; everything else is the plugin's. */
export function withMetricFaults(
  plugin: ServicePlugin,
  { faults, random }: { readonly faults: Faults; readonly random: Random },
): ServicePlugin {
  return {
    signingName: plugin.signingName,
    async handle(request): Promise<PluginResponse> {
      const protocol = protocolOf(request, plugin.signingName);
      if (operationOf(request, protocol) !== 'PutMetricData') return plugin.handle(request);
      if (strikes(faults.metricApiHangRate, random)) return { status: 200, stalls: 'at once' };
      if (!strikes(faults.metricApiErrorRate, random)) return plugin.handle(request);
      const message = 'injected by the preview: CloudWatch fails';
      return encodeError(request, protocol, { status: 500, code: 'InternalServiceFault', message });
    },
    dispose: () => plugin.dispose(),
  };
}
