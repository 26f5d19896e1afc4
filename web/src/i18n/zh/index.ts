import app from './app'
import cases from './cases'
import clocks from './clocks'
import desk from './desk'
import duty from './duty'
import figures from './figures'
import map from './map'
import network from './network'
import report from './report'
import rules from './rules'
import steps from './steps'
import terms from './terms'

export default {
  ...app,
  ...cases,
  ...clocks,
  ...desk,
  ...duty,
  ...figures,
  ...map,
  ...network,
  ...report,
  ...rules,
  ...steps,
  ...terms,
}
