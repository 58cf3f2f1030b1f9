/**
 * Why an io-ts codec refuses a value: the first reasons in io-ts's order, each of them once. It is asked only after a refusal, and stops at
 * the number of issues that a reply carries.
 */
import type * as t from 'io-ts'
import type { CodecTree } from './CodecTree.js'
import { type Check, NO, YES } from './checks.js'
import { refused, type Step } from './decode.js'
import { describe, describeMember, describeTag, isOmitted, isUnnamedLiteral, reasonsOf } from './describe.js'
import { type Issue, issue, mostIssues } from './Issue.js'
import type { Bound } from './ownBounds.js'
import { checksOf } from './passThrough.js'
import { Run } from './Run.js'
import { childrenOf, isRecord, type Shape } from './reflect.js'

// ---- model

/** Where a value stands in the whole one. */
class Place {
  /** What was explained here already: several branches of a recursive codec may ask for the same. */
  private results: Map<Node, boolean> | undefined
  private inside: Map<string | number, Place> | undefined
  constructor(
    private readonly parent?: Place,
    private readonly key: string | number = ''
  ) {}
  get explained(): Map<Node, boolean> {
    this.results ??= new Map()
    return this.results
  }
  at(key: string | number): Place {
    this.inside ??= new Map()
    const known = this.inside.get(key) ?? new Place(this, key)
    this.inside.set(key, known)
    return known
  }
  get path(): string {
    return this.parent?.parent === undefined ? String(this.key) : `${this.parent.path}.${this.key}`
  }
}

/** A codec with what is asked of it, and its parts in the order in which its shape has them. */
interface Node {
  readonly codec: t.Mixed
  readonly shape: Shape
  readonly check: Check
  readonly step: Step
  readonly holdsOpaque: boolean
  /** Whether none of its values has an inside: its check alone is asked. */
  isLeaf: boolean
  readonly keys: ReadonlyArray<string>
  readonly parts: ReadonlyArray<Node>
  /** Its description, and that of the literals among its members, made once. */
  words?: string
  choice?: string
}

// ---- constructors

/** The reasons why a codec refuses a value that its steps refuse. @internal */
export const issuesOf = (
  tree: CodecTree,
  stepOf: (codec: t.Mixed) => Step,
  boundOf: (codec: t.Mixed) => Bound
): ((u: unknown) => ReadonlyArray<Issue>) => {
  const root = nodesOf(tree, stepOf)(tree.root)
  return (u) => {
    const reasons = new Reasons(tree.forks, boundOf)
    const place = new Place()
    // The steps read later keys of a record from a copy, which has own keys alone: what an object inherits may be refused there and not here.
    if (reasons.explain(root, root, u, [{ key: '', type: tree.root, actual: u }], place)) reasons.refuse(place, root)
    return reasons.issues
  }
}

const nodesOf = (tree: CodecTree, stepOf: (codec: t.Mixed) => Step): ((codec: t.Mixed) => Node) => {
  const checkOf = checksOf(tree, 'decode', true)
  const made = new Map<t.Mixed, Node>()
  const nodeOf = (codec: t.Mixed): Node => {
    const known = made.get(codec)
    if (known !== undefined) return known
    const shape = tree.shape(codec)
    const parts: Node[] = []
    const node: Node = {
      codec,
      shape,
      check: checkOf(codec),
      step: stepOf(codec),
      holdsOpaque: tree.holdsOpaque(codec),
      isLeaf: leaves.has(shape.kind),
      keys: shape.kind === 'record' ? Object.keys(shape.props) : [],
      parts
    }
    made.set(codec, node)
    parts.push(...childrenOf(shape).map(nodeOf))
    if (shape.kind === 'union') node.isLeaf = parts.every((part) => part.isLeaf)
    return node
  }
  return nodeOf
}

const leaves: ReadonlySet<Shape['kind']> = new Set(['scalar', 'number', 'literal', 'keyof'])

class Reasons {
  readonly issues: Issue[] = []
  private readonly known = new Set<string>()
  private readonly run = new Run(true)
  constructor(
    /** Whether several branches may ask for the same. */
    private readonly forks: boolean,
    private readonly boundOf: (codec: t.Mixed) => Bound
  ) {}

