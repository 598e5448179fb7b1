import type { CheckOptions } from '../contract/call-list.ts';
import type { CompiledPlan } from '../numbering/compiled-plan.ts';

/** The plan of a check, made ready; the plans of the world are loaded only where there is one. */
export async function planOf({ numberPlan }: CheckOptions): Promise<CompiledPlan | undefined> {
  if (numberPlan === undefined) return undefined;
  const { compiledPlan } = await import('../numbering/compiled-plan.ts');
  return compiledPlan(numberPlan);
}
