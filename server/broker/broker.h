#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/base/log.h"
#include "server/base/result.h"
#include "server/types/listen_address.h"

namespace parley {

struct BrokerOptions {
    static constexpr int kMaxIoThreads = 16; // 256 KiB each, and more cores than one topic can use

    std::string dataDirectory{}; // made when it is missing
    std::uint16_t port = 8080; // 0: any free one
    std::vector<ListenAddress> listen{}; // with TLS, beside that port on loopback
    //! 32 bytes that encrypt webhooks' secrets in the data directory; see SecretBox. "": they are
    //! stored as they are, which is for tests; a program gives one.
    std::string secretKey{};
    //! Gives that key instead, asked on the caller's thread once the store is open and nobody
    //! else's: a store that is refused stays as it is, and two brokers never make two keys.
    std::function<Result<std::string>()> readSecretKey{};
    //! Whether that key outlives this run: then secrets in plain text of an older Parley are
    //! encrypted with it too. With a key that does not they would be lost.
    bool sealOldSecrets = true;
    std::string certificateFile{}; // PEM, the server's first; "": from the local authority
    std::string keyFile{}; // PEM, of that certificate
    std::vector<std::string> tlsNames{}; // by which it is reached too; see normalizedServerName()
    std::vector<std::string> allowedOrigins{}; // web pages that may speak to it
    int ioThreads = 1; // at most kMaxIoThreads; see IoLoops
    bool ioUring = true; // where the kernel has it; see SendRing
    std::string version{}; // shown in /v1/status
    std::string lambdaAddress{}; // of AWS Lambda, in place of each region's own; "": that
    std::string scriptProgram{}; // path of parley-js; "": beside the program that runs
    std::string apertiumModes = "/usr/share/apertium/modes"; // where Apertium keeps its pairs
};

// The whole broker in one object: builds its rooms, starts their threads, stops them. All that
// app/ uses of the server, besides the client.
// Thread: start(), the destructor and stop() from one thread, which waits; the rest from any.
class Broker final
{
public:
    //! Serves when it returns. AlreadyExists: the port is somebody else's. Unavailable: the data
    //! directory is. Other codes: the certificate cannot be used, see CertificateSource.
    //! \p log is borrowed and outlives the broker.
    static Result<std::unique_ptr<Broker>> start(const BrokerOptions &options, LogSink &log);
    static bool runsOn(const std::string &dataDirectory); // one does, in whatever process
    //! See store/backup.h: the first also while a broker is at work.
    static Result<void> backUp(const std::string &dataDirectory, const std::string &target);
    static Result<void> restore(const std::string &backup, const std::string &dataDirectory);
    ~Broker();
    Broker(const Broker &) = delete;
    Broker &operator=(const Broker &) = delete;

    //! Tells clients (1001), finishes what is under way, closes the store. At most about 5 s.
    void stop();

    std::uint16_t port() const;
    std::string url() const; // "http://127.0.0.1:8080"
    //! Of BrokerOptions::listen, in that order, such as "https://192.168.1.5:8443"; an address that
    //! stands for all of them is shown as the machine's name.
    std::vector<std::string> tlsUrls() const;
    //! Reads or renews the certificate, for connections that come from now on. On an error the one
    //! in use stays. Waits for the disk. Thread: that of start() and stop().
    Result<void> reloadCertificate();

    //! Whether this secret has the admin scope here, now.
    bool isOwner(const std::string &secret) const;
    //! Makes a new owner's token and revokes those made by this call before. \return its secret.
    Result<std::string> renewOwnerToken();

private:
    struct Parts;
    explicit Broker(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace parley
