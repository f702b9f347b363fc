import { type AccessModel, readAccessModel } from '../../access-matrix/src/index.ts';
import { readLakeTables } from './catalogue/read-tables.ts';
import { type PersonaTable, personaTables } from './persona-tables.ts';

/** The lake of some templates, as one persona sees it. */
export interface PersonaLake {
  readonly status: 'success';
  readonly tables: readonly PersonaTable[];
  /** What was left out, as sentences. */
  readonly notices: readonly string[];
}

export type OpenLakeResult = PersonaLake | { readonly status: 'error'; readonly message: string };

/** Reads an assembly or a template, and decides what a persona sees of each table in it. */
export function openLake(path: string, persona: string): OpenLakeResult {
  const read = readAccessModel(path);
  return read.status === 'error' ? read : lakeOf(read.model, persona);
}

/** What a persona sees of each table of templates that are read already. */
export function lakeOf(model: AccessModel, persona: string): OpenLakeResult {
  const path = model.template.source;
  const { tables, notices } = readLakeTables(model.template);
  const error = (message: string): OpenLakeResult => ({ status: 'error', message });
  if (tables.length === 0) return error(`${path} declares no table of the Data Catalog (AWS::Glue::Table)`);
  const names = model.personas.map(({ name }) => name);
  if (!names.includes(persona)) {
    const tagged = model.personas.filter((candidate) => candidate.tagged).map(({ name }) => name);
    const shown = tagged.length > 0 ? tagged : names;
    if (shown.length === 0) return error(`${path} has no roles or users, so there is no persona ${persona}`);
    return error(`there is no persona ${persona}; write one of ${shown.join(', ')}`);
  }
  return { status: 'success', tables: personaTables(model, persona, tables), notices };
}
