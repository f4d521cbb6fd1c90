/** What only the inside knows. Bounded, as they go over megabytes too. */
const patterns: readonly RegExp[] = [
  /\bat (?:async )?[\w.<>[\] ]{0,100}\(?(?:file:|node:|\/)[^\s"]{0,200}:\d+:\d+/,
  /\bnode_modules\b/,
  /\bfile:\/\/\//,
  /\/(?:var\/task|opt\/nodejs|home|work|root|usr\/src)\/[\w./-]+/,
  /\b[\w-]{1,60}\.(?:ts|cjs|mjs):\d+/,
  /\barn:aws[\w-]*:/,
  /\b\d{12}\.dkr\.|\bamazonaws\.com\b/,
  /__edb_[a-z]__/,
  /"[ps]k"\s*:|\bgsi\d+(?:pk|sk)?\b/i,
  /\$[a-z]{1,30}#[a-z]{1,30}_/i,
  /\b(?:[A-Z][a-z]{1,20}){2,8}Exception\b/,
  /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|ZodError|ElectroError|AggregateError)\b/,
  /\bE(?:CONNREFUSED|CONNRESET|NOENT|PIPE|TIMEDOUT|AI_AGAIN)\b/,
  /\b(?:TABLE_NAME|QUEUE_PREFIX|AWS_[A-Z_]{3,})\b/,
];

/** Finds what an answer tells of the inside. */
export interface LeakDetector {
  /** What is sent in may come out again. */
  remember(sent: string): void;
  /** What of the inside the text tells; `undefined` when nothing. */
  find(text: string): string | undefined;
}

/** @param secrets texts that no answer may have, beside the patterns */
export function createLeakDetector(secrets: readonly string[]): LeakDetector {
  const all = patterns.map((pattern) => new RegExp(pattern.source, `${pattern.flags}g`));
  const sent = new Set<string>();
  return {
    remember(text) {
      for (const pattern of all) for (const [match] of text.matchAll(pattern)) sent.add(match);
    },
    find(text) {
      const secret = secrets.find((one) => text.includes(one));
      if (secret !== undefined) return secret;
      for (const pattern of all) {
        for (const [match] of text.matchAll(pattern)) if (!sent.has(match)) return match;
      }
      return undefined;
    },
  };
}
