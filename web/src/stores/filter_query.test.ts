import { describe, expect, it } from 'vitest'

import { apiQuery, filterCount, filtersFrom, NO_FILTERS, withFilters } from './filter_query'

describe('filters in the address', () => {
  it('come back as they went in', () => {
    const filters = { ...NO_FILTERS, class: '0201', from: '2021-01-01', to: '2021-12-31' }
    expect(filtersFrom(withFilters({}, filters))).toEqual(filters)
  })

  it('leave the view and anything else alone', () => {
    const query = withFilters({ at: '12/112.9/27.8', state: 'filed' }, { ...NO_FILTERS })
    expect(query).toEqual({ at: '12/112.9/27.8' })
  })

  it('drop a day that is none', () => {
    expect(filtersFrom({ from: 'yesterday', state: '' })).toEqual(NO_FILTERS)
  })

  it('count a range of days once', () => {
    expect(filterCount({ ...NO_FILTERS, from: '2021-01-01', to: '2021-01-31' })).toBe(1)
    expect(filterCount({ ...NO_FILTERS, to: '2021-01-31', state: 'filed' })).toBe(2)
  })

  it('reach list and tiles under the names of the API', () => {
    const query = apiQuery('xiangtan', { ...NO_FILTERS, district: '430302' })
    expect(query).toMatchObject({ city: 'xiangtan', district: '430302' })
  })
})
