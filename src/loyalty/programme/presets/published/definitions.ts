// Definitions modelled on published rules of real programmes, by file name. Not affiliated with any of them; where a source
// is silent, a parameter is assumed. Two laboratory definitions exercise what no real programme needs.
import aadvantage from './aadvantage.json' with { type: 'json' };
import alibaba88 from './alibaba-88.json' with { type: 'json' };
import alibaba88Day88 from './alibaba-88-day88.json' with { type: 'json' };
import alibaba88Guess from './alibaba-88-guess.json' with { type: 'json' };
import alibaba88Loreal from './alibaba-88-loreal.json' with { type: 'json' };
import alibaba88Recorded from './alibaba-88-recorded.json' with { type: 'json' };
import alibabaApass from './alibaba-apass.json' with { type: 'json' };
import alopeyk from './alopeyk.json' with { type: 'json' };
import baman from './baman.json' with { type: 'json' };
import digiclub from './digiclub.json' with { type: 'json' };
import engineLab from './engine-lab.json' with { type: 'json' };
import engineLab2 from './engine-lab2.json' with { type: 'json' };
import green from './green.json' with { type: 'json' };
import hytLin from './hyt-lin.json' with { type: 'json' };
import maralCharm from './maral-charm.json' with { type: 'json' };
import marriott88 from './marriott-88.json' with { type: 'json' };
import nike from './nike.json' with { type: 'json' };
import nordstrom from './nordstrom.json' with { type: 'json' };
import novinCharm from './novin-charm.json' with { type: 'json' };
import prime from './prime.json' with { type: 'json' };
import sephora from './sephora.json' with { type: 'json' };
import starbucks from './starbucks.json' with { type: 'json' };
import tapsi from './tapsi.json' with { type: 'json' };
import verizonUp from './verizon-up.json' with { type: 'json' };
import walgreens from './walgreens.json' with { type: 'json' };

/** Raw definitions, unparsed: several are variants of one programme and share its id. */
export const PUBLISHED_DEFINITIONS: Readonly<Record<string, unknown>> = {
  aadvantage,
  'alibaba-88': alibaba88,
  'alibaba-88-day88': alibaba88Day88,
  'alibaba-88-guess': alibaba88Guess,
  'alibaba-88-loreal': alibaba88Loreal,
  'alibaba-88-recorded': alibaba88Recorded,
  'alibaba-apass': alibabaApass,
  alopeyk,
  baman,
  digiclub,
  'engine-lab': engineLab,
  'engine-lab2': engineLab2,
  green,
  'hyt-lin': hytLin,
  'maral-charm': maralCharm,
  'marriott-88': marriott88,
  nike,
  nordstrom,
  'novin-charm': novinCharm,
  prime,
  sephora,
  starbucks,
  tapsi,
  'verizon-up': verizonUp,
  walgreens,
};
