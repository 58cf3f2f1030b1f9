/**
 * References in what is passed on as it is: environment variables, statements and raw resources. Each must name something that the template
 * has. Whether its attribute exists is CloudFormation's to say.
 */
import { type Data, isData } from '../data.js'
import { type Faults, fault, theSettings } from '../fault.js'
import { knownIn } from '../known.js'
import { meant } from '../near.js'
import type { Outline } from '../Outline.js'
import { resourcesOf } from '../rawResources.js'

interface Said {
  readonly environment?: Readonly<Record<string, unknown>>
  readonly iam?: ReadonlyArray<unknown>
}

/** Something that may refer, and how it is called. */
interface Mentioning {
  readonly place: string
  readonly what: string
  readonly in: unknown
}

/** @internal */
export const mentions = (o: Outline, file: Data): Faults => {
  const known = knownIn(file)
  return all(o).flatMap((m) =>
    [...new Set(idsIn(m.in))]
      .filter((id) => !known.has(id) && !toldOfSockets(id, m))
      .map((id) =>
        fault(
          m.place,
          `${m.what} refers to ${id}, which is no resource of this service`,
          meant(id, known.ids) ?? 'declare it under resources, or name what exists already by its ARN or name'
        )
      )
  )
}

// A port that sends to connections of no API: `websockets.ts` tells, with what to do.
const toldOfSockets = (id: string, m: Mentioning): boolean =>
  id === 'WebsocketsApi' && m.place !== theSettings && JSON.stringify(m.in).includes(`\${${id}}`)

const all = (o: Outline): ReadonlyArray<Mentioning> => [
  ...saidIn(theSettings, o.settings),
  ...o.functions.flatMap((f) => [
    ...f.said.flatMap((s) => s.settings.flatMap((x) => saidIn(s.place, x))),
    ...f.needs.flatMap((n) => saidIn(n.by, n.needs))
  ]),
  ...resourcesOf(o).map(({ id, resource, by }) => ({ place: by, what: `the resource ${id}`, in: resource }))
]

const saidIn = (place: string, { environment, iam }: Said): ReadonlyArray<Mentioning> => [
  ...Object.entries(isData(environment) ? environment : {}).map(([name, value]) => ({
    place,
    what: `the environment variable ${name}`,
    in: value
  })),
  ...(Array.isArray(iam) ? iam : []).map((statement) => ({ place, what: 'a statement', in: statement }))
]

/** The ids that intrinsic functions in some data name, wherever they stand in it. @internal */
export const idsIn = (u: unknown): ReadonlyArray<string> => {
  if (Array.isArray(u)) return u.flatMap(idsIn)
  if (!isData(u)) return []
  const [first, ...more] = Object.entries(u)
  const own = first === undefined || more.length > 0 ? undefined : named(...first)
  return own ?? Object.values(u).flatMap(idsIn)
}

// A record of one key that is an intrinsic function of this kind; nothing where it is none.
const named = (key: string, value: unknown): ReadonlyArray<string> | undefined => {
  if (key === 'Ref' && typeof value === 'string') return plain(value)
  if (key === 'Fn::GetAtt') {
    const [id, attribute] = Array.isArray(value) ? value : [value]
    return typeof id === 'string' ? [...plain(id.split('.', 1)[0] ?? ''), ...idsIn(attribute)] : undefined
  }
  if (key !== 'Fn::Sub') return undefined
  const [text, variables] = Array.isArray(value) ? value : [value]
  const own = isData(variables) ? variables : {}
  return typeof text === 'string'
    ? [...inText(text).filter((id) => !Object.hasOwn(own, id)), ...Object.values(own).flatMap(idsIn)]
    : undefined
}

// What holds a variable of the deployer's is not known before it is filled in.
const plain = (id: string): ReadonlyArray<string> => (id.includes('${') ? [] : [id])

// `${Id}`, `${Id.Attribute}` and `${AWS::Region}`: neither `${!Literal}` nor variables of the deployer's, as `${sls:stage}`.
const inText = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/\$\{\s*(AWS::\w+|\w+)(?:\.[\w.]+)?\s*\}/g)].flatMap(([, id]) => (id === undefined ? [] : [id]))
