/// <reference lib="dom" />
import type uPlot from 'uplot';
import type { HorizontalAnnotation, VerticalAnnotation } from '../../../../dashboard/src/model.ts';
import type { ThemeColors } from '../dom/theme.ts';
import { formatNumber } from '../format/number.ts';

/** A datapoint that an alarm looked at, marked by shape. */
export interface Mark {
  readonly at: number;
  /** Null for a missing datapoint, which is marked at the bottom. */
  readonly value: number | null;
  readonly verdict: 'breaching' | 'ok' | 'missing';
}

export interface Annotations {
  readonly horizontal: readonly HorizontalAnnotation[];
  readonly vertical: readonly VerticalAnnotation[];
  readonly marks: readonly Mark[];
}

const FILL_ALPHA = 0.12;
const LINE_DASH = [10, 4];
const FONT_PX = 11;

/** Fills, below the lines of the data. */
export function drawFills(plot: uPlot, { horizontal, vertical }: Annotations, colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  clipped(plot, () => {
    ctx.globalAlpha = FILL_ALPHA;
    for (const { value, to, fill, axis, color } of horizontal) {
      const edge = to === undefined ? fillEdge(fill, bbox.top, bbox.top + bbox.height) : plot.valToPos(to, axis, true);
      if (edge === undefined) continue;
      const y = plot.valToPos(value, axis, true);
      ctx.fillStyle = color ?? colors.alarm;
      ctx.fillRect(bbox.left, Math.min(y, edge), bbox.width, Math.abs(edge - y));
    }
    for (const { at, to, fill, color } of vertical) {
      const edge = to === undefined ? sideEdge(fill, bbox.left, bbox.left + bbox.width) : plot.valToPos(to, 'x', true);
      if (edge === undefined) continue;
      const x = plot.valToPos(at, 'x', true);
      ctx.fillStyle = color ?? colors.accent;
      ctx.fillRect(Math.min(x, edge), bbox.top, Math.abs(edge - x), bbox.height);
    }
  });
}

const fillEdge = (fill: HorizontalAnnotation['fill'], top: number, bottom: number): number | undefined =>
  fill === 'none' ? undefined : fill === 'above' ? top : bottom;

const sideEdge = (fill: VerticalAnnotation['fill'], left: number, right: number): number | undefined =>
  fill === 'none' ? undefined : fill === 'before' ? left : right;

/** Lines with their labels, and marks, above the data. */
export function drawLines(plot: uPlot, annotations: Annotations, colors: ThemeColors): void {
  const { ctx } = plot;
  clipped(plot, () => {
    const ratio = devicePixelRatio;
    ctx.font = `600 ${FONT_PX * ratio}px system-ui, sans-serif`;
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash(LINE_DASH.map((length) => length * ratio));
    for (const { value, to, label, toLabel, axis, color } of annotations.horizontal) {
      const stroke = color ?? colors.alarm;
      horizontalLine(plot, plot.valToPos(value, axis, true), stroke, label ?? formatNumber(value), colors);
      if (to !== undefined) {
        horizontalLine(plot, plot.valToPos(to, axis, true), stroke, toLabel ?? formatNumber(to), colors);
      }
    }
    for (const { at, to, label, color } of annotations.vertical) {
      const stroke = color ?? colors.accent;
      verticalLine(plot, plot.valToPos(at, 'x', true), stroke, label, colors);
      if (to !== undefined) verticalLine(plot, plot.valToPos(to, 'x', true), stroke, undefined, colors);
    }
    ctx.setLineDash([]);
    for (const mark of annotations.marks) drawMark(plot, mark, colors);
  });
}

function clipped({ ctx, bbox }: uPlot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

function horizontalLine({ ctx, bbox }: uPlot, y: number, color: string, label: string, colors: ThemeColors): void {
  const [from, to] = [bbox.left, bbox.left + bbox.width];
  strokeLine(ctx, color, from, y, to, y);
  const above = y - bbox.top > FONT_PX * 1.6 * devicePixelRatio;
  ctx.textAlign = 'right';
  ctx.textBaseline = above ? 'bottom' : 'top';
  outlined(ctx, label, to - 4 * devicePixelRatio, y + (above ? -3 : 4) * devicePixelRatio, colors);
}

function verticalLine(
  { ctx, bbox }: uPlot,
  x: number,
  color: string,
  label: string | undefined,
  colors: ThemeColors,
): void {
  strokeLine(ctx, color, x, bbox.top, x, bbox.top + bbox.height);
  if (label === undefined) return;
  const left = x < bbox.left + bbox.width * 0.7;
  ctx.textAlign = left ? 'left' : 'right';
  ctx.textBaseline = 'top';
  outlined(ctx, label, x + (left ? 4 : -4) * devicePixelRatio, bbox.top + 2 * devicePixelRatio, colors);
}

function strokeLine(
  ctx: CanvasRenderingContext2D,
  color: string,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  ctx.strokeStyle = color;
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

/** Text that stays readable over lines of any colour. */
function outlined(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, colors: ThemeColors): void {
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineWidth = 3 * devicePixelRatio;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = colors.surface;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colors.text;
  ctx.fillText(text, x, y);
  ctx.restore();
}

const MARK_PX = 5;

function drawMark(plot: uPlot, { at, value, verdict }: Mark, colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  const size = MARK_PX * devicePixelRatio;
  const x = plot.valToPos(at, 'x', true);
  const y = value === null ? bbox.top + bbox.height - size * 1.6 : plot.valToPos(value, 'left', true);
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  if (verdict === 'breaching') {
    ctx.moveTo(x, y - size * 1.2);
    ctx.lineTo(x + size * 1.1, y + size * 0.8);
    ctx.lineTo(x - size * 1.1, y + size * 0.8);
    ctx.closePath();
  } else if (verdict === 'ok') {
    ctx.arc(x, y, size * 0.9, 0, 2 * Math.PI);
  } else {
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
  }
  const color = verdict === 'breaching' ? colors.alarm : verdict === 'ok' ? colors.ok : colors.muted;
  ctx.fillStyle = color;
  ctx.strokeStyle = verdict === 'missing' ? color : colors.surface;
  ctx.stroke();
  if (verdict !== 'missing') ctx.fill();
}
