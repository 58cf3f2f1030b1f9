/**
 * What of a declaration can be tried at all: whether values can be made for its codecs, and whether anybody can be let in, since load balancers
 * and function URLs verify next to nothing, and only REST APIs know API keys.
 */
import type { AuthorizerScheme } from '../../combinators/AuthorizerScheme.js'
import { factOf } from '../../combinators/Fact.js'
import { type Declaration, placeOf } from '../../router/Declaration.js'
import { ArbitraryError } from '../arbitrary/ArbitraryError.js'
import { type Format, gatewayOf } from '../format.js'

class Untriable extends Error {}

/** What can be tried; or, in words, why it cannot, and what would mend that. Nobody guesses at a codec that cannot be seen through. @internal */
export const able = <A>(make: () => A): A | string => {
  try {
    return make()
  } catch (e) {
    if (e instanceof Untriable) return e.message
    if (!(e instanceof ArbitraryError)) throw e
    const annotatable = e.faults.some((f) => f.mend.includes('annotate('))
    return annotatable ? `${e.message}\n    here: { annotations: [annotate(codec, { arbitrary })] }` : e.message
  }
}

/** @internal */
export const isReachable = (d: Declaration, format: Format): boolean => {
  const scheme: AuthorizerScheme | undefined = factOf(d.facts, 'Auth')?.scheme
  const known = scheme === undefined || gatewayOf(format) !== undefined || (scheme._tag === 'Iam' && format === 'functionUrl')
  return known && (factOf(d.facts, 'ApiKey') === undefined || format === 'rest')
}

/** Those of some formats; where there is none, every request would be refused, and a law would hold of nothing. @internal */
export const reaching = (d: Declaration, formats: ReadonlyArray<Format>): ReadonlyArray<Format> => {
  const reached = formats.filter((f) => isReachable(d, f))
  if (reached.length > 0) return reached
  const wanted = factOf(d.facts, 'ApiKey') === undefined ? 'the credentials' : 'the API key'
  throw new Untriable(
    `nobody can be let in as ${formats.join(', ')}: nothing there verifies ${wanted} that ${placeOf(d)} asks for\n    try it as { formats: ['rest'] } too`
  )
}
