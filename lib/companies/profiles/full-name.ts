interface NameParts {
  firstName?: string | undefined;
  lastName?: string | undefined;
}

/**
 * The name of a person from its parts: Korean ones stand together, the last name first; others stand
 * apart, the first name first. `undefined` when there is no part. In NFC, whichever form the parts have.
 */
export function fullNameOf({ firstName = '', lastName = '' }: NameParts): string | undefined {
  const first = firstName.normalize('NFC');
  const last = lastName.normalize('NFC');
  const name = beginsWithSyllable(first) ? last + first : [first, last].filter(Boolean).join(' ');
  return name === '' ? undefined : name;
}

const beginsWithSyllable = (text: string) => /^[\uac00-\ud7a3]/.test(text);
