/**
 * What a reference can name in a file: pseudo parameters, the template's own ids, and what osls makes. Where something may bring more than
 * can be seen here (plugins, macros, other files, layers, aliases, kinds of events that nobody counts), every id is taken to be known.
 */
import { at, type Data, dataAt, isData } from './data.js'
import { oslsResources, uncounted } from './oslsResources.js'

/** @internal */
export interface Known {
  readonly has: (id: string) => boolean
  /** Those with a name of their own, for who meant another. */
  readonly ids: ReadonlyArray<string>
}

// "Pseudo parameters reference".
const pseudo = ['AccountId', 'NotificationARNs', 'NoValue', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
  (name) => `AWS::${name}`
)

/** @internal */
export const knownIn = (file: Data): Known => {
  const written = sections.flatMap((s) => Object.keys(dataAt(file, 'resources', s)))
  const made = oslsResources(file).map((m) => m.id)
  const ids = [...pseudo, ...written, ...made.filter((id) => !id.endsWith('*'))]
  const exact = new Set(ids)
  const prefixes = made.filter((id) => id.endsWith('*')).map((id) => id.slice(0, -1))
  const open = opens(file)
  return { ids, has: (id) => open || exact.has(id) || prefixes.some((p) => id.startsWith(p)) }
}

const sections = ['Resources', 'Parameters', 'Conditions']

const opens = (file: Data): boolean =>
  ['plugins', 'layers'].some((k) => at(file, k) !== undefined) ||
  at(file, 'provider', 'logs') !== undefined ||
  at(file, 'resources', 'Transform') !== undefined ||
  [at(file, 'functions'), at(file, 'resources'), ...sections.map((s) => at(file, 'resources', s))].some(elsewhere) ||
  Object.values(dataAt(file, 'functions')).some((f) =>
    ['provisionedConcurrency', 'snapStart'].some((k) => at(f, k) !== undefined)
  ) ||
  Object.keys(dataAt(file, 'resources', 'Resources')).some((id) => id.startsWith('Fn::')) ||
  uncounted(file).length > 0

// Text there is a file that the deployer reads; a list is several.
const elsewhere = (u: unknown): boolean => u !== undefined && !isData(u)
