import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseSettings } from '../config/load.ts';
import { InferenceStack } from '../lib/stacks/inference-stack.ts';
import { describeApi } from './openapi/describe-api.ts';

/** Writes docs/openapi.json: the API without any setting. */
const at = (path: string): string => join(import.meta.dirname, '..', path);
const settings = parseSettings({});
if (!settings.ok) throw new Error('the defaults are not usable');
const { context } = JSON.parse(readFileSync(at('cdk.json'), 'utf8'));
const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false });
const stack = new InferenceStack(app, 'InferwatchInference', { config: settings.config });
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const description = describeApi(Template.fromStack(stack).toJSON(), version);
writeFileSync(at('docs/openapi.json'), `${JSON.stringify(description, undefined, 2)}\n`);
