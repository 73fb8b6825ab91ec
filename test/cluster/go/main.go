// The whole control plane of one Kubernetes version in one binary, for tests.
//
//	main etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kubelet|kube-proxy FLAG...
//	main exec PROGRAM ARGUMENT...            run PROGRAM under the guard below
//	main certs DIR [HOST...]                 write a CA and everything a control plane needs
//	main client-cert DIR NAME USER GROUP...  write NAME.crt and NAME.key, signed by the CA in DIR
//
// Guard: when the process that started us dies, the kernel kills us too, so that a test run
// that was killed leaves no server behind.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

var commands = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllers.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	"kubelet":                 func() *cobra.Command { return kubelet.NewKubeletCommand() },
	"kube-proxy":              proxy.NewProxyCommand,
}

// init keeps main on the main thread, which lives as long as the process and is the one that exec
// goes on with: the death signal belongs to the thread that asked for it.
func init() {
	runtime.LockOSThread()
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("name what to run: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, kube-proxy, exec, certs or client-cert"))
	}
	name, arguments := os.Args[1], os.Args[2:]
	switch name {
	case "etcd":
		guard()
		etcdmain.Main(os.Args[1:])
	case "exec":
		guard()
		fail(run(arguments))
	case "certs":
		fail(certs(arguments))
	case "client-cert":
		fail(clientCert(arguments))
	default:
		build, known := commands[name]
		if !known {
			fail(fmt.Errorf("unknown part %q", name))
		}
		guard()
		os.Args = os.Args[1:]
		os.Exit(cli.Run(build()))
	}
}

// guard asks the kernel for the death signal. The starter names itself in the environment, because
// it may be gone before prctl.
func guard() {
	const setParentDeathSignal = 1
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setParentDeathSignal, uintptr(syscall.SIGKILL), 0); errno != 0 {
		fail(errno)
	}
	if parent, err := strconv.Atoi(os.Getenv("PLANE_TEST_PARENT")); err == nil && parent != os.Getppid() {
		fail(fmt.Errorf("process %d, which started this one, is gone", parent))
	}
}

func run(arguments []string) error {
	if len(arguments) == 0 {
		return fmt.Errorf("usage: exec PROGRAM ARGUMENT...")
	}
	program, err := exec.LookPath(arguments[0])
	if err != nil {
		return err
	}
	return syscall.Exec(program, arguments, os.Environ())
}

func fail(err error) {
	if err == nil {
		os.Exit(0)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// pair is a certificate with its key.
type pair struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func certs(arguments []string) error {
	if len(arguments) == 0 {
		return fmt.Errorf("usage: certs DIR [HOST...]")
	}
	dir := arguments[0]
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	ca, err := issue(dir, "ca", authority("plane-test-ca"), nil)
	if err != nil {
		return err
	}
	front, err := issue(dir, "front-proxy-ca", authority("plane-test-front-proxy-ca"), nil)
	if err != nil {
		return err
	}
	if _, err := issue(dir, "front-proxy-client", client("front-proxy-client", nil), front); err != nil {
		return err
	}
	if _, err := issue(dir, "serving", serving(arguments[1:]), ca); err != nil {
		return err
	}
	clients := map[string][]string{
		"admin":                          {"system:masters"},
		"apiserver-kubelet-client":       {"system:masters"},
		"kwok":                           {"system:masters"},
		"system:kube-controller-manager": nil,
		"system:kube-scheduler":          nil,
	}
	for user, groups := range clients {
		if _, err := issue(dir, file(user), client(user, groups), ca); err != nil {
			return err
		}
	}
	return serviceAccountKey(dir)
}

// file is the user's name without the prefix that only the API needs.
func file(user string) string {
	const system = "system:"
	if len(user) > len(system) && user[:len(system)] == system {
		return user[len(system):]
	}
	return user
}

func clientCert(arguments []string) error {
	if len(arguments) < 3 {
		return fmt.Errorf("usage: client-cert DIR NAME USER GROUP...")
	}
	dir, name, user, groups := arguments[0], arguments[1], arguments[2], arguments[3:]
	ca, err := load(dir, "ca")
	if err != nil {
		return err
	}
	_, err = issue(dir, name, client(user, groups), ca)
	return err
}

func authority(name string) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature,
	}
}

func client(user string, groups []string) *x509.Certificate {
	return &x509.Certificate{
		Subject:     pkix.Name{CommonName: user, Organization: groups},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

func serving(hosts []string) *x509.Certificate {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	known := []string{"localhost", "127.0.0.1", "::1", "10.96.0.1", "kubernetes", "kubernetes.default",
		"kubernetes.default.svc", "kubernetes.default.svc.cluster.local"}
	for _, host := range append(known, hosts...) {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	return template
}

// issue signs the template, by itself when there is no signer, and writes both files.
func issue(dir, name string, template *x509.Certificate, signer *pair) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = time.Now().AddDate(1, 0, 0)
	if signer == nil {
		signer = &pair{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.certificate, &key.PublicKey, signer.key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if err := write(dir, name+".crt", "CERTIFICATE", der); err != nil {
		return nil, err
	}
	return &pair{certificate, key}, writeKey(dir, name, key)
}

func serviceAccountKey(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	if err := write(dir, "sa.pub", "PUBLIC KEY", public); err != nil {
		return err
	}
	return writeKey(dir, "sa", key)
}

func writeKey(dir, name string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return write(dir, name+".key", "EC PRIVATE KEY", der)
}

func write(dir, name, kind string, der []byte) error {
	return os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}

func load(dir, name string) (*pair, error) {
	certificate, err := read(dir, name+".crt")
	if err != nil {
		return nil, err
	}
	key, err := read(dir, name+".key")
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(certificate)
	if err != nil {
		return nil, err
	}
	private, err := x509.ParseECPrivateKey(key)
	return &pair{parsed, private}, err
}

func read(dir, name string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s is no PEM file", name)
	}
	return block.Bytes, nil
}
