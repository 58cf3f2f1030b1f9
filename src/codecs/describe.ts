/**
 * What an io-ts codec expects, in words for the sender of a value: a name that the codec's author gave, or else its structure, without
 * literals that may be secrets.
 */
import type * as t from 'io-ts'
import { type Issue, issue, mostIssues } from './Issue.js'
import { describeLiterals } from './literals.js'
import { childrenOf, isRecord, partsOf, shapeByTag, tagOf, tagValues, unwrapped } from './reflect.js'

// ---- codecs

/** @internal */
export const describe = (codec: t.Decoder<never, unknown> | undefined, depth = 0): string => {
  if (codec === undefined) return 'unknown'
  const { expects } = codec as { readonly expects?: unknown }
  if (typeof expects === 'string') return expects
  const mixed = codec as t.Mixed
  const structure = structures.get(tagOf(codec))
  if (structure === undefined) return withoutLiterals(codec.name)
  // io-ts makes a name from the names of the parts; another one is the author's.
  if (codec.name !== structure(mixed, ({ name }) => name, nameOfLiteral)) return withoutSecrets(mixed)
  return depth > deepest ? shortest(mixed) : structure(mixed, (part) => describe(part, depth + 1), describeLiterals)
}

const deepest = 8
const shortest = (codec: t.Mixed): string => (/Array|Tuple/.test(String(tagOf(codec))) ? 'array' : 'object')

// An author may make a name from the names of parts, which quote their literals.
const withoutSecrets = (codec: t.Mixed): string =>
  secretsIn(codec).reduce<string>((name, value) => name.replaceAll(JSON.stringify(value), typeof value), codec.name)

/** The literals inside a codec that its own name must not show: those that describing its parts would not show. */
const secretsIn = (codec: t.Mixed, seen: Set<t.Mixed> = new Set()): ReadonlyArray<unknown> => {
  if (seen.has(codec)) return []
  seen.add(codec)
  return childrenOf(shapeByTag(codec)).flatMap((part) => {
    if (!isUnnamedLiteral(part)) return secretsIn(part, seen)
    const { value } = partsOf(part)
    const shown = describeLiterals(tagOf(codec) === 'UnionType' ? choiceOf(codec) : [value])
    return shown.includes(JSON.stringify(value)) ? [] : [value]
  })
}

// A name made from other names may quote a literal.
const withoutLiterals = (name: string): string => name.replaceAll(/"(?:[^"\\]|\\.)*"/g, 'string')

const nameOfLiteral = (values: ReadonlyArray<unknown>): string => values.map((value) => JSON.stringify(value)).join(' | ')

type NameOf = (codec: t.Mixed) => string
type Structure = (codec: t.Mixed, nameOf: NameOf, literals: (values: ReadonlyArray<unknown>) => string) => string

const fields = (codec: t.Mixed, nameOf: NameOf): string =>
  Object.entries(partsOf(codec).props)
    .map(([key, prop]) => `${key}: ${nameOf(prop)}`)
    .join(', ')

const exactly: Structure = (codec, nameOf) => {
  const { type } = partsOf(codec)
  switch (tagOf(type)) {
    case 'InterfaceType':
      return `{| ${fields(type, nameOf)} |}`
    case 'PartialType':
      return `Partial<{| ${fields(type, nameOf)} |}>`
    default:
      return `Exact<${nameOf(type)}>`
  }
}

/** The names that io-ts makes, over the names of the parts. */
const structures: ReadonlyMap<string | undefined, Structure> = /* @__PURE__ */ new Map<string | undefined, Structure>([
  ['LiteralType', (codec, _, literals) => literals([partsOf(codec).value])],
  ['KeyofType', (codec, _, literals) => literals(Object.keys(partsOf(codec).keys))],
  ['InterfaceType', (codec, nameOf) => `{ ${fields(codec, nameOf)} }`],
  ['PartialType', (codec, nameOf) => `Partial<{ ${fields(codec, nameOf)} }>`],
  ['ArrayType', (codec, nameOf) => `Array<${nameOf(partsOf(codec).type)}>`],
  ['ReadonlyArrayType', (codec, nameOf) => `ReadonlyArray<${nameOf(partsOf(codec).type)}>`],
  ['TupleType', (codec, nameOf) => `[${partsOf(codec).types.map(nameOf).join(', ')}]`],
  ['UnionType', (codec, nameOf, literals) => `(${alternatives(codec, nameOf, literals).join(' | ')})`],
  ['IntersectionType', (codec, nameOf) => `(${partsOf(codec).types.map(nameOf).join(' & ')})`],
  ['DictionaryType', (codec, nameOf) => `{ [K in ${nameOf(partsOf(codec).domain)}]: ${nameOf(partsOf(codec).codomain)} }`],
  ['ExactType', exactly],
  ['ReadonlyType', (codec, nameOf) => `Readonly<${nameOf(partsOf(codec).type)}>`],
  ['RefinementType', (codec, nameOf) => `(${nameOf(partsOf(codec).type)} | ${nameOfFunction(partsOf(codec).predicate)})`]
])

