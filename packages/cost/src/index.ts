export { runCost } from './commands/run-cost.ts';
export { compareTransports, type EstimateOptions, estimate } from './model/estimate.ts';
export type { CostLine, Estimate, MetricsTransport, Usage } from './model/types.ts';
export { PRICED_REGIONS } from './prices/price-list.ts';
export { constantProfile, createProfile, type Profile, readProfile } from './profile/profile.ts';
