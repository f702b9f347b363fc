/**
 * Defaults and limits of the lake that settings and constructs share; free of the CDK, so that the settings load fast.
 */

/** Days for which replaced and deleted versions of data can be brought back. */
export const DEFAULT_VERSION_DAYS = 90;
/** Days after which results of queries are deleted; they can be made again. */
export const DEFAULT_RESULT_DAYS = 30;
/** Days for which accesses to the buckets are on record. */
export const DEFAULT_ACCESS_LOG_DAYS = 365;
