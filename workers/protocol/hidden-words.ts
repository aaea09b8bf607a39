/**
 * Finds words of a list in texts, whoever tries to disguise them a little. The list is a person's own; `rude-words.json`
 * is one to begin with.
 */

/** Letters of other scripts that look like Latin ones. */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  ѵ: 'v',
  х: 'x',
  у: 'y',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
};

/** Digits and signs that stand for letters. */
const disguises: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Full-width forms, letter case, accents, invisible characters and lookalikes make no difference. */
function fold(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  return Array.from(plain, (character) => lookalikes[character] ?? character).join('');
}

/** Without what is put between characters to hide a word; what ends a clause stays. */
function compact(folded: string): string {
  return folded.replaceAll(/[\s*_\-.·•~^|/\\+='"]/gu, '');
}

/** Words of Latin letters and digits, one blank before, between and after them. */
function latinWords(text: string): string {
  return ` ${(text.match(/[a-z0-9]+/gu) ?? []).join(' ')} `;
}

/** The same with digits and signs read as letters, and with letters that are drawn out said once. */
function undisguised(folded: string): string {
  const letters = folded.replaceAll(/[a-z0-9@$!]*[a-z][a-z0-9@$!]*/gu, (word) =>
    Array.from(word, (character) => disguises[character] ?? character).join(''),
  );
  return latinWords(letters.replaceAll(/([a-z])\1{2,}/gu, '$1'));
}

/** The words that are spelled with something between their letters. */
function spelledOut(folded: string): string {
  const words = folded.match(/(?<![a-z0-9])[a-z](?:[\s*_\-.·]+[a-z]){2,}(?![a-z0-9])/gu) ?? [];
  return latinWords(words.map(compact).join(' '));
}

type Finder = (folded: string) => boolean;

/** Latin words are found whole, so that “class” may stay; with a final `*` the beginning is enough. */
function latinFinder(word: string): Finder {
  const isBeginning = word.endsWith('*');
  const sought = isBeginning ? latinWords(word).trimEnd() : latinWords(word);
  return (folded) => [latinWords, undisguised, spelledOut].some((read) => read(folded).includes(sought));
}

function finderOf(word: string): Finder | null {
  const folded = fold(word);
  if (/^[a-z0-9\s*]*[a-z0-9][a-z0-9\s*]*$/u.test(folded)) return latinFinder(folded.trim());
  const sought = compact(folded);
  return sought === '' ? null : (text) => compact(text).includes(sought);
}

/**
 * A test that tells whether a text contains one of `words`. Chinese words are found anywhere, also with blanks or signs
 * between their characters; Latin words only whole, or by their beginning if they end with `*`, also spelled out
 * (`d a m n`), drawn out (`daaamn`) or with digits for letters (`d4mn`). Empty words are passed over.
 */
export function hiddenWordTest(words: readonly string[]): (text: string) => boolean {
  const finders = words.map(finderOf).filter((finder) => finder !== null);
  return (text) => {
    const folded = fold(text);
    return finders.some((finds) => finds(folded));
  };
}
