/** A bridge network, for any engine. */
export interface NetworkSpec {
  name: string;
  subnet: string | undefined;
  mtu: number;
  internal: boolean;
  masquerade: boolean;
  interContainer: boolean;
}
