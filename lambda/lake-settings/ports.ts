/** Lake Formation's account-wide settings; `rest` is what this project does not decide and writes back as it was. */
export interface AccountSettings {
  readonly administrators: readonly string[];
  /** How many principals get something on each new database by default. */
  readonly databaseDefaults: number;
  /** The same for each new table. */
  readonly tableDefaults: number;
  readonly rest: Readonly<Record<string, unknown>>;
}

export type WriteResult =
  | { readonly status: 'written' }
  /** One of the administrators is no principal: it was deleted, or is too new to be known. */
  | { readonly status: 'invalid-principal'; readonly message: string };

/** What the use case needs of Lake Formation. */
export interface LakeFormation {
  settings(): Promise<AccountSettings>;
  /** Writes the administrators and empties both defaults; `from` is what was read, so that the rest stays. */
  write(from: AccountSettings, administrators: readonly string[]): Promise<WriteResult>;
  /** Whether everybody whom IAM lets in may create databases. */
  anyoneCreatesDatabases(): Promise<boolean>;
  revokeAnyoneCreatesDatabases(): Promise<void>;
  /** The role that reads a registered location; nothing when the location is not registered. */
  registeredRole(locationArn: string): Promise<string | undefined>;
}
