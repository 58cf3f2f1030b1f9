/** Names of the service, its stages and functions: what the deployer, Lambda and CloudFormation take ("Lambda quotas", `FunctionName`). */
import { type Check, type Faults, fault, faultIf, theSettings } from '../fault.js'
import { stagesOf } from '../functionName.js'
import { longestName, nameEnd, roomOf } from '../names.js'
import type { Outline } from '../Outline.js'

/** @internal */
export const names: Check = (o) => [...serviceName(o), ...stages(o), ...functionKeys(o), ...tooLong(o)]

const serviceName = ({ service: { name } }: Outline): Faults =>
  faultIf(
    !/^[A-Za-z][A-Za-z0-9-]+$/.test(name),
    'the service',
    `the name '${name}' is not two or more letters, digits and hyphens that start with a letter`,
    "call it like 'todos' or 'todo-lists'"
  )

const stages = (o: Outline): Faults =>
  stagesOf(o)
    .filter((s) => !/^[A-Za-z0-9-]+$/.test(s))
    .map((s) =>
      fault(
        theSettings,
        `the stage '${s}' has characters other than letters, digits and hyphens`,
        "call it like 'dev' or 'prod-eu'"
      )
    )

const unsafe = new Set(['__proto__', 'constructor', 'prototype'])

const functionKeys = (o: Outline): Faults =>
  o.functions
    .filter((f) => !/^[A-Za-z0-9_-]+$/.test(f.name) || unsafe.has(f.name))
    .map((f) => fault(f.said[0]?.place ?? f.name, `'${f.name}' cannot name a function`, 'use letters, digits, - and _'))

const tooLong = (o: Outline): Faults => {
  const room = roomOf(stagesOf(o))
  return faultIf(
    o.functions.some((f) => nameEnd(o.service.name, f.name, room) === undefined),
    'the service',
    `'${o.service.name}' and a stage of ${room} characters leave no room for a function's name in ${longestName} characters`,
    'shorten the name of the service'
  )
}
