import type { PythonDependencies } from "../application/python/dependencies";
import { debugpy, uv, watchfiles } from "../python-bases";
import { run } from "./instructions";
import { stillTimes } from "./settle-times";

/** The build secrets that are mounted where they are given: a bundle of authorities. */
export const pythonSecretIds: readonly string[] = ["ca"];

/** A company's proxy may sign HTTPS with its own authority; the secret is mounted for this step and is in no layer. */
const authority = "type=secret,id=ca";
const trust = (...names: string[]): string =>
  `if [ -f /run/secrets/ca ]; then export ${names.map((name) => `${name}=/run/secrets/ca`).join(" ")}; fi; \\\n    `;

const pipCache = "type=cache,target=/root/.cache/pip";
const uvCache = "type=cache,target=/root/.cache/uv";

export const installUv = (): string =>
  run(
    [pipCache, authority],
    `${trust("PIP_CERT")}pip install --disable-pip-version-check --root-user-action=ignore ${uv}`,
  );

/** Bytecode is not compared with its source at each start: neither changes in an image. */
export const uvEnvironment =
  'ENV UV_COMPILE_BYTECODE="1" PYC_INVALIDATION_MODE="UNCHECKED_HASH" UV_LINK_MODE="copy" UV_PYTHON_DOWNLOADS="never" UV_PROJECT_ENVIRONMENT="/opt/venv" VIRTUAL_ENV="/opt/venv"';

/** Installs into /opt/venv, and leaves it under /image as well, ready to be copied. `groups`: those of development too. */
export const installDependencies = (dependencies: PythonDependencies, groups = false): string =>
  run(
    [uvCache, authority],
    `${trust("SSL_CERT_FILE")}${newEnvironment("/opt/venv")}`,
    ...installing(dependencies, groups),
    // Scripts for shells, of which the image's program needs none.
    "rm -f /opt/venv/bin/activate* /opt/venv/bin/deactivate* /opt/venv/bin/*.bat /opt/venv/.lock",
    "mkdir -p /image/opt",
    "mv /opt/venv /image/opt/venv",
    "ln -s /image/opt/venv /opt/venv",
    stillTimes("/image"),
  );

const newEnvironment = (path: string): string => `uv venv --quiet --python /usr/local/bin/python ${path}`;

/** What starts the source anew has an environment of its own: nothing in it is in the way of the application's. */
export const installWatcher = (): string =>
  run(
    [uvCache, authority],
    `${trust("SSL_CERT_FILE")}${newEnvironment(watcherFolder)}`,
    `uv pip install --python ${watcherFolder} ${watchfiles}`,
  );

/** It is imported by the application's own Python, and needs nothing else. */
export const installDebugger = (): string =>
  run([uvCache, authority], `${trust("SSL_CERT_FILE")}uv pip install --target ${debuggerFolder} ${debugpy}`);

export const watcherFolder = "/opt/watcher";
export const debuggerFolder = "/opt/debugger";

function installing(dependencies: PythonDependencies, groups: boolean): string[] {
  switch (dependencies.kind) {
    case "uv":
      return [`uv sync${dependencies.exact ? " --frozen" : ""}${groups ? "" : " --no-dev"} --no-install-project`];
    case "requirements": {
      const hashes = dependencies.hashes ? " --require-hashes" : "";
      return [`uv pip install${dependencies.complete ? " --no-deps" : ""}${hashes} --requirements requirements.txt`];
    }
    case "none":
      return [];
  }
}

/** Builds the project as a wheel and installs it into a folder of its own, beside which the dependencies stay as they are. */
export const installProject = (): string =>
  run(
    [uvCache, authority],
    `${trust("SSL_CERT_FILE")}uv build --quiet --wheel --out-dir /wheels .`,
    "uv pip install --no-deps --prefix /image/opt/venv /wheels/*.whl",
    // What uv leaves for itself: anybody may write the one, and the other holds the time of the build.
    "rm -f /image/opt/venv/.lock",
    "find /image -name uv_cache.json -delete",
    "find /image -name RECORD -exec sed -i /uv_cache.json/d {} +",
    stillTimes("/image"),
  );

/**
 * The standard library comes without bytecode: each start would compile it anew, since the image is read-only. What is there
 * by then, as of the modules that compile, names the times of its sources, which an image does not keep: it is made anew.
 */
export const compileStandardLibrary = (): string =>
  run(
    [],
    "export PYTHONDONTWRITEBYTECODE=1",
    'library="$(python -c "import sysconfig; print(sysconfig.get_path(\'stdlib\'))")"',
    'python -m compileall -q -f -j 0 --invalidation-mode unchecked-hash -x "/(site-packages|dist-packages|test|idlelib|ensurepip|pydoc_data|turtledemo|lib2to3)/" "$library"',
    "mkdir /image",
    'find "$library" -name __pycache__ -not -path "*/*-packages/*" -exec cp --archive --parents --target-directory /image {} +',
    stillTimes("/image"),
  );

/** The application's own sources; an error of syntax ends the build, not the container. */
export const compileApplication = (folder: string, ...before: string[]): string =>
  run(
    [`type=bind,source=${settleFile},target=/${settleFile}`],
    ...before,
    `python -m compileall -q --invalidation-mode unchecked-hash -s ${folder} -p / ${folder}/app`,
    `python -B /${settleFile} ${folder}`,
  );

/** Where the script lies in the context. */
export const settleFile = "settle-times.py";

/** Gives files times that follow from their content: servers tell browsers by them whether they have the newest. */
export const settleScript = `import hashlib, os, sys

for folder, folders, files in os.walk(sys.argv[1], topdown=False):
    for name in files + [name for name in folders if os.path.islink(os.path.join(folder, name))]:
        path = os.path.join(folder, name)
        time = 10**9
        if not os.path.islink(path):
            with open(path, "rb") as content:
                time += int.from_bytes(hashlib.sha256(content.read()).digest()[:4], "big") % (5 * 10**8)
        os.utime(path, (time, time), follow_symlinks=False)
    os.utime(folder, (10**9, 10**9))
`;
