import { createContext } from 'svelte';

/** What a Field passes to the control inside it. The members are getters, so that they stay live. */
export interface FieldContext {
  readonly controlId: string;
  readonly labelId: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
}

const [getField, setField, hasField] = createContext<FieldContext>();
export { setField };

/** The Field around a control, or undefined where the control stands alone and brings its own label. */
export function surroundingField(): FieldContext | undefined {
  return hasField() ? getField() : undefined;
}

/** The attributes that tie a control to its Field, or to its own label where it stands alone. */
export function controlAttributes(
  field: FieldContext | undefined,
  label: string | undefined,
): {
  id?: string | undefined;
  'aria-label'?: string | undefined;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
  'aria-required'?: true | undefined;
} {
  if (field === undefined) return { 'aria-label': label };
  return {
    id: field.controlId,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.required || undefined,
  };
}
