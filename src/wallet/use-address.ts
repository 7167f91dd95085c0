import { useEffect, useState } from 'preact/hooks';

/**
 * The address of this page, with what is behind its `#`. A second code that the phone's camera opens changes only
 * that: the page is not loaded again.
 */
export function useAddress(): string {
  const [address, setAddress] = useState(location.href);
  useEffect(() => {
    const { pathname } = location;
    // On the way to another screen the `#` goes as well.
    const follow = () => {
      if (location.pathname === pathname) setAddress(location.href);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return address;
}
