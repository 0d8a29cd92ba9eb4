// The docker plugin where the official one can't be downloaded: the same Terraform provider, under the same names.
package main

import (
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// Tokens must be those of @pulumi/docker of this version.
const version = "5.2.0"

func lowerFirst(name string) string {
	return strings.ToLower(name[:1]) + name[1:]
}

func resource(name string) *tfbridge.ResourceInfo {
	return &tfbridge.ResourceInfo{Tok: tokens.Type("docker:index/" + lowerFirst(name) + ":" + name)}
}

func function(name string) *tfbridge.DataSourceInfo {
	return &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember("docker:index/" + name + ":" + name)}
}

func info() tfbridge.ProviderInfo {
	container := resource("Container")
	container.DeleteBeforeReplace = true
	container.Fields = map[string]*tfbridge.SchemaInfo{
		// Lists that are not plural: one command, and a name that the official plugin leaves as it is.
		"command":           {Name: "command"},
		"networks_advanced": {Name: "networksAdvanced"},
	}
	image := resource("RemoteImage")
	image.Fields = map[string]*tfbridge.SchemaInfo{"name": {Name: "name"}}

	plugin := tfbridge.ProviderInfo{
		P:            shimv2.NewProvider(provider.New(version)()),
		Name:         "docker",
		Version:      version,
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
		Config: map[string]*tfbridge.SchemaInfo{
			"host": {
				Default: &tfbridge.DefaultInfo{Value: "unix:///var/run/docker.sock", EnvVars: []string{"DOCKER_HOST"}},
			},
			"registry_auth": {Name: "registryAuth", MaxItemsOne: tfbridge.False()},
		},
		Resources: map[string]*tfbridge.ResourceInfo{
			"docker_config":         resource("ServiceConfig"),
			"docker_container":      container,
			"docker_image":          image,
			"docker_network":        resource("Network"),
			"docker_plugin":         resource("Plugin"),
			"docker_registry_image": resource("RegistryImage"),
			"docker_secret":         resource("Secret"),
			"docker_service":        resource("Service"),
			"docker_tag":            resource("Tag"),
			"docker_volume":         resource("Volume"),
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"docker_image":                    function("getRemoteImage"),
			"docker_logs":                     function("getLogs"),
			"docker_network":                  function("getNetwork"),
			"docker_plugin":                   function("getPlugin"),
			"docker_registry_image":           function("getRegistryImage"),
			"docker_registry_image_manifests": function("getRegistryImageManifests"),
		},
		IgnoreMappings: []string{"docker_buildx_builder"},
	}
	plugin.SetAutonaming(255, "-")
	return plugin
}

func main() {
	// Node programs bring their own types, so the plugin needs no schema.
	tfbridge.Main("docker", version, info(), []byte("{}"))
}