const nameOfFunction = (f: { readonly name?: string; readonly displayName?: string; readonly length: number }): string =>
  f.displayName || f.name || `<function${f.length}>`

// The literals among the members are one choice, which stands where the first of them does.
const alternatives = (
  codec: t.Mixed,
  nameOf: NameOf,
  literals: (values: ReadonlyArray<unknown>) => string
): ReadonlyArray<string> => {
  const values = choiceOf(codec)
  return [
    ...new Set(
      partsOf(codec).types.map((member) =>
        literals !== nameOfLiteral && isUnnamedLiteral(member) ? literals(values) : nameOf(member)
      )
    )
  ]
}

/** Whether a codec is a literal that its author gave no name. @internal */
export const isUnnamedLiteral = (codec: t.Mixed): boolean =>
  tagOf(codec) === 'LiteralType' && codec.name === JSON.stringify(partsOf(codec).value)

/** The values of the literals, without a name of their own, among the members of a union. */
const choiceOf = (union: t.Mixed): ReadonlyArray<unknown> =>
  partsOf(union).types.flatMap((member) => (isUnnamedLiteral(member) ? [partsOf(member).value] : []))

/** What a member of a union expects: for a literal, the choice that it is part of. @internal */
export const describeMember = (union: t.Mixed, member: t.Mixed): string =>
  isUnnamedLiteral(member) ? describeLiterals(choiceOf(union)) : describe(member)

// ---- errors

/** Whether a member of a union need not be named: that a key may be left out does not help the sender of a wrong value. @internal */
export const isOmitted = (union: t.Mixed, member: t.Mixed, u: unknown): boolean =>
  u !== undefined && mayBeAbsent(member) && !partsOf(union).types.every(mayBeAbsent)

const mayBeAbsent = (codec: t.Mixed): boolean => tagOf(codec) === 'UndefinedType' || tagOf(codec) === 'VoidType'

/** What the key of a discriminated union that tells its members apart may be. @internal */
export const describeTag = (union: t.Mixed): string => describeLiterals(tagValues(union))

/** One of io-ts's errors in words; nothing where it need not be named. @internal */
export const reasonOf = ({ context, value }: t.ValidationError): Issue | undefined => {
  const last = context[context.length - 1]
  const type = last?.type as t.Mixed | undefined
  const path = pathOf(context)
  const union = unwrapped(context[context.length - 2]?.type)
  if (type !== undefined && tagOf(union) === 'UnionType') {
    const u = union as t.Mixed
    if (isOmitted(u, type, value)) return undefined
    if (isUnnamedLiteral(type)) return { path: path.join('.'), expected: describeMember(u, type) }
  }
  const refusing = unwrapped(type)
  if (isTagged(refusing) && isRecord(value) && !tagValues(refusing).includes(value[partsOf(refusing).tag])) {
    return { path: [...path, partsOf(refusing).tag].join('.'), expected: describeTag(refusing) }
  }
  return { path: path.join('.'), expected: describe(type) }
}

/** What io-ts says is wrong, as a refusal says it: each reason once, and no more of them than a reply carries. @internal */
export const reasonsOf = (errors: t.Errors): ReadonlyArray<Issue> => {
  const issues = new Map<string, Issue>()
  for (const error of errors) {
    const reason = reasonOf(error)
    if (reason === undefined) continue
    issues.set(`${reason.path} ${reason.expected}`, issue(reason.path, reason.expected))
    if (issues.size === mostIssues) break
  }
  return [...issues.values()]
}

const isTagged = (type: unknown): type is t.Mixed => tagOf(type) === 'UnionType' && Object.hasOwn(type as object, 'tag')

// Members of unions and intersections stand in io-ts's context under their index: they are no part of the value's path.
const pathOf = (context: t.Context): ReadonlyArray<string> =>
  context.flatMap(({ key }, i) => {
    const parent = tagOf(unwrapped(context[i - 1]?.type))
    return i === 0 || parent === 'UnionType' || parent === 'IntersectionType' ? [] : [key]
  })
