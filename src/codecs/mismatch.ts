/** Where a value is not what its codec takes, for the log of a reply that cannot be sent. It holds no part of the value but declared keys. */
import type * as t from 'io-ts'
import type { CodecTree } from './CodecTree.js'
import { type Check, YES } from './checks.js'
import { describe } from './describe.js'
import type { Run } from './Run.js'
import { isRecord } from './reflect.js'

/** The error for a value that a codec's `is` refuses: what was expected, and at which place first. @internal */
export const mismatch = (tree: CodecTree, is: (codec: t.Mixed) => Check, a: unknown, run: Run): TypeError => {
  const refuses = (codec: t.Mixed, u: unknown): boolean => is(codec)(u, run) !== YES
  /** The place where a codec that refuses a value expects another one. */
  const find = (codec: t.Mixed, u: unknown, path: string): string => {
    const here = `${describe(codec).slice(0, 200)} was expected${path === '' ? '' : ` at ${path}`}`
    const inside = (part: t.Mixed | undefined, value: unknown, key: string | number): string | undefined =>
      part !== undefined && refuses(part, value) ? find(part, value, path === '' ? String(key) : `${path}.${key}`) : undefined
    const shape = tree.shape(codec)
    switch (shape.kind) {
      case 'readonly':
      case 'exact':
      case 'refinement':
        return refuses(shape.inner, u) ? find(shape.inner, u, path) : here
      case 'recursive':
        return find(shape.definition(), u, path)
      case 'intersection': {
        const member = shape.members.find((m) => refuses(m, u))
        return member === undefined ? here : find(member, u, path)
      }
      case 'tagged': {
        const place = isRecord(u) ? shape.places.get(u[shape.tag]) : undefined
        return place === undefined ? here : find(shape.members[place] as t.Mixed, u, path)
      }
      case 'record':
        if (!isRecord(u)) return here
        for (const key of Object.keys(shape.props)) {
          if (!shape.required && u[key] === undefined) continue
          const found = inside(shape.props[key], u[key], key)
          if (found !== undefined) return found
        }
        return here
      case 'array':
      case 'tuple':
        if (!Array.isArray(u)) return here
        for (let i = 0; i < u.length; i++) {
          const found = inside(shape.kind === 'array' ? shape.item : shape.items[i], u[i], i)
          if (found !== undefined) return found
        }
        return here
      default:
        return here
    }
  }
  return new TypeError(`the value is not as its codec declares: ${find(tree.root, a, '')}`)
}
