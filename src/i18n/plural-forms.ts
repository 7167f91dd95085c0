/** Words for the plural categories a language has (`#` stands for the number); `other` always exists. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** Widens the forms of one language to the type that all languages share. */
export function pluralForms(forms: PluralForms): PluralForms {
  return forms;
}
