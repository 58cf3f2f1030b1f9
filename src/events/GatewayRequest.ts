/**
 * A request over the event that it came in: what all payload formats have in common. Opening one stores a reference and reads nothing;
 * each part is read when somebody asks, and kept. It does not match routes, and knows no format: each has a small subclass in its own file.
 */
import { bytesOf, MalformedBody, whyNoBytes } from '../combinators/bytes.js'
import { parseCookies } from '../combinators/parseCookies.js'
import type { EncodedBody, Identity, RequestJson } from '../combinators/Request.js'
import { type Fields, headerFields, lastValues, noFields, type Raw, recordOf, textsOf, valuesOf } from './fields.js'
import type { Incoming } from './Payload.js'

// ---- model

/** @internal */
export abstract class GatewayRequest implements Incoming {
  route = ''
  params: Readonly<Record<string, string>> = noFields

  readonly event: Raw
  private joined: Readonly<Record<string, string>> | undefined = undefined
  private fields: Fields | undefined = undefined
  private queryAll: Fields | undefined = undefined
  private queryLast: Readonly<Record<string, string>> | undefined = undefined
  private jar: Readonly<Record<string, string>> | undefined = undefined
  private encoded: EncodedBody | undefined = undefined
  private bytes: Uint8Array | undefined = undefined
  private who: Identity | undefined = undefined

  constructor(event: object) {
    this.event = event as Raw
  }

  // what each format answers on its own

  abstract get method(): string
  abstract get path(): string
  abstract get resource(): string | undefined
  abstract get pathEncoded(): boolean
  abstract gatewayParams(): Readonly<Record<string, string>> | 'malformed' | undefined
  /** Headers as the event spells them: each a text or a list. */
  protected abstract rawHeaders(): Raw
  protected abstract readQuery(): Fields
  protected abstract readIdentity(): Identity

  /** The `Cookie` headers, for the formats that keep them elsewhere. */
  protected cookieHeaders(): readonly string[] {
    return valuesOf(this.rawHeaders(), 'cookie')
  }

  // what follows from it

  values(name: string): readonly string[] {
    const lower = name.toLowerCase()
    return lower === 'cookie' ? this.cookieHeaders() : valuesOf(this.rawHeaders(), lower)
  }

  get multiValueHeaders(): Fields {
    this.fields ??= withCookies(headerFields(this.rawHeaders()), this.cookieHeaders())
    return this.fields
  }

  /**
   * Several `Cookie` headers are joined with `; ` (RFC 9113, section 8.2.3), all others with `, `; an `Authorization` or `Origin` that is
   * there twice is in `values` alone.
   */
  get headers(): Readonly<Record<string, string>> {
    this.joined ??= joinValues(this.rawHeaders(), this.cookieHeaders())
    return this.joined
  }

  get multiValueQuery(): Fields {
    this.queryAll ??= this.readQuery()
    return this.queryAll
  }

  get query(): Readonly<Record<string, string>> {
    this.queryLast ??= lastValues(this.multiValueQuery)
    return this.queryLast
  }

  get cookies(): Readonly<Record<string, string>> {
    this.jar ??= parseCookies(this.cookieHeaders().join('; '))
    return this.jar
  }

  /**
   * An empty text is no body. An `isBase64Encoded` that is neither a boolean nor absent makes the event malformed: the body then reads
   * as base64 that is not base64, so that whoever asks for it gets a 400 and nobody guesses.
   */
  get encodedBody(): EncodedBody {
    this.encoded ??= encodedBodyOf(this.event)
    return this.encoded
  }

  /** Throws {@link MalformedBody} where the body is not the base64 it claims to be, or is text that has no UTF-8. */
  get rawBody(): Uint8Array {
    this.bytes ??= bytesOf(this.encodedBody)
    if (this.bytes === undefined) throw new MalformedBody(whyNoBytes(this.encodedBody))
    return this.bytes
  }

  get context(): Raw {
    return recordOf(this.event['requestContext']) ?? noFields
  }

  get stageVariables(): Readonly<Record<string, string>> {
    return (recordOf(this.event['stageVariables']) as Readonly<Record<string, string>> | undefined) ?? noFields
  }

  get identity(): Identity {
    this.who ??= this.readIdentity()
    return this.who
  }

  toJSON(): RequestJson {
    const { method, path, route, headers, query, params, context, stageVariables } = this
    return { method, path, route, headers, query, params, context, stageVariables }
  }
}

// ---- parts

const notBase64: EncodedBody = Object.freeze({ data: '?', base64: true })

const encodedBodyOf = (event: Raw): EncodedBody => {
  const body = event['body']
  const flag = event['isBase64Encoded'] ?? false
  if (typeof body !== 'string' || body === '') return { data: null, base64: false }
  return typeof flag === 'boolean' ? { data: body, base64: flag } : notBase64
}

const withCookies = (fields: Record<string, readonly string[]>, cookies: readonly string[]): Fields => {
  if (cookies.length > 0) fields['cookie'] = cookies
  return fields
}

const joinValues = (raw: Raw, cookies: readonly string[]): Readonly<Record<string, string>> => {
  const joined: Record<string, string> = Object.create(null)
  for (const key of Object.keys(raw)) {
    const values = textsOf(raw[key])
    if (values.length === 0) continue
    const name = key.toLowerCase()
    const text = values.length === 1 ? (values[0] ?? '') : values.join(', ')
    const before = joined[name]
    joined[name] = before === undefined ? text : `${before}, ${text}`
  }
  if (cookies.length > 0) joined['cookie'] = cookies.join('; ')
  for (const name of single) if (name in joined && valuesOf(raw, name).length > 1) delete joined[name]
  return joined
}

// Which of two of these is meant cannot be told, and must not be guessed.
const single = ['authorization', 'origin']
