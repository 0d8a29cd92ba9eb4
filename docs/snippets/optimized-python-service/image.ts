import { OptimizedPythonService, PythonServer } from "plimsoll";

// #region shown
// An image that is there already, or a Dockerfile of your own: say which server it starts, and it is told the same settings.
new OptimizedPythonService("mailer", {
  image: "registry.example/shop/mailer:2.3.0",
  server: PythonServer.gunicorn,
  port: 8002,
});
// #endregion
