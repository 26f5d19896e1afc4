import app from './app'
import cases from './cases'
import figures from './figures'
import map from './map'
import report from './report'

export default { ...app, ...cases, ...figures, ...map, ...report }
