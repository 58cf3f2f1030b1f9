/**
 * What a codec found wrong, fit to be told to a client: where, and what was expected.
 * Deliberately without the value that was refused: it may be a password.
 */

/**
 * One thing wrong with a value. `path` is dotted from the root (`items.0.price`), empty for the value itself; `expected` says what should
 * stand there; `message` is the author's own text, present only where the codec's author wrote one as a constant.
 * @since 0.1.0
 */
export interface Issue {
  readonly path: string
  readonly expected: string
  readonly message?: string
}

/** No more than so many issues are told, however many a codec found. */
export const mostIssues = 20

const longest = 120

/** An issue with its words cut to a length that a reply can carry. @internal */
export const issue = (path: string, expected: string, message?: string): Issue => ({
  path: cut(path),
  expected: cut(expected),
  ...(message === undefined ? undefined : { message: cut(message) })
})

const cut = (s: string): string => (s.length > longest ? `${s.slice(0, longest - 1)}…` : s)
