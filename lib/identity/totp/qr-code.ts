import encodeQR from 'qr';

/** What the standard asks for around a code, in modules. */
const quietZone = 4;

/** `text` as a QR code: an SVG document, black on white whatever it is shown on. */
export function qrSvg(text: string): string {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietZone });
  const size = rows.length;
  const bars = rows.flatMap((row, y) => {
    const line = row.map((isDark) => (isDark ? '#' : '.')).join('');
    return [...line.matchAll(/#+/g)].map(({ index: x, 0: { length } }) => bar(x, y, length));
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${bars.join('')}"/></svg>`,
  ].join('');
}

const bar = (x: number, y: number, length: number) => `M${x} ${y}h${length}v1h-${length}z`;
