import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'

import { useSession } from '@/stores/session'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('@/pages/SignInPage.vue') },
    { path: '/', name: 'home', component: () => import('@/pages/HomePage.vue') },
    {
      path: '/:city/desk/:list?/:id?',
      name: 'desk',
      component: () => import('@/pages/DeskPage.vue'),
    },
    {
      path: '/:city/network/duty',
      name: 'duty',
      component: () => import('@/pages/DutyPage.vue'),
    },
    {
      path: '/:city/network/:what(drafts)?/:draft?/:tab?',
      name: 'network',
      component: () => import('@/pages/NetworkPage.vue'),
    },
    {
      path: '/:city/rules/:set?/:tab?',
      name: 'rules',
      component: () => import('@/pages/RulesPage.vue'),
    },
    {
      path: '/:city',
      component: () => import('@/pages/MapPage.vue'),
      // What lies over the map is part of the address: shareable, and the back button closes it.
      children: [
        { path: '', name: 'map', component: () => import('@/components/map/NoPanel.vue') },
        {
          path: 'list',
          name: 'list',
          component: () => import('@/components/map/NoPanel.vue'),
        },
        {
          path: 'cases/:id',
          name: 'case',
          component: () => import('@/components/cases/CasePanel.vue'),
          props: true,
        },
        {
          path: 'report',
          name: 'report',
          component: () => import('@/components/report/ReportPanel.vue'),
        },
        {
          path: 'figures',
          name: 'figures',
          component: () => import('@/components/figures/FiguresPanel.vue'),
        },
      ],
    },
    {
      path: '/:rest(.*)*',
      name: 'not-found',
      component: () => import('@/pages/NotFoundPage.vue'),
    },
  ],
})

/** Only the sign-in page is open to everybody; whoever is sent there comes back afterwards. */
router.beforeEach(async (to: RouteLocationNormalized) => {
  const session = useSession()
  try {
    await session.ready()
  } catch {
    return to.name === 'sign-in' ? true : { name: 'sign-in', query: { next: to.fullPath } }
  }
  if (to.name === 'sign-in') return session.signedIn ? { name: 'home' } : true
  return session.signedIn ? true : { name: 'sign-in', query: { next: to.fullPath } }
})
