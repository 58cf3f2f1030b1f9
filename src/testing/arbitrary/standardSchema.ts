/**
 * Standard Schema validators, by the JSON Schema that they give of themselves ("Standard JSON Schema", version 1). Only candidates come
 * from it: whatever it does not say (transforms, refinements) the validator itself decides.
 */
import type * as fc from 'fast-check'
import type { StandardSchema } from '../../codecs/Codec.js'
import { isThenable } from '../../codecs/thenable.js'
import { ArbitraryError, type ArbitraryFault } from './ArbitraryError.js'
import type { Sample } from './arbitrary.js'
import { Checked, enough, tried } from './Checked.js'
import { annotated, type World } from './Growth.js'
import { type JsonSchema, jsonSchema } from './jsonSchema.js'

// ---- model

/** The extension of Standard Schema by which vendors say what they take in. */
interface WithJsonSchema {
  readonly jsonSchema?: { readonly input: (o: { readonly target: string }) => unknown }
}

// ---- constructors

/** @internal */
export const standardSamples = (schema: StandardSchema, world: World): fc.Arbitrary<Sample<unknown>> => {
  const { vendor, validate } = schema['~standard']
  const fault = (problem: string, mend: string): ArbitraryFault => ({
    path: '',
    codec: `a validator of ${vendor}`,
    problem,
    mend
  })
  const refuse = (problem: string, mend: string): never => {
    throw new ArbitraryError(`a validator of ${vendor}`, [fault(problem, mend)])
  }
  const read = (input: unknown): { readonly value: unknown } | undefined => {
    const r = validate(input)
    if (isThenable(r))
      return refuse('validates asynchronously, and a generator cannot wait', 'generate for a part of it that does not')
    return r.issues === undefined && 'value' in r ? { value: r.value } : undefined
  }
  const inputs =
    annotated(world, schema) ??
    jsonSchema(described(schema, refuse), world.strings) ??
    refuse('gives a JSON Schema without a value', `${annotate} says which inputs it takes`)
  const taken = new Checked(
    inputs,
    (input) => read(input) !== undefined,
    fault(`takes fewer than ${enough} of ${tried} candidates of its JSON Schema`, `${annotate} says which inputs it takes`)
  )
  const failed = taken.probe()
  if (failed !== undefined) throw new ArbitraryError(`a validator of ${vendor}`, [failed])
  return taken.map((encoded) => ({ value: read(encoded)?.value, encoded })) as fc.Arbitrary<Sample<unknown>>
}

const annotate = 'annotate(codec, { arbitrary })'

const described = (schema: StandardSchema, refuse: (problem: string, mend: string) => never): JsonSchema => {
  const { jsonSchema } = schema['~standard'] as WithJsonSchema
  if (jsonSchema === undefined)
    return refuse(
      'gives no JSON Schema of itself (~standard.jsonSchema)',
      `take a version of it that does, or its converter; or ${annotate} says which inputs it takes`
    )
  try {
    return jsonSchema.input({ target: 'draft-2020-12' }) as JsonSchema
  } catch (e) {
    return refuse(
      `gives no JSON Schema of itself: ${e instanceof Error ? e.message : String(e)}`,
      `${annotate} says which inputs it takes`
    )
  }
}
