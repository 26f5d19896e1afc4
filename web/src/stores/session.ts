import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { fetchSession, signIn, signOut } from '@/api/session'
import type { City, User } from '@/api/types'

export const useSession = defineStore('session', () => {
  const user = ref<User | null>(null)
  const cities = ref<City[]>([])
  let known: Promise<void> | null = null

  const signedIn = computed(() => user.value !== null)

  /** The cities a person works in come first; without posts the server's order stands. */
  const homeCity = computed(() => {
    const posts = user.value?.memberships ?? []
    const ofPost = cities.value.find((city) => posts.some((post) => post.city === city.slug))
    return ofPost ?? cities.value[0] ?? null
  })

  /** Whether a person with posts in a city sees only a part of its cases. */
  function seesPartOf(slug: string): boolean {
    const posts = (user.value?.memberships ?? []).filter((post) => post.city === slug)
    return posts.length > 0 && posts.every((post) => post.scope !== 'city')
  }

  /** Whether any of a person's posts in a city holds one of these verbs. */
  function mayIn(slug: string, ...verbs: string[]): boolean {
    const posts = (user.value?.memberships ?? []).filter((post) => post.city === slug)
    return posts.some((post) => verbs.some((verb) => post.verbs.includes(verb)))
  }

  async function load(): Promise<void> {
    const session = await fetchSession()
    user.value = session.user
    cities.value = session.cities as City[]
  }

  /** Asks the server once per page load who is signed in. */
  function ready(): Promise<void> {
    known ??= load().catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }

  async function enter(username: string, password: string): Promise<void> {
    await signIn(username, password)
    known = null
    await ready()
  }

  async function leave(): Promise<void> {
    await signOut()
    user.value = null
    known = null
  }

  /** The server no longer knows us: forget the user, keep the address to come back to. */
  function expire(): void {
    user.value = null
    known = null
  }

  const cityBySlug = (slug: string): City | null =>
    cities.value.find((city) => city.slug === slug) ?? null

  return {
    user,
    cities,
    signedIn,
    homeCity,
    ready,
    enter,
    leave,
    expire,
    cityBySlug,
    seesPartOf,
    mayIn,
  }
})
