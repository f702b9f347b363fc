import { parseYaml, readYamlFile, type YamlResult } from '../../../cli/src/yaml-file.ts';
import { scenarioSchema } from './schema.ts';
import type { Scenario } from './types.ts';

export type ScenarioReadResult = YamlResult<Scenario>;

/** Reads a scenario file. */
export function readScenario(file: string): ScenarioReadResult {
  return readYamlFile(file, scenarioSchema, { hint: 'give the path of a scenario such as scenarios/steady.yaml' });
}

/** Parses the text of a scenario; the name stands in front of each message. */
export function parseScenario(content: string, fileName: string): ScenarioReadResult {
  return parseYaml(content, fileName, scenarioSchema);
}
