import {
  AssemblyProblem,
  describePlace,
  evaluate,
  inside,
  type Lookup,
  NO_VALUE,
  type Place,
  placeOf,
  placeOfResource,
  pseudoParameter,
  type ResourceIdentity,
  type StackModel,
  type TemplateResource,
} from './assembly.ts';
import { identityOf, ResourceFacts } from './identities.ts';
import { isUnresolved, readable, unresolved, unresolvedIn } from './unresolved.ts';

/** A nested stack's place in its parent. */
export interface Parent {
  readonly stack: StackModel;
  readonly logicalId: string;
}

export interface ResolverInput {
  readonly stacks: readonly StackModel[];
  /** Nested stacks with where they stand. */
  readonly parents: ReadonlyMap<StackModel, Parent>;
}

const RUNNING = Symbol('running');

/** `{{resolve:ssm:…}}` and the like, complete. */
const DYNAMIC_REFERENCE = /\{\{resolve:[^{}]*\}\}/g;

const hideDynamic = (value: string): string =>
  value.includes('{{resolve:')
    ? value.replaceAll(DYNAMIC_REFERENCE, (reference) => unresolved(`the value of ${readable(reference)}`))
    : value;

/**
 * Resolves values over all stacks, as CloudFormation would at deployment. What cannot be resolved becomes a marker at
 * the smallest place that depends on it, so that the rest of the template stays readable.
 */
export class LenientResolver implements Lookup {
  readonly #stacks: readonly StackModel[];
  readonly #parents: ReadonlyMap<StackModel, Parent>;
  readonly #children = new Map<string, StackModel>();
  readonly #known = new Map<string, unknown>();

  constructor({ stacks, parents }: ResolverInput) {
    this.#stacks = stacks;
    this.#parents = parents;
    for (const [child, { stack, logicalId }] of parents) this.#children.set(`${stack.artifactId}/${logicalId}`, child);
  }

  evaluate(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return hideDynamic(value);
    if (place.amongConditions) return this.#evaluateStrictly(value, place);
    try {
      const result = afterSplit(value, evaluate(value, place, this));
      return typeof result === 'string' ? hideDynamic(result) : result;
    } catch (error) {
      if (!(error instanceof AssemblyProblem)) throw error;
      // The place is part of the reason: two values that fail alike are still two values.
      const where = describePlace(place);
      const problem = error.message.startsWith(where) ? error.message.slice(where.length + 2) : error.message;
      return unresolved(`${where}: ${readable(problem)}`);
    }
  }

  ref(name: string, place: Place): unknown {
    if (name.startsWith('AWS::')) return this.#pseudoParameter(name, place);
    if (Object.hasOwn(place.stack.template.Parameters, name)) return this.#parameter(name, place);
    return this.#identityOf(name, place).physicalId;
  }

  attribute(logicalId: string, attribute: string, place: Place): unknown {
    const { stack } = place;
    const nested = this.#children.get(`${stack.artifactId}/${logicalId}`);
    const output = attribute.startsWith('Outputs.') ? attribute.slice('Outputs.'.length) : undefined;
    if (nested && output !== undefined && Object.hasOwn(nested.template.Outputs, output)) {
      return this.#outputValue(nested, output);
    }
    const identity = this.#identityOf(logicalId, place);
    if (Object.hasOwn(identity.attributes, attribute)) return identity.attributes[attribute];
    const type = stack.template.Resources[logicalId]?.Type;
    return unresolved(`attribute ${attribute} of ${logicalId} (${type}) in stack ${stack.name}`);
  }

