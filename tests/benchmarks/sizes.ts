import { type Bundles, classNames } from './bundles.ts';
import { markdownTable, median } from './figures.ts';

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(0);

/** How large the functions are, minified. */
export function measureSizes({ functions, functionNamed, peer }: Bundles): string {
  const rows = classNames.flatMap((className) => {
    const own = functions.filter((bundle) => bundle.className === className);
    const largest = own.toSorted((one, other) => other.bytes - one.bytes)[0];
    if (!largest) return [];
    const middle = median(own.map(({ bytes }) => bytes));
    return [
      [
        className,
        String(own.length),
        kilobytes(middle),
        `${kilobytes(largest.bytes)} (${largest.name})`,
      ],
    ];
  });
  const all = kilobytes(median(functions.map(({ bytes }) => bytes)));
  const ping = kilobytes(functionNamed('platform-ping').bytes);
  return [
    markdownTable(['Functions', 'Number', 'Median KB', 'Largest KB'], rows),
    `Median of all: ${all} KB; \`platform-ping\`: ${ping} KB; createPost by hand: ${kilobytes(peer('create-post').bytes)} KB.`,
  ].join('\n\n');
}
