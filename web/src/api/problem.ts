/** An error the server explains (application/problem+json); `detail` is a sentence for a person. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: Record<string, string[]>

  constructor(status: number, code: string, detail: string, fields: Record<string, string[]> = {}) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.fields = fields
  }

  /** True where nobody knows whether the server has acted: sending the same again is right. */
  get outcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

export const UNREACHABLE = 'unreachable'

interface ProblemBody {
  code?: unknown
  detail?: unknown
  title?: unknown
  errors?: unknown
}

function fieldErrors(errors: unknown): Record<string, string[]> {
  if (errors === null || typeof errors !== 'object' || Array.isArray(errors)) return {}
  const entries = Object.entries(errors as Record<string, unknown>)
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().map(String)]))
}

/** Reads a refused answer; a body that is no problem document (a proxy's page) keeps its status. */
export function problemFrom(status: number, body: unknown): Problem {
  if (body === null || typeof body !== 'object') return new Problem(status, `http_${status}`, '')
  const { code, detail, title, errors } = body as ProblemBody
  const text = typeof detail === 'string' ? detail : typeof title === 'string' ? title : ''
  const name = typeof code === 'string' ? code : `http_${status}`
  return new Problem(status, name, text, fieldErrors(errors))
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem(0, UNREACHABLE, '')
}
