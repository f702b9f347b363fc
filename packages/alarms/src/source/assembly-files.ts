import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { containedPath, readJson } from '../../../assembly/src/files.ts';
import { AssemblyProblem } from '../../../assembly/src/problem.ts';
import { nestedAssemblyPropertiesSchema, stackPropertiesSchema } from '../../../assembly/src/schema.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../../assembly/src/stack-model.ts';
import { parseSourceText, type SourceText } from './source-text.ts';
import { metadataSchema, type SourceLocations, sourceLocations } from './stack-trace.ts';

/** Far above the 1 MB that CloudFormation takes as a template. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Deepest nesting of stacks that is followed. */
const MAX_NESTING = 10;

/** A template of an assembly, with what is needed to say where its resources come from. */
export interface TemplateFile {
  /** As the user would open it. */
  readonly file: string;
  readonly lineOf: Extract<SourceText, { status: 'success' }>['lineOf'];
  readonly locations: SourceLocations;
}

const manifestSchema = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        environment: z.string().optional(),
        properties: z.unknown(),
        metadata: metadataSchema.optional(),
        additionalMetadataFile: z.string().optional(),
      }),
    )
    .default({}),
});

type Artifact = z.output<typeof manifestSchema>['artifacts'][string];

/** Names a stack: its name alone does not, since an application may deploy it to several regions. */
export function stackKey(account: string, region: string, stack: string): string {
  return `${account}/${region}/${stack}`;
}

/** A text that is no JSON or YAML, with its place. */
export class SourceFault extends Error {}

/** Where the templates of an assembly are, by {@link stackKey}. Throws a SourceFault or an AssemblyProblem. */
export function readAssemblyFiles(directory: string, shown: string): Map<string, TemplateFile> {
  const found = new Map<string, TemplateFile>();
  addAssembly(found, directory, shown);
  return found;
}

function addAssembly(found: Map<string, TemplateFile>, directory: string, shown: string): void {
  checkManifest(directory, shown);
  const manifest = readJson(directory, 'manifest.json', manifestSchema, 'the assembly');
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack') {
      // The same faults are those of the resolver, which words them.
      const properties = stackPropertiesSchema.safeParse(artifact.properties ?? {});
      if (!properties.success) continue;
      const { templateFile, stackName = id } = properties.data;
      const [account, region] = environmentOf(artifact.environment);
      const folder = { directory, shown, locations: readLocations(directory, id, artifact) };
      addTemplate(found, folder, templateFile, { account, region, name: stackName, namedBy: `artifact ${id}` });
    } else if (artifact.type === 'cdk:cloud-assembly') {
      const properties = nestedAssemblyPropertiesSchema.safeParse(artifact.properties ?? {});
      if (!properties.success) continue;
      const { directoryName } = properties.data;
      addAssembly(found, containedPath(directory, directoryName, `artifact ${id}`), join(shown, directoryName));
    }
  }
}

interface Folder {
  readonly directory: string;
  readonly shown: string;
  readonly locations: SourceLocations;
}

interface NamedStack {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly namedBy: string;
}

function addTemplate(
  found: Map<string, TemplateFile>,
  folder: Folder,
  templateFile: string,
  stack: NamedStack,
  depth = 0,
): void {
  const shown = join(folder.shown, templateFile);
  const text = readTemplateText(folder.directory, templateFile, stack.namedBy);
  const parsed = parseSourceText(text, shown);
  if (parsed.status === 'error') throw new SourceFault(parsed.line);
  const { account, region, name } = stack;
  found.set(stackKey(account, region, name), { file: shown, lineOf: parsed.lineOf, locations: folder.locations });
  for (const [logicalId, asset] of nestedTemplates(parsed.value)) {
    const namedBy = `nested stack ${logicalId} of stack ${name}`;
    const nested = { account, region, name: `${name}-${logicalId}`, namedBy };
    if (depth < MAX_NESTING) addTemplate(found, folder, asset, nested, depth + 1);
  }
}

const nestedSchema = z.object({
  Resources: z.record(
    z.string(),
    z
      .object({ Type: z.literal('AWS::CloudFormation::Stack'), Metadata: z.object({ 'aws:asset:path': z.string() }) })
      .or(z.unknown().transform(() => undefined)),
  ),
});

/** Nested stacks whose template is a file of the assembly, as the CDK names it. */
function nestedTemplates(template: unknown): [logicalId: string, file: string][] {
  const parsed = nestedSchema.safeParse(template);
  if (!parsed.success) return [];
  return Object.entries(parsed.data.Resources).flatMap(([logicalId, stack]) =>
    stack === undefined ? [] : [[logicalId, stack.Metadata['aws:asset:path']] as [string, string]],
  );
}

function readTemplateText(directory: string, file: string, namedBy: string): string {
  const path = containedPath(directory, file, namedBy);
  const { size } = statSync(path);
  if (size > MAX_FILE_BYTES) throw new AssemblyProblem(`${file} has ${size} bytes: at most ${MAX_FILE_BYTES} are read`);
  return readFileSync(path, 'utf8');
}

/** A manifest that is cut off is worth a place too. */
function checkManifest(directory: string, shown: string): void {
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new SourceFault(`${shown}: has no manifest.json: give the folder that \`cdk synth\` writes, or a template`);
  }
  const text = readTemplateText(directory, 'manifest.json', 'the assembly');
  const parsed = parseSourceText(text, join(shown, 'manifest.json'));
  if (parsed.status === 'error') throw new SourceFault(parsed.line);
}

/** The CDK keeps the metadata of a stack in the manifest or, since 2025, in a file of its own. */
function readLocations(directory: string, id: string, artifact: Artifact): SourceLocations {
  const { metadata, additionalMetadataFile } = artifact;
  const own = metadata === undefined ? [] : [metadata];
  if (additionalMetadataFile === undefined) return sourceLocations(own);
  return sourceLocations([...own, readJson(directory, additionalMetadataFile, metadataSchema, `artifact ${id}`)]);
}

/** `aws://account/region`, with the stand-ins that the resolver takes for what is not known at synthesis. */
function environmentOf(environment = 'aws://unknown-account/unknown-region'): [account: string, region: string] {
  const [account = '', region = ''] = environment.replace('aws://', '').split('/');
  return [
    account === 'unknown-account' ? DEFAULT_ACCOUNT : account,
    region === 'unknown-region' ? DEFAULT_REGION : region,
  ];
}
