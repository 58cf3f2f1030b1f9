/** The word that somebody may have meant, by the letters that differ. */

/** "did you mean …?" with the nearest known word, or nothing where none is near. @internal */
export const meant = (word: string, known: ReadonlyArray<string>): string | undefined => {
  const lower = word.toLowerCase()
  const near = known
    .map((k) => [k, distance(lower, k.toLowerCase())] as const)
    .filter(([k, d]) => d <= Math.max(1, Math.min(3, Math.floor(k.length / 3))))
    .sort(([, a], [, b]) => a - b)[0]
  const found = near?.[0] ?? onlyOne(known.filter((k) => lower.length >= 3 && k.toLowerCase().startsWith(lower)))
  return found === undefined ? undefined : `did you mean ${found}?`
}

// A word that is not written to its end: `memory` for `memorySize`.
const onlyOne = (words: ReadonlyArray<string>): string | undefined => (words.length === 1 ? words[0] : undefined)

// Levenshtein's: letters put in, left out or replaced.
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, x] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, y] of [...b].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (x === y ? 0 : 1)))
    row = next
  }
  return row.at(-1) ?? 0
}
