import { useSearchParams } from 'wouter';

/** A value kept in the address, so that a link shows the same and going back undoes it. */
export function useAddress(name: string, usual: string): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const value = search.get(name) ?? usual;
  const setValue = (next: string) => {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (next === usual) after.delete(name);
        else after.set(name, next);
        return after;
      },
      { replace: true },
    );
  };
  return [value, setValue];
}
