/** Width and height of widgets on the dashboard's grid, which is 24 wide. */
export interface WidgetSize {
  readonly width: number;
  readonly height: number;
}

/** The sizes that the dashboard uses. Rows add up to the whole width. */
export const SIZES = {
  /** Text over the whole width. */
  header: { width: 24, height: 3 },
  /** A heading of a section. */
  heading: { width: 24, height: 1 },
  /** States of all alarms. */
  alarms: { width: 24, height: 5 },
  /** One number. */
  number: { width: 6, height: 3 },
  /** The graph that people look at first. */
  main: { width: 16, height: 7 },
  /** Beside the main graph. */
  side: { width: 8, height: 7 },
  half: { width: 12, height: 6 },
  third: { width: 8, height: 6 },
  quarter: { width: 6, height: 6 },
  /** Log lines over the whole width. */
  log: { width: 24, height: 7 },
} as const satisfies Record<string, WidgetSize>;
