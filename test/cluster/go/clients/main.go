// Says whether documents are what the OCI image specification's own schemas want.
//
//	main MEDIA-TYPE FILE [MEDIA-TYPE FILE ...]
package main

import (
	"fmt"
	"os"

	"github.com/opencontainers/image-spec/schema"
)

func main() {
	failed := false
	for i := 1; i+1 < len(os.Args); i += 2 {
		if err := validate(os.Args[i], os.Args[i+1]); err != nil {
			failed = true
			fmt.Printf("%s: %v\n", os.Args[i+1], err)
		}
	}
	if failed {
		os.Exit(1)
	}
}

func validate(mediaType, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return schema.Validator(mediaType).Validate(file)
}
