/** What a matcher answers, and how the segments that it took become parameters. */
import { noFields } from '../events/fields.js'

/** What was found, with the parameters; or that one of them has a broken percent-escape. @internal */
export type Match<A> = { readonly target: A; readonly params: Readonly<Record<string, string>> } | 'malformed' | undefined

/** @internal */
export type Matcher<A> = (path: string, encoded: boolean) => Match<A>

/** A match of so many names, in the order of their values. @internal */
export const bindParams = <A>(
  target: A,
  names: ReadonlyArray<string>,
  values: ReadonlyArray<string>,
  encoded: boolean
): Match<A> => {
  if (names.length === 0) return { target, params: noFields }
  const params: Record<string, string> = Object.create(null)
  for (let i = 0; i < names.length; i++) {
    const raw = values[i] as string
    if (!encoded || !raw.includes('%')) {
      params[names[i] as string] = raw
      continue
    }
    try {
      params[names[i] as string] = decodeURIComponent(raw)
    } catch {
      return 'malformed'
    }
  }
  return { target, params }
}
