// Step 3: holds the packaged template against the service's own description (`quaich routes --json`).
// osls drops a route, function or authorizer whose logical id clashes with another's, and says
// nothing; here that shows. It does not ask whether the description itself is what was meant.
import { check } from './checks.mjs'
import { asText, functionIn, functionsOf, idOf, ofType, routesOf } from './template.mjs'

const limit = 500 // CloudFormation's own, for the resources of one template

const trim = (path) => (path.length > 1 ? path.replace(/\/$/, '') : path)
const key = ({ method, path }) => `${method.toUpperCase()} ${trim(path)}`
const grouped = (items, by) => {
  const groups = new Map()
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item])
  return groups
}
const list = (items) => (items.length === 0 ? 'none' : items.join(', '))

/** A description names a function in full (`service-stage-key`) or by its key alone. */
const isNamed = (fullName, name, { service, stage }) => fullName === name || fullName === `${service}-${stage}-${name}`

const holdFunctions = (template, description, names) => {
  const real = functionsOf(template).map(([, { Properties: p }]) => asText(p.FunctionName))
  return [
    ...description.functions.map(({ name }) =>
      check(
        real.filter((fullName) => isNamed(fullName, name, names)).length === 1,
        `function ${name} is packaged once`,
        `the template has ${list(real)}`
      )
    ),
    ...real
      .filter((fullName) => !description.functions.some(({ name }) => isNamed(fullName, name, names)))
      .map((fullName) => check(false, `function ${fullName} is described`, 'packaged, but no such function is described'))
  ]
}

const iam = ['aws_iam', 'iam']

const authorizerDiffers = (described, packaged) => {
  if (described === null) return packaged === null ? null : `packaged with ${packaged.name ?? packaged.type}, described as open`
  if (packaged === null) return `packaged OPEN, described with ${described}`
  const same = packaged.type === 'AWS_IAM' ? iam.includes(described.toLowerCase()) : packaged.name === described
  return same ? null : `packaged with ${packaged.name ?? packaged.type}, described with ${described}`
}

/** One described route against the template's methods at that key: all that differs, as one check each. */
const holdRoute = (route, owner, packaged, names) => {
  const name = key(route)
  const found = packaged.get(name) ?? []
  if (found.length !== 1) {
    return [
      check(
        false,
        `route ${name} is packaged once`,
        found.length === 0 ? 'dropped' : `${found.length} times: ${list(found.map((m) => m.id))}`
      )
    ]
  }
  const [method] = found
  const differs = authorizerDiffers(route.authorizer, method.authorizer)
  return [
    check(true, `route ${name} is packaged once`),
    check(
      method.functionName !== undefined && isNamed(method.functionName, owner, names),
      `route ${name} goes to ${owner}`,
      `goes to ${method.functionName}`
    ),
    check(differs === null, `route ${name} has the authorizer ${route.authorizer ?? '(none)'}`, differs),
    check(
      method.apiKey === route.apiKey,
      `route ${name} ${route.apiKey ? 'wants' : 'wants no'} API key`,
      `the template says ${method.apiKey}`
    )
  ]
}

// A path's preflight is the MOCK that osls writes, or an OPTIONS route of the service's own, which
// has to be open: a browser sends no credentials with it.
const holdPreflights = (described, methods) => {
  const preflights = grouped(
    methods.filter((m) => m.method === 'OPTIONS'),
    (m) => trim(m.path)
  )
  return [...grouped(described, (route) => trim(route.path))].map(([path, routes]) => {
    const found = preflights.get(path) ?? []
    if (!routes.some((route) => route.cors)) {
      return check(!found.some((m) => m.mock), `${path} has no CORS preflight`, 'packaged with one')
    }
    const open = found.length === 1 && found[0].authorizer === null && !found[0].apiKey
    return check(open, `${path} has an open CORS preflight`, found.length === 0 ? 'none packaged' : 'closed, or there twice')
  })
}

// An HTTP API answers preflights itself, for all of its paths or for none.
const holdApiCors = (described, template) => {
  const configured = ofType(template, 'AWS::ApiGatewayV2::Api').some(
    ([, { Properties: p }]) => p.ProtocolType === 'HTTP' && p.CorsConfiguration !== undefined
  )
  const wanted = described.some((route) => route.cors)
  return [check(configured === wanted, `the HTTP API ${wanted ? 'has' : 'has no'} CORS`, 'the template says the opposite')]
}

const holdRoutes = (template, description, names) => {
  const described = description.functions.flatMap((fn) => fn.routes.map((route) => ({ ...route, owner: fn.name })))
  const methods = routesOf(template, description.gateway)
  const served = methods.filter((m) => !m.mock)
  const packaged = grouped(served, key)
  const keys = new Set(described.map(key))
  const corsPaths = new Set(described.filter((r) => r.cors).map((r) => trim(r.path)))
  const extra = served.filter((m) => !keys.has(key(m)) && !(m.method === 'OPTIONS' && corsPaths.has(trim(m.path))))
  const strayPreflights = methods.filter((m) => m.mock && !described.some((r) => trim(r.path) === trim(m.path)))
  return [
    check(keys.size === described.length, 'every route is described once', 'the description repeats a route'),
    ...described.flatMap((route) => holdRoute(route, route.owner, packaged, names)),
    ...extra.map((m) => check(false, `route ${key(m)} is described`, `packaged as ${m.id}, but not described`)),
    ...strayPreflights.map((m) => check(false, `the preflight of ${m.path} belongs to a route`, `packaged as ${m.id}`)),
    ...(description.gateway === 'http' ? holdApiCors(described, template) : holdPreflights(described, methods))
  ]
}

