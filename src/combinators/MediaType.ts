/**
 * Media types (RFC 9110, section 8.3.1): one parser for everything that asks what a body is.
 * Deliberately strict: what the parser refuses, no decoder ever sees.
 */
import { parse } from 'content-type'

// ---- model

/** A media type in lower case with its parameters. @since 0.1.0 */
export interface MediaType {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
}

// ---- constructors

/** Reads a `Content-Type` value, or gives nothing where the value is not exactly one media type. @internal */
export const parseMediaType = (header: string): MediaType | undefined => {
  if (header.length > 256) return undefined
  try {
    return parse(header)
  } catch {
    return undefined
  }
}

// ---- combinators

/** Whether a declared type or range (`image/png`, an `image` range, or any) covers a type. Both in lower case. @internal */
export const covers = (range: string, type: string): boolean =>
  range === type || range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)))

/** Whether a `Content-Type` value is one of those declared. What will be read as text must be UTF-8 (RFC 8259, section 8.1). @internal */
export const acceptable = (declared: ReadonlyArray<string>, header: string | undefined, asText = false): boolean => {
  if (header === undefined) return declared.includes('*/*')
  if (declared.includes(header)) return true
  const given = parseMediaType(header)
  if (given === undefined || !declared.some((d) => covers(d, given.type))) return false
  const charset = given.parameters['charset']
  return charset === undefined || !(asText || isText(given.type)) || /^(utf-?8|us-ascii)$/i.test(charset)
}

const isText = (type: string): boolean =>
  type === 'application/json' || type.endsWith('+json') || type === 'application/x-www-form-urlencoded'

/** The first entry of an `Accept` value, without its parameters: the only one that API Gateway's REST API looks at. @internal */
export const firstAccepted = (accept: string | undefined): string | undefined => {
  const first = accept
    ?.replace(/[,;].*/s, '')
    .trim()
    .toLowerCase()
  return first || undefined
}

/** Whether a text is a well-formed media type or range that a program may declare. @internal */
export const isMediaRange = (s: string): boolean => s === '*/*' || /^[a-z0-9!#$&^_.+-]+\/(\*|[a-z0-9!#$&^_.+-]+)$/.test(s)
