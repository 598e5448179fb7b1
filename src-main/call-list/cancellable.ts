import { DialdeskError } from '../contract/errors.ts';

/** Work whose AbortError becomes `cancelled`. */
export async function cancellable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') {
      throw new DialdeskError('cancelled', 'Stopped by the user.', { cause: error });
    }
    throw error;
  }
}