  condition(name: string, place: Place): boolean {
    const { stack } = place;
    if (!Object.hasOwn(stack.template.Conditions, name)) throw new AssemblyProblem(`there is no condition ${name}`);
    const result = this.#once(`${stack.artifactId} condition ${name}`, () =>
      this.evaluate(stack.template.Conditions[name], placeOf(stack, `condition ${name}`, true)),
    );
    if (typeof result === 'boolean') return result;
    throw new AssemblyProblem(`condition ${name} of stack ${stack.name} does not come to true or false`);
  }

  importValue(exportName: string, place: Place): unknown {
    const { account, region } = place.stack;
    for (const stack of this.#stacks) {
      if (stack.account !== account || stack.region !== region) continue;
      for (const [key, output] of Object.entries(stack.template.Outputs)) {
        if (output.Export && this.#exportName(stack, key) === exportName) return this.#outputValue(stack, key);
      }
    }
    return unresolved(`export ${readable(exportName)} of another stack in ${account}/${region}`);
  }

  stackOutput(stackName: string, outputName: string, region: string): unknown {
    const stack = this.#stacks.find((candidate) => candidate.name === stackName && candidate.region === region);
    if (stack && Object.hasOwn(stack.template.Outputs, outputName)) return this.#outputValue(stack, outputName);
    return unresolved(`output ${readable(outputName)} of stack ${readable(stackName)} in ${readable(region)}`);
  }

  /** Whether the resource exists: yes, no, or why that is not certain. */
  exists(stack: StackModel, resource: TemplateResource): boolean | { readonly uncertain: string } {
    if (resource.Condition === undefined) return true;
    try {
      return this.condition(resource.Condition, placeOf(stack, `condition ${resource.Condition}`, true));
    } catch (error) {
      if (!(error instanceof AssemblyProblem)) throw error;
      return { uncertain: `condition ${resource.Condition} of stack ${stack.name}: ${readable(error.message)}` };
    }
  }

  properties(stack: StackModel, logicalId: string, resource: TemplateResource): Record<string, unknown> {
    return Object.fromEntries(
      Object.keys(resource.Properties)
        .map((name) => [name, this.#property(stack, logicalId, resource, name)] as const)
        .filter(([, value]) => value !== NO_VALUE),
    );
  }

  identity(stack: StackModel, logicalId: string, resource: TemplateResource): ResourceIdentity {
    return this.#once(`${stack.artifactId} resource ${logicalId}`, () => {
      const property = (name: string) => {
        const value = this.#property(stack, logicalId, resource, name);
        return value === NO_VALUE ? undefined : value;
      };
      return identityOf(resource.Type, new ResourceFacts(stack, logicalId, property));
    });
  }

  /** Among conditions a marker cannot stand for a value, since `Fn::Equals` would compare it: the condition fails. */
  #evaluateStrictly(value: unknown, place: Place): unknown {
    const result = afterSplit(value, evaluate(value, place, this));
    const [reason] = unresolvedIn(result);
    if (reason !== undefined) throw new AssemblyProblem(`it depends on ${reason}`);
    return result;
  }

  #identityOf(logicalId: string, place: Place): ResourceIdentity {
    const { stack } = place;
    const resource = Object.hasOwn(stack.template.Resources, logicalId)
      ? stack.template.Resources[logicalId]
      : undefined;
    if (!resource) throw new AssemblyProblem(`there is no resource or parameter ${logicalId}`);
    return this.identity(stack, logicalId, resource);
  }

  #property(stack: StackModel, logicalId: string, resource: TemplateResource, name: string): unknown {
    if (!Object.hasOwn(resource.Properties, name)) return undefined;
    return this.#once(`${stack.artifactId} resource ${logicalId} property ${name}`, () =>
      this.evaluate(resource.Properties[name], inside(placeOfResource(stack, logicalId, resource), name)),
    );
  }

  #outputValue(stack: StackModel, key: string): unknown {
    return this.#once(`${stack.artifactId} output ${key}`, () =>
      this.evaluate(stack.template.Outputs[key]?.Value, inside(placeOf(stack, `output ${key}`), 'Value')),
    );
  }

  #exportName(stack: StackModel, key: string): unknown {
    return this.#once(`${stack.artifactId} export ${key}`, () =>
      this.evaluate(stack.template.Outputs[key]?.Export?.Name, placeOf(stack, `output ${key}`)),
    );
  }

  #pseudoParameter(name: string, { stack }: Place): unknown {
    return pseudoParameter(name, stack) ?? unresolved(`pseudo parameter ${name} of stack ${stack.name}`);
  }

  #parameter(name: string, { stack }: Place): unknown {
    const parameter = stack.template.Parameters[name];
    const value = this.#parameterOfParent(stack, name) ?? stack.parameters[name] ?? parameter?.Default;
    if (value === undefined) return unresolved(`parameter ${name} of stack ${stack.name}, which has no default`);
    if (parameter?.Type.startsWith('AWS::SSM::Parameter::Value')) {
      return unresolved(`parameter ${name} of stack ${stack.name}, looked up in the Parameter Store`);
    }
    const isList = parameter?.Type === 'CommaDelimitedList' || parameter?.Type.startsWith('List<');
    if (!isList) return Array.isArray(value) ? value.join(',') : String(value);
    if (Array.isArray(value)) return value;
    const text = String(value);
    return isUnresolved(text) ? text : text.split(',').map((item) => item.trim());
  }

  #parameterOfParent(stack: StackModel, name: string): unknown {
    const parent = this.#parents.get(stack);
    const resource = parent?.stack.template.Resources[parent.logicalId];
    if (!parent || !resource) return undefined;
    const parameters = resource.Properties.Parameters;
    if (typeof parameters !== 'object' || parameters === null || !Object.hasOwn(parameters, name)) return undefined;
    const place = inside(placeOfResource(parent.stack, parent.logicalId, resource), `Parameters.${name}`);
    return this.#once(`${stack.artifactId} parameter ${name}`, () =>
      this.evaluate(new Map(Object.entries(parameters)).get(name), place),
    );
  }

  /** Works a value out once; a value that needs itself is a circle, and a failure is kept like a result. */
  #once<Result>(id: string, compute: () => Result): Result {
    const known = this.#known.get(id);
    if (known === RUNNING) throw new AssemblyProblem(`circular reference through ${id}`);
    if (known instanceof AssemblyProblem) throw known;
    // An id always belongs to the same computation, so what is kept under it has its type.
    if (known !== undefined) return known as Result;
    this.#known.set(id, RUNNING);
    try {
      const result = compute();
      this.#known.set(id, result);
      return result;
    } catch (error) {
      this.#known.set(id, error);
      throw error;
    }
  }
}

/** `Fn::Split` of a text with a marker: nobody knows where the unknown part ends, so only what precedes it is kept. */
function afterSplit(value: unknown, result: unknown): unknown {
  if (!Array.isArray(result) || typeof value !== 'object' || value === null || !('Fn::Split' in value)) return result;
  const first = result.findIndex(isUnresolved);
  if (first < 0) return result;
  return [...result.slice(0, first), unresolved(`part ${first + 1} of ${readable(result.join('…'))}, split`)];
}
