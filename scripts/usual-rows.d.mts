export const moduleFile: string;
export function moduleText(): Promise<string>;
