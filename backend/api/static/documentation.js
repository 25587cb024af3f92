"use strict";

// The bundled viewer knows OpenAPI 3.0 by name; what it draws of 3.1 is the same.
fetch("/schema/openapi.json")
  .then((answer) => answer.json())
  .then((spec) =>
    SwaggerUIBundle({
      spec: { ...spec, openapi: "3.0.3" },
      dom_id: "#api",
      deepLinking: true,
      validatorUrl: null,
    }),
  );
