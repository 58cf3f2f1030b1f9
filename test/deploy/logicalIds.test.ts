/** Our logical ids are osls's own, asked of its naming rules where the tools are installed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as ids from '../../src/deploy/logicalIds.js'

const file = join(__dirname, '../../tools/prove/node_modules/osls/lib/plugins/aws/lib/naming.js')
const installed = existsSync(file)

const naming = (): Readonly<Record<string, (...a: ReadonlyArray<string>) => string>> => require(file) as never

const key = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)
const part = fc.oneof(fc.stringMatching(/^[A-Za-z0-9._:-]{1,8}$/), fc.stringMatching(/^\{[A-Za-z0-9._:-]{1,8}\+?\}$/))
const path = fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`)
const method = fc.constantFrom('GET', 'POST', 'OPTIONS', 'ANY')

const of = installed ? test : test.skip

of('functions, roles aside, are named as osls names them', () => {
  const n = naming()
  fc.assert(
    fc.property(key, (k) => {
      expect(ids.lambdaId(k)).toBe(n['getLambdaLogicalId']?.(k))
      expect(ids.logGroupId(k)).toBe(n['getLogGroupLogicalId']?.(k))
      expect(ids.urlId(k)).toBe(n['getLambdaFunctionUrlLogicalId']?.(k))
      expect(ids.eventConfigId(k)).toBe(n['getLambdaEventConfigLogicalId']?.(k))
      expect(ids.restPermissionId(k)).toBe(n['getLambdaApiGatewayPermissionLogicalId']?.(k))
      expect(ids.restAuthorizerId(k)).toBe(n['getAuthorizerLogicalId']?.(k))
      expect(ids.httpPermissionId(k)).toBe(n['getLambdaHttpApiPermissionLogicalId']?.(k))
      expect(ids.httpIntegrationId(k)).toBe(n['getHttpApiIntegrationLogicalId']?.(k))
      expect(ids.httpAuthorizerId(k)).toBe(n['getHttpApiAuthorizerLogicalId']?.(k))
      expect(ids.httpAuthorizerPermissionId(k)).toBe(n['getLambdaAuthorizerHttpApiPermissionLogicalId']?.(k))
    }),
    { seed: 42 }
  )
})

of('paths and methods are named as osls names them', () => {
  const n = naming()
  fc.assert(
    fc.property(path, method, (p, m) => {
      const bare = ids.trimmed(p)
      expect(ids.restResourceId(bare)).toBe(n['getResourceLogicalId']?.(bare))
      expect(ids.restMethodId(p, m)).toBe(n['getMethodLogicalId']?.(n['normalizePath']?.(bare) ?? '', m))
      expect(ids.httpRouteId(m, p)).toBe(n['getHttpApiRouteLogicalId']?.(`${m} ${p}`))
    }),
    { seed: 42 }
  )
})

test.each([
  ['api-todos_id', 'ApiDashtodosUnderscoreidLambdaFunction'],
  ['jwt', 'JwtLambdaFunction']
])('%s is the function %s', (k, id) => {
  expect(ids.lambdaId(k)).toBe(id)
})

test.each([
  ['/todos/{id}', 'GET', 'ApiGatewayMethodTodosIdVarGet'],
  ['/', 'any', 'ApiGatewayMethodAny'],
  ['/a-b/{rest+}', 'OPTIONS', 'ApiGatewayMethodADashbRestVarOptions']
])('%s %s is the method %s', (p, m, id) => {
  expect(ids.restMethodId(p, m)).toBe(id)
})
