package main

import (
	"context"
	_ "embed"
	"os"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

// Repeats calls that are free, and never one that is paid.
//
//go:embed service_config.json
var serviceConfig string

// bearer is a token that goes with each call, and over TLS only.
type bearer string

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(b)}, nil
}

func (bearer) RequireTransportSecurity() bool { return true }

// connect reaches the server at MEDIAGEN_SERVER. MEDIAGEN_CA names the file of the authority that signed its
// certificate, if it has one; MEDIAGEN_TOKEN is then sent along, if there is one.
func connect() (*grpc.ClientConn, error) {
	address := os.Getenv("MEDIAGEN_SERVER")
	if address == "" {
		address = "127.0.0.1:50051"
	}
	options := []grpc.DialOption{grpc.WithDefaultServiceConfig(serviceConfig)}
	authority := os.Getenv("MEDIAGEN_CA")
	if authority == "" {
		options = append(options, grpc.WithTransportCredentials(insecure.NewCredentials()))
		return grpc.NewClient(address, options...)
	}
	tls, err := credentials.NewClientTLSFromFile(authority, "")
	if err != nil {
		return nil, err
	}
	options = append(options, grpc.WithTransportCredentials(tls))
	if token := os.Getenv("MEDIAGEN_TOKEN"); token != "" {
		options = append(options, grpc.WithPerRPCCredentials(bearer(token)))
	}
	return grpc.NewClient(address, options...)
}

// detailsOf gives the reason of an error and the fields at fault.
func detailsOf(err error) (reason string, fields []string) {
	for _, detail := range status.Convert(err).Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			reason = detail.GetReason()
		case *errdetails.BadRequest:
			for _, fault := range detail.GetFieldViolations() {
				fields = append(fields, fault.GetField())
			}
		}
	}
	return reason, fields
}
