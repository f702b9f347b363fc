import { parseTime, TIME_HINT } from '../time.ts';
import { type ObjectReader, shown } from './reader.ts';

/** Members `start` and `end` of a dashboard or widget, kept as they are written if they are times at all. */
export function readOwnRange(reader: ObjectReader): { start?: string; end?: string } {
  const [start, end] = [readTime(reader, 'start'), readTime(reader, 'end')];
  if (end !== undefined && start === undefined) {
    reader.problem('end', '"if you specify a value for end, you must also specify a value for start": it is ignored');
    return {};
  }
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

function readTime(reader: ObjectReader, key: string): string | undefined {
  const text = reader.text(key);
  if (text === undefined || parseTime(text, 0) !== undefined) return text;
  reader.problem(key, `${shown(text)} is no time: ${TIME_HINT}`);
  return undefined;
}
