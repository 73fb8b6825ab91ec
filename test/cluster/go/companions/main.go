// cert-manager's controllers in one process, for tests: its own main is a module of its own, which
// cannot be had. Issuers that sign with a key at hand (self-signed and CA), and what issues
// Certificates from them; no ACME, no webhook, no cainjector.
//
//	main --kubeconfig FILE --health-address HOST:PORT
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/cert-manager/cert-manager/pkg/controller"
	"github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/approver"
	"github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/ca"
	"github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/selfsigned"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/issuing"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/keymanager"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/readiness"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/requestmanager"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/revisionmanager"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/trigger"
	"github.com/cert-manager/cert-manager/pkg/controller/clusterissuers"
	"github.com/cert-manager/cert-manager/pkg/controller/issuers"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/ca"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/selfsigned"
)

const workers = 2

var names = []string{
	issuers.ControllerName, clusterissuers.ControllerName,
	approver.ControllerName, ca.CRControllerName, selfsigned.CRControllerName,
	issuing.ControllerName, keymanager.ControllerName, readiness.ControllerName,
	requestmanager.ControllerName, revisionmanager.ControllerName, trigger.ControllerName,
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "file of a kubeconfig")
	address := flag.String("health-address", "127.0.0.1:0", "where /healthz is served once the controllers run")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *kubeconfig, *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig, address string) error {
	factory, err := controller.NewContextFactory(ctx, controller.ContextOptions{
		Kubeconfig:         kubeconfig,
		KubernetesAPIQPS:   500,
		KubernetesAPIBurst: 1000,
		IssuerOptions:      controller.IssuerOptions{ClusterResourceNamespace: "cert-manager"},
		CertificateOptions: controller.CertificateOptions{
			CopiedAnnotationPrefixes:                 []string{"*"},
			CertificateRequestMinimumBackoffDuration: time.Second,
			CertificateRequestMaximumBackoffDuration: time.Minute,
		},
	})
	if err != nil {
		return err
	}
	all, err := controllers(factory)
	if err != nil {
		return err
	}
	shared, err := factory.Build()
	if err != nil {
		return err
	}
	shared.SharedInformerFactory.Start(ctx.Done())
	shared.KubeSharedInformerFactory.Start(ctx.Done())
	failed := make(chan error, len(all)+1)
	var running sync.WaitGroup
	for _, each := range all {
		running.Go(func() { failed <- each.Run(workers, ctx) })
	}
	go func() { failed <- serveHealth(address) }()
	select {
	case err = <-failed:
		return err
	case <-ctx.Done():
		running.Wait()
		return nil
	}
}

func controllers(factory *controller.ContextFactory) ([]controller.Interface, error) {
	all := make([]controller.Interface, 0, len(names))
	for _, name := range names {
		build, known := controller.Known()[name]
		if !known {
			return nil, fmt.Errorf("cert-manager has no controller %q", name)
		}
		each, err := build(factory)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, each)
	}
	return all, nil
}

func serveHealth(address string) error {
	healthy := func(answer http.ResponseWriter, _ *http.Request) { _, _ = answer.Write([]byte("ok")) }
	return http.ListenAndServe(address, http.HandlerFunc(healthy))
}
