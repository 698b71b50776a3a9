package main

import (
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

// connect reaches the server at MEDIAGEN_SERVER. MEDIAGEN_CA names the file of the authority that signed its
// certificate, if it has one.
func connect() (*grpc.ClientConn, error) {
	address := os.Getenv("MEDIAGEN_SERVER")
	if address == "" {
		address = "127.0.0.1:50051"
	}
	transport := insecure.NewCredentials()
	if authority := os.Getenv("MEDIAGEN_CA"); authority != "" {
		var err error
		if transport, err = credentials.NewClientTLSFromFile(authority, ""); err != nil {
			return nil, err
		}
	}
	return grpc.NewClient(address, grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(serviceConfig))
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
