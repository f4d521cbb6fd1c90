// Shows the reference, whose requests go to where this page came from.
const container = document.getElementById('reference');

async function show() {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`/openapi.json answered ${response.status}`);
  const spec = await response.json();
  spec.servers = [{ url: window.location.origin }];
  window.SwaggerUIBundle({
    spec,
    domNode: container,
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: true,
    persistAuthorization: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    plugins: [beginWithFirst],
  });
}

/** Each input of the dialog asks for the focus, so that the last would have it. */
const beginWithFirst = () => ({
  statePlugins: {
    auth: {
      wrapActions: {
        showDefinitions: (show) => (definitions) => {
          const result = show(definitions);
          if (definitions)
            setTimeout(() => container.querySelector('.auth-container input')?.focus());
          return result;
        },
      },
    },
  },
});

show().catch((error) => {
  container.textContent = `The reference cannot be shown: ${error.message}`;
});
