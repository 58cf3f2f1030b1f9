/**
 * Looks at values, written ahead of time: for a codec the text of a predicate that says of most values at once that they decode, or are
 * encoded, to themselves. Of what it cannot be sure it says no, and the codec is asked. It writes text and evaluates none.
 */
import type * as t from 'io-ts'
import { partsOf } from '../codecs/parts.js'
import { isIdentity } from '../combinators/asIs.js'
import { keptBy, literalsOf } from '../combinators/codecTree.js'
import { type leaves, type Ways, waysOnce } from '../combinators/genuine.js'
import { scalars } from '../combinators/wholeLook.js'

// ---- model

/** What is done with a value that the look takes; `whole`: it is decoded, and nothing undeclared is in it at any depth. @internal */
export type Purpose = 'decode' | 'encode' | 'whole'

interface Writer {
  readonly wayOf: Ways
  readonly purpose: Purpose
  /** Statements before the look: predicates of the codec's own, sets of keys, a function for each record and list. */
  readonly lines: string[]
  readonly functions: Map<t.Mixed, string>
}

/** Text of a boolean over a value's text; nothing where the codec cannot be looked through. */
type Text = string | undefined

// ---- constructors

/**
 * The text of `(codec) => (value) => boolean`, over `isRecord`, `hasOnly` and `keysIn` of `combinators/looks.ts`; nothing where a codec in it does what
 * its tag does not say.
 * @internal
 */
export const lookText = (codec: t.Mixed, purpose: Purpose): string | undefined => {
  const w: Writer = { wayOf: waysOnce(), purpose, lines: [], functions: new Map() }
  const whole = yes(w, codec, 'v', 'c')
  return whole === undefined ? undefined : `(c) => {${w.lines.join(';')};return (v) => ${whole}}`
}

/** True of values of the codec only; `v` is the value's text, `c` the codec's. */
const yes = (w: Writer, codec: t.Mixed, v: string, c: string): Text => {
  const { type, types, predicate, domain, codomain, tag } = partsOf(codec)
  const way = w.wayOf(codec)
  switch (way) {
    case undefined:
      return undefined
    case 'ReadonlyType':
      return yes(w, type, v, `${c}.type`)
    case 'RefinementType': {
      const inner = yes(w, type, v, `${c}.type`)
      return inner && predicate !== undefined ? `(${inner}&&${kept(w, `${c}.predicate`)}(${v}))` : undefined
    }
    case 'RecursiveType':
      // The walk that encodes what is not taken goes as deep again; and of what is whole the depth is known.
      return w.purpose !== 'decode'
        ? undefined
        : called(w, codec, v, (f) => body(w, f, yes(w, partsOf(codec).runDefinition(), 'v', `${c}.type`)))
    case 'ArrayType':
      return called(w, codec, v, (f) => {
        const item = yes(w, type, 'v[i]', `${c}.type`)
        return (
          item &&
          `const ${f}=(v)=>{if(!Array.isArray(v))return false;for(let i=0;i<v.length;i++)if(!(${item}))return false;return true}`
        )
      })
    case 'TupleType': {
      const items = types.map((member, i) => yes(w, member, `${v}[${i}]`, `${c}.types[${i}]`))
      const length = w.purpose === 'encode' ? '===' : '<='
      return all([`Array.isArray(${v})`, `${v}.length${length}${types.length}`, ...items])
    }
    case 'DictionaryType':
      return w.wayOf(domain) === 'StringType' && w.purpose !== 'whole'
        ? called(w, codec, v, (f) => {
            const item = yes(w, codomain, 'v[k]', `${c}.codomain`)
            return (
              item && `const ${f}=(v)=>{if(!isRecord(v))return false;for(const k in v)if(!(${item}))return false;return true}`
            )
          })
        : undefined
    case 'InterfaceType':
    case 'PartialType':
    case 'ExactType':
    case 'IntersectionType': {
      const keys = keysOf(w, codec, c)
      if (keys !== undefined) return called(w, codec, v, (f) => body(w, f, record(w, codec, keys)))
      return way === 'IntersectionType' && w.purpose === 'decode'
        ? all(types.map((member, i) => yes(w, member, v, `${c}.types[${i}]`)))
        : undefined
    }
    case 'TaggedUnionType':
      return w.purpose === 'encode' ? firstOf(w, types, v, c) : tagged(w, types, tag, v, c)
    case 'UnionType':
      return firstOf(w, types, v, c)
    case 'EnumerableType':
      return undefined
    default:
      if (w.purpose === 'whole' && !scalars.has(way)) return undefined
      return w.purpose === 'encode' && !isIdentity(codec) ? undefined : leaf(w, way, codec, v, c)
  }
}

