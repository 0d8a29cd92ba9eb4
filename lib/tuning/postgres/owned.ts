/** Settings that the component answers for itself, each with why another value can't work. */
export const ownedSettings: Readonly<Record<string, string>> = {
  listen_addresses: "the server listens on its network, where clients and the health check look for it",
  port: "clients and the health check look for 5432; `publish` chooses the host's port",
  data_directory: "the data must lie on the volume that outlives the container",
  config_file: "the settings are the command line, where no file can change them",
  hba_file: "the image writes it beside the data: another file does not exist",
  ident_file: "the image writes it beside the data: another file does not exist",
  external_pid_file: "the root is read-only",
  unix_socket_directories: "the root is read-only but for /var/run/postgresql",
  ssl: "the container has no certificate: the server would not start",
  password_encryption: "host entries ask for scram-sha-256: a password kept in another form could not log in",
  logging_collector: "the log is the container's output: in a file it would be neither rotated nor seen",
  log_destination: "the log is the container's output: elsewhere it would be neither rotated nor seen",
};