  /**
   * Adds the reasons why a codec refuses a value; says whether it takes it. `type` is the codec that stands at this place to io-ts: wrappers
   * stand for what they wrap.
   */
  explain(node: Node, type: Node, u: unknown, c: t.Context, place: Place): boolean {
    const { shape, parts } = node
    const [inner] = parts
    switch (shape.kind) {
      case 'readonly':
      case 'recursive':
        return this.explain(inner as Node, type, u, c, place)
      case 'refinement': {
        const a = this.decode(inner as Node, u, c)
        if (a === refused) return this.explain(inner as Node, type, u, c, place)
        return shape.predicate(a) ? true : this.refuse(place, type)
      }
      case 'exact':
        return isRecord(u) ? this.explain(inner as Node, type, u, c, place) : this.refuse(place, type)
      case 'array':
        return Array.isArray(u) ? this.array(inner as Node, u, c, place) : this.refuse(place, type)
      case 'tuple':
        return Array.isArray(u) ? all(parts, (part, i) => this.part(part, i, u[i], c, place)) : this.refuse(place, type)
      case 'record':
        return isRecord(u) ? this.record(node, shape.required, u, c, place) : this.refuse(place, type)
      case 'dictionary':
        if (isRecord(u)) return this.dictionary(node, u, c, place)
        return this.decode(node, u, c) !== refused || this.refuse(place, type)
      case 'union':
        if (this.decode(node, u, c) !== refused) return true
        for (const [i, member] of parts.entries()) this.alternative(node, member, i, u, c, place)
        return false
      case 'tagged':
        return isRecord(u) ? this.tagged(node, shape, u, c, place) : this.refuse(place, type)
      case 'intersection':
        return all(parts, (member, i) => this.member(member, i, u, c, place))
      case 'opaque':
        return this.own(node.codec, u, c, place)
      default:
        return this.decode(node, u, c) !== refused || this.refuse(place, type)
    }
  }

  /** What a codec makes of a value: most are refused or pass as they are. */
  private decode({ check, step }: Node, u: unknown, c: t.Context): unknown {
    const verdict = check(u, this.run)
    return verdict === YES ? u : verdict === NO ? refused : step(u, c, this.run)
  }

  refuse(place: Place, type: Node): false {
    type.words ??= describe(type.codec)
    return this.add(place.path, type.words)
  }

  // ---- inside a value

  private part(node: Node, key: string | number, u: unknown, c: t.Context, place: Place): boolean {
    if (node.isLeaf && node.check(u, this.run) === YES) return true
    if (this.full) return false
    return this.once(node, u, enter(node, key, u, c), this.forks ? place.at(key) : new Place(place, key))
  }

  private member(node: Node, i: number, u: unknown, c: t.Context, place: Place): boolean {
    return !this.full && this.once(node, u, enter(node, i, u, c), place)
  }

  private once(node: Node, u: unknown, c: t.Context, place: Place): boolean {
    if (!this.forks) return this.explain(node, node, u, c, place)
    const known = place.explained.get(node)
    if (known !== undefined) return known
    const takes = this.explain(node, node, u, c, place)
    place.explained.set(node, takes)
    return takes
  }

  private array(item: Node, us: ReadonlyArray<unknown>, c: t.Context, place: Place): boolean {
    let takes = true
    for (let i = 0; i < us.length && !this.full; i++) takes = this.part(item, i, us[i], c, place) && takes
    return takes
  }

  private record({ keys, parts }: Node, required: boolean, u: Record<string, unknown>, c: t.Context, place: Place): boolean {
    let takes = true
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string
      const value = u[key]
      if (required || value !== undefined) takes = this.part(parts[i] as Node, key, value, c, place) && takes
    }
    return takes
  }

  private dictionary({ parts: [domain, codomain] }: Node, u: Record<string, unknown>, c: t.Context, place: Place): boolean {
    let takes = true
    for (const key of Object.keys(u)) {
      if (this.full) return false
      const name = this.decode(domain as Node, key, enter(domain as Node, key, key, c))
      if (name !== refused) takes = this.part(codomain as Node, String(name), u[key], c, place) && takes
    }
    return takes
  }

  private tagged(
    union: Node,
    { tag, places }: Extract<Shape, { readonly kind: 'tagged' }>,
    u: Record<string, unknown>,
    c: t.Context,
    place: Place
  ): boolean {
    const i = places.get(u[tag])
    return i === undefined
      ? this.add(place.at(tag).path, describeTag(union.codec))
      : this.member(union.parts[i] as Node, i, u, c, place)
  }

  private alternative(union: Node, member: Node, i: number, u: unknown, c: t.Context, place: Place): void {
    if (this.full || isOmitted(union.codec, member.codec, u)) return
    if (isUnnamedLiteral(member.codec)) {
      union.choice ??= describeMember(union.codec, member.codec)
      this.add(place.path, union.choice)
    } else this.member(member, i, u, c, place)
  }

  /** The reasons that a codec's own function gives. */
  private own(codec: t.Mixed, u: unknown, c: t.Context, place: Place): boolean {
    const excess = this.boundOf(codec)(u, this.run)
    if (excess !== undefined) return this.add(place.path, excess)
    const e = codec.validate(u, c)
    if (e._tag === 'Right') return true
    for (const { path, expected } of reasonsOf(e.left)) this.add(path, expected)
    return false
  }

  private add(path: string, expected: string): false {
    const id = `${path} ${expected}`
    if (this.full || this.known.has(id)) return false
    this.known.add(id)
    this.issues.push(issue(path, expected))
    return false
  }

  private get full(): boolean {
    return this.issues.length >= mostIssues
  }
}

const enter = ({ codec, holdsOpaque }: Node, key: string | number, u: unknown, c: t.Context): t.Context =>
  holdsOpaque ? [...c, { key: String(key), type: codec, actual: u }] : c

const all = (parts: ReadonlyArray<Node>, f: (part: Node, i: number) => boolean): boolean => {
  let takes = true
  for (let i = 0; i < parts.length; i++) takes = f(parts[i] as Node, i) && takes
  return takes
}
