import type { Construct } from 'constructs';
import { LakePersona, type PersonaTrust } from '../lake-persona.ts';

/** AWS's own policies for the project leader, by setting only. */
export const LEADER_MANAGED_POLICIES = ['AWSLakeFormationDataAdmin', 'AmazonAthenaFullAccess'] as const;
/** AWS's own policy for the data analyst, by setting only. */
export const ANALYST_MANAGED_POLICIES = ['AmazonAthenaFullAccess'] as const;

/** Settings of a persona that queries: {@link ProjectLeader} and {@link DataAnalyst}. */
export interface QueryingPersonaProps extends PersonaTrust {
  /** With AWS's own policies too. @default false */
  readonly managedPolicies?: boolean;
}

/** Queries everything it is granted, and creates tables in a database of its own. No administrator of Lake Formation. */
export class ProjectLeader extends LakePersona {
  constructor(scope: Construct, id: string, props: QueryingPersonaProps = {}) {
    super(scope, id, {
      ...props,
      name: 'project-leader',
      description: 'Project leader: queries all tables, creates tables in the project database',
      managedPolicies: props.managedPolicies ? LEADER_MANAGED_POLICIES : [],
    });
  }
}

/** Queries the columns and rows it is granted, and nothing else. */
export class DataAnalyst extends LakePersona {
  constructor(scope: Construct, id: string, props: QueryingPersonaProps = {}) {
    super(scope, id, {
      ...props,
      name: 'data-analyst',
      description: 'Data analyst: queries chosen columns and rows through Athena',
      managedPolicies: props.managedPolicies ? ANALYST_MANAGED_POLICIES : [],
    });
  }
}