const leaf = (w: Writer, tag: keyof typeof leaves, codec: t.Mixed, v: string, c: string): Text => {
  const { value, keys } = partsOf(codec)
  switch (tag) {
    case 'StringType':
    case 'BooleanType':
    case 'BigIntType':
    case 'FunctionType':
      return `typeof ${v}===${JSON.stringify(tag.slice(0, -4).toLowerCase())}`
    case 'NumberType':
      return `(typeof ${v}==='number'&&${v}===${v})`
    case 'NullType':
      return `${v}===null`
    case 'UndefinedType':
    case 'VoidType':
      return `${v}===undefined`
    // A container copies what holds a NaN.
    case 'UnknownType':
    case 'AnyType':
      return `${v}===${v}`
    case 'NeverType':
      return 'false'
    case 'ObjectType':
      return `(typeof ${v}==='object'&&${v}!==null)`
    case 'AnyArrayType':
      return `Array.isArray(${v})`
    case 'AnyDictionaryType':
      return `isRecord(${v})`
    case 'LiteralType':
      return value === 0 ? `Object.is(${v},0)` : Number.isNaN(value) ? 'false' : `${v}===${JSON.stringify(value)}`
    case 'KeyofType': {
      const names = Object.getOwnPropertyNames(keys)
      return names.length > 8
        ? `${kept(w, `new Set(Object.getOwnPropertyNames(${c}.keys))`)}.has(${v})`
        : `(${names.map((name) => `${v}===${JSON.stringify(name)}`).join('||') || 'false'})`
    }
  }
}

// ---- unions

// A later member is asked only of what the earlier ones surely refuse: they might take it and change it.
const firstOf = (w: Writer, types: ReadonlyArray<t.Mixed>, v: string, c: string): Text => {
  const members = types.map((member, i) => {
    const taken = yes(w, member, v, `${c}.types[${i}]`)
    const before = types.slice(0, i).map((earlier) => no(w, earlier, v))
    return all([...before, taken])
  })
  return members.every((m) => m !== undefined) ? `(${members.join('||')})` : undefined
}

/** True only of what a codec refuses. */
const no = (w: Writer, codec: t.Mixed, v: string): string => {
  const { type, props, value } = partsOf(codec)
  switch (w.wayOf(codec)) {
    case 'ReadonlyType':
    case 'RefinementType':
    case 'ExactType':
      return no(w, type, v)
    case 'StringType':
    case 'NumberType':
    case 'BooleanType':
      return `typeof ${v}!==${JSON.stringify(w.wayOf(codec)?.slice(0, -4).toLowerCase())}`
    case 'NullType':
      return `${v}!==null`
    case 'UndefinedType':
    case 'VoidType':
      return `${v}!==undefined`
    case 'LiteralType':
      return `${v}!==${JSON.stringify(value)}`
    case 'KeyofType':
      return `typeof ${v}!=='string'`
    case 'ArrayType':
    case 'TupleType':
      return `!Array.isArray(${v})`
    case 'InterfaceType': {
      const literals = Object.entries(props).filter(([key, prop]) => w.wayOf(prop) === 'LiteralType' && key !== '__proto__')
      return `(!isRecord(${v})${literals.map(([key, prop]) => `||${no(w, prop, v + at(key))}`).join('')})`
    }
    default:
      return 'false'
  }
}

