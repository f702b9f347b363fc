import type { Point, Stroke } from '../../src/app/digit/raster.ts';

const line = (...points: readonly (readonly [number, number])[]): Stroke => points.map(([x, y]) => ({ x, y }));

/** Points of an arc; angles in degrees, clockwise from the top. */
function arc(x: number, y: number, rx: number, ry: number, from: number, to: number): Point[] {
  const steps = 24;
  return Array.from({ length: steps + 1 }, (_, index) => {
    const angle = ((from + ((to - from) * index) / steps) * Math.PI) / 180;
    return { x: x + rx * Math.sin(angle), y: y - ry * Math.cos(angle) };
  });
}

/** Each digit as a person draws it with a finger in a box of 224 pixels. */
export const HANDWRITTEN: readonly (readonly Stroke[])[] = [
  [arc(110, 110, 45, 75, 0, 360)],
  [line([95, 60], [118, 35], [118, 190])],
  [[...arc(108, 75, 42, 40, -80, 130), ...line([70, 180], [155, 180])]],
  [[...arc(105, 72, 40, 36, -70, 180), ...arc(105, 147, 46, 40, 0, 250)]],
  [line([125, 30], [65, 125], [165, 125]), line([130, 85], [125, 195])],
  [line([150, 38], [85, 38], [80, 100]), arc(108, 140, 44, 45, -40, 240)],
  [[...line([130, 30], [90, 80], [72, 140]), ...arc(108, 145, 36, 38, -90, 270)]],
  [line([65, 40], [150, 40], [100, 190]), line([85, 112], [145, 108])],
  [[...arc(110, 75, 32, 36, 180, 540), ...arc(110, 150, 40, 40, 0, 360)]],
  [[...arc(108, 80, 38, 42, 90, 450), ...line([146, 80], [140, 140], [125, 195])]],
];
