/**
 * How large and how deep a JSON text may be that a validator other than the built-in io-ts engine decodes, where `limits` says nothing else.
 * Such a validator collects every reason for a refusal, and some decode a part of a recursive value again for each alternative.
 */
import type { StandardSchema } from './Codec.js'
import type { JsonLimits } from './CodecEngine.js'
import { alternativesPerLevel } from './growth.js'
import { defaultDepth } from './safeJson.js'

/**
 * Limits that keep one refusal under about 300 ms and 64 MB, measured with `[{},{},…]` against objects of 40 required fields, where each value
 * gives 40 reasons, and with recursive unions that are wrong at their deepest value. Reads the schema: ask once, at the first text, when its
 * recursive parts are complete.
 * @internal
 */
export const otherValidatorLimits = (schema: StandardSchema): Required<JsonLimits> => {
  const { vendor } = schema['~standard']
  if (vendor !== 'zod' && vendor !== 'valibot') return vendor === 'arktype' ? arktype : unknown
  const { flat, recursive, decodings } = isZod3(schema) ? zod3 : others
  const growth = remembers(schema) ? 1 : alternativesPerLevel(schema)
  return growth < 2
    ? { jsonDepth: defaultDepth, jsonValues: flat }
    : { jsonDepth: depthFor(growth, decodings), jsonValues: recursive }
}

/** ArkType takes a value of a recursive type once, but composes several texts for each reason. */
const arktype: Required<JsonLimits> = { jsonDepth: defaultDepth, jsonValues: 7000 }

/** A schema that cannot be read may double its work with each level. */
const unknown: Required<JsonLimits> = { jsonDepth: 12, jsonValues: 7000 }

interface Measured {
  /** JSON values where no level multiplies the work, and where one does. */
  readonly flat: number
  readonly recursive: number
  /** How often the deepest value may be decoded. */
  readonly decodings: number
}

const others: Measured = { flat: 20_000, recursive: 2500, decodings: 100 }

/** zod 3 makes an error with a stack for each alternative. */
const zod3: Measured = { flat: 5000, recursive: 1000, decodings: 10 }

// 7 levels where there are two alternatives, 5 where there are three, 4 where there are four, 3 up to ten.
const depthFor = (growth: number, decodings: number): number =>
  1 + Math.max(1, Math.floor(Math.log(decodings) / Math.log(growth)))

const isZod3 = (schema: object): boolean => '_def' in schema && !('_zod' in schema)

// zod 4.5 and later decode a part of a recursive value once and remember the answer; `zod/mini` does not.
const remembers = (schema: object): boolean => {
  const { version, traits } = (schema as { readonly _zod?: ZodInternals })._zod ?? {}
  return (
    version !== undefined && (version.major > 4 || (version.major === 4 && version.minor >= 5)) && traits?.has('ZodType') === true
  )
}

interface ZodInternals {
  readonly version?: { readonly major: number; readonly minor: number }
  readonly traits?: ReadonlySet<string>
}
