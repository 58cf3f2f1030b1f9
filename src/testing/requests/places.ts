/** Texts as they may stand in each place of a request: what a client could not send, or a gateway would change, is not among them. */
import * as fc from 'fast-check'
import { texts } from '../arbitrary/pools.js'

/** A query or a form: anything, but not so long that no URL holds it. @internal */
export const fields: fc.Arbitrary<string> = texts.filter((s) => s.length <= 200)

/** Whether a text can be one segment of a path: URLs know no empty ones, and `.` and `..` mean another path. @internal */
export const isSegment = (s: string): boolean => s !== '' && s !== '.' && s !== '..' && !s.includes('/')

/** @internal */
export const isSegments = (s: string): boolean => s.split('/').every(isSegment)

/** One segment of a path. @internal */
export const segments: fc.Arbitrary<string> = fc.oneof(
  fields.map((s) => s.replaceAll('/', '-')).filter(isSegment),
  fc.string({ unit: fc.constantFrom(...'abcxyz019-_.~'), minLength: 1, maxLength: 12 }).filter(isSegment)
)

/** What a greedy parameter holds: some segments. @internal */
export const paths: fc.Arbitrary<string> = fc.array(segments, { minLength: 1, maxLength: 4 }).map((s) => s.join('/'))

/** Whether a text is a header's value that arrives as it was sent (RFC 9110, section 5.5). @internal */
export const isHeader = (s: string): boolean => /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(s)

/** The value of a header. @internal */
export const headerTexts: fc.Arbitrary<string> = fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((s) => s.trim())
