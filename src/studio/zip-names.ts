/** What a file system may refuse or take for something else. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const unfit = /[\u0000-\u001f\u007f<>:"/\\|?*]/gu;
/** Names that Windows keeps for devices. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu;
const longest = 80;

function sane(name: string): string {
  const fit = name.replaceAll(unfit, '_').replaceAll(/^[\s.]+|[\s.]+$/gu, '');
  const short = Array.from(fit).slice(0, longest).join('');
  return short === '' || reserved.test(short) ? `picture${short}` : short;
}

/**
 * Names of files in their order: without what a file system refuses, and each only once, whether or not it tells upper
 * from lower case.
 */
export function zipNames(
  files: readonly { readonly name: string; readonly ending: string }[],
): readonly string[] {
  const taken = new Set<string>();
  return files.map(({ name, ending }) => {
    const base = sane(name);
    let unique = `${base}.${ending}`;
    for (let copy = 2; taken.has(unique.toLowerCase()); copy += 1) unique = `${base} ${copy}.${ending}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