const wakers = {
  schedule: ['AWS::Events::Rule', 'AWS::Scheduler::Schedule'],
  eventBridge: ['AWS::Events::Rule'],
  s3: ['Custom::S3', 'AWS::S3::Bucket'],
  sns: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
  sqs: ['AWS::Lambda::EventSourceMapping'],
  stream: ['AWS::Lambda::EventSourceMapping'],
  websocket: ['AWS::ApiGatewayV2::Integration']
}

// The helper of existing buckets is told a function's name, everything else refers to it.
const mentions = (template, value, id, fullName) => functionIn(template, value) === id || value.FunctionName === fullName

/** Every function that an event wakes is named by one resource that wakes it, and by no other. */
const holdTriggers = (template, description, names) => {
  const functions = functionsOf(template).map(([id, { Properties: p }]) => [id, asText(p.FunctionName)])
  return description.functions.flatMap(({ name, kind }) => {
    const types = wakers[kind]
    const [id, fullName] = functions.find(([, full]) => isNamed(full, name, names)) ?? []
    if (types === undefined || id === undefined) return []
    const found = types
      .flatMap((type) => ofType(template, type))
      .filter(([, { Properties: p = {} }]) => mentions(template, p, id, fullName))
    return [
      check(found.length === 1, `function ${name} is woken once, by ${kind}`, `woken by ${list(found.map(([found]) => found))}`)
    ]
  })
}

// A project that is not quaich's may have the deployer's one role for all functions, and then says so.
const holdRoles = (template, { sharedRole = false }) => {
  if (sharedRole) return []
  const functions = functionsOf(template).map(([, { Properties: p }]) => ({
    name: asText(p.FunctionName),
    role: template.Resources[idOf(p.Role)]?.Type === 'AWS::IAM::Role' ? idOf(p.Role) : undefined,
    said: asText(p.Role)
  }))
  const users = grouped(functions, (fn) => fn.role)
  return [
    check(
      template.Resources.IamRoleLambdaExecution === undefined,
      'there is no shared IamRoleLambdaExecution',
      'osls writes it as soon as one function names no role'
    ),
    ...functions.map((fn) => {
      const others = fn.role === undefined ? [] : users.get(fn.role).filter((other) => other !== fn)
      return check(
        fn.role !== undefined && others.length === 0,
        `function ${fn.name} has a role of its own`,
        fn.role === undefined
          ? `its role is ${fn.said}, not one of this template`
          : `${fn.role} also serves ${list(others.map((o) => o.name))}`
      )
    })
  ]
}

const wide = (statement) => {
  if (statement.Effect !== 'Allow') return []
  const actions = [statement.Action ?? []].flat().map(asText)
  const resources = [statement.Resource ?? []].flat().map(asText)
  return [
    ...actions.filter((action) => action.includes('*')).map((action) => `Action ${action}`),
    ...resources.filter((resource) => resource === '*').map(() => `Resource * for ${list(actions)}`),
    ...['NotAction', 'NotResource'].filter((word) => word in statement).map((word) => `${word} is as wide as all the rest`)
  ]
}

const holdPolicies = (template) =>
  ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy']
    .flatMap((type) => ofType(template, type))
    .map(([id, { Properties: p }]) => {
      const documents = [...(p.Policies ?? []).map((policy) => policy.PolicyDocument), p.PolicyDocument]
      const found = documents.flatMap((document) => [document?.Statement ?? []].flat().flatMap(wide))
      return check(found.length === 0, `${id} grants nothing wide`, found.join('; '))
    })

const holdCount = (template, { resources }) => {
  const count = Object.keys(template.Resources).length
  return [
    check(count <= limit, `no more than ${limit} resources`, `${count}`),
    ...(resources === undefined
      ? []
      : [check(count === resources, `${resources} resources, as predicted`, `the template has ${count}`)])
  ]
}

/**
 * @param {object} template the packaged update-stack template
 * @param {object} description what `quaich routes --json` says
 * @param {string} stage the stage that was packaged
 * @param {import('./checks.mjs').Check[]} own what the service's own `prove.mjs` holds it to
 */
export const holdTemplate = (template, description, stage, own = []) => {
  const names = { service: description.service, stage }
  const checks = [
    ...holdFunctions(template, description, names),
    ...holdRoutes(template, description, names),
    ...holdTriggers(template, description, names),
    ...holdRoles(template, description),
    ...holdPolicies(template),
    ...holdCount(template, description),
    ...own
  ]
  const routes = description.functions.flatMap((fn) => fn.routes)
  return {
    checks,
    figures: [`${description.functions.length} functions`, `${routes.length} routes`, `${checks.length} facts`]
  }
}
