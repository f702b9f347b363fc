import type { Dashboard, Place, Widget } from '../model.ts';
import { readMetricWidget } from './metric-widget.ts';
import { placeholder, readAlarmWidget, readLogWidget, readTextWidget } from './other-widgets.ts';
import { Grid } from './place.ts';
import { isObject, ObjectReader, Problems, shown } from './reader.ts';
import { readVariables, type Substitution, substitute } from './variables.ts';
import { readOwnRange } from './widget-range.ts';

/** "An array of between 0 and 500 widget objects." */
const MAX_WIDGETS = 500;

/** Metrics in all graphs of a dashboard together, as CloudWatch limits them. */
const MAX_DASHBOARD_ROWS = 2500;

/** Characters of a body. AWS publishes no limit; a body of 500 full widgets stays far below. */
const MAX_TEXT = 10_000_000;

/** Everything of a body that widgets need. */
interface Context {
  readonly problems: Problems;
  readonly grid: Grid;
  readonly substitution: Substitution;
  rowsLeft: number;
}

/**
 * Reads a `DashboardBody`, which may come from anywhere: never throws, and never drops a widget without saying so. What
 * is malformed becomes a problem with its path, a widget that cannot be drawn a placeholder.
 * @param body JSON text, or what it parses to
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function parseDashboardBody(name: string, body: unknown): Dashboard {
  const problems = new Problems();
  const root = typeof body === 'string' ? parseText(body, problems) : body;
  if (!isObject(root)) {
    if (problems.list.length === 0) problems.add('', `${shown(root)} is no dashboard: write {"widgets": […]}`);
    return { name, widgets: [], periodOverride: 'auto', problems: problems.list };
  }
  const reader = new ObjectReader(root, '', problems);
  const context: Context = {
    problems,
    grid: new Grid(),
    substitution: readVariables(reader),
    rowsLeft: MAX_DASHBOARD_ROWS,
  };
  if (reader.raw('widgets') === undefined) reader.problem('widgets', 'is missing: the dashboard is empty');
  const widgets = reader.list('widgets') ?? [];
  if (widgets.length > MAX_WIDGETS) {
    reader.problem('widgets', `${widgets.length} widgets are more than ${MAX_WIDGETS}: the rest is left out`);
  }
  return {
    name,
    widgets: widgets.slice(0, MAX_WIDGETS).map((widget, index) => readWidget(widget, index, context)),
    ...readOwnRange(reader),
    periodOverride: reader.oneOf('periodOverride', ['auto', 'inherit']) ?? 'auto',
    problems: problems.list,
  };
}

function parseText(text: string, problems: Problems): unknown {
  if (text.length > MAX_TEXT) {
    problems.add('', `the body has ${text.length} characters, more than the ${MAX_TEXT} that are read`);
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    problems.add('', `the body is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function readWidget(value: unknown, index: number, context: Context): Widget {
  const path = `widgets[${index}]`;
  if (!isObject(value)) {
    context.problems.add(path, `${shown(value)} is no widget: write an object`);
    return placeholder('unknown', context.grid.place(new ObjectReader({}, path, context.problems), index), undefined);
  }
  const reader = new ObjectReader(value, path, context.problems);
  const place = context.grid.place(reader, index);
  const type = reader.text('type');
  if (reader.raw('type') === undefined) reader.problem('type', 'is missing: the widget cannot be drawn');
  const given = reader.object('properties');
  if (given === undefined && reader.raw('properties') === undefined) reader.problem('properties', 'is missing');
  return readProperties(type ?? 'unknown', reader, place, context);
}

function readProperties(type: string, widget: ObjectReader, place: Place, context: Context): Widget {
  const substituted = substitute(widget.raw('properties'), context.substitution);
  const path = widget.pathOf('properties');
  const properties = new ObjectReader(isObject(substituted) ? substituted : {}, path, context.problems);
  switch (type) {
    case 'metric': {
      const { properties: dimensionValues } = context.substitution;
      const read = readMetricWidget(properties, place, { dimensionValues, rowsLeft: context.rowsLeft });
      context.rowsLeft -= read.rows.length;
      return read;
    }
    case 'text':
      return readTextWidget(properties, place);
    case 'alarm':
      return readAlarmWidget(properties, place);
    case 'log':
      return readLogWidget(properties, place);
    default:
      return placeholder(type, place, properties.text('title'));
  }
}
