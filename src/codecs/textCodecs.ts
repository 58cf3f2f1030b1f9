/**
 * Strict codecs for text that comes from outside: query parameters, headers, path parameters. What is not exactly the thing is refused,
 * where `Number` and `Date` would guess. And `bytes`, for bodies that are not text.
 */
import * as t from 'io-ts'

const made = new WeakSet<object>()

/** Whether a codec is one of these: its own function decodes, and reads nothing but the value. @internal */
export const isTextCodec = (codec: object): boolean => made.has(codec)

const known = <C extends object>(codec: C): C => {
  made.add(codec)
  return codec
}

// The name is the tag, too, so that whoever walks a codec knows these as well as io-ts's own. What it expects is said in a client's words.
const fromText = <A>(
  name: string,
  expects: string,
  is: (u: unknown) => u is A,
  read: (s: string) => A | undefined,
  encode: (a: A) => string
): t.Type<A, string> =>
  known(
    Object.assign(
      new t.Type<A, string, unknown>(
        name,
        is,
        (u, c) => {
          const a = typeof u === 'string' ? read(u) : undefined
          return a === undefined ? t.failure(u, c) : t.success(a)
        },
        encode
      ),
      { _tag: name, expects }
    )
  )

const isNumber = (u: unknown): u is number => typeof u === 'number' && Number.isFinite(u)

/**
 * A finite decimal number as text: `-1.5`, `20`; not `0x10`, `1e3`, ` 1`, `Infinity`, nor whole numbers beyond 2^53.
 * @since 0.1.0
 * @example
 * import { NumberFromString } from 'quaich'
 * expect(NumberFromString.decode('-1.5')).toEqual({ _tag: 'Right', right: -1.5 })
 * expect(NumberFromString.decode('0x10')._tag).toBe('Left')
 */
export const NumberFromString: t.Type<number, string> = /* @__PURE__ */ fromText(
  'NumberFromString',
  'number as text',
  isNumber,
  (s) =>
    /^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$/.test(s) && Math.abs(Number(s)) <= Number.MAX_SAFE_INTEGER ? Number(s) + 0 : undefined,
  String
)

/**
 * A whole number as text, within ±(2^53 - 1): `0`, `-12`; not `1.0`, `01`, `-0`.
 * @since 0.1.0
 * @example
 * import { IntFromString } from 'quaich'
 * expect(IntFromString.decode('12')).toEqual({ _tag: 'Right', right: 12 })
 * expect(IntFromString.decode('-0')._tag).toBe('Left')
 */
export const IntFromString: t.Type<number, string> = /* @__PURE__ */ fromText(
  'IntFromString',
  'whole number as text',
  (u): u is number => Number.isSafeInteger(u),
  (s) => (/^(0|-?[1-9]\d{0,15})$/.test(s) && Number.isSafeInteger(Number(s)) ? Number(s) : undefined),
  String
)

/**
 * `true` or `false` as text.
 * @since 0.1.0
 * @example
 * import { BooleanFromString } from 'quaich'
 * expect(BooleanFromString.decode('true')).toEqual({ _tag: 'Right', right: true })
 * expect(BooleanFromString.decode('yes')._tag).toBe('Left')
 */
export const BooleanFromString: t.Type<boolean, string> = /* @__PURE__ */ fromText(
  'BooleanFromString',
  "'true' or 'false' as text",
  (u): u is boolean => typeof u === 'boolean',
  (s) => (s === 'true' ? true : s === 'false' ? false : undefined),
  String
)

const isoDate = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/**
 * An instant as text (RFC 3339, section 5.6), with its zone: `2026-11-23T10:00:00Z`; not `2026-02-30T…`, which is no day.
 * @since 0.1.0
 * @example
 * import { DateFromString } from 'quaich'
 * expect(DateFromString.decode('2026-11-23T10:00:00Z')).toEqual({ _tag: 'Right', right: new Date(Date.UTC(2026, 10, 23, 10)) })
 * expect(DateFromString.decode('2026-02-30T10:00:00Z')._tag).toBe('Left')
 */
export const DateFromString: t.Type<Date, string> = /* @__PURE__ */ fromText(
  'DateFromString',
  'date and time as text (RFC 3339)',
  (u): u is Date => u instanceof Date && !Number.isNaN(u.getTime()),
  (s) => {
    const m = isoDate.exec(s)
    if (m === null) return undefined
    const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])]
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
    return month >= 1 && month <= 12 && day >= 1 && day <= days ? new Date(s) : undefined
  },
  (d) => d.toISOString()
)

/** A codec of bytes of one media type, made by {@link bytes}. @since 0.1.0 */
export interface Bytes extends t.Type<Uint8Array> {
  readonly mediaType: string
}

/**
 * Bytes of a media type, for `returns({ 200: bytes('image/png') })`: the reply has that content type, and the generator declares it
 * as binary at the gateway.
 * @since 0.1.0
 * @example
 * import { bytes } from 'quaich'
 * expect(bytes('image/png').is(new Uint8Array(2))).toBe(true)
 */
export const bytes = (mediaType: string): Bytes => {
  const is = (u: unknown): u is Uint8Array => u instanceof Uint8Array
  const codec = new t.Type<Uint8Array>(
    `bytes of ${mediaType}`,
    is,
    (u, c) => (is(u) ? t.success(u) : t.failure(u, c)),
    t.identity
  )
  return known(Object.assign(codec, { _tag: 'Bytes', mediaType }))
}
