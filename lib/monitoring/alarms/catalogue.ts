import type { AlarmSpec } from './alarm-spec.ts';
import { DEPENDENCY_ALARMS } from './dependency-alarms.ts';
import { PIPELINE_ALARMS } from './pipeline-alarms.ts';

/** Every alarm that can be set under `alarms.<id>`: one entry for each id. */
export const ALARM_CATALOGUE: readonly AlarmSpec[] = [...PIPELINE_ALARMS, ...DEPENDENCY_ALARMS];
