/** Which media types a program treats as binary: what its settings say, what `rawBody` names, and what `bytes` replies with. */
import { factsOf } from '../combinators/Fact.js'
import type { Declaration } from './Declaration.js'
import type { Settings } from './Settings.js'

/** Each once, sorted; `*` over everything stands alone for all. @since 0.1.0 */
export const binaryTypesOf = (declarations: ReadonlyArray<Declaration>, settings: Settings): ReadonlyArray<string> => {
  const types = new Set((settings.binaryTypes ?? []).map((m) => m.toLowerCase()))
  for (const d of declarations) {
    for (const body of factsOf(d.facts, 'Body')) {
      if (body.as !== 'raw') continue
      for (const m of factsOf(d.facts, 'MediaTypes')[0]?.mediaTypes ?? body.mediaTypes) types.add(m)
    }
    for (const { replies } of factsOf(d.facts, 'Returns'))
      for (const codec of Object.values(replies)) {
        const { mediaType } = codec as { readonly mediaType?: unknown }
        if (typeof mediaType === 'string') types.add(mediaType)
      }
  }
  return [...types].sort()
}
