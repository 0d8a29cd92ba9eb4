package main

import (
	"errors"
	"fmt"
	"os/exec"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/contract"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runPolicyPack starts a policy pack on Node and hands on what it says. Today's CLI asks the language host for that; a
// host of this age refuses everything of the kind.
func (host *nodeLanguageHost) runPolicyPack(
	req *pulumirpc.RunPluginRequest, server pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	folder, kind := asked(req)
	if kind != "analyzer" || folder == "" {
		return fmt.Errorf("this language host runs policy packs only, and was asked for a plugin of kind %q", kind)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return fmt.Errorf("could not find node on the $PATH: %w", err)
	}
	// The pack's own packages count, wherever the program is.
	locate := exec.Command(node, "-p", "require.resolve('@pulumi/pulumi/cmd/run-policy-pack')")
	locate.Dir = folder
	path, err := locate.Output()
	if err != nil {
		return fmt.Errorf("@pulumi/pulumi is not installed in %s, or above it", folder)
	}

	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(server, false)
	if err != nil {
		return err
	}
	defer contract.IgnoreClose(closer)
	args := append([]string{string(path[:len(path)-1])}, req.GetArgs()...)
	// Bound to the request: the engine ends a pack by ending that.
	cmd := exec.CommandContext(server.Context(), node, append(args, ".")...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = folder, req.GetEnv(), stdout, stderr
	code := int32(0)
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			return err
		}
		code = int32(exit.ExitCode())
	}
	return server.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}

// asked reads two fields that the protocol got later: the folder of the program, in `info` (5), and `kind` (6).
func asked(req *pulumirpc.RunPluginRequest) (folder, kind string) {
	fields := texts(req.ProtoReflect().GetUnknown())
	return texts([]byte(fields[5]))[2], fields[6]
}

// texts gives the fields of a message that are texts, bytes or messages, by their numbers.
func texts(message []byte) map[protowire.Number]string {
	found := map[protowire.Number]string{}
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return found
		}
		message = message[n:]
		if kind == protowire.BytesType {
			if value, n := protowire.ConsumeBytes(message); n >= 0 {
				found[number] = string(value)
			}
		}
		if n = protowire.ConsumeFieldValue(number, kind, message); n < 0 {
			return found
		}
		message = message[n:]
	}
	return found
}
