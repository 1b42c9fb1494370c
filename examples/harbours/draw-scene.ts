import { createCanvas, fillBox, setPixel, type Canvas } from '../../functions/steps/drawing/canvas.ts';
import { mix, type Colour } from '../../functions/steps/drawing/colour.ts';
import type { SeededRandom } from '../../functions/steps/random/seeded-random.ts';
import type { Harbour } from './harbour.ts';

const SIDE = 64;
const BLACK: Colour = [20, 20, 25];
const WHITE: Colour = [245, 245, 240];

/** A scene of 64 x 64 pixels: sky, sea with waves and buoys, the quay with its landmark, and a ship or none. */
export function drawScene(harbour: Harbour, hasShip: boolean, random: SeededRandom): Canvas {
  const canvas = createCanvas(SIDE, SIDE, harbour.sea);
  const between = (low: number, high: number): number => Math.floor(low + random() * (high - low + 1));
  const horizon = between(20, 26);
  for (let y = 0; y < horizon; y++) {
    fillBox(canvas, { x: 0, y, width: SIDE, height: 1 }, mix(harbour.skyTop, harbour.skyBottom, y / horizon));
  }
  for (let wave = 0; wave < harbour.waves; wave++) {
    const width = between(2, 6);
    fillBox(canvas, { x: between(-2, SIDE), y: between(horizon + 2, SIDE - 1), width, height: 1 }, harbour.wave);
  }
  const quayWidth = between(9, 14);
  drawQuay(canvas, harbour, quayWidth, horizon);
  const open = harbour.quaySide === 'left' ? quayWidth + 3 : 3;
  const room = SIDE - quayWidth - 6;
  // Buoys and gulls are in scenes of both kinds, so that "something on the water" does not tell them apart.
  if (random() < 0.5) drawBuoy(canvas, open + between(0, room - 3), between(horizon + 8, SIDE - 6));
  if (random() < 0.5) drawGull(canvas, between(4, SIDE - 8), between(4, horizon - 6));
  if (hasShip) {
    const length = between(18, 30);
    const hull = harbour.hulls[between(0, harbour.hulls.length - 1)] ?? BLACK;
    const x = open + between(0, Math.max(0, room - length));
    const y = between(horizon + 4, SIDE - 12);
    const ship = { x, y, length, hull, white: harbour.white };
    if (random() < 0.5) drawFreighter(canvas, ship, random);
    else drawSailingShip(canvas, ship);
  }
  return canvas;
}

function drawQuay(canvas: Canvas, { quay, quaySide, landmark }: Harbour, width: number, horizon: number): void {
  const x = quaySide === 'left' ? 0 : SIDE - width;
  fillBox(canvas, { x, y: horizon + 3, width, height: SIDE - horizon - 3 }, quay);
  for (let y = horizon + 9; y < SIDE; y += 6) {
    fillBox(canvas, { x, y, width, height: 1 }, mix(quay, BLACK, 0.35));
  }
  const edge = quaySide === 'left' ? width - 1 : x;
  fillBox(canvas, { x: edge, y: horizon + 3, width: 1, height: SIDE - horizon - 3 }, mix(quay, BLACK, 0.6));
  const middle = x + Math.floor(width / 2);
  if (landmark === 'crane') {
    fillBox(canvas, { x: middle - 1, y: horizon - 14, width: 2, height: 17 }, [200, 150, 40]);
    fillBox(canvas, { x: middle - 3, y: horizon - 14, width: 16, height: 1 }, [200, 150, 40]);
    fillBox(canvas, { x: middle + 10, y: horizon - 13, width: 1, height: 6 }, BLACK);
  } else {
    for (let band = 0; band < 4; band++) {
      const box = { x: middle - 2, y: horizon - 13 + band * 4, width: 5, height: 4 };
      fillBox(canvas, box, band % 2 === 0 ? WHITE : [190, 40, 40]);
    }
    fillBox(canvas, { x: middle - 1, y: horizon - 16, width: 3, height: 3 }, [255, 225, 120]);
  }
}

interface Ship {
  readonly x: number;
  /** The deck; the waterline is five pixels below. */
  readonly y: number;
  readonly length: number;
  readonly hull: Colour;
  readonly white: Colour;
}

function drawHull(canvas: Canvas, { x, y, length, hull, white }: Ship): void {
  for (let row = 0; row < 5; row++) {
    const colour = row === 4 ? mix(hull, BLACK, 0.5) : hull;
    fillBox(canvas, { x: x + row, y: y + row, width: length - 2 * row, height: 1 }, colour);
  }
  fillBox(canvas, { x: x + 3, y: y + 5, width: length - 6, height: 1 }, mix(hull, white, 0.5));
}

function drawFreighter(canvas: Canvas, ship: Ship, random: SeededRandom): void {
  const { x, y, length, white } = ship;
  drawHull(canvas, ship);
  fillBox(canvas, { x: x + 2, y: y - 7, width: 5, height: 7 }, white);
  fillBox(canvas, { x: x + 3, y: y - 6, width: 3, height: 1 }, BLACK);
  fillBox(canvas, { x: x + 3, y: y - 10, width: 2, height: 3 }, mix([170, 50, 40], ship.hull, 0.4));
  for (let left = x + 9; left + 4 < x + length; left += 5) {
    const boxes = 1 + Math.floor(random() * 2);
    const paint = mix(mix([190, 90, 40], [60, 110, 90], random()), ship.hull, 0.3);
    fillBox(canvas, { x: left, y: y - 3 * boxes, width: 4, height: 3 * boxes }, paint);
  }
}

function drawSailingShip(canvas: Canvas, ship: Ship): void {
  const { x, y, length, white } = ship;
  drawHull(canvas, ship);
  const mast = x + Math.floor(length / 2);
  fillBox(canvas, { x: mast, y: y - 15, width: 1, height: 15 }, BLACK);
  for (let row = 0; row < 12; row++) {
    const jib = Math.ceil((row + 1) * 0.4);
    fillBox(canvas, { x: mast + 1, y: y - 14 + row, width: Math.ceil((row + 1) * 0.7), height: 1 }, white);
    fillBox(canvas, { x: mast - jib, y: y - 12 + row, width: jib, height: 1 }, mix(white, BLACK, 0.15));
  }
}

function drawBuoy(canvas: Canvas, x: number, y: number): void {
  fillBox(canvas, { x, y, width: 3, height: 3 }, [210, 50, 40]);
  setPixel(canvas, x + 1, y - 1, WHITE);
}

function drawGull(canvas: Canvas, x: number, y: number): void {
  const wings = [0, 1, 0, 1, 0];
  wings.forEach((drop, place) => {
    setPixel(canvas, x + place, y + drop, WHITE);
  });
}
