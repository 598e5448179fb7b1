/**
 * Makes state that outlives the component in which it is first asked for. What is `$derived` in it would belong
 * to that component, and keep its last value once the component is gone.
 */
export function outliving<State>(make: () => State): State {
  let made: { readonly state: State } | undefined;
  $effect.root(() => {
    made = { state: make() };
  });
  return (made as unknown as { readonly state: State }).state;
}
