/** Files of a Python application that are read for what they say: of dependencies, versions and starts. */
export const tellingPythonFiles = [
  "pyproject.toml",
  "uv.lock",
  "poetry.lock",
  "pdm.lock",
  "requirements.txt",
  "Pipfile",
  ".python-version",
  "Procfile",
] as const;

/** Sources in which applications and servers are made, and requirements that others include: few, and near the top. */
export const tellsOfPython = (file: string): boolean =>
  /^(?:[\w-]+\/){0,2}(?:main|app|application|server|asgi|wsgi|api|manage|run|settings|__init__|__main__)\.py$/.test(
    file,
  ) || /^(?:requirements\/)?[\w.-]+\.(?:txt|in)$/.test(file);

/** What says that a folder holds Python, where nothing says that it holds Node. */
export const pythonSigns = [
  "pyproject.toml",
  "requirements.txt",
  "Pipfile",
  "setup.py",
  "manage.py",
  "main.py",
  "app.py",
];
