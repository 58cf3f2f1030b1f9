/**
 * Why an io-ts codec refuses a value: the first reasons in io-ts's order, each told once. It is asked only after a refusal, and stops at
 * the number of issues that a reply carries.
 */
import type * as t from 'io-ts'
import type { CodecTree } from './CodecTree.js'
import { type Bound, refused, type Step, withKey } from './decode.js'
import { describe, describeMember, describeTag, isOmitted, isUnnamedLiteral, reasonsOf } from './describe.js'
import { type Issue, issue, mostIssues } from './Issue.js'
import { Run } from './Run.js'
import { isRecord, type Shape } from './reflect.js'

// ---- model

/** Where a value stands in the whole one. What was asked there is remembered, so that nothing is explained twice. */
class Place {
  readonly explained = new Set<t.Mixed>()
  private readonly inside = new Map<string, Place>()
  constructor(
    private readonly parent?: Place,
    private readonly key = ''
  ) {}
  at(key: string): Place {
    const known = this.inside.get(key) ?? new Place(this, key)
    this.inside.set(key, known)
    return known
  }
  get path(): string {
    return this.parent?.parent === undefined ? this.key : `${this.parent.path}.${this.key}`
  }
}

// ---- constructors

/** The reasons why a codec refuses a value that its steps refuse. @internal */
export const issuesOf =
  (tree: CodecTree, stepOf: (codec: t.Mixed) => Step, bound: Bound) =>
  (u: unknown): ReadonlyArray<Issue> => {
    const reasons = new Reasons(tree, stepOf, bound)
    reasons.explain(tree.root, tree.root, u, [{ key: '', type: tree.root, actual: u }], new Place())
    return reasons.issues
  }

class Reasons {
  readonly issues: Issue[] = []
  private readonly known = new Set<string>()
  private readonly run = new Run(true)
  constructor(
    private readonly tree: CodecTree,
    private readonly stepOf: (codec: t.Mixed) => Step,
    private readonly bound: Bound
  ) {}

  /** `type` is the codec that stands at this place to io-ts: wrappers stand for what they wrap. */
  explain(codec: t.Mixed, type: t.Mixed, u: unknown, c: t.Context, place: Place): void {
    if (!this.explainsInside(codec, type, u, c, place)) this.add(place.path, describe(type))
  }

  /** Explains what is wrong inside a value; says whether that is where it is wrong. */
  private explainsInside(codec: t.Mixed, type: t.Mixed, u: unknown, c: t.Context, place: Place): boolean {
    const shape = this.tree.shape(codec)
    switch (shape.kind) {
      case 'readonly':
        return this.explainsInside(shape.inner, type, u, c, place)
      case 'recursive':
        return this.explainsInside(shape.definition(), type, u, c, place)
      case 'refinement':
        return this.refuses(shape.inner, u, c) && this.explainsInside(shape.inner, type, u, c, place)
      case 'exact':
        return isRecord(u) && this.explainsInside(shape.inner, type, u, c, place)
      case 'array':
        return Array.isArray(u) && this.array(shape.item, u, c, place)
      case 'tuple':
        return Array.isArray(u) && each(shape.items, (item, i) => this.part(item, String(i), u[i], c, place))
      case 'record':
        return isRecord(u) && this.record(shape, u, c, place)
      case 'dictionary':
        return isRecord(u) && this.dictionary(shape.domain, shape.codomain, u, c, place)
      case 'union':
        return each(shape.members, (member, i) => this.alternative(codec, member, i, u, c, place))
      case 'tagged':
        return isRecord(u) && this.tagged(shape, codec, u, c, place)
      case 'intersection':
        return each(shape.members, (member, i) => this.full || this.member(member, i, u, c, place))
      case 'opaque':
        return this.own(codec, u, c, place)
      default:
        return false
    }
  }

