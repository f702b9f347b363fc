/** Defaults and limits of the end-to-end tests. In a module of its own, free of CDK, because the settings have them too. */

/** Days that HTML reports are kept. */
export const DEFAULT_REPORT_DAYS = 90;
/** Minutes after which CodeBuild stops a build. */
export const DEFAULT_TIMEOUT_MINUTES = 30;
/** Minutes between the end of the tests and that of the build, for the report's upload. */
export const REPORT_MINUTES = 5;
/** The least that leaves the tests as much time as the report. */
export const MIN_TIMEOUT_MINUTES = 2 * REPORT_MINUTES;
/** Seconds that Chrome of a custom image may take to answer. */
export const DEFAULT_CHROME_START_SECONDS = 60;
