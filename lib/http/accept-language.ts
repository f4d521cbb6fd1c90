/**
 * The language that a reader wants most of those on offer (RFC 9110, 12.5.4), else the first. Regions
 * make no difference.
 */
export function preferredLanguage<Language extends string>(
  acceptLanguage: string | undefined,
  offered: readonly [Language, ...Language[]],
): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map(rangeOf)
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { language } of wanted) {
    const found = offered.find((one) => one === language);
    if (found !== undefined) return found;
  }
  return offered[0];
}

function rangeOf(entry: string): { language: string; weight: number } {
  const [range = '', ...parameters] = entry.toLowerCase().replace(/\s/g, '').split(';');
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return {
    language: range.split('-', 1).join(),
    weight: weight === undefined ? 1 : Number(weight),
  };
}
