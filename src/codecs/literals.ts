/**
 * What a refusal may say of literal values that a codec expects. A literal can be a secret (a token, a password), so the value itself is
 * told only where several short ones form a closed choice, which authors write for callers to choose from.
 */

const longest = 32

/**
 * The choices `"asc" | "desc"` where there are several texts or numbers, all short; otherwise their kinds, `string | number`. `true`,
 * `false` and `null` are never secret.
 * @internal
 */
export const describeLiterals = (values: ReadonlyArray<unknown>): string => {
  const distinct = [...new Set(values)]
  const guessable = distinct.filter((value) => !isPublic(value))
  const closed = guessable.length > 1 && guessable.every(isShort)
  return [...new Set(distinct.map((value) => (closed || isPublic(value) ? JSON.stringify(value) : typeof value)))].join(' | ')
}

const isPublic = (u: unknown): boolean => typeof u === 'boolean' || u === null
const isShort = (u: unknown): boolean => (typeof u === 'string' ? u.length <= longest : typeof u === 'number')
