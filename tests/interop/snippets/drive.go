// As drive.mjs, for verify.go, which is the package beside it.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"example.org/drive/webhook"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Split(lines.Text(), "\t")
		header := http.Header{}
		header.Set("webhook-id", words[1])
		header.Set("webhook-timestamp", words[2])
		header.Set("webhook-signature", words[3])
		body, _ := base64.StdEncoding.DecodeString(words[4])
		now, _ := strconv.ParseInt(words[5], 10, 64)
		if webhook.Verify(words[0], header, body, time.Unix(now, 0)) == nil {
			fmt.Println("yes")
		} else {
			fmt.Println("no")
		}
	}
}
