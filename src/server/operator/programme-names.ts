// What programmes, units and vouchers are called, for an operator. What nobody has named keeps its id as a name.
import type { CatalogueProgramme } from '#api/catalogue.ts';
import { parsePresentation, type Words } from '#loyalty/programme/presentation.ts';

/** What is known of one programme. */
export interface NamedProgramme {
  readonly name: Words;
  readonly unit: (id: string) => { readonly name: Words; readonly scale: number };
  readonly voucher: (id: string) => Words;
}

export function programmeNames(
  programmes: readonly CatalogueProgramme[],
): (programmeId: string) => NamedProgramme {
  const known = new Map(programmes.map((each) => [idOf(each), namedIn(each)]));
  return (id) => known.get(id) ?? unnamed(id);
}

export function idOf({ definition }: CatalogueProgramme): string {
  return String(definition['id']);
}

function namedIn(programme: CatalogueProgramme): NamedProgramme {
  const parsed = parsePresentation(programme.presentation);
  if (!parsed.ok) return unnamed(idOf(programme));
  const { name, units, vouchers } = parsed.value;
  const scales = programme.definition['units'] as readonly { readonly id: string; readonly scale: number }[];
  const scaleOf = (unit: string): number => scales.find(({ id }) => id === unit)?.scale ?? 0;
  return {
    name,
    unit: (id) => ({ name: units?.[id] ?? inAllLanguages(id), scale: scaleOf(id) }),
    voucher: (id) => vouchers?.[id] ?? inAllLanguages(id),
  };
}

function unnamed(id: string): NamedProgramme {
  return {
    name: inAllLanguages(id),
    unit: (unit) => ({ name: inAllLanguages(unit), scale: 0 }),
    voucher: inAllLanguages,
  };
}

function inAllLanguages(id: string): Words {
  return { en: id, fa: id, ar: id, zh: id, vi: id };
}
