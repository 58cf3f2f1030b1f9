/**
 * Which kinds of codecs a bundle's entry needs an engine for: those that the facts of its handlers hold. It decides nothing about the codecs
 * themselves, which are read when the function starts.
 */
import { type AnyCodec, isStandardSchema } from '../codecs/Codec.js'
import type { Fact } from '../combinators/Fact.js'

// ---- model

interface Used {
  readonly codec: AnyCodec
  readonly as: 'decoder' | 'encoder'
}

/** What an entry imports for its engine: names and modules, and the text of the engine; nothing where no codec is used. @internal */
export interface EngineText {
  readonly imports: ReadonlyArray<readonly [name: string, module: string]>
  readonly text: string
}

// ---- constructors

/** @internal */
export const engineText = (facts: ReadonlyArray<Fact>): EngineText | undefined => {
  const used = facts.flatMap(codecsIn)
  if (used.length === 0) return undefined
  const some = (as: Used['as'], standard: boolean) => used.some((u) => u.as === as && isStandardSchema(u.codec) === standard)
  const decoders = [
    ...(some('decoder', false) ? [['ioTsDecoders', 'codecs/ioTsDecoders'] as const] : []),
    ...(some('decoder', true) ? [['standardDecoders', 'codecs/standardEngine'] as const] : [])
  ]
  const encoders = [
    ...(some('encoder', false) ? [['ioTsEncoders', 'codecs/encode'] as const] : []),
    ...(some('encoder', true) ? [['standardEncoders', 'codecs/standardEngine'] as const] : [])
  ]
  const names = (kinds: ReadonlyArray<readonly [string, string]>) => `[${kinds.map(([name]) => name).join(', ')}]`
  return {
    imports: [['codecEngine', 'codecs/CodecEngine'], ...decoders, ...encoders],
    text: `codecEngine(${names(decoders)}, ${names(encoders)})`
  }
}

const decoded = (...codecs: ReadonlyArray<AnyCodec | undefined>): ReadonlyArray<Used> =>
  codecs.flatMap((codec) => (codec === undefined ? [] : [{ codec, as: 'decoder' }]))

const encoded = (codecs: ReadonlyArray<AnyCodec>): ReadonlyArray<Used> => codecs.map((codec) => ({ codec, as: 'encoder' }))

const codecsIn = (fact: Fact): ReadonlyArray<Used> => {
  switch (fact._tag) {
    case 'Body':
      return decoded(fact.codec, ...Object.values(fact.codecs ?? {}))
    case 'Params':
    case 'Query':
    case 'Headers':
      return decoded(...Object.values(fact.codecs))
    case 'Lambda':
    case 'Message':
    case 'Each':
    case 'Auth':
      return decoded(fact.codec)
    case 'EventBridge':
      return decoded(fact.detail)
    case 'Returns':
      return encoded(Object.values(fact.replies))
    case 'RouteResponse':
      return encoded([fact.codec])
    case 'Route':
    case 'Schedule':
    case 'Bucket':
    case 'Topic':
    case 'Queue':
    case 'Stream':
    case 'Websocket':
    case 'Authorizer':
    case 'MediaTypes':
    case 'Limits':
    case 'Errors':
    case 'Cors':
    case 'ApiKey':
    case 'Port':
    case 'Middy':
    case 'Provide':
    case 'Bracket':
    case 'MapReply':
    case 'Function':
      return []
  }
}
