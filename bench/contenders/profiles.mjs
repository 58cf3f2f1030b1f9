// What a valid profile is, by hand; the business of W7; and what io-ts's errors say.

const isObject = (u) => typeof u === 'object' && u !== null && !Array.isArray(u)
const isString = (u) => typeof u === 'string'
const isOptionalText = (u) => u === null || typeof u === 'string'

const isKind = (u) => u === 'phone' || u === 'tablet' || u === 'laptop' || u === 'desktop' || u === 'watch'

const isDevice = (u) =>
  isObject(u) &&
  typeof u.id === 'string' &&
  isKind(u.kind) &&
  isOptionalText(u.label) &&
  typeof u.trusted === 'boolean' &&
  typeof u.seen === 'number' &&
  Array.isArray(u.tags) &&
  u.tags.every(isString)

const isRole = (u) => u === 'owner' || u === 'admin' || u === 'editor' || u === 'viewer'
const isStatus = (u) => u === 'active' || u === 'invited' || u === 'suspended'
const isTheme = (u) => u === 'light' || u === 'dark' || u === 'system'

export const isProfile = (u) =>
  isObject(u) &&
  typeof u.id === 'string' &&
  typeof u.name === 'string' &&
  isOptionalText(u.email) &&
  isOptionalText(u.phone) &&
  isRole(u.role) &&
  isStatus(u.status) &&
  typeof u.age === 'number' &&
  typeof u.verified === 'boolean' &&
  Array.isArray(u.devices) &&
  u.devices.every(isDevice) &&
  (u.nickname === undefined || typeof u.nickname === 'string') &&
  (u.birthday === undefined || isOptionalText(u.birthday)) &&
  (u.score === undefined || typeof u.score === 'number') &&
  (u.newsletter === undefined || typeof u.newsletter === 'boolean') &&
  (u.languages === undefined || (Array.isArray(u.languages) && u.languages.every(isString))) &&
  (u.theme === undefined || isTheme(u.theme))

/** The business of W7. */
export const register = (profile) => {
  let count = 0
  for (const device of profile.devices) count += device.tags.length
  return { id: profile.id, count }
}

const mostIssues = 20

/** The first errors of io-ts, as a reply tells them: what was expected where. Members of unions and intersections are no part of a path. */
export const issuesOf = (errors) => {
  const issues = []
  for (const { context } of errors) {
    if (issues.length === mostIssues) break
    const path = []
    for (let i = 1; i < context.length; i++) {
      const { _tag } = context[i - 1].type
      if (_tag !== 'UnionType' && _tag !== 'IntersectionType') path.push(context[i].key)
    }
    issues.push({ path: path.join('.'), expected: context[context.length - 1].type.name })
  }
  return issues
}
