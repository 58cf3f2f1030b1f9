/** Environment variables ("Working with Lambda environment variables"): their names, their values, their size, and who says them otherwise. */
import { at, isData, same } from '../data.js'
import { type Check, type Faults, fault, faultIf, show, theSettings } from '../fault.js'
import { environment as own } from '../functionsSection.js'
import type { FunctionOutline, Outline } from '../Outline.js'

interface Variable {
  readonly place: string
  readonly name: string
  readonly value: unknown
}

/** @internal */
export const environment: Check = (o) => {
  const shared = entries(theSettings, o.settings.environment)
  return [
    ...shared.flatMap(one),
    ...o.functions.flatMap((f) => {
      const stacks = f.said.flatMap((s) => s.settings.flatMap((x) => entries(s.place, x.environment)))
      const needs = f.needs.flatMap((n) => entries(`${n.by} (in ${f.name})`, n.needs.environment))
      return [...[...stacks, ...needs].flatMap(one), ...conflicts(needs, [...stacks, ...shared])]
    })
  ]
}

const entries = (place: string, variables: unknown): ReadonlyArray<Variable> =>
  isData(variables) ? Object.entries(variables).map(([name, value]) => ({ place, name, value })) : []

// "Defined runtime environment variables": what Lambda sets itself.
const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR'
])

const references = ['Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::ImportValue', 'Fn::If', 'Fn::Select']

const one = ({ place, name, value }: Variable): Faults => [
  ...faultIf(reserved.has(name), place, `the environment variable ${name} is Lambda's own`, 'call it otherwise'),
  ...faultIf(
    !reserved.has(name) && !/^[A-Za-z][A-Za-z0-9_]+$/.test(name),
    place,
    `'${name}' cannot name an environment variable`,
    'start with a letter and use two or more letters, digits and _'
  ),
  ...faultIf(
    typeof value !== 'string' && !references.some((r) => at(value, r) !== undefined),
    place,
    `the environment variable ${name} is ${show(value)}, which is no text`,
    'give text, or a reference: Ref, Fn::GetAtt, Fn::Sub, Fn::Join, Fn::ImportValue'
  )
]

// Stacks have the last word over the settings; a port's variable has no second meaning.
const conflicts = (needs: ReadonlyArray<Variable>, others: ReadonlyArray<Variable>): Faults =>
  needs.flatMap((n, i) => {
    const other = [...needs.slice(0, i), ...others].find((x) => x.name === n.name && !same(x.value, n.value))
    return other === undefined
      ? []
      : [
          fault(
            n.place,
            `it sets ${n.name} to ${show(n.value)}, and ${other.place} to ${show(other.value)}`,
            'give one of them another name'
          )
        ]
  })

/** Bytes of all variables of a function, at most. */
const most = 4096

/** Environments that are too large as far as it can be seen here: references have their size at deployment. @internal */
export const largeEnvironment: Check = (o) =>
  o.functions.flatMap((f) => {
    const size = bytes(f, o)
    return faultIf(
      size > most,
      `the function ${f.name}`,
      `its environment has ${size} bytes; Lambda takes ${most}`,
      'keep large values in SSM or S3, and name them'
    )
  })

const bytes = (f: FunctionOutline, o: Outline): number =>
  Object.entries({ ...o.settings.environment, ...own(f) }).reduce(
    (sum, [name, value]) => sum + new TextEncoder().encode(`${name}${typeof value === 'string' ? value : ''}`).length,
    0
  )
