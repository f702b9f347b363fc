/// <reference lib="dom" />
import type { WidgetData } from '../../../../dashboard/src/data.ts';

/** What a widget's frame holds. */
export interface WidgetBody {
  readonly element: HTMLElement;
  /** Undefined while the server has given nothing yet. */
  update(data: WidgetData | undefined): void;
  /** Pixels of the space inside the frame. */
  resize?(width: number, height: number): void;
  setVisible?(visible: boolean): void;
  /** The same as a table, for those who do not see pictures; made anew at each call. */
  table?(): HTMLElement | undefined;
  destroy?(): void;
}
