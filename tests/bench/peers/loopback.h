#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

class TlsClient;
enum class Wire { Plain, Tls };

// One exchange of a client that is set up: what it sends, and how the answer to that looks.
struct Step {
    std::string send;
    std::string answerEnd; // the answer is complete with it; what comes behind is the next one's
    std::string answerBegin{}; // "": whatever
};

// A TCP connection to a port of this machine, with TLS or without. It blocks while it is set up;
// what follows is read and written by whoever waits on its descriptor. A Failure when the other
// side goes or says nothing.
class Loopback
{
public:
    explicit Loopback(std::uint16_t port, Wire wire = Wire::Plain);
    ~Loopback();
    Loopback(Loopback &&other) noexcept;
    Loopback(const Loopback &) = delete;
    Loopback &operator=(const Loopback &) = delete;

    void send(std::string_view bytes);
    //! Up to and with \p end; what came behind it stays for the next call.
    std::string readThrough(std::string_view end);
    std::string readToEnd(); // until the other side closes
    std::string takeRest(); // what was read and not asked for

    void take(const std::vector<Step> &steps);
    //! Closes without the usual farewell, so that many connections leave no ports behind.
    void closeAtOnce();

    int handle() const { return m_handle; }
    void stopBlocking();
    // As recv() and send(): -1 with EAGAIN when nothing goes now, 0 when the other side has left.
    std::ptrdiff_t receive(char *out, std::size_t size);
    std::ptrdiff_t sendSome(std::string_view bytes);

    static bool answers(std::uint16_t port); // somebody listens there
    static std::uint16_t freePort();

private:
    bool readSome();

    int m_handle = -1;
    std::unique_ptr<TlsClient> m_tls; // null: plain
    std::string m_read;
};

//! The upgrade request to a WebSocket. \param headers lines of ours, each with its CRLF.
Step upgradeStep(std::uint16_t port, const std::string &path, const std::string &headers);

//! A Failure when \p answer is not the one to \p step.
void expectAnswer(const Step &step, std::string_view answer);

//! One request to an HTTP server on this machine, on a connection of its own.
//! \return the body; a Failure when the status is not 2xx.
std::string httpRequest(std::uint16_t port, const std::string &method, const std::string &path,
                        const std::string &token, const std::string &body);

} // namespace parley::bench
