// The only script of these pages: it has the browser's authenticator do what a form asks for, and sends the form with the result. Without it the form is not shown.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const { startAuthentication, startRegistration, browserSupportsWebAuthn } =
    globalThis.SimpleWebAuthnBrowser;
  if (!browserSupportsWebAuthn()) continue;
  form.hidden = false;
  const problem = form.querySelector('[role=alert]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.textContent = '';
    const ceremony = form.dataset.passkey === 'create' ? startRegistration : startAuthentication;
    try {
      const response = await ceremony({ optionsJSON: JSON.parse(form.dataset.options) });
      form.elements.response.value = JSON.stringify(response);
    } catch {
      // The person gave up, or has no passkey here.
      problem.textContent = form.dataset.problem;
      return;
    }
    form.submit();
  });
}
