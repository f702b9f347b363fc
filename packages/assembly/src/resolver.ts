import { evaluate, fail, type Lookup, NO_VALUE } from './intrinsics.ts';
import { pseudoParameter } from './pseudo-parameters.ts';
import { identify, ResourceFacts, type ResourceIdentity } from './resource-types.ts';
import type { TemplateResource } from './schema.ts';
import { inside, type Place, placeOf, placeOfResource, type StackModel } from './stack-model.ts';

/** A thing that another one needs before it can be made. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
}

interface ExportedOutput {
  readonly stack: StackModel;
  readonly key: string;
}

const RUNNING = Symbol('running');

/**
 * Resolves values over all stacks of an assembly. Every result is worked out when it is first asked for and kept; one
 * that needs itself is a circle and named as such.
 */
export class Resolver implements Lookup {
  /** Which resource needs which, found while properties are resolved; `stack/logicalId` on both sides. */
  readonly dependencies: Dependency[] = [];
  readonly #stacks: readonly StackModel[];
  readonly #known = new Map<string, unknown>();
  readonly #running: string[] = [];

  constructor(stacks: readonly StackModel[]) {
    this.#stacks = stacks;
  }

  evaluate(value: unknown, place: Place): unknown {
    return evaluate(value, place, this);
  }

  ref(name: string, place: Place): unknown {
    if (name.startsWith('AWS::')) return this.#pseudoParameter(name, place);
    if (Object.hasOwn(place.stack.template.Parameters, name)) return this.#parameter(name, place);
    return this.#identityOf(name, place).physicalId;
  }

  attribute(logicalId: string, attribute: string, place: Place): unknown {
    const identity = this.#identityOf(logicalId, place);
    if (Object.hasOwn(identity.attributes, attribute)) return identity.attributes[attribute];
    const type = place.stack.template.Resources[logicalId]?.Type;
    return fail(place, `the preview does not know attribute ${attribute} of ${logicalId} (${type})`);
  }

