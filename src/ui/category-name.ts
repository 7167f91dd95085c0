/** Categories are the merchant's own identifiers; as words they lose the hyphens. */
export function categoryName(category: string): string {
  const words = category.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