const tagged = (w: Writer, types: ReadonlyArray<t.Mixed>, tag: string, v: string, c: string): Text => {
  const branches = types.map((member, i): Text => {
    const taken = yes(w, member, v, `${c}.types[${i}]`)
    const is = literalsOf(member, tag, w.wayOf)?.map((literal) => `${v}${at(tag)}===${JSON.stringify(literal)}`)
    return taken && is && `(${is.join('||')})?${taken}`
  })
  return branches.every((b) => b !== undefined) ? `(isRecord(${v})&&(${branches.join(':')}:false))` : undefined
}

// ---- records

interface KeyText {
  readonly name: string
  readonly required: boolean
  readonly taken: (v: string) => Text
}

// The keys of a record, or of several that are one: nothing where one of them strips what another keeps.
const keysOf = (w: Writer, codec: t.Mixed, c: string): ReadonlyArray<KeyText> | undefined => {
  const { type, types, props } = partsOf(codec)
  switch (w.wayOf(codec)) {
    case 'InterfaceType':
    case 'PartialType':
      return Object.keys(props).map((name) => ({
        name,
        required: w.wayOf(codec) === 'InterfaceType',
        taken: (v) => yes(w, props[name] as t.Mixed, v, `${c}.props${at(name)}`)
      }))
    case 'ReadonlyType':
    case 'ExactType':
      return w.wayOf(codec) === 'ExactType' && w.purpose !== 'encode' && keptBy(type) === undefined
        ? undefined
        : keysOf(w, type, `${c}.type`)
    case 'IntersectionType': {
      const all = types.map((member, i) =>
        w.purpose !== 'encode' && strips(w, member) ? undefined : keysOf(w, member, `${c}.types[${i}]`)
      )
      return all.every((keys) => keys !== undefined) ? all.flat() : undefined
    }
    default:
      return undefined
  }
}

const strips = (w: Writer, codec: t.Mixed): boolean => {
  const way = w.wayOf(codec)
  return way === 'ExactType' || (way === 'ReadonlyType' && strips(w, partsOf(codec).type))
}

const record = (w: Writer, codec: t.Mixed, keys: ReadonlyArray<KeyText>): Text => {
  const names = [...new Set(keys.map((k) => k.name))]
  const needed = names.filter((name) => keys.some((k) => k.name === name && k.required))
  const exact = w.purpose !== 'decode' || strips(w, codec)
  // What every object has may be inherited, and one key cannot be read at all.
  if (names.includes('__proto__') || (exact && names.some((name) => name in Object.prototype))) return undefined
  const values = names.map((name) => {
    const v = `v${at(name)}`
    const taken = all(keys.filter((k) => k.name === name).map((k) => k.taken(v)))
    // An absent key that may be undefined is added by io-ts.
    return (
      taken &&
      (needed.includes(name)
        ? /^\(typeof [^&|]*\)$/.test(taken)
          ? taken
          : all([`${v}!==undefined`, taken])
        : `(${v}===undefined||${taken})`)
    )
  })
  const optional = names.filter((name) => !needed.includes(name))
  const count = [needed.length, ...optional.map((name) => `(v${at(name)}!==undefined?1:0)`)].join('+')
  return all([
    'isRecord(v)',
    ...values,
    ...(exact ? [w.purpose === 'whole' ? `keysIn(v)===(${count})` : `hasOnly(v,${count})`] : [])
  ])
}

// ---- text

const at = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)

const all = (texts: ReadonlyArray<Text>): Text =>
  texts.every((text) => text !== undefined) ? `(${texts.filter((text) => text !== 'true').join('&&') || 'true'})` : undefined

/** A name for what is the same for all values. */
const kept = (w: Writer, text: string): string => {
  const name = `k${w.lines.length}`
  w.lines.push(`const ${name}=${text}`)
  return name
}

/** The call of a codec's own function, written where it is first met: codecs that recur are written once. */
const called = (w: Writer, codec: t.Mixed, v: string, write: (name: string) => Text): Text => {
  const known = w.functions.get(codec)
  if (known !== undefined) return `${known}(${v})`
  const name = `f${w.functions.size}`
  w.functions.set(codec, name)
  const text = write(name)
  if (text === undefined) return undefined
  w.lines.push(text)
  return `${name}(${v})`
}

const body = (_: Writer, name: string, text: Text): Text => text && `const ${name}=(v)=>${text}`
