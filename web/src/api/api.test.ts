import { afterEach, describe, expect, it, vi } from 'vitest'

import { cursorOf, fetchCases } from './cases'
import { Problem } from './problem'
import { queryString } from './query'

const answer = (status: number, body: unknown, type = 'application/problem+json') =>
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } }),
    ),
  )

const refusal = async (): Promise<Problem> => {
  try {
    await fetchCases({ city: 'x' }, null)
  } catch (error) {
    return error as Problem
  }
  throw new Error('was not refused')
}

afterEach(() => vi.unstubAllGlobals())

describe('a refusal', () => {
  it('carries the sentence of the server', async () => {
    answer(409, { code: 'case_state_conflict', detail: '案件已结案。' })
    const problem = await refusal()
    expect([problem.status, problem.code, problem.message]).toEqual([
      409,
      'case_state_conflict',
      '案件已结案。',
    ])
    expect(problem.outcomeUnknown).toBe(false)
  })

  it('names the fields that are wrong', async () => {
    answer(400, { code: 'invalid', detail: '有误', errors: { datum: ['必须说明'] } })
    expect((await refusal()).fields).toEqual({ datum: ['必须说明'] })
  })

  it('without an answer leaves the outcome unknown', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
    const problem = await refusal()
    expect([problem.code, problem.outcomeUnknown]).toEqual(['unreachable', true])
  })
})

describe('addresses', () => {
  it('leave out filters that are not set', () => {
    expect(queryString({ city: 'x', state: null, q: '', class: '01' })).toBe('?city=x&class=01')
  })

  it('page on by the cursor alone', () => {
    expect(cursorOf('http://host/api/v1/cases?city=x&cursor=abc%3D')).toBe('abc=')
    expect(cursorOf(null)).toBe(null)
  })
})
