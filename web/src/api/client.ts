/** The one door to the API: session cookie, CSRF header, language, refusals as problems. */
import createClient, { type Middleware } from 'openapi-fetch'

import { asProblem, problemFrom } from './problem'
import type { paths } from './schema'

let language = 'zh-Hans'

/** In which language the server's sentences come. */
export function speak(tag: string): void {
  language = tag
}

let whenSignedOut = (): void => undefined

/** What happens when the server no longer knows who we are. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act
}

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : ''
}

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language)
    if (request.method !== 'GET') request.headers.set('X-CSRFToken', cookie('csrftoken'))
  },
}

export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that a test may stand in for it.
  fetch: (request) => globalThis.fetch(request),
})
client.use(manners)

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Gives what was asked for, or throws a `Problem`; an aborted question stays an AbortError. */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  try {
    const { data, error, response } = await call
    if (response.ok) return data as T
    const problem = problemFrom(response.status, error)
    if (problem.code === 'not_authenticated') whenSignedOut()
    throw problem
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw asProblem(error)
  }
}