  condition(name: string, place: Place): boolean {
    const { stack } = place;
    if (!Object.hasOwn(stack.template.Conditions, name)) return fail(place, `there is no condition ${name}`);
    const own = placeOf(stack, `condition ${name}`, true);
    const result = this.#once(`${stack.artifactId} condition ${name}`, place, () =>
      this.evaluate(stack.template.Conditions[name], own),
    );
    return typeof result === 'boolean' ? result : fail(own, 'does not come to true or false');
  }

  importValue(exportName: string, place: Place): unknown {
    const { stack } = place;
    const exported = this.#exports(place).get(`${stack.account}/${stack.region}/${exportName}`);
    if (!exported) return fail(place, `no stack in ${stack.account}/${stack.region} exports ${exportName}`);
    if (exported.stack === stack) return fail(place, `${exportName} is an export of the same stack: use Ref`);
    this.#depend(place, `stack ${exported.stack.artifactId}`);
    return this.outputValue(exported.stack, exported.key, place);
  }

  stackOutput(stackName: string, outputName: string, region: string, place: Place): unknown {
    const stack = this.#stacks.find((candidate) => candidate.name === stackName && candidate.region === region);
    if (!stack) return fail(place, `there is no stack ${stackName} in ${region}`);
    const output = Object.hasOwn(stack.template.Outputs, outputName) ? stack.template.Outputs[outputName] : undefined;
    if (!output || !this.exists(output, placeOf(stack, `output ${outputName}`))) {
      return fail(place, `stack ${stackName} has no output ${outputName}`);
    }
    this.#depend(place, `stack ${stack.artifactId}`);
    return this.outputValue(stack, outputName, place);
  }

  outputValue(stack: StackModel, key: string, place = placeOf(stack, `output ${key}`)): unknown {
    return this.#once(`${stack.artifactId} output ${key}`, place, () =>
      this.evaluate(stack.template.Outputs[key]?.Value, inside(placeOf(stack, `output ${key}`), 'Value')),
    );
  }

  exportName(stack: StackModel, key: string): string | undefined {
    const name = stack.template.Outputs[key]?.Export?.Name;
    if (name === undefined) return undefined;
    const place = inside(placeOf(stack, `output ${key}`), 'Export.Name');
    const value = this.evaluate(name, place);
    return typeof value === 'string' ? value : fail(place, 'is not text');
  }

  /** Whether the resource or output exists, that is whether its condition, if it has one, is true. */
  exists(item: { readonly Condition?: string | undefined }, place: Place): boolean {
    return item.Condition === undefined || this.condition(item.Condition, place);
  }

  properties(stack: StackModel, logicalId: string, resource: TemplateResource): Record<string, unknown> {
    const place = placeOfResource(stack, logicalId, resource);
    return Object.fromEntries(
      Object.keys(resource.Properties)
        .map((name) => [name, this.#property(stack, logicalId, resource, name, place)] as const)
        .filter(([, value]) => value !== NO_VALUE),
    );
  }

  identity(stack: StackModel, logicalId: string, resource: TemplateResource): ResourceIdentity {
    const place = placeOfResource(stack, logicalId, resource);
    return this.#once(`${stack.artifactId} resource ${logicalId}`, place, () => {
      const property = (name: string) => {
        const value = this.#property(stack, logicalId, resource, name, place);
        return value === NO_VALUE ? undefined : value;
      };
      return identify(resource.Type, new ResourceFacts(stack, logicalId, property));
    });
  }

  #identityOf(logicalId: string, place: Place): ResourceIdentity {
    const { stack } = place;
    const { Resources } = stack.template;
    const resource = Object.hasOwn(Resources, logicalId) ? Resources[logicalId] : undefined;
    if (!resource) return fail(place, `there is no resource or parameter ${logicalId}`);
    if (!this.exists(resource, place)) {
      return fail(place, `${logicalId} does not exist, since its condition ${resource.Condition} is false`);
    }
    this.#depend(place, `${stack.artifactId}/${logicalId}`);
    return this.identity(stack, logicalId, resource);
  }

  #depend(place: Place, to: string): void {
    const { artifactId } = place.stack;
    if (to.startsWith('stack ')) this.dependencies.push({ from: `stack ${artifactId}`, to });
    else if (place.logicalId !== undefined) this.dependencies.push({ from: `${artifactId}/${place.logicalId}`, to });
  }

  #property(stack: StackModel, logicalId: string, resource: TemplateResource, name: string, place: Place): unknown {
    if (!Object.hasOwn(resource.Properties, name)) return undefined;
    return this.#once(`${stack.artifactId} resource ${logicalId} property ${name}`, place, () =>
      this.evaluate(resource.Properties[name], inside(place, name)),
    );
  }

  #pseudoParameter(name: string, place: Place): unknown {
    return pseudoParameter(name, place.stack) ?? fail(place, `unknown pseudo parameter ${name}`);
  }

  #parameter(name: string, place: Place): unknown {
    const { stack } = place;
    const parameter = stack.template.Parameters[name];
    const value = stack.parameters[name] ?? parameter?.Default;
    if (value === undefined) return fail(place, `parameter ${name} has no default: give it one`);
    if (parameter?.Type.startsWith('AWS::SSM::')) {
      return fail(place, `the value of parameter ${name} is in the account's Parameter Store (${value})`);
    }
    const isList = parameter?.Type === 'CommaDelimitedList' || parameter?.Type.startsWith('List<');
    return isList
      ? String(value)
          .split(',')
          .map((item) => item.trim())
      : String(value);
  }

  /** Outputs by `account/region/export name`: names are unique in an account and Region. */
  #exports(place: Place): ReadonlyMap<string, ExportedOutput> {
    return this.#once('exports', place, () => {
      const exports = new Map<string, ExportedOutput>();
      for (const stack of this.#stacks) {
        for (const [key, output] of Object.entries(stack.template.Outputs)) {
          const own = placeOf(stack, `output ${key}`);
          if (!output.Export || !this.exists(output, own)) continue;
          const id = `${stack.account}/${stack.region}/${this.exportName(stack, key)}`;
          if (exports.has(id)) fail(own, `export ${id} exists already in stack ${exports.get(id)?.stack.name}`);
          exports.set(id, { stack, key });
        }
      }
      return exports;
    });
  }

  #once<Result>(id: string, place: Place, compute: () => Result): Result {
    const known = this.#known.get(id);
    if (known === RUNNING) {
      const circle = [...this.#running.slice(this.#running.indexOf(id)), id];
      return fail(place, `circular reference: ${circle.join(' -> ')}`);
    }
    // An id always belongs to the same computation, so what is kept under it has its type.
    if (known !== undefined) return known as Result;
    this.#known.set(id, RUNNING);
    this.#running.push(id);
    const result = compute();
    this.#running.pop();
    this.#known.set(id, result);
    return result;
  }
}
