import { element } from './element.ts';

const ahead = '600px';

/** The place of something large, which is made when it comes near, or before the page is printed. */
export function madeWhenSeen(make: () => HTMLElement): HTMLElement {
  const place = element('div', { class: 'coming' });
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) fill();
    },
    { rootMargin: ahead },
  );
  const fill = (): void => {
    observer.disconnect();
    removeEventListener('beforeprint', fill);
    place.className = '';
    place.replaceChildren(make());
  };
  observer.observe(place);
  addEventListener('beforeprint', fill);
  return place;
}