  private refuses(codec: t.Mixed, u: unknown, c: t.Context): boolean {
    return this.stepOf(codec)(u, c, this.run) === refused
  }

  /** The result of a part; where it is refused, its reasons are added. */
  private part(codec: t.Mixed, key: string, u: unknown, c: t.Context, place: Place, optional = false): unknown {
    if (this.full) return refused
    const inner = this.enter(codec, key, u, c)
    const result = this.stepOf(codec)(u, inner, this.run)
    if (result === refused && !optional) this.once(codec, u, inner, place.at(key))
    return result
  }

  // Keys are read from the copy that has what the keys before them changed, as io-ts does: it has own keys alone.
  private record(
    { props, required }: Extract<Shape, { readonly kind: 'record' }>,
    u: Record<string, unknown>,
    c: t.Context,
    place: Place
  ): true {
    let a = u
    for (const key of Object.keys(props)) {
      const before = a[key]
      const after = this.part(props[key] as t.Mixed, key, before, c, place, !required && before === undefined)
      if (after !== refused) a = withKey(u, a, key, after, required)
    }
    return true
  }

  private array(item: t.Mixed, us: ReadonlyArray<unknown>, c: t.Context, place: Place): true {
    for (let i = 0; i < us.length && !this.full; i++) this.part(item, String(i), us[i], c, place)
    return true
  }

  private member(codec: t.Mixed, i: number, u: unknown, c: t.Context, place: Place): void {
    const inner = this.enter(codec, String(i), u, c)
    if (this.refuses(codec, u, inner)) this.once(codec, u, inner, place)
  }

  private enter(codec: t.Mixed, key: string, u: unknown, c: t.Context): t.Context {
    return this.tree.holdsOpaque(codec) ? [...c, { key, type: codec, actual: u }] : c
  }

  private once(codec: t.Mixed, u: unknown, c: t.Context, place: Place): void {
    if (place.explained.has(codec)) return
    place.explained.add(codec)
    this.explain(codec, codec, u, c, place)
  }

  private alternative(union: t.Mixed, member: t.Mixed, i: number, u: unknown, c: t.Context, place: Place): void {
    if (this.full || isOmitted(union, member, u)) return
    if (isUnnamedLiteral(member)) this.add(place.path, describeMember(union, member))
    else this.member(member, i, u, c, place)
  }

  private dictionary(domain: t.Mixed, codomain: t.Mixed, u: object, c: t.Context, place: Place): true {
    for (const [key, value] of Object.entries(u)) {
      if (this.full) break
      const name = this.stepOf(domain)(key, this.enter(domain, key, key, c), this.run)
      if (name !== refused) this.part(codomain, String(name), value, c, place)
    }
    return true
  }

  private tagged(
    { tag, places, members }: Extract<Shape, { readonly kind: 'tagged' }>,
    union: t.Mixed,
    u: Record<string, unknown>,
    c: t.Context,
    place: Place
  ): true {
    const i = places.get(u[tag])
    if (i === undefined) this.add(place.at(tag).path, describeTag(union))
    else this.member(members[i] as t.Mixed, i, u, c, place)
    return true
  }

  /** The reasons that a codec's own function gives. */
  private own(codec: t.Mixed, u: unknown, c: t.Context, place: Place): true {
    const excess = this.bound(u)
    if (excess !== undefined) this.add(place.path, excess)
    else {
      const e = codec.validate(u, c)
      if (e._tag === 'Left') for (const { path, expected } of reasonsOf(e.left)) this.add(path, expected)
    }
    return true
  }

  private add(path: string, expected: string): void {
    const id = `${path} ${expected}`
    if (this.full || this.known.has(id)) return
    this.known.add(id)
    this.issues.push(issue(path, expected))
  }

  private get full(): boolean {
    return this.issues.length >= mostIssues
  }
}

const each = <A>(as: ReadonlyArray<A>, f: (a: A, i: number) => unknown): true => {
  as.forEach(f)
  return true
}
