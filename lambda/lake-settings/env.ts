import * as z from 'zod/mini';

/** Environment of the function that keeps Lake Formation's settings. */
export const lakeSettingsEnvSchema = z.object({
  /** The account's Data Catalog: its twelve digits. */
  CATALOG_ID: z.string().check(z.regex(/^\d{12}$/)),
});

export type LakeSettingsEnv = z.infer<typeof lakeSettingsEnvSchema>;
