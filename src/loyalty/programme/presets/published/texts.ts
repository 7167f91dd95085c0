// Display data of the published definitions, by programme: variants of one programme share their words.
import aadvantage from './aadvantage.texts.json' with { type: 'json' };
import alibaba88 from './alibaba-88.texts.json' with { type: 'json' };
import alibabaApass from './alibaba-apass.texts.json' with { type: 'json' };
import alopeyk from './alopeyk.texts.json' with { type: 'json' };
import baman from './baman.texts.json' with { type: 'json' };
import digiclub from './digiclub.texts.json' with { type: 'json' };
import engineLab from './engine-lab.texts.json' with { type: 'json' };
import engineLab2 from './engine-lab2.texts.json' with { type: 'json' };
import green from './green.texts.json' with { type: 'json' };
import hytLin from './hyt-lin.texts.json' with { type: 'json' };
import maralCharm from './maral-charm.texts.json' with { type: 'json' };
import marriott88 from './marriott-88.texts.json' with { type: 'json' };
import nike from './nike.texts.json' with { type: 'json' };
import nordstrom from './nordstrom.texts.json' with { type: 'json' };
import novinCharm from './novin-charm.texts.json' with { type: 'json' };
import prime from './prime.texts.json' with { type: 'json' };
import sephora from './sephora.texts.json' with { type: 'json' };
import starbucks from './starbucks.texts.json' with { type: 'json' };
import tapsi from './tapsi.texts.json' with { type: 'json' };
import verizonUp from './verizon-up.texts.json' with { type: 'json' };
import walgreens from './walgreens.texts.json' with { type: 'json' };

/** Raw display data, unparsed. */
export const PUBLISHED_TEXTS: readonly unknown[] = [
  aadvantage,
  alibaba88,
  alibabaApass,
  alopeyk,
  baman,
  digiclub,
  engineLab,
  engineLab2,
  green,
  hytLin,
  maralCharm,
  marriott88,
  nike,
  nordstrom,
  novinCharm,
  prime,
  sephora,
  starbucks,
  tapsi,
  verizonUp,
  walgreens,
];
