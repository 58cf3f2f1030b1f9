/**
 * The matcher of a function that answers one path: a pattern, where many paths need a tree. Most functions are such, and their bundles go
 * without the tree.
 */
import { bindParams, type Matcher } from './bindParams.js'
import { namesIn } from './Path.js'

/** A matcher over one well-formed path; the answers are those of `textMatcher`. @internal */
export const onlyPath = <A>(targets: ReadonlyMap<string, A>): Matcher<A> => {
  const [[path, target]] = targets as unknown as readonly [readonly [string, A]]
  const names = namesIn(path)
  const pattern = new RegExp(
    `^${path
      .replaceAll('.', '\\.')
      .replace(/\{[^}]+\+\}/, '([\\s\\S]+)')
      .replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`
  )
  return (asked, encoded) => {
    const found = pattern.exec(asked)
    return found === null ? undefined : bindParams(target, names, found.slice(1), encoded)
  }
}
