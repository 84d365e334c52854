// Shows the portal's notices while no page is open, and leads to them. It keeps nothing.
self.addEventListener("push", (event) => {
  const said = read(event.data);
  const options = { body: said.body, tag: said.tag, icon: "/icons/logo.svg", data: said.page };
  event.waitUntil(self.registration.showNotification(said.title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data || "/", self.location.origin)));
});

function read(data) {
  try {
    return data.json();
  } catch {
    return { title: "", body: "", tag: "", page: "/" };
  }
}

/** Go on in a page that is open, or open one; only ever one of ours. */
async function open(address) {
  if (address.origin !== self.location.origin) return undefined;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const [page] = pages;
  if (!page) return self.clients.openWindow(address.href);
  await page.focus();
  return page.navigate(address.href).catch(() => self.clients.openWindow(address.href));
}
