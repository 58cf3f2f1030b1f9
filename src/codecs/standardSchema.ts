/**
 * Decodes with any Standard Schema validator (https://standardschema.dev), and words its refusals as those of io-ts are worded.
 * A refusal holds neither the refused value nor a vendor's message, which may quote it.
 */
import { arktypeWords, describedBy } from './arktypeWords.js'
import type { AnyCodec, Decode, Decoding, StandardResult, StandardSchema } from './Codec.js'
import { type Declared, declaredBy } from './declared.js'
import { type Issue, issue, mostIssues } from './Issue.js'
import { isThenable } from './thenable.js'
import { ofUndeclared, valibotWords } from './valibotWords.js'
import { zodWords } from './zodWords.js'

type StandardIssue = Extract<StandardResult<unknown>, { readonly issues: ReadonlyArray<unknown> }>['issues'][number]

/** Reads values where every codec is a Standard Schema validator. @internal */
export const standardDecoder = (codec: AnyCodec): Decode => {
  const schema = codec as StandardSchema
  let reword: ((i: StandardIssue) => Issue) | undefined
  const read = (r: StandardResult<unknown>): Decoding => {
    if (r.issues === undefined && 'value' in r) return { value: r.value }
    reword ??= rewording(schema)
    return { issues: (r.issues ?? [{ message: '' }]).slice(0, mostIssues).map(reword) }
  }
  return (u) => {
    const r = schema['~standard'].validate(u)
    return isThenable(r) ? Promise.resolve(r).then((answer) => read(answer as StandardResult<unknown>)) : read(r)
  }
}

// The schema is read at its first refusal: most functions never refuse before they are replaced, and recursive schemas are complete by then.
const rewording = (schema: StandardSchema): ((i: StandardIssue) => Issue) => {
  switch (schema['~standard'].vendor) {
    case 'arktype': {
      const nodes = describedBy(schema)
      return (i) => issue(pathOf(i), arktypeWords(i, nodes))
    }
    case 'valibot': {
      const declared = declaredBy(schema)
      return (i) => issue(ofUndeclared(i) ? parentOf(i) : pathOf(i), valibotWords(i, declared), constant(i, declared))
    }
    case 'zod': {
      const declared = declaredBy(schema)
      return (i) => issue(pathOf(i), zodWords(i, declared), constant(i, declared))
    }
    default:
      // Other validators may keep what they refused in the schema itself (Ajv does), so nothing of theirs counts as a constant.
      return (i) => issue(pathOf(i), zodWords({ code: 'invalid_type', ...i }, nothing))
  }
}

const nothing: Declared = { texts: new Set(), constants: new Set() }

const constant = ({ message }: StandardIssue, { texts }: Declared): string | undefined =>
  texts.has(message) ? message : undefined

// ---- paths

type Keys = NonNullable<StandardIssue['path']>

// ArkType's paths are no plain arrays: `map` of an empty one gives a path of one key.
const pathOf = ({ path = [] }: StandardIssue): string => joined([...path])

const parentOf = ({ path = [] }: StandardIssue): string => joined([...path].slice(0, -1))

const joined = (path: Keys): string => path.map((k) => keyText(typeof k === 'object' && k !== null ? k.key : k)).join('.')

// Keys of maps may be objects, which have no text, or one that throws.
const keyText = (key: unknown): string =>
  typeof key === 'string' || typeof key === 'number' || typeof key === 'symbol' ? String(key) : '?'
