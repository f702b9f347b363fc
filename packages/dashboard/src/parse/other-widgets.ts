import type { AlarmStatusWidget, LogWidget, Place, PlaceholderWidget, TextWidget } from '../model.ts';
import type { ObjectReader } from './reader.ts';

/** Widgets that show no metric. */

/** An alarm widget takes 1 to 100 ARNs. */
const MAX_ALARMS = 100;

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** Why a widget that CloudWatch knows is not drawn. */
const NOT_DRAWN: ReadonlyMap<string, string> = new Map([
  ['custom', 'A custom widget is drawn by a Lambda function, which is not called here.'],
  ['explorer', 'An explorer widget finds its metrics by the tags of resources, which are not known here.'],
  ['chart', 'A chart widget is not drawn here.'],
]);

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Text-Widget-Object */
export function readTextWidget(properties: ObjectReader, place: Place): TextWidget {
  const markdown = properties.text('markdown');
  if (properties.raw('markdown') === undefined) properties.problem('markdown', 'is missing: the widget is empty');
  return {
    ...place,
    type: 'text',
    markdown: markdown ?? '',
    background: properties.oneOf('background', ['solid', 'transparent']) ?? 'solid',
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Alarm-Widget-Object */
export function readAlarmWidget(properties: ObjectReader, place: Place): AlarmStatusWidget {
  const title = properties.text('title');
  const alarms = properties.texts('alarms');
  if (alarms.length === 0) properties.problem('alarms', 'names no alarm: there is nothing to draw');
  if (alarms.length > MAX_ALARMS) {
    properties.problem('alarms', `${alarms.length} alarms are more than ${MAX_ALARMS}: the rest is left out`);
  }
  const states = properties.texts('states');
  const unknown = states.filter((state) => !STATES.includes(state));
  if (unknown.length > 0) properties.problem('states', `${unknown.join(', ')} is none of ${STATES.join(', ')}`);
  return {
    ...place,
    type: 'alarm',
    ...(title === undefined ? {} : { title }),
    alarms: alarms.slice(0, MAX_ALARMS),
    sortBy: properties.oneOf('sortBy', ['default', 'stateUpdatedTimestamp', 'timestamp']) ?? 'default',
    states: states.filter((state) => STATES.includes(state)),
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Log-Widget-Object */
export function readLogWidget(properties: ObjectReader, place: Place): LogWidget | PlaceholderWidget {
  const [title, region] = [properties.text('title'), properties.text('region')];
  const language = properties.text('queryLanguage') ?? 'CWLI';
  if (language !== 'CWLI') {
    const reason = `The query is written in ${language.slice(0, 20)}; only the Logs Insights language is run here.`;
    return { ...place, type: 'placeholder', of: 'log', ...(title === undefined ? {} : { title }), reason };
  }
  if (properties.raw('query') === undefined) properties.problem('query', 'is missing: there is nothing to draw');
  return {
    ...place,
    type: 'log',
    ...(title === undefined ? {} : { title }),
    query: properties.text('query') ?? '',
    view: properties.oneOf('view', ['table', 'timeSeries', 'bar', 'pie']) ?? 'table',
    ...(region === undefined ? {} : { region }),
  };
}

/** A box that names what is not drawn. */
export function placeholder(type: string, place: Place, title: string | undefined): PlaceholderWidget {
  const reason = NOT_DRAWN.get(type) ?? 'This kind of widget is not known here.';
  return { ...place, type: 'placeholder', of: type, ...(title === undefined ? {} : { title }), reason };
}
