/** Type tokens of the Docker provider's resources that rules look at. */
export const containerType = "docker:index/container:Container";
export const networkType = "docker:index/network:Network";
