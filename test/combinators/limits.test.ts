/** Bounds as facts; what they do is told in the tests of each body. */
import { type Limits, limits } from '../../src/combinators/limits.js'
import { defaults, limitsOf, mediaTypesOf } from '../../src/combinators/requestBody.js'
import { post } from '../../src/router/Route.js'

test('an absent bound keeps its default', () => {
  expect(limitsOf(limits({ jsonDepth: 3 })(post('/x')).facts)).toEqual({ ...defaults, jsonDepth: 3 })
  expect(limitsOf([])).toEqual({ bodyBytes: 1_048_576, jsonDepth: 64, formKeys: 1000 })
})

test('a bound that is undefined keeps its default, for each that there is', () => {
  const unset = { bodyBytes: undefined, jsonDepth: undefined, jsonValues: undefined, formKeys: undefined }
  expect(limitsOf(limits(unset as unknown as Limits)(post('/x')).facts)).toEqual(defaults)
})

test('JSON values have no default of every validator', () => {
  expect(limitsOf([])).not.toHaveProperty('jsonValues')
  expect(limitsOf(limits({ jsonValues: 6000 })(post('/x')).facts).jsonValues).toBe(6000)
})

test('raw bodies have no bound unless one is said', () => {
  const raw = { _tag: 'Body', as: 'raw', mediaTypes: ['*/*'] } as const
  expect(limitsOf([raw]).bodyBytes).toBe(Number.POSITIVE_INFINITY)
  expect(limitsOf([raw, { _tag: 'Limits', bodyBytes: 5 }]).bodyBytes).toBe(5)
})

test('without a word about media types a body may have any', () => {
  expect(mediaTypesOf([])).toEqual(['*/*'])
})

test('the types that were named count, and not those of who reads the body', () => {
  const body = { _tag: 'Body', as: 'text', mediaTypes: ['text/plain'] } as const
  expect(mediaTypesOf([body])).toEqual(['text/plain'])
  expect(mediaTypesOf([body, { _tag: 'MediaTypes', mediaTypes: ['text/csv'] }])).toEqual(['text/csv'])
})

test('it does nothing to an invocation itself', () => {
  expect(limits({ bodyBytes: 1 })(post('/x')).steps).toEqual([])
})
