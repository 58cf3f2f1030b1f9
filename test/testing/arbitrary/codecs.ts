/** Codecs of every tag of io-ts and of ours, nested, as arbitraries of fast-check: what `arbitrary` is tried on. */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { BooleanFromString, bytes, DateFromString, IntFromString, NumberFromString } from '../../../src/index.js'

// Not 'constructor' or 'toString': io-ts looks for the tags of a union on objects that inherit them.
const key = fc.oneof(fc.constantFrom('a', 'b', 'c', 'id', ''), fc.string({ maxLength: 3 }))

const leaf: fc.Arbitrary<t.Mixed> = fc.oneof(
  fc.constantFrom<t.Mixed>(
    t.string,
    t.number,
    t.boolean,
    t.null,
    t.undefined,
    t.void,
    t.unknown,
    t.bigint,
    t.Int,
    t.UnknownRecord,
    t.UnknownArray,
    NumberFromString,
    IntFromString,
    BooleanFromString,
    DateFromString,
    bytes('image/png')
  ),
  fc.oneof(fc.string(), fc.integer(), fc.boolean()).map((v) => t.literal(v)),
  fc.uniqueArray(key, { minLength: 1, maxLength: 3 }).map((keys) => t.keyof(Object.fromEntries(keys.map((k) => [k, null])))),
  fc.constantFrom<t.Mixed>(
    t.refinement(t.string, (s) => s.length > 0, 'NonEmpty'),
    t.refinement(t.number, (n) => n >= 0 && n <= 100, 'Percent'),
    t.brand(t.string, (s): s is t.Branded<string, { readonly Code: symbol }> => /^[A-Z]{3}$/.test(s), 'Code'),
    t.refinement(t.refinement(t.number, Number.isInteger, 'Whole'), (n) => n % 2 === 0, 'Even')
  )
)

const props = (inner: fc.Arbitrary<t.Mixed>): fc.Arbitrary<t.Props> =>
  fc.dictionary(key, inner, { maxKeys: 3, noNullPrototype: true })

const tree: { readonly codec: fc.Arbitrary<t.Mixed> } = fc.letrec<{ codec: t.Mixed }>((tie) => {
  const inner = tie('codec')
  const record = props(inner)
  return {
    codec: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      record.map((p) => t.type(p)),
      record.map((p) => t.partial(p)),
      record.map((p) => t.strict(p)),
      record.map((p) => t.exact(t.partial(p))),
      record.map((p) => t.readonly(t.type(p))),
      fc.tuple(record, record).map(([a, b]) => t.intersection([t.type(a), t.partial(apart(b, a))])),
      fc
        .tuple(record, record, inner)
        .map(([a, b, c]) => t.intersection([t.type(a), t.union([t.strict(apart(b, a)), t.type({ other: c })])])),
      inner.map((c) => t.intersection([t.record(t.string, t.unknown), t.type({ one: c })])),
      inner.map((c) => t.array(c)),
      inner.map((c) => t.readonlyArray(c)),
      inner.map((c) => t.record(t.string, c)),
      inner.map((c) => t.record(t.keyof({ x: null, y: null }), c)),
      fc.tuple(inner, inner).map(([a, b]) => t.tuple([a, b])),
      fc.tuple(inner, inner).map(([a, b]) => t.union([a, b])),
      record.map((p) => t.refinement(t.type(p), (o) => Object.keys(o).length < 100, 'Small')),
      record.map((p) =>
        t.recursion(
          'Self',
          (self) => t.intersection([t.type(p), t.partial({ self, all: t.array(self) })]) as unknown as t.Type<unknown>
        )
      ),
      inner.map((c) =>
        t.recursion('List', (self) => t.union([t.null, t.type({ head: c, tail: self })]) as unknown as t.Type<unknown>)
      )
    )
  }
})

// Two codecs of one key need not have a value in common.
const apart = (b: t.Props, a: t.Props): t.Props => Object.fromEntries(Object.entries(b).filter(([k]) => !Object.hasOwn(a, k)))

/** Any codec that has values. */
export const codecs: fc.Arbitrary<t.Mixed> = tree.codec

/** The tags that stand in a codec. */
export const tagsIn = (codec: unknown, seen = new Set<unknown>(), tags = new Set<string>()): ReadonlySet<string> => {
  if (typeof codec !== 'object' || codec === null || seen.has(codec)) return tags
  seen.add(codec)
  const node = codec as { readonly _tag?: unknown; readonly props?: object; readonly types?: readonly unknown[] } & Record<
    string,
    unknown
  >
  if (typeof node._tag === 'string') tags.add(node._tag)
  for (const child of [node['type'], node['domain'], node['codomain'], ...(node.types ?? []), ...Object.values(node.props ?? {})])
    tagsIn(child, seen, tags)
  return tags
}
