// The fields of `form` as it would be sent, without its files.
export function fieldsOf(form) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
  return fields;
}
