/** A request as it came over the wire, before any gateway made an event of it. Nothing is decoded yet. */
import type { Settings } from '../../router/Settings.js'
import { type Refusal, refused } from '../gatewayRefusals.js'

/** @internal */
export interface RawRequest {
  readonly method: string
  /** With its percent-escapes, without the query. */
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  /** Names as the client spells them, in order, repeated ones too. */
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: Buffer
  readonly sourceIp: string
}

/** What goes back over the wire. @internal */
export interface RawReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer | string
}

/** The last value of a header, as gateways read it. @internal */
export const headerOf = (request: RawRequest, name: string): string | undefined =>
  request.headers.findLast(([n]) => n.toLowerCase() === name.toLowerCase())?.[1]

/** The media type of a request in lower case, without its parameters. @internal */
export const mediaTypeOf = (request: RawRequest): string | undefined =>
  headerOf(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase()

/** What the gateway itself refuses, in the words of its kind. @internal */
export const refusal = (settings: Settings, what: Refusal): RawReply => {
  const { status, body } = refused(settings, what)
  return { status, headers: { 'content-type': 'application/json' }, body }
}

/** A reply of the gateway itself, JSON. @internal */
export const told = (status: number, body: object, type = 'application/json'): RawReply => ({
  status,
  headers: { 'content-type': type },
  body: JSON.stringify(body)
})

/** A reply that says why something does not work here, as problem+json. @internal */
export const notHere = (detail: string): RawReply =>
  told(
    501,
    { type: 'about:blank', title: 'Not Implemented', status: 501, detail, code: 'NotEmulated' },
    'application/problem+json'
  )

/**
 * What AWS's own endpoints do asks for a signature there. Here whoever is on this machine may, and no page in its browser.
 * @internal
 */
export const ofPage: RawReply = told(403, { message: 'These endpoints are for programs: a page has no business here.' })
