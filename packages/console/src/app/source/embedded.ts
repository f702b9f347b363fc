/** Names that the page's HTML and its script agree on. */

/** Meta element that holds the token for changes. */
export const TOKEN_META = 'inferwatch-token';
/** Element that holds a report's contents as JSON; only in a report. */
export const REPORT_ELEMENT = 'inferwatch-report';
