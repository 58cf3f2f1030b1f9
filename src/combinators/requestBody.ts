/**
 * What every combinator that reads a body does first: is there one, is it of a declared media type, is it within bounds.
 * Nothing is decoded before all three are answered.
 */
import { withDefaults } from '../codecs/withDefaults.js'
import { bytesOf, exceeds, textOf, whyNoBytes } from './bytes.js'
import { type Fact, factOf } from './Fact.js'
import { acceptable } from './MediaType.js'
import type { EncodedBody, HttpRequest } from './Request.js'
import { refused } from './refusing.js'
import type { Ctx, Exit, Program } from './Source.js'

/** Bounds when nothing is said: 1 MiB of text, 64 levels of JSON, 1,000 keys of a form. Raw bodies have the platform's own bound. */
export const defaults = { bodyBytes: 1_048_576, jsonDepth: 64, formKeys: 1000 } as const

interface Bounds {
  readonly bodyBytes: number
  readonly jsonDepth: number
  readonly formKeys: number
  /** Only where it is declared: the default depends on the validator. */
  readonly jsonValues?: number
}

/** The bounds of one program. @internal */
export const limitsOf = (facts: ReadonlyArray<Fact>): Bounds => {
  const { _tag, ...limits } = factOf(facts, 'Limits') ?? { _tag: 'Limits' }
  const raw = factOf(facts, 'Body')?.as === 'raw'
  return withDefaults<Bounds>(raw ? { ...defaults, bodyBytes: Number.POSITIVE_INFINITY } : defaults, limits)
}

/** The media types a body may have: those of `contentTypes`, or else those of the combinator that reads it. @internal */
export const mediaTypesOf = (facts: ReadonlyArray<Fact>): ReadonlyArray<string> =>
  factOf(facts, 'MediaTypes')?.mediaTypes ?? factOf(facts, 'Body')?.mediaTypes ?? ['*/*']

/** Refuses a body of another media type (415) or over the bound (413); nothing when all is well. */
const checkBody = (program: Program): ((request: HttpRequest) => Exit | undefined) => {
  const declared = mediaTypesOf(program.facts)
  const { bodyBytes } = limitsOf(program.facts)
  const check = checkMediaType(declared, factOf(program.facts, 'Body')?.as === 'text')
  return (request) => {
    const { encodedBody } = request
    if (encodedBody.data === null) return undefined
    return (
      check(request) ??
      (exceeds(encodedBody, bodyBytes) ? refused(413, { message: `The body is over ${bodyBytes} bytes` }) : undefined)
    )
  }
}

/** Refuses a request whose `Content-Type` is not declared, or is given twice. @internal */
export const checkMediaType = (declared: ReadonlyArray<string>, asText = false): ((request: HttpRequest) => Exit | undefined) => {
  const message = `Expected ${declared.join(', ')}`
  return (request) => {
    const values = request.values('content-type')
    if (values.length > 1) return refused(400, { message: 'Content-Type is given more than once' })
    return acceptable(declared, values[0], asText)
      ? undefined
      : refused(415, { message, headers: { accept: declared.join(', ') } })
  }
}

// What every reader of a body does: check it, then read it in its own way, or refuse.
const reader =
  <A extends object | string>(read: (body: EncodedBody) => A | undefined, malformed: (body: EncodedBody) => string) =>
  (program: Program): ((ctx: Ctx) => A | { readonly refused: Exit }) => {
    const check = checkBody(program)
    return (ctx) => {
      const request = ctx['request'] as HttpRequest
      const bad = check(request)
      if (bad !== undefined) return { refused: bad }
      const { encodedBody } = request
      return read(encodedBody) ?? { refused: refused(400, { message: malformed(encodedBody) }) }
    }
  }

/** Reads a body as text, empty where there is none, or refuses. @internal */
export const readText = /* @__PURE__ */ reader(textOf, () => 'The body is not UTF-8, or not the base64 it claims to be')

/** Reads a body as bytes, none where there is none, or refuses. @internal */
export const readBytes = /* @__PURE__ */ reader(bytesOf, whyNoBytes)
