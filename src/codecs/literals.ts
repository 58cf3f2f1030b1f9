/**
 * What a refusal may say of literal values that a codec expects. A literal can be a secret (a token, a password), so the value itself is
 * told only where several short ones form a closed choice, which authors write for callers to choose from.
 */

const longest = 32

/**
 * The choices `"asc" | "desc"` where two or more literals are all short; otherwise their kinds, `string | number`.
 * @internal
 */
export const describeLiterals = (values: ReadonlyArray<unknown>): string => {
  const distinct = [...new Set(values)]
  return distinct.length > 1 && distinct.every(isShort)
    ? distinct.map((value) => JSON.stringify(value)).join(' | ')
    : [...new Set(distinct.map(kindOf))].join(' | ')
}

const isShort = (u: unknown): boolean =>
  typeof u === 'string' ? u.length <= longest : typeof u === 'number' || typeof u === 'boolean' || u === null

const kindOf = (u: unknown): string => (u === null ? 'null' : typeof u)
